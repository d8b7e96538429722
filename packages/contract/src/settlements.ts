import { z } from 'zod';
import {
  civil_date,
  fen,
  id,
  id_param,
  instant,
  lot_no,
  page_of,
  page_query,
  qty,
  required_text,
  serial_no,
  text,
} from './primitives.ts';
import { acknowledged } from './rules.ts';
import { disposition, stock_errors } from './stock.ts';
import { download, verb } from './verb.ts';

export const settlement_direction = z.enum(['customer', 'supplier']);
export const settlement_status = z.enum(['issued', 'reversed']);

export const usage_row = z.object({
  usage_id: id,
  source: z.enum(['case', 'cabinet', 'vmi']),
  direction: settlement_direction,
  warehouse_id: id,
  partner_id: id,
  partner_name: z.string(),
  department_name: z.string().nullable(),
  case_id: id.nullable(),
  document_no: z.string().nullable(),
  item_id: id,
  item_code: z.string(),
  item_name: z.string(),
  model: z.string(),
  unit: z.string(),
  udi_di: z.string(),
  registration_no: z.string(),
  lot_no: z.string(),
  expiry_date: z.string().nullable(),
  serial_nos: z.array(z.string()),
  qty: z.number(),
  patient_ref: z.string().nullable(),
  unit_price_fen: z.number().nullable(),
  used_at: z.string(),
});
export const listUsages = verb({
  name: 'fulfilment.list-usages',
  method: 'GET',
  path: '/api/fulfilment/usage',
  summary: 'What was used and is not settled yet',
  input: z.strictObject({
    warehouse_id: id_param.optional(),
    partner_id: id_param.optional(),
    case_id: id_param.optional(),
    direction: settlement_direction.optional(),
    ...page_query,
  }),
  output: page_of(usage_row),
  errors: [],
});
export const reverseUsage = verb({
  name: 'fulfilment.reverse-usage',
  method: 'POST',
  path: '/api/fulfilment/usage/{usage_id}/reverse',
  summary:
    'A use that was recorded wrongly: the pieces come back into the returns zone as ours, for quality to look at',
  input: z.strictObject({ usage_id: id_param, reason: required_text(200) }),
  output: z.object({ usage_id: id, movement_id: id }),
  errors: [
    'platform.not_found',
    'fulfilment.usage_settled',
    'fulfilment.usage_reversed',
    'fulfilment.usage_not_reversible',
    'fulfilment.no_place',
    ...Object.keys(stock_errors),
  ],
});
export const issueSettlement = verb({
  name: 'fulfilment.issue-settlement',
  method: 'POST',
  path: '/api/fulfilment/settlement',
  summary: 'A settlement of what one partner used or supplied: price by agreement, or as given here',
  input: z.strictObject({
    usage_ids: z.array(id).min(1).max(2000),
    /** For items that no agreement prices. */
    prices: z
      .array(z.strictObject({ item_id: id, unit_price_fen: fen }))
      .max(500)
      .default([]),
  }),
  output: z.object({ settlement_id: id, document_no: z.string(), amount_fen: z.number() }),
  errors: [
    'platform.not_found',
    'fulfilment.usage_settled',
    'fulfilment.usage_reversed',
    'fulfilment.several_partners',
    'fulfilment.price_missing',
    'fulfilment.case_not_back',
  ],
});
export const settlement_row = z.object({
  settlement_id: id,
  document_no: z.string(),
  direction: settlement_direction,
  warehouse_id: id,
  warehouse_code: z.string(),
  partner_id: id,
  partner_name: z.string(),
  status: settlement_status,
  lines: z.number().int(),
  qty: z.number(),
  amount_fen: z.number(),
  issued_by_name: z.string(),
  issued_at: z.string(),
  reverse_reason: z.string().nullable(),
});
export const listSettlements = verb({
  name: 'fulfilment.list-settlements',
  method: 'GET',
  path: '/api/fulfilment/settlement',
  summary: 'Settlements in sight, newest first',
  input: z.strictObject({
    warehouse_id: id_param.optional(),
    direction: settlement_direction.optional(),
    search: text(60).optional(),
    ...page_query,
  }),
  output: page_of(settlement_row),
  errors: [],
});
export const getSettlement = verb({
  name: 'fulfilment.get-settlement',
  method: 'GET',
  path: '/api/fulfilment/settlement/{settlement_id}',
  summary: 'One settlement with its list of UDIs',
  input: z.strictObject({ settlement_id: id_param }),
  output: settlement_row.extend({
    line_rows: z.array(
      usage_row
        .omit({ warehouse_id: true, partner_id: true, partner_name: true, direction: true })
        .extend({ line_no: z.number().int(), unit_price_fen: z.number(), amount_fen: z.number() }),
    ),
  }),
  errors: ['platform.not_found'],
});
export const printSettlement = verb({
  name: 'fulfilment.print-settlement',
  method: 'GET',
  path: '/api/fulfilment/settlement/{settlement_id}/print',
  summary: 'The statement (结算单) with its list of UDIs, as PDF',
  input: z.strictObject({ settlement_id: id_param, language: z.enum(['zh', 'en']).default('zh') }),
  output: download,
  errors: ['platform.not_found'],
  returns: 'file',
});
export const exportSettlement = verb({
  name: 'fulfilment.export-settlement',
  method: 'GET',
  path: '/api/fulfilment/settlement/{settlement_id}/export',
  summary: 'The list of a settlement as a workbook',
  returns: 'file',
  input: z.strictObject({ settlement_id: id_param }),
  output: download,
  errors: ['platform.not_found'],
});
export const reverseSettlement = verb({
  name: 'fulfilment.reverse-settlement',
  method: 'POST',
  path: '/api/fulfilment/settlement/{settlement_id}/reverse',
  summary: 'Takes a settlement back: what it settled is open again',
  input: z.strictObject({ settlement_id: id_param, reason: required_text(200) }),
  output: z.object({ settlement_id: id, reopened: z.number().int() }),
  errors: ['platform.not_found', 'fulfilment.settlement_reversed'],
});

const supplier_lot = z.strictObject({
  item_id: id,
  lot_id: id,
  qty,
  account_id: id,
  serial_nos: z.array(serial_no).max(1000).optional(),
});
export const receiveSupplierOwned = verb({
  name: 'fulfilment.receive-supplier-owned',
  method: 'POST',
  path: '/api/fulfilment/supplier-owned/receive',
  summary:
    'Goods that a supplier leaves with us and that stay its own: received into quarantine, owed for nothing',
  input: z.strictObject({
    /** Warnings that the person has read, with why the goods go on; asked for by `compliance.acknowledgement_needed`. */
    acknowledged,
    supplier_id: id,
    warehouse_id: id,
    document_no: text(60).optional(),
    /** Lots as they are printed; new ones are made with their dates. */
    lines: z
      .array(
        z.strictObject({
          item_id: id,
          lot_no,
          production_date: civil_date.optional(),
          expiry_date: civil_date.optional(),
          qty,
          account_id: id,
          serial_nos: z.array(serial_no).max(1000).optional(),
        }),
      )
      .min(1)
      .max(500),
  }),
  output: z.object({ movement_id: id, qty: z.number() }),
  errors: [
    'compliance.acknowledgement_needed',
    'platform.not_found',
    'fulfilment.not_a_supplier',
    'fulfilment.place_elsewhere',
    ...Object.keys(stock_errors),
  ],
});
export const listSupplierOwned = verb({
  name: 'fulfilment.list-supplier-owned',
  method: 'GET',
  path: '/api/fulfilment/supplier-owned',
  summary: 'What stands with us and is still a supplier’s own, first expiry first',
  input: z.strictObject({
    warehouse_id: id_param.optional(),
    partner_id: id_param.optional(),
    ...page_query,
  }),
  output: page_of(
    z.object({
      supplier_id: id,
      supplier_name: z.string(),
      warehouse_id: id,
      warehouse_code: z.string(),
      account_id: id,
      location_code: z.string(),
      item_id: id,
      item_code: z.string(),
      item_name: z.string(),
      unit: z.string(),
      tracking: z.enum(['lot', 'serial']),
      lot_id: id,
      lot_no: z.string(),
      expiry_date: z.string().nullable(),
      disposition,
      qty: z.number(),
    }),
  ),
  errors: [],
});
export const takeSupplierOwned = verb({
  name: 'fulfilment.take-supplier-owned',
  method: 'POST',
  path: '/api/fulfilment/supplier-owned/take',
  summary: 'Supplier-owned goods become ours because they are needed; from now on they are to be settled',
  input: z.strictObject({
    /** Warnings that the person has read, with why the goods go on; asked for by `compliance.acknowledgement_needed`. */
    acknowledged,
    supplier_id: id,
    warehouse_id: id,
    taken_at: instant.optional(),
    reason: required_text(200),
    lines: z.array(supplier_lot).min(1).max(500),
  }),
  output: z.object({ movement_id: id, qty: z.number() }),
  errors: [
    'compliance.acknowledgement_needed',
    'platform.not_found',
    'fulfilment.not_a_supplier',
    'fulfilment.place_elsewhere',
    ...Object.keys(stock_errors),
  ],
});

/** Deliveries as they are counted, and their differences. */
import { z } from 'zod';
import {
  civil_date,
  id,
  id_param,
  instant,
  lot_no,
  page_of,
  page_query,
  qty_or_zero,
  required_text,
  text,
} from './primitives.ts';
import {
  acceptance_row,
  receipt_discrepancy_row,
  receipt_line_row,
  receipt_row,
  transport_record_row,
} from './receipt-rows.ts';
import {
  RECEIPT_DISCREPANCY_KINDS,
  RECEIPT_DISCREPANCY_STATUSES,
  RECEIPT_RESOLUTIONS,
  RECEIPT_RESPONSIBLES,
  REFUSAL_REASONS,
  receipt_status,
  serial_list,
  transport_given,
} from './receiving-words.ts';
import { acknowledged } from './rules.ts';
import { stock_errors } from './stock.ts';
import { download, verb } from './verb.ts';

export const receiveGoods = verb({
  name: 'supply.receive-goods',
  method: 'POST',
  path: '/api/supply/receipt',
  summary:
    'Takes in a delivery: counted against order, arrival notice and delivery note; what is taken in stands in quarantine, every difference becomes a document',
  body_limit: 4 * 1024 * 1024,
  input: z.strictObject({
    /** Warnings that the person has read, with why the goods go on; asked for by `compliance.acknowledgement_needed`. */
    acknowledged,
    warehouse_id: id,
    /** Needed where there is neither an order nor an arrival notice. */
    supplier_id: id.optional(),
    purchase_order_id: id.optional(),
    asn_id: id.optional(),
    /** Number of the delivery note 随货同行单. */
    delivery_note_no: required_text(60),
    arrived_at: instant.optional(),
    /** Whether this was everything, so that what is missing is missing; true for an arrival notice where nothing is said. */
    complete: z.boolean().optional(),
    /** The receiving place; the one that fits the storage condition best where nothing is said. */
    to_account_id: id.optional(),
    /** Whose the goods are: the warehouse's legal entity where nothing is said. */
    owner_id: id.optional(),
    transport: transport_given.optional(),
    note: text(200).optional(),
    /** Handling units taken in whole; their content is what the arrival notice says. */
    units: z
      .array(z.strictObject({ sscc: z.string().trim().max(40) }))
      .max(500)
      .default([]),
    lines: z
      .array(
        z.strictObject({
          item_id: id,
          lot_no,
          production_date: civil_date.optional(),
          expiry_date: civil_date.optional(),
          purchase_order_line_id: id.optional(),
          asn_line_id: id.optional(),
          /** What the delivery note says. */
          noted: qty_or_zero.optional(),
          /** Sound pieces taken in. */
          received: qty_or_zero,
          /** Damaged pieces taken in; they stand in quarantine and cannot be qualified. */
          damaged: qty_or_zero.default(0),
          /** Pieces that the driver takes back. */
          refused: qty_or_zero.default(0),
          refusal_reason: z.enum(REFUSAL_REASONS).optional(),
          serial_nos: serial_list.optional(),
          /** Takes in serials that the arrival notice does not name; the difference becomes a document. */
          accept_unlisted: z.boolean().default(false),
          note: text(200).optional(),
        }),
      )
      .max(2000)
      .default([]),
  }),
  output: z.object({
    receipt_id: id,
    document_no: z.string(),
    status: receipt_status,
    movement_id: id.nullable(),
    taken_in: z.number(),
    refused: z.number(),
    discrepancies: z.array(
      z.object({
        receipt_discrepancy_id: id,
        document_no: z.string(),
        kind: z.enum(RECEIPT_DISCREPANCY_KINDS),
        qty: z.number(),
      }),
    ),
    warnings: z.array(z.object({ line_no: z.number().int(), code: z.string() }).loose()),
  }),
  errors: [
    'compliance.acknowledgement_needed',
    'platform.not_found',
    'supply.supplier_missing',
    'supply.not_expected_here',
    'supply.other_order',
    'supply.not_receivable',
    'supply.item_not_ordered',
    'supply.expected_line_unknown',
    'supply.sscc_invalid',
    'supply.sscc_not_announced',
    'supply.sscc_received',
    'supply.nothing_counted',
    'supply.line_repeated',
    'supply.refusal_reason_missing',
    'supply.expiry_missing',
    'supply.serials_to_name',
    'supply.serial_not_expected',
    'supply.transport_missing',
    'supply.transport_times',
    'supply.no_receiving_place',
    'supply.place_elsewhere',
    ...Object.keys(stock_errors),
  ],
});

export const listReceipts = verb({
  name: 'supply.list-receipts',
  method: 'GET',
  path: '/api/supply/receipt',
  summary: 'Receipts of the warehouses in sight, newest first',
  input: z.strictObject({
    warehouse_id: id_param.optional(),
    purchase_order_id: id_param.optional(),
    status: receipt_status.optional(),
    /** What waits for acceptance or put-away. */
    open_only: z.enum(['true', 'false']).default('false'),
    search: text(60).optional(),
    ...page_query,
  }),
  output: page_of(receipt_row),
  errors: [],
});

export const getReceipt = verb({
  name: 'supply.get-receipt',
  method: 'GET',
  path: '/api/supply/receipt/{receipt_id}',
  summary: 'One receipt with its lines, how it travelled, its acceptances, put-aways and differences',
  input: z.strictObject({ receipt_id: id_param }),
  output: receipt_row.extend({
    warehouse_name: z.string(),
    owner_name: z.string(),
    movement_id: z.number().int().nullable(),
    note: z.string().nullable(),
    recorded_at: z.string(),
    /** Whether the asking person received or bought these goods, and so may not accept them. */
    received_by_me: z.boolean(),
    bought_by_me: z.boolean(),
    purchase_date: z.string().nullable(),
    line_rows: z.array(receipt_line_row),
    transport: z.array(transport_record_row),
    acceptances: z.array(acceptance_row),
    putaways: z.array(
      z.object({
        putaway_id: id,
        reversal_no: z.string().nullable(),
        document_no: z.string(),
        receipt_line_id: id,
        location_code: z.string(),
        qty: z.number(),
        put_at: z.string(),
        put_by_name: z.string().nullable(),
      }),
    ),
    discrepancies: z.array(receipt_discrepancy_row),
    reversal: z
      .object({
        document_no: z.string(),
        reason: z.string(),
        reversed_at: z.string(),
        reversed_by_name: z.string().nullable(),
      })
      .nullable(),
  }),
  errors: ['platform.not_found'],
});

export const recordTransport = verb({
  name: 'supply.record-transport',
  method: 'POST',
  path: '/api/supply/receipt/{receipt_id}/transport',
  summary: 'Adds how the goods travelled and their temperature record; the newest counts, earlier ones stay',
  input: transport_given.extend({ receipt_id: id_param }),
  output: z.object({ receipt_id: id, transport_record_id: id }),
  errors: ['platform.not_found', 'supply.receipt_wrong_status', 'supply.transport_times'],
});

export const reverseReceipt = verb({
  name: 'supply.reverse-receipt',
  method: 'POST',
  path: '/api/supply/receipt/{receipt_id}/reverse',
  summary: 'Takes a receipt back that was posted by mistake, while all of it is still in quarantine',
  input: z.strictObject({ receipt_id: id_param, reason: required_text(200) }),
  output: z.object({ receipt_id: id, document_no: z.string(), movement_id: id.nullable() }),
  errors: [
    'platform.not_found',
    'supply.receipt_wrong_status',
    'supply.receipt_decided',
    ...Object.keys(stock_errors),
  ],
});

export const listReceiptDiscrepancies = verb({
  name: 'supply.list-receipt-discrepancies',
  method: 'GET',
  path: '/api/supply/receipt-discrepancy',
  summary: 'Differences between order, delivery note and goods; open ones first',
  input: z.strictObject({
    warehouse_id: id_param.optional(),
    status: z.enum(RECEIPT_DISCREPANCY_STATUSES).optional(),
    ...page_query,
  }),
  output: page_of(receipt_discrepancy_row),
  errors: [],
});

export const resolveReceiptDiscrepancy = verb({
  name: 'supply.resolve-receipt-discrepancy',
  method: 'POST',
  path: '/api/supply/receipt-discrepancy/{receipt_discrepancy_id}/resolve',
  summary: 'Settles a difference: credit, replacement, accepted, returned, paper corrected',
  input: z.strictObject({
    receipt_discrepancy_id: id_param,
    resolution: z.enum(RECEIPT_RESOLUTIONS),
    responsible: z.enum(RECEIPT_RESPONSIBLES).default('unknown'),
    reason: required_text(200),
  }),
  output: z.object({ receipt_discrepancy_id: id, receipt_id: id }),
  errors: [
    'platform.not_found',
    'supply.own_receipt',
    'supply.discrepancy_settled',
    'supply.resolution_does_not_fit',
  ],
});

export const RECEIPT_FORMS = ['receipt', 'acceptance'] as const;

export const printReceipt = verb({
  name: 'supply.print-receipt',
  method: 'GET',
  path: '/api/supply/receipt/{receipt_id}/print',
  summary: 'The receipt (收货单) or its acceptance records (验收记录) as PDF',
  input: z.strictObject({
    receipt_id: id_param,
    form: z.enum(RECEIPT_FORMS).default('receipt'),
    language: z.enum(['zh', 'en']).default('zh'),
  }),
  output: download,
  errors: ['platform.not_found'],
  returns: 'file',
});

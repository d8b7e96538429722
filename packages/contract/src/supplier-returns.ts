/** Goods that go back to their supplier. */
import { z } from 'zod';
import {
  fen,
  id,
  id_param,
  page_of,
  page_query,
  qty,
  qty_or_zero,
  required_text,
  text,
} from './primitives.ts';
import { SUPPLIER_RETURN_REASONS, serial_list, supplier_return_status } from './receiving-words.ts';
import { stock_errors } from './stock.ts';
import { download, verb } from './verb.ts';

export const requestSupplierReturn = verb({
  name: 'supply.request-supplier-return',
  method: 'POST',
  path: '/api/supply/supplier-return',
  summary: 'Asks for goods to go back to their supplier',
  input: z.strictObject({
    warehouse_id: id,
    supplier_id: id,
    reason_kind: z.enum(SUPPLIER_RETURN_REASONS),
    reason: required_text(200),
    /** Number of the supplier's consent. */
    consent_no: text(60).optional(),
    lines: z
      .array(
        z.strictObject({
          item_id: id,
          lot_id: id,
          account_id: id,
          owner_id: id,
          disposition: z.enum(['quarantine', 'released', 'held', 'rejected', 'recalled', 'expired']),
          qty,
        }),
      )
      .min(1)
      .max(500),
  }),
  output: z.object({ supplier_return_id: id, document_no: z.string() }),
  errors: [
    'platform.not_found',
    'supply.other_supplier',
    'supply.return_line_repeated',
    'supply.return_not_there',
    'supply.place_elsewhere',
  ],
});

export const approveSupplierReturn = verb({
  name: 'supply.approve-supplier-return',
  method: 'POST',
  path: '/api/supply/supplier-return/{supplier_return_id}/approve',
  summary:
    'Approves a return and allocates what of it is released; one refused line leaves everything as it was',
  input: z.strictObject({ supplier_return_id: id_param, note: text(200).optional() }),
  output: z.object({
    supplier_return_id: id,
    status: supplier_return_status,
    allocated: z.number(),
  }),
  errors: [
    'platform.not_found',
    'supply.return_wrong_status',
    'supply.own_return',
    'supply.return_not_allocatable',
    'stock.short',
  ],
});

export const rejectSupplierReturn = verb({
  name: 'supply.reject-supplier-return',
  method: 'POST',
  path: '/api/supply/supplier-return/{supplier_return_id}/reject',
  summary: 'Declines a return',
  input: z.strictObject({ supplier_return_id: id_param, reason: required_text(200) }),
  output: z.object({ supplier_return_id: id, status: supplier_return_status }),
  errors: ['platform.not_found', 'supply.return_wrong_status', 'supply.own_return'],
});

export const cancelSupplierReturn = verb({
  name: 'supply.cancel-supplier-return',
  method: 'POST',
  path: '/api/supply/supplier-return/{supplier_return_id}/cancel',
  summary: 'Takes back a return of which nothing has left and gives its allocations back',
  input: z.strictObject({ supplier_return_id: id_param, reason: required_text(200) }),
  output: z.object({ supplier_return_id: id, status: supplier_return_status }),
  errors: ['platform.not_found', 'supply.return_wrong_status'],
});

export const shipSupplierReturn = verb({
  name: 'supply.ship-supplier-return',
  method: 'POST',
  path: '/api/supply/supplier-return/{supplier_return_id}/ship',
  summary:
    'Hands the goods to the carrier: picked ones and those that are not released, from where they stand',
  body_limit: 2 * 1024 * 1024,
  input: z.strictObject({
    supplier_return_id: id_param,
    /** Send what is picked and leave the rest for later. */
    partial: z.boolean().default(false),
    /** Serials where a line does not take all that stand at its place. */
    serials: z
      .array(z.strictObject({ supplier_return_line_id: id, serial_nos: serial_list }))
      .max(500)
      .optional(),
  }),
  output: z.object({
    supplier_return_id: id,
    status: supplier_return_status,
    movement_id: id,
    qty: z.number(),
  }),
  errors: [
    'platform.not_found',
    'supply.return_wrong_status',
    'supply.nothing_to_ship',
    'supply.not_all_picked',
    'supply.serials_to_name',
    ...Object.keys(stock_errors),
  ],
});

export const confirmSupplierReturn = verb({
  name: 'supply.confirm-supplier-return',
  method: 'POST',
  path: '/api/supply/supplier-return/{supplier_return_id}/confirm',
  summary: 'Notes what the supplier says to have received, and the credit note',
  input: z.strictObject({
    supplier_return_id: id_param,
    credit_note_no: required_text(60),
    credit_fen: fen,
    note: text(200).optional(),
    lines: z
      .array(z.strictObject({ supplier_return_line_id: id, confirmed: qty_or_zero }))
      .min(1)
      .max(500),
  }),
  output: z.object({
    supplier_return_id: id,
    status: supplier_return_status,
    /** Pieces that left and that the supplier has not seen. */
    short: z.number(),
  }),
  errors: [
    'platform.not_found',
    'supply.return_wrong_status',
    'supply.return_line_unknown',
    'supply.confirmed_exceeds',
  ],
});

export const supplier_return_row = z.object({
  supplier_return_id: id,
  document_no: z.string(),
  warehouse_id: id,
  warehouse_code: z.string(),
  supplier_id: id,
  supplier_name: z.string(),
  status: supplier_return_status,
  reason_kind: z.enum(SUPPLIER_RETURN_REASONS),
  reason: z.string(),
  lines: z.number().int(),
  qty: z.number(),
  qty_shipped: z.number(),
  qty_confirmed: z.number(),
  requested_by: z.number().int().nullable(),
  requested_by_name: z.string().nullable(),
  requested_at: z.string(),
  credit_note_no: z.string().nullable(),
});

export const listSupplierReturns = verb({
  name: 'supply.list-supplier-returns',
  method: 'GET',
  path: '/api/supply/supplier-return',
  summary: 'Returns to suppliers from the warehouses in sight, newest first',
  input: z.strictObject({
    warehouse_id: id_param.optional(),
    status: supplier_return_status.optional(),
    search: text(60).optional(),
    ...page_query,
  }),
  output: page_of(supplier_return_row),
  errors: [],
});

export const getSupplierReturn = verb({
  name: 'supply.get-supplier-return',
  method: 'GET',
  path: '/api/supply/supplier-return/{supplier_return_id}',
  summary: 'One return with its lines and allocations',
  input: z.strictObject({ supplier_return_id: id_param }),
  output: supplier_return_row.extend({
    warehouse_name: z.string(),
    consent_no: z.string().nullable(),
    approved_by_name: z.string().nullable(),
    approved_at: z.string().nullable(),
    decision_note: z.string().nullable(),
    shipped_at: z.string().nullable(),
    confirmed_at: z.string().nullable(),
    credit_fen: z.number().nullable(),
    line_rows: z.array(
      z.object({
        supplier_return_line_id: id,
        line_no: z.number().int(),
        item_id: id,
        item_code: z.string(),
        item_name: z.string(),
        unit: z.string(),
        tracking: z.enum(['lot', 'serial']),
        lot_id: id,
        lot_no: z.string(),
        expiry_date: z.string().nullable(),
        account_id: id,
        location_code: z.string(),
        disposition: z.string(),
        qty: z.number(),
        qty_picked: z.number(),
        qty_shipped: z.number(),
        qty_confirmed: z.number(),
      }),
    ),
    allocations: z.array(
      z.object({
        allocation_id: id,
        supplier_return_line_id: id,
        item_id: id,
        lot_id: id,
        lot_no: z.string(),
        expiry_date: z.string().nullable(),
        account_id: id,
        location_code: z.string().nullable(),
        tracking: z.enum(['lot', 'serial']),
        qty: z.number(),
        status: z.string(),
      }),
    ),
  }),
  errors: ['platform.not_found'],
});

export const printSupplierReturn = verb({
  name: 'supply.print-supplier-return',
  method: 'GET',
  path: '/api/supply/supplier-return/{supplier_return_id}/print',
  summary: 'The return to the supplier (购进退出单) as PDF',
  input: z.strictObject({ supplier_return_id: id_param, language: z.enum(['zh', 'en']).default('zh') }),
  output: download,
  errors: ['platform.not_found'],
  returns: 'file',
});

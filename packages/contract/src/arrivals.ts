/** What is to come, and what a code on arriving goods says. */
import { z } from 'zod';
import { PACKING_LEVELS } from './identifiers.ts';
import { id, id_param, text } from './primitives.ts';
import { verb } from './verb.ts';

export const expected_row = z.object({
  /** `asn:7` or `order:3`. */
  key: z.string(),
  kind: z.enum(['asn', 'order']),
  document_no: z.string(),
  purchase_order_id: z.number().int().nullable(),
  asn_id: z.number().int().nullable(),
  warehouse_id: id,
  warehouse_code: z.string(),
  supplier_id: id,
  supplier_name: z.string(),
  expected_on: z.string().nullable(),
  lines: z.number().int(),
  open_qty: z.number(),
});

export const listExpected = verb({
  name: 'supply.list-expected',
  method: 'GET',
  path: '/api/supply/expected',
  summary: 'Orders and arrival notices of which something is still to come, soonest first',
  input: z.strictObject({ warehouse_id: id_param.optional(), search: text(60).optional() }),
  output: z.object({ rows: z.array(expected_row) }),
  errors: [],
});

export const expected_line_row = z.object({
  purchase_order_line_id: z.number().int().nullable(),
  asn_line_id: z.number().int().nullable(),
  item_id: id,
  item_code: z.string(),
  item_name: z.string(),
  unit: z.string(),
  storage_condition: z.string(),
  tracking: z.enum(['lot', 'serial']),
  sscc: z.string().nullable(),
  lot_no: z.string().nullable(),
  production_date: z.string().nullable(),
  expiry_date: z.string().nullable(),
  open_qty: z.number(),
  serial_nos: z.array(z.string()),
});

export const getExpected = verb({
  name: 'supply.get-expected',
  method: 'GET',
  path: '/api/supply/expected-line',
  summary: 'What is still to come of one order or arrival notice: the list to count against',
  input: z.strictObject({ purchase_order_id: id_param.optional(), asn_id: id_param.optional() }),
  output: expected_row
    .omit({ lines: true, open_qty: true })
    .extend({ line_rows: z.array(expected_line_row) }),
  errors: ['platform.not_found', 'supply.supplier_missing'],
});

export const scanGoods = verb({
  name: 'supply.scan-goods',
  method: 'GET',
  path: '/api/supply/scan',
  summary: 'What a code on arriving goods says: an announced handling unit, or item, lot, dates and serial',
  input: z.strictObject({
    code: z.string().min(1).max(1000),
    warehouse_id: id_param,
    asn_id: id_param.optional(),
  }),
  output: z.object({
    kind: z.enum(['unit', 'goods']),
    sscc: z.string().nullable(),
    asn_id: z.number().int().nullable(),
    /** Content of the unit as announced. */
    content: z.array(expected_line_row),
    item_id: z.number().int().nullable(),
    item_code: z.string().nullable(),
    item_name: z.string().nullable(),
    unit: z.string().nullable(),
    tracking: z.enum(['lot', 'serial']).nullable(),
    lot_no: z.string().nullable(),
    production_date: z.string().nullable(),
    expiry_date: z.string().nullable(),
    serial_no: z.string().nullable(),
    /** Base units that the scan counts: a carton its content. */
    units: z.number().int().nullable(),
    packing_level: z.enum(PACKING_LEVELS).nullable(),
  }),
  errors: [
    'platform.not_found',
    'stock.scan_invalid',
    'stock.scan_unknown',
    'supply.sscc_not_announced',
    'supply.sscc_received',
  ],
});

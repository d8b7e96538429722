import { z } from 'zod';
import type { ErrorCatalogue } from './errors.ts';
import { id, id_param, qty, reason, required_text, serial_no, text } from './primitives.ts';
import { acknowledged } from './rules.ts';
import { stock_errors } from './stock.ts';
import { verb } from './verb.ts';

export const quality_errors = {
  'quality.same_person': {
    status: 403,
    zh: '批号 {lot_no} 由您收货,须由另一人判定',
    en: 'You received lot {lot_no} yourself; another person must decide on it',
  },
} as const satisfies ErrorCatalogue;

export const quarantine_row = z.object({
  item_id: id,
  item_code: z.string(),
  item_name: z.string(),
  unit: z.string(),
  storage_condition: z.string(),
  lot_id: id,
  lot_no: z.string(),
  production_date: z.string().nullable(),
  expiry_date: z.string().nullable(),
  warehouse_id: id,
  warehouse_code: z.string(),
  account_id: id,
  location_code: z.string(),
  zone_kind: z.string(),
  owner_id: id,
  owner_name: z.string(),
  qty: z.number(),
  tracking: z.enum(['lot', 'serial']),
  /** Since when this lot stands in quarantine at this warehouse; null where it never arrived by a receipt. */
  received_at: z.string().nullable(),
  /** Whether the asking person received it, and so may not decide on it. */
  received_by_me: z.boolean(),
  /** The inspection that decides on the lot here, where one is open. */
  inspection_id: id.nullable(),
  inspection_no: z.string().nullable(),
});

export const listQuarantine = verb({
  name: 'quality.list-quarantine',
  method: 'GET',
  path: '/api/quality/quarantine',
  summary: 'Goods in quarantine that wait for a decision, oldest first',
  input: z.strictObject({
    warehouse_id: id_param.optional(),
    search: text(60).optional(),
    limit: z.coerce.number().int().min(1).max(1000).default(200),
  }),
  output: z.object({ rows: z.array(quarantine_row), total: z.number().int() }),
  errors: [],
});

export const QUALITY_DECISIONS = ['release', 'reject'] as const;

export const dispose = verb({
  name: 'quality.dispose',
  method: 'POST',
  path: '/api/quality/disposition',
  summary:
    'Decides on goods in quarantine at one warehouse: released, if the gate agrees, or rejected; all lines or none',
  input: z.strictObject({
    /** Warnings that the person has read, with why the goods go on; asked for by `compliance.acknowledgement_needed`. */
    acknowledged,
    warehouse_id: id,
    decision: z.enum(QUALITY_DECISIONS),
    reason: required_text(200),
    lines: z
      .array(
        z.strictObject({
          item_id: id,
          lot_id: id,
          account_id: id,
          owner_id: id,
          qty,
          /** Where rejected goods are put; the first rejected place of the warehouse where nothing is said. */
          to_account_id: id.optional(),
          serial_nos: z.array(serial_no).max(20_000).optional(),
        }),
      )
      .min(1)
      .max(500),
  }),
  output: z.object({ movement_id: id, warnings: z.array(reason.extend({ line_no: z.number().int() })) }),
  errors: [
    'compliance.acknowledgement_needed',
    'quality.inspection_open',
    ...Object.keys(quality_errors),
    ...Object.keys(stock_errors),
  ],
});

import { z } from 'zod';
import {
  civil_date,
  id,
  id_param,
  page_of,
  page_query,
  qty,
  qty_or_zero,
  required_text,
  serial_no,
  text,
} from './primitives.ts';
import { stock_errors } from './stock.ts';
import { verb } from './verb.ts';
import { EXPIRY_ACTIONS } from './warehouse.ts';

export const UPKEEP_FINDINGS = [
  'packaging',
  'label',
  'seal',
  'moisture',
  'temperature',
  'appearance',
  'other',
] as const;

const lot_at_warehouse = {
  warehouse_id: id,
  warehouse_code: z.string(),
  item_id: id,
  item_code: z.string(),
  item_name: z.string(),
  unit: z.string(),
  lot_id: id,
  lot_no: z.string(),
  expiry_date: z.string().nullable(),
  qty: z.number(),
};

export const upkeep_due_row = z.object({
  ...lot_at_warehouse,
  device_class: z.string(),
  storage_condition: z.string(),
  places: z.string(),
  last_checked_on: z.string().nullable(),
  interval_days: z.number().int(),
  due_on: z.string(),
  overdue_days: z.number().int(),
});
export const listUpkeepDue = verb({
  name: 'warehouse.list-upkeep-due',
  method: 'GET',
  path: '/api/warehouse/upkeep',
  summary: 'Lots whose periodic inspection falls due within some days, the most overdue first',
  input: z.strictObject({
    warehouse_id: id_param.optional(),
    within_days: z.coerce.number().int().min(0).max(365).default(0),
    limit: z.coerce.number().int().min(1).max(2000).default(500),
  }),
  output: z.object({ rows: z.array(upkeep_due_row) }),
  errors: [],
});
export const recordChecks = verb({
  name: 'warehouse.record-checks',
  method: 'POST',
  path: '/api/warehouse/upkeep',
  summary: 'Records inspections; a lot with a finding is held at the warehouse at once',
  input: z.strictObject({
    warehouse_id: id,
    lines: z
      .array(
        z
          .strictObject({
            item_id: id,
            lot_id: id,
            finding: z.enum(UPKEEP_FINDINGS).nullable().default(null),
            note: text(200).optional(),
          })
          .refine((line) => line.finding === null || (line.note ?? '') !== '', {
            path: ['note'],
            params: { code: 'required' },
            error: 'required',
          }),
      )
      .min(1)
      .max(1000),
  }),
  output: z.object({ checked: z.number().int(), held: z.number().int(), hold_ids: z.array(id) }),
  errors: ['platform.not_found', 'warehouse.line_repeated', 'warehouse.not_on_hand'],
});
export const upkeep_check_row = z.object({
  upkeep_check_id: id,
  ...lot_at_warehouse,
  result: z.enum(['sound', 'finding']),
  finding: z.enum(UPKEEP_FINDINGS).nullable(),
  note: z.string().nullable(),
  checked_by_name: z.string().nullable(),
  checked_at: z.string(),
  hold_id: z.number().int().nullable(),
});
export const listChecks = verb({
  name: 'warehouse.list-checks',
  method: 'GET',
  path: '/api/warehouse/upkeep-check',
  summary: 'Inspections that were made, newest first',
  input: z.strictObject({
    warehouse_id: id_param.optional(),
    item_id: id_param.optional(),
    lot_id: id_param.optional(),
    result: z.enum(['sound', 'finding']).optional(),
    ...page_query,
  }),
  output: page_of(upkeep_check_row),
  errors: [],
});

export const near_expiry_row = z.object({
  ...lot_at_warehouse,
  shelf_life_days: z.number().int().nullable(),
  days_left: z.number().int(),
  value_fen: z.number(),
  /** Of `qty`, what may still be sold. */
  released: z.number(),
  tier_no: z.number().int(),
  action: z.enum(EXPIRY_ACTIONS),
  /** Who has done what the tier asks for; null while it is due. */
  taken_by_name: z.string().nullable(),
  taken_at: z.string().nullable(),
  note: z.string().nullable(),
});
export const listNearExpiry = verb({
  name: 'warehouse.list-near-expiry',
  method: 'GET',
  path: '/api/warehouse/near-expiry',
  summary: 'Lots near their end with the tier they have reached and what is to be done, by what is left',
  input: z.strictObject({
    warehouse_id: id_param.optional(),
    due_only: z.enum(['true', 'false']).default('false'),
    action: z.enum(EXPIRY_ACTIONS).optional(),
    limit: z.coerce.number().int().min(1).max(2000).default(1000),
  }),
  output: z.object({ rows: z.array(near_expiry_row) }),
  errors: [],
});
export const recordExpiryAction = verb({
  name: 'warehouse.record-expiry-action',
  method: 'POST',
  path: '/api/warehouse/near-expiry',
  summary: 'Notes what was done about lots near their end; stopping their sale holds them at the warehouse',
  input: z.strictObject({
    warehouse_id: id,
    action: z.enum(EXPIRY_ACTIONS),
    lots: z
      .array(z.strictObject({ item_id: id, lot_id: id }))
      .min(1)
      .max(500),
    note: required_text(200),
  }),
  output: z.object({ recorded: z.number().int(), hold_ids: z.array(id) }),
  errors: [
    'platform.not_found',
    'warehouse.line_repeated',
    'warehouse.not_on_hand',
    'warehouse.action_not_due',
  ],
});

export const SAMPLE_STATUSES = ['out', 'closed'] as const;
export const issueSample = verb({
  name: 'warehouse.issue-sample',
  method: 'POST',
  path: '/api/warehouse/sample',
  summary: 'Hands samples from the sample zone to a person or hospital, to be returned by a day',
  input: z.strictObject({
    warehouse_id: id,
    holder: required_text(80),
    department_id: id.optional(),
    reason: required_text(200),
    due_on: civil_date,
    lane_id: id.optional(),
    lines: z
      .array(
        z.strictObject({
          item_id: id,
          lot_id: id,
          account_id: id,
          owner_id: id,
          qty,
          serial_nos: z.array(serial_no).max(1000).optional(),
        }),
      )
      .min(1)
      .max(200),
  }),
  output: z.object({ sample_id: id, document_no: z.string(), movement_id: id }),
  errors: [
    'platform.not_found',
    'platform.invalid_input',
    'warehouse.line_repeated',
    'warehouse.not_a_sample_place',
    ...Object.keys(stock_errors),
  ],
});
export const returnSample = verb({
  name: 'warehouse.return-sample',
  method: 'POST',
  path: '/api/warehouse/sample/{sample_id}/return',
  summary:
    'Takes samples back, or notes that they were given to the department or lost; in parts where need be',
  input: z.strictObject({
    sample_id: id_param,
    to_account_id: id.optional(),
    reason: required_text(200),
    lines: z
      .array(
        z.strictObject({
          line_no: z.number().int().min(1),
          returned: qty_or_zero.default(0),
          given: qty_or_zero.default(0),
          lost: qty_or_zero.default(0),
          serial_nos: z.array(serial_no).max(1000).optional(),
          given_serial_nos: z.array(serial_no).max(1000).optional(),
          lost_serial_nos: z.array(serial_no).max(1000).optional(),
        }),
      )
      .min(1)
      .max(200),
  }),
  output: z.object({ sample_id: id, status: z.enum(SAMPLE_STATUSES), movement_ids: z.array(id) }),
  errors: [
    'platform.not_found',
    'warehouse.wrong_status',
    'warehouse.line_unknown',
    'warehouse.line_repeated',
    'warehouse.more_than_out',
    'warehouse.department_missing',
    'warehouse.own_request',
    'platform.invalid_input',
    'warehouse.not_a_sample_place',
    ...Object.keys(stock_errors),
  ],
});
export const sample_row = z.object({
  sample_id: id,
  document_no: z.string(),
  warehouse_id: id,
  warehouse_code: z.string(),
  status: z.enum(SAMPLE_STATUSES),
  holder: z.string(),
  department_id: id.nullable(),
  department_name: z.string().nullable(),
  reason: z.string(),
  due_on: z.string(),
  overdue_days: z.number().int(),
  issued_by_name: z.string().nullable(),
  issued_at: z.string(),
  lines: z.array(
    z.object({
      line_no: z.number().int(),
      item_id: id,
      item_code: z.string(),
      item_name: z.string(),
      unit: z.string(),
      lot_id: id,
      lot_no: z.string(),
      qty: z.number(),
      qty_returned: z.number(),
      qty_given: z.number(),
      qty_lost: z.number(),
      serial_nos: z.array(z.string()),
    }),
  ),
});
export const listSamples = verb({
  name: 'warehouse.list-samples',
  method: 'GET',
  path: '/api/warehouse/sample',
  summary: 'Samples handed out, newest first, with what is still out',
  input: z.strictObject({
    warehouse_id: id_param.optional(),
    status: z.enum(SAMPLE_STATUSES).optional(),
    ...page_query,
  }),
  output: page_of(sample_row),
  errors: [],
});

export const custody_row = z.object({
  warehouse_id: id,
  warehouse_code: z.string(),
  owner_id: id,
  owner_code: z.string(),
  owner_name: z.string(),
  lots: z.number().int(),
  qty: z.number(),
  contract_no: z.string().nullable(),
  valid_from: z.string().nullable(),
  valid_to: z.string().nullable(),
  assessed_on: z.string().nullable(),
  state: z.enum(['valid', 'ends_soon', 'expired', 'missing']),
});
export const listCustody = verb({
  name: 'warehouse.list-custody',
  method: 'GET',
  path: '/api/warehouse/custody',
  summary:
    'Goods of others that stand in our warehouses, by owner, with the contract and whether it is valid',
  input: z.strictObject({ warehouse_id: id_param.optional() }),
  output: z.object({ rows: z.array(custody_row) }),
  errors: [],
});
export const saveCustodyContract = verb({
  name: 'warehouse.save-custody-contract',
  method: 'POST',
  path: '/api/warehouse/custody',
  summary: 'Notes the contract under which goods of another are kept at a warehouse',
  input: z
    .strictObject({
      warehouse_id: id,
      owner_id: id,
      contract_no: required_text(60),
      valid_from: civil_date,
      valid_to: civil_date,
      assessed_on: civil_date.optional(),
      note: text(200).optional(),
    })
    .refine((contract) => contract.valid_to >= contract.valid_from, {
      path: ['valid_to'],
      params: { code: 'order' },
      error: 'order',
    }),
  output: z.object({ custody_contract_id: id }),
  errors: ['platform.not_found', 'platform.invalid_input', 'warehouse.not_third_party'],
});

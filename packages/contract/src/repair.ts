import { z } from 'zod';
import type { ErrorCatalogue } from './errors.ts';
import {
  civil_date,
  fen,
  id,
  id_param,
  page_of,
  page_query,
  qty,
  required_text,
  serial_no,
  text,
} from './primitives.ts';
import { stock_errors } from './stock.ts';
import { verb } from './verb.ts';

export const REPAIR_STATUSES = [
  'opened',
  'sent',
  'quoted',
  'accepted',
  'declined',
  'returned',
  'closed',
  'cancelled',
] as const;
export const REPAIR_OUTCOMES = ['repaired', 'unrepaired'] as const;

export const repair_errors = {
  'quality.repair_status': {
    status: 409,
    zh: '维修单 {document_no} 当前为 {status},不能执行此操作',
    en: 'Repair {document_no} is {status}; this cannot be done now',
  },
  'quality.device_unknown': {
    status: 422,
    zh: '本仓没有序列号 {serial_no}',
    en: 'No device with the serial {serial_no} stands at this warehouse',
  },
  'quality.device_recalled': {
    status: 409,
    zh: '序列号 {serial_no} 已召回,不能维修',
    en: 'The device {serial_no} is recalled and is not repaired',
  },
  'quality.device_in_repair': {
    status: 409,
    zh: '该设备已有未完成的维修单',
    en: 'This device has an open repair already',
  },
  'quality.workshop_unknown': { status: 404, zh: '维修单位不存在', en: 'Unknown workshop' },
  'quality.own_quote': {
    status: 403,
    zh: '登记报价的人不能决定是否维修',
    en: 'Who entered the quote does not decide on it',
  },
  'quality.warranty_over': {
    status: 422,
    zh: '保修期至 {warranty_until},已过',
    en: 'The warranty ended on {warranty_until}',
  },
  'quality.department_missing': {
    status: 422,
    zh: '该维修单没有科室,不能借出备用机',
    en: 'This repair names no department to lend a device to',
  },
  'quality.loaner_out': {
    status: 409,
    zh: '备用机 {serial_no} 尚未归还',
    en: 'The device {serial_no} is still lent',
  },
  'quality.loaner_back': {
    status: 409,
    zh: '备用机 {serial_no} 已归还',
    en: 'The device {serial_no} is back already',
  },
  'quality.loaner_lent': { status: 409, zh: '该设备已借出', en: 'This device is lent already' },
} as const satisfies ErrorCatalogue;

const repair_id = { repair_id: id_param };
const state = z.object({ repair_id: id, status: z.enum(REPAIR_STATUSES) });
const moved = z.object({ repair_id: id, status: z.enum(REPAIR_STATUSES), movement_id: id });
const always = ['platform.not_found', 'quality.repair_status'];

export const openRepair = verb({
  name: 'quality.open-repair',
  method: 'POST',
  path: '/api/quality/repair',
  summary: 'Opens a repair of a device that stands at a warehouse, by its serial number',
  input: z.strictObject({
    warehouse_id: id,
    item_id: id,
    serial_no,
    fault: required_text(500),
    /** Where the device is in use, when a customer has brought it. */
    department_id: id.optional(),
    warranty_until: civil_date.optional(),
  }),
  output: z.object({ repair_id: id, document_no: z.string() }),
  errors: [
    'platform.not_found',
    'quality.device_unknown',
    'quality.device_recalled',
    'quality.device_in_repair',
  ],
});

export const sendRepair = verb({
  name: 'quality.send-repair',
  method: 'POST',
  path: '/api/quality/repair/{repair_id}/send',
  summary: 'The device goes to a workshop, which is a place of its own until it comes back',
  input: z.strictObject({ ...repair_id, workshop_id: id }),
  output: moved,
  errors: [...always, 'quality.workshop_unknown', ...Object.keys(stock_errors)],
});

export const quoteRepair = verb({
  name: 'quality.quote-repair',
  method: 'POST',
  path: '/api/quality/repair/{repair_id}/quote',
  summary: 'What the workshop asks for, or that the warranty covers it',
  input: z.strictObject({
    ...repair_id,
    quote_fen: fen,
    under_warranty: z.boolean(),
    note: text(300).default(''),
  }),
  output: state,
  errors: [...always, 'quality.warranty_over'],
});

export const decideRepair = verb({
  name: 'quality.decide-repair',
  method: 'POST',
  path: '/api/quality/repair/{repair_id}/decision',
  summary: 'Accepts or declines a quote; another person than the one who entered it',
  input: z.strictObject({ ...repair_id, accept: z.boolean(), note: text(300).default('') }),
  output: state,
  errors: [...always, 'quality.own_quote'],
});

export const useParts = verb({
  name: 'quality.use-parts',
  method: 'POST',
  path: '/api/quality/repair/{repair_id}/part',
  summary: 'Parts out of our stock that go into the device',
  input: z.strictObject({
    ...repair_id,
    lines: z
      .array(
        z.strictObject({
          item_id: id,
          lot_id: id,
          account_id: id,
          qty,
          serial_nos: z.array(serial_no).max(1000).default([]),
        }),
      )
      .min(1)
      .max(100),
  }),
  output: moved,
  errors: [...always, ...Object.keys(stock_errors)],
});

export const receiveRepair = verb({
  name: 'quality.receive-repair',
  method: 'POST',
  path: '/api/quality/repair/{repair_id}/receive',
  summary: 'The device comes back into quarantine, repaired or not, with what was done and what it cost',
  input: z.strictObject({
    ...repair_id,
    outcome: z.enum(REPAIR_OUTCOMES),
    work_done: required_text(1000),
    cost_fen: fen,
    to_account_id: id.optional(),
  }),
  output: moved,
  errors: [...always, ...Object.keys(stock_errors)],
});

export const lendDevice = verb({
  name: 'quality.lend-device',
  method: 'POST',
  path: '/api/quality/repair/{repair_id}/loaner',
  summary: 'Lends a released device to the department until theirs is back',
  input: z.strictObject({ ...repair_id, item_id: id, serial_no, due_on: civil_date }),
  output: z.object({ repair_id: id, loaner_id: id, movement_id: id }),
  errors: [
    ...always,
    'quality.department_missing',
    'quality.device_unknown',
    'quality.loaner_lent',
    ...Object.keys(stock_errors),
  ],
});

export const returnDevice = verb({
  name: 'quality.return-device',
  method: 'POST',
  path: '/api/quality/repair/{repair_id}/loaner/return',
  summary: 'A lent device comes back into quarantine',
  input: z.strictObject({ ...repair_id, loaner_id: id }),
  output: z.object({ repair_id: id, loaner_id: id, movement_id: id }),
  errors: [...always, 'quality.loaner_back', ...Object.keys(stock_errors)],
});

export const closeRepair = verb({
  name: 'quality.close-repair',
  method: 'POST',
  path: '/api/quality/repair/{repair_id}/close',
  summary: 'Ends a repair once the device is back and nothing is lent; before it is sent, cancels it',
  input: z.strictObject({ ...repair_id, note: required_text(300) }),
  output: state,
  errors: [...always, 'quality.loaner_out'],
});

const head = {
  repair_id: id,
  document_no: z.string(),
  warehouse_id: id,
  warehouse_name: z.string(),
  status: z.enum(REPAIR_STATUSES),
  item_id: id,
  item_code: z.string(),
  item_name: z.string(),
  lot_no: z.string(),
  serial_no: z.string(),
  department_name: z.string().nullable(),
  workshop_name: z.string().nullable(),
  fault: z.string(),
  opened_by_name: z.string(),
  opened_at: z.string(),
  sent_at: z.string().nullable(),
  /** Days since it was opened, or that it took. */
  days: z.number().int(),
  loaner_overdue: z.boolean(),
};

export const listRepairs = verb({
  name: 'quality.list-repairs',
  method: 'GET',
  path: '/api/quality/repair',
  summary: 'Repairs, newest first',
  input: z.strictObject({
    warehouse_id: id_param.optional(),
    open_only: z.enum(['true', 'false']).default('false'),
    ...page_query,
  }),
  output: page_of(z.object(head)),
  errors: [],
});

export const getRepair = verb({
  name: 'quality.get-repair',
  method: 'GET',
  path: '/api/quality/repair/{repair_id}',
  summary: 'A repair with its parts and lent devices',
  input: z.strictObject(repair_id),
  output: z.object({
    ...head,
    lot_id: id,
    warranty_until: z.string().nullable(),
    under_warranty: z.boolean().nullable(),
    quote_fen: fen.nullable(),
    quote_note: z.string().nullable(),
    quoted_by_me: z.boolean(),
    accepted: z.boolean().nullable(),
    cost_fen: fen.nullable(),
    outcome: z.enum(REPAIR_OUTCOMES).nullable(),
    work_done: z.string().nullable(),
    returned_at: z.string().nullable(),
    closed_at: z.string().nullable(),
    close_note: z.string().nullable(),
    parts: z.array(
      z.object({
        repair_part_id: id,
        item_code: z.string(),
        item_name: z.string(),
        lot_no: z.string(),
        qty: z.number(),
        serial_nos: z.array(z.string()),
        used_at: z.string(),
      }),
    ),
    loaners: z.array(
      z.object({
        loaner_id: id,
        item_code: z.string(),
        item_name: z.string(),
        serial_no: z.string(),
        due_on: z.string(),
        overdue: z.boolean(),
        lent_at: z.string(),
        returned_at: z.string().nullable(),
      }),
    ),
  }),
  errors: ['platform.not_found'],
});

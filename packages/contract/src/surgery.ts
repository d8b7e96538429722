import { z } from 'zod';
import {
  civil_date,
  id,
  id_param,
  instant,
  lot_no,
  page_of,
  page_query,
  qty,
  reason,
  required_text,
  serial_no,
  text,
} from './primitives.ts';
import { stock_errors } from './stock.ts';
import { download, verb } from './verb.ts';

/** Where a set stands: ready to be packed, packed, at the hospital, back and used, being cleaned, broken, gone for good. */
export const SET_STATES = ['clean', 'packed', 'out', 'used', 'reprocessing', 'repair', 'retired'] as const;
export const CASE_STATUSES = [
  'planned',
  'reviewed',
  'out',
  'differing',
  'returned',
  'settled',
  'cancelled',
] as const;
/** Implants and consumables may be used up; instruments come back. */
export const PIECE_ROLES = ['implant', 'instrument', 'consumable'] as const;
/** How a piece comes back: untouched, opened but sound, or spoilt. */
export const RETURN_CONDITIONS = ['intact', 'opened', 'contaminated'] as const;
export const set_state = z.enum(SET_STATES);
export const case_status = z.enum(CASE_STATUSES);
export const piece_role = z.enum(PIECE_ROLES);
export const return_condition = z.enum(RETURN_CONDITIONS);

/** A number of a person that only the hospital can lead back to somebody. */
export const patient_ref = z.string().trim().min(1).max(32);
export const set_no = z
  .string()
  .trim()
  .min(1)
  .max(40)
  .regex(/^[A-Za-z0-9][A-Za-z0-9._/#-]*$/, { error: 'charset' });

export const piece_line = z.strictObject({ item_id: id, qty, role: piece_role.default('implant') });
/** Pieces of one lot as scanned, in any order. */
export const scanned_pieces = z.strictObject({
  item_id: id,
  lot_no,
  qty,
  serial_nos: z.array(serial_no).max(1000).optional(),
});
/** What allocating found for one line. */
export const filled_line = z.object({
  surgical_line_id: id,
  line_no: z.number().int(),
  item_id: id,
  wanted: z.number(),
  allocated: z.number(),
  short_by: z.number(),
  reasons: z.array(reason),
});
export const line_allocation = z.object({
  surgical_line_id: id,
  allocation_id: id,
  item_id: id,
  lot_id: id,
  lot_no: z.string(),
  expiry_date: z.string().nullable(),
  account_id: id,
  location_code: z.string().nullable(),
  qty: z.number(),
  status: z.string(),
});

const template_fields = {
  template_code: set_no,
  name: required_text(100),
  procedure_name: required_text(100),
  /** Hours after surgery by which everything is back. */
  return_hours: z.number().int().min(1).max(720).default(24),
  /** Days of life that a piece must have left when it is put into a set. */
  min_remaining_days: z.number().int().min(0).max(3650).default(0),
};
export const saveSetTemplate = verb({
  name: 'fulfilment.save-set-template',
  method: 'POST',
  path: '/api/fulfilment/set-template',
  summary: 'Makes a set template, or replaces the one of this code; sets that exist keep their lines',
  input: z.strictObject({ ...template_fields, lines: z.array(piece_line).min(1).max(500) }),
  output: z.object({ template_id: id }),
  errors: ['fulfilment.item_repeated'],
});
export const template_row = z.object({
  template_id: id,
  template_code: z.string(),
  name: z.string(),
  procedure_name: z.string(),
  return_hours: z.number().int(),
  min_remaining_days: z.number().int(),
  sets: z.number().int(),
  pieces: z.number(),
  lines: z.array(
    z.object({
      item_id: id,
      item_code: z.string(),
      item_name: z.string(),
      model: z.string(),
      unit: z.string(),
      qty: z.number(),
      role: piece_role,
    }),
  ),
});
export const listSetTemplates = verb({
  name: 'fulfilment.list-set-templates',
  method: 'GET',
  path: '/api/fulfilment/set-template',
  summary: 'Set templates with their lines',
  input: z.strictObject({ search: text(60).optional(), ...page_query }),
  output: page_of(template_row),
  errors: [],
});

export const createSet = verb({
  name: 'fulfilment.create-set',
  method: 'POST',
  path: '/api/fulfilment/set',
  summary: 'A tray with a number, to be filled as its template says',
  input: z.strictObject({ set_no, template_id: id, warehouse_id: id }),
  output: z.object({ set_id: id }),
  errors: ['platform.not_found', 'fulfilment.set_no_taken'],
});
export const reserved_days = z.object({
  case_id: id,
  document_no: z.string(),
  from: z.string(),
  to: z.string(),
  status: z.enum(['held', 'over']),
});
export const set_row = z.object({
  set_id: id,
  set_no: z.string(),
  template_id: id,
  template_name: z.string(),
  warehouse_id: id,
  warehouse_code: z.string(),
  state: set_state,
  cycles: z.number().int(),
  sterile_until: z.string().nullable(),
  qty_wanted: z.number(),
  qty_in: z.number(),
  qty_picked: z.number(),
  earliest_expiry: z.string().nullable(),
  reservations: z.array(reserved_days),
});
export const listSets = verb({
  name: 'fulfilment.list-sets',
  method: 'GET',
  path: '/api/fulfilment/set',
  summary: 'Sets in sight: state, completeness, first expiry, and the days for which they are promised',
  input: z.strictObject({
    warehouse_id: id_param.optional(),
    template_id: id_param.optional(),
    state: set_state.optional(),
    search: text(60).optional(),
    /** Reservations from this day on; those that are not over yet where nothing is said. */
    from: civil_date.optional(),
    ...page_query,
  }),
  output: page_of(set_row),
  errors: [],
});
export const getSet = verb({
  name: 'fulfilment.get-set',
  method: 'GET',
  path: '/api/fulfilment/set/{set_id}',
  summary: 'One set: what it should hold, what it holds by lot and expiry, and where it has been',
  input: z.strictObject({ set_id: id_param }),
  output: set_row.extend({
    line_rows: z.array(
      z.object({
        surgical_line_id: id,
        line_no: z.number().int(),
        item_id: id,
        item_code: z.string(),
        item_name: z.string(),
        model: z.string(),
        unit: z.string(),
        tracking: z.enum(['lot', 'serial']),
        udi_di: z.string(),
        role: piece_role,
        qty: z.number(),
        qty_in: z.number(),
        qty_picked: z.number(),
      }),
    ),
    allocations: z.array(line_allocation),
    events: z.array(
      z.object({
        set_event_id: id,
        from_state: z.string(),
        to_state: z.string(),
        case_id: id.nullable(),
        document_no: z.string().nullable(),
        note: z.string().nullable(),
        happened_at: z.string(),
        happened_by_name: z.string(),
      }),
    ),
  }),
  errors: ['platform.not_found'],
});
export const fillSet = verb({
  name: 'fulfilment.fill-set',
  method: 'POST',
  path: '/api/fulfilment/set/{set_id}/fill',
  summary: 'Allocates what a set lacks by first expiry; what cannot be had is said with its reasons',
  input: z.strictObject({ set_id: id_param }),
  output: z.object({ set_id: id, lines: z.array(filled_line) }),
  errors: ['platform.not_found', 'fulfilment.set_wrong_state'],
});
export const changeSetState = verb({
  name: 'fulfilment.change-set-state',
  method: 'POST',
  path: '/api/fulfilment/set/{set_id}/state',
  summary: 'Packed, sent to reprocessing, clean again, to repair, retired',
  input: z.strictObject({
    set_id: id_param,
    to: z.enum(['clean', 'packed', 'reprocessing', 'repair', 'retired']),
    /** Last day of sterility, of a set that comes from reprocessing. */
    sterile_until: civil_date.optional(),
    /** Why it is packed although pieces are missing, or what is broken. */
    note: text(200).optional(),
  }),
  output: z.object({ set_id: id, state: set_state }),
  errors: ['platform.not_found', 'fulfilment.set_wrong_state', 'fulfilment.set_incomplete'],
});

export const createCase = verb({
  name: 'fulfilment.create-case',
  method: 'POST',
  path: '/api/fulfilment/case',
  summary: 'A surgery to be supplied: sets are promised for its days, loose pieces are asked for',
  input: z.strictObject({
    department_id: id,
    warehouse_id: id,
    surgery_at: instant,
    procedure_name: required_text(100),
    surgeon: required_text(60),
    patient_ref,
    set_ids: z.array(id).max(20).default([]),
    /** Pieces besides the sets. */
    lines: z.array(piece_line).max(500).default([]),
    /** Hours after surgery until everything is back; the longest of the templates, or a day, where nothing is said. */
    return_hours: z.number().int().min(1).max(720).optional(),
  }),
  output: z.object({ case_id: id, document_no: z.string(), due_back_at: z.string() }),
  errors: [
    'platform.not_found',
    'fulfilment.item_repeated',
    'fulfilment.case_empty',
    'fulfilment.patient_named',
    'fulfilment.set_taken',
    'fulfilment.set_elsewhere',
  ],
});
export const case_row = z.object({
  case_id: id,
  document_no: z.string(),
  warehouse_id: id,
  warehouse_code: z.string(),
  partner_id: id,
  partner_name: z.string(),
  department_id: id,
  department_name: z.string(),
  surgery_at: z.string(),
  procedure_name: z.string(),
  surgeon: z.string(),
  patient_ref: z.string(),
  status: case_status,
  due_back_at: z.string(),
  /** Still out although it should be back. */
  late: z.boolean(),
  set_nos: z.array(z.string()),
  qty_sent: z.number(),
  qty_used: z.number(),
  qty_returned: z.number(),
  qty_out: z.number(),
  open_differences: z.number().int(),
});
export const listCases = verb({
  name: 'fulfilment.list-cases',
  method: 'GET',
  path: '/api/fulfilment/case',
  summary: 'Surgeries in sight, newest first; those that are late with their return on demand',
  input: z.strictObject({
    warehouse_id: id_param.optional(),
    department_id: id_param.optional(),
    status: case_status.optional(),
    late_only: z.enum(['true', 'false']).default('false'),
    search: text(60).optional(),
    ...page_query,
  }),
  output: page_of(case_row),
  errors: [],
});
export const case_piece_row = z.object({
  item_id: id,
  item_code: z.string(),
  item_name: z.string(),
  model: z.string(),
  unit: z.string(),
  tracking: z.enum(['lot', 'serial']),
  udi_di: z.string(),
  registration_no: z.string(),
  manufacturer_name: z.string(),
  storage_condition: z.string(),
  role: piece_role,
  lot_id: id,
  lot_no: z.string(),
  production_date: z.string().nullable(),
  expiry_date: z.string().nullable(),
  serial_nos: z.array(z.string()),
  qty_sent: z.number(),
  qty_used: z.number(),
  qty_returned: z.number(),
  qty_written_off: z.number(),
  qty_out: z.number(),
});
export const getCase = verb({
  name: 'fulfilment.get-case',
  method: 'GET',
  path: '/api/fulfilment/case/{case_id}',
  summary: 'One surgery: sets, what is allocated, what went out and what became of it',
  input: z.strictObject({ case_id: id_param }),
  output: case_row.extend({
    warehouse_name: z.string(),
    warehouse_address: z.string(),
    supplier_name: z.string(),
    partner_address: z.string(),
    created_by_name: z.string(),
    created_at: z.string(),
    prepared_by_name: z.string().nullable(),
    reviewed_by_name: z.string().nullable(),
    reviewed_at: z.string().nullable(),
    dispatched_by_name: z.string().nullable(),
    dispatched_at: z.string().nullable(),
    returned_by_name: z.string().nullable(),
    returned_at: z.string().nullable(),
    cancel_reason: z.string().nullable(),
    sets: z.array(z.object({ set_id: id, set_no: z.string(), template_name: z.string(), state: z.string() })),
    line_rows: z.array(
      z.object({
        surgical_line_id: id,
        set_no: z.string().nullable(),
        item_id: id,
        item_code: z.string(),
        item_name: z.string(),
        unit: z.string(),
        tracking: z.enum(['lot', 'serial']),
        udi_di: z.string(),
        qty: z.number(),
        qty_in: z.number(),
        qty_picked: z.number(),
      }),
    ),
    allocations: z.array(line_allocation),
    pieces: z.array(case_piece_row),
    usages: z.array(
      z.object({
        usage_id: id,
        item_id: id,
        item_code: z.string(),
        item_name: z.string(),
        lot_no: z.string(),
        serial_nos: z.array(z.string()),
        qty: z.number(),
        used_at: z.string(),
        recorded_by_name: z.string(),
        settlement_no: z.string().nullable(),
        reverse_reason: z.string().nullable(),
      }),
    ),
  }),
  errors: ['platform.not_found'],
});
export const printCase = verb({
  name: 'fulfilment.print-case',
  method: 'GET',
  path: '/api/fulfilment/case/{case_id}/pdf',
  summary: 'The list that goes to the theatre as PDF, with the legal fields of every lot',
  input: z.strictObject({ case_id: id_param, language: z.enum(['zh', 'en']).default('zh') }),
  output: download,
  errors: ['platform.not_found'],
  returns: 'file',
});
export const prepareCase = verb({
  name: 'fulfilment.prepare-case',
  method: 'POST',
  path: '/api/fulfilment/case/{case_id}/prepare',
  summary: 'Allocates what the case and its sets still lack, of lots that last until the surgery',
  input: z.strictObject({ case_id: id_param }),
  output: z.object({ case_id: id, lines: z.array(filled_line) }),
  errors: ['platform.not_found', 'fulfilment.case_wrong_status'],
});
export const reviewCase = verb({
  name: 'fulfilment.review-case',
  method: 'POST',
  path: '/api/fulfilment/case/{case_id}/review',
  summary: 'A second person scans what is about to leave; it must be exactly what was picked',
  input: z.strictObject({ case_id: id_param, lines: z.array(scanned_pieces).min(1).max(2000) }),
  output: z.object({ case_id: id, status: case_status, qty: z.number() }),
  errors: [
    'platform.not_found',
    'fulfilment.case_wrong_status',
    'fulfilment.same_person',
    'fulfilment.scan_differs',
    'fulfilment.set_wrong_state',
    'stock.allocation_not_picked',
  ],
});
export const dispatchCase = verb({
  name: 'fulfilment.dispatch-case',
  method: 'POST',
  path: '/api/fulfilment/case/{case_id}/dispatch',
  summary: 'What was reviewed leaves for the theatre; it stays ours until it is used',
  input: z.strictObject({
    case_id: id_param,
    /** Drivers bring it: booked with transport. Else somebody of ours carries it to the theatre. */
    by_transport: z.boolean().optional(),
  }),
  output: z.object({ case_id: id, status: case_status, movement_id: id, qty: z.number() }),
  errors: [
    'platform.not_found',
    'fulfilment.case_wrong_status',
    'fulfilment.not_sterile',
    ...Object.keys(stock_errors),
  ],
});
export const recordCaseUse = verb({
  name: 'fulfilment.record-case-use',
  method: 'POST',
  path: '/api/fulfilment/case/{case_id}/use',
  summary: 'What was used at the patient, by UDI scan; only pieces that went out with this case',
  input: z.strictObject({
    case_id: id_param,
    used_at: instant.optional(),
    lines: z.array(scanned_pieces).min(1).max(500),
  }),
  output: z.object({ case_id: id, movement_id: id, qty: z.number() }),
  errors: [
    'platform.not_found',
    'fulfilment.case_wrong_status',
    'fulfilment.instrument_used',
    'fulfilment.not_out',
    'fulfilment.more_than_out',
    ...Object.keys(stock_errors),
  ],
});
export const returnCase = verb({
  name: 'fulfilment.return-case',
  method: 'POST',
  path: '/api/fulfilment/case/{case_id}/return',
  summary: 'What came back, by scan in any order; with `final` the rest becomes open differences',
  input: z.strictObject({
    case_id: id_param,
    lines: z.array(scanned_pieces.extend({ condition: return_condition.default('intact') })).max(2000),
    /** Where untouched pieces go; the dispatch place where nothing is said. */
    to_account_id: id.optional(),
    final: z.boolean().default(false),
    note: text(200).optional(),
  }),
  output: z.object({
    case_id: id,
    status: case_status,
    movement_id: id.nullable(),
    returned: z.number(),
    quarantined: z.number(),
    out: z.number(),
    differences: z.array(
      z.object({
        difference_id: id,
        document_no: z.string(),
        kind: z.string(),
        item_id: id,
        lot_id: id,
        qty: z.number(),
      }),
    ),
  }),
  errors: [
    'platform.not_found',
    'fulfilment.case_wrong_status',
    'fulfilment.not_out',
    'fulfilment.more_than_out',
    'fulfilment.no_place',
    'fulfilment.nothing_named',
    ...Object.keys(stock_errors),
  ],
});
export const cancelCase = verb({
  name: 'fulfilment.cancel-case',
  method: 'POST',
  path: '/api/fulfilment/case/{case_id}/cancel',
  summary: 'Cancels a case that has not left: its days and loose pieces are free again',
  input: z.strictObject({ case_id: id_param, reason: required_text(200) }),
  output: z.object({ case_id: id, released: z.number().int() }),
  errors: ['platform.not_found', 'fulfilment.case_wrong_status'],
});

export const surgeryFigures = verb({
  name: 'fulfilment.surgery-figures',
  method: 'GET',
  path: '/api/fulfilment/surgery-figures',
  summary:
    'Turn-round of sets by template: hours at the hospital, hours from back to packed, late returns, pieces lost',
  input: z.strictObject({
    warehouse_id: id_param.optional(),
    days: z.coerce.number().int().min(1).max(730).default(90),
  }),
  output: z.object({
    rows: z.array(
      z.object({
        template_id: id,
        template_name: z.string(),
        rounds: z.number().int(),
        hours_out: z.number().nullable(),
        hours_to_packed: z.number().nullable(),
        late: z.number().int(),
        qty_sent: z.number(),
        qty_used: z.number(),
        qty_lost: z.number(),
      }),
    ),
  }),
  errors: [],
});

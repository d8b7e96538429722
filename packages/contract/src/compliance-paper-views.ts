import { z } from 'zod';
import { attachment_row } from './attachments.ts';
import { LICENCE_MODES, PAPER_STATUSES, PAPERS, PARTNER_AGREEMENTS } from './compliance-papers.ts';
import { DEVICE_CLASSES, LICENCE_KINDS } from './datasets.ts';
import { civil_date, id, id_param, page_of, page_query, required_text, text } from './primitives.ts';
import { verb } from './verb.ts';

/** How far a renewal is: before its window, in it, past it, over, renewed by a later version, or cancelled. */
export const RENEWAL_STATES = ['early', 'due', 'late', 'expired', 'renewed', 'cancelled', 'endless'] as const;
export const PAPER_OWNERS = ['quality', 'purchaser', 'planner', 'warehouse_manager'] as const;

/** What every paper shows of its validity and renewal. */
const renewal = {
  valid_from: z.string(),
  valid_to: z.string().nullable(),
  /** The last day it is in force: earlier where cancelled, later where deemed renewed. */
  in_force_to: z.string().nullable(),
  days_left: z.number().nullable(),
  state: z.enum(RENEWAL_STATES),
  /** Between these days the renewal is applied for; null where the law sets none. */
  window_from: z.string().nullable(),
  window_to: z.string().nullable(),
};

export const expiring_row = z.object({
  paper: z.enum([...PAPERS, 'review']),
  paper_id: id,
  number: z.string(),
  /** Whose paper it is. */
  holder: z.string(),
  title: z.string(),
  ...renewal,
  /** Months before the end at which a reminder was last due: 12, 9, 7 or 6. */
  reminder_months: z.number().int().nullable(),
  /** The role that sees to it. */
  owner: z.enum(PAPER_OWNERS),
});
export const listExpiring = verb({
  name: 'compliance.list-expiring',
  method: 'GET',
  path: '/api/compliance/expiring',
  summary: 'Everything that runs out within so many days, with its window of renewal and who sees to it',
  input: z.strictObject({
    within_days: z.coerce.number().int().min(1).max(1095).default(365),
    paper: z.enum([...PAPERS, 'review']).optional(),
  }),
  output: z.object({ today: z.string(), rows: z.array(expiring_row), calendar_until: z.string() }),
  errors: [],
});

const version = {
  version_no: z.number().int(),
  status: z.enum(PAPER_STATUSES),
  change_note: z.string().nullable(),
  ended_on: z.string().nullable(),
  end_reason: z.string().nullable(),
  deemed_renewed_until: z.string().nullable(),
  deemed_renewed_evidence: z.string().nullable(),
  deemed_applied_on: z.string().nullable(),
  ...renewal,
};
export const registration_version = z.object({
  registration_id: id,
  product_name: z.string(),
  device_class: z.enum(DEVICE_CLASSES),
  models: z.array(z.string()),
  specification: z.string().nullable(),
  category_code_old: z.string().nullable(),
  category_code_new: z.string().nullable(),
  insurance_code: z.string().nullable(),
  ...version,
});
export const getRegistration = verb({
  name: 'compliance.get-registration',
  method: 'GET',
  path: '/api/compliance/registration/{registration_id}',
  summary: 'A registration with all its versions, the items under it and its scans',
  input: z.strictObject({ registration_id: id_param }),
  output: z.object({
    registration_id: id,
    registration_no: z.string(),
    registrant_id: id,
    registrant_code: z.string(),
    registrant_name: z.string(),
    /** Newest first. */
    versions: z.array(registration_version),
    items: z.array(z.object({ item_id: id, item_code: z.string(), name: z.string(), model: z.string() })),
    attachments: z.array(attachment_row),
  }),
  errors: ['platform.not_found'],
});

export const licence_version = z.object({
  licence_id: id,
  kind: z.enum(LICENCE_KINDS),
  classes: z.array(z.string()),
  categories: z.array(z.string()),
  warehouse_ids: z.array(id),
  warehouse_codes: z.array(z.string()),
  warehouse_addresses: z.array(z.string()),
  scope_text: z.string().nullable(),
  legal_representative: z.string().nullable(),
  person_in_charge: z.string().nullable(),
  domicile: z.string().nullable(),
  premises: z.string().nullable(),
  mode: z.enum(LICENCE_MODES).nullable(),
  issuer: z.string().nullable(),
  ...version,
});
export const getLicence = verb({
  name: 'compliance.get-licence',
  method: 'GET',
  path: '/api/compliance/licence/{licence_id}',
  summary: 'A licence with all its versions and its scans',
  input: z.strictObject({ licence_id: id_param }),
  output: z.object({
    licence_id: id,
    licence_no: z.string(),
    partner_id: id,
    partner_code: z.string(),
    partner_name: z.string(),
    versions: z.array(licence_version),
    attachments: z.array(attachment_row),
  }),
  errors: ['platform.not_found'],
});

const simple = {
  note: z.string().nullable(),
  status: z.enum(PAPER_STATUSES),
  end_reason: z.string().nullable(),
  valid_from: z.string(),
  valid_to: z.string().nullable(),
  days_left: z.number().nullable(),
  state: z.enum(['valid', 'expiring', 'expired', 'future', 'cancelled']),
  recorded_by_name: z.string(),
  attachments: z.number().int(),
};
const paper_query = { search: text(60).optional(), ...page_query };

export const listAuthorisations = verb({
  name: 'compliance.list-authorisations',
  method: 'GET',
  path: '/api/compliance/authorisation',
  summary: 'Letters of authorisation with products, regions and validity',
  input: z.strictObject({ grantee_id: id_param.optional(), ...paper_query }),
  output: page_of(
    z.object({
      authorisation_id: id,
      authorisation_no: z.string(),
      grantor_name: z.string(),
      grantee_name: z.string(),
      registrant_name: z.string(),
      item_codes: z.array(z.string()),
      categories: z.array(z.string()),
      regions: z.array(z.string()),
      ...simple,
    }),
  ),
  errors: [],
});

export const listPartnerAgreements = verb({
  name: 'compliance.list-partner-agreements',
  method: 'GET',
  path: '/api/compliance/agreement',
  summary: 'Agreements with partners and their validity',
  input: z.strictObject({ partner_id: id_param.optional(), ...paper_query }),
  output: page_of(
    z.object({
      agreement_id: id,
      agreement_no: z.string(),
      partner_id: id,
      partner_name: z.string(),
      kind: z.enum(PARTNER_AGREEMENTS),
      warehouse_codes: z.array(z.string()),
      assessed_on: z.string().nullable(),
      ...simple,
    }),
  ),
  errors: [],
});

export const listWarehouseFilings = verb({
  name: 'compliance.list-warehouse-filings',
  method: 'GET',
  path: '/api/compliance/warehouse-filing',
  summary: 'Filings of warehouses in other cities',
  input: z.strictObject(paper_query),
  output: page_of(
    z.object({
      warehouse_filing_id: id,
      warehouse_code: z.string(),
      warehouse_name: z.string(),
      regulator: z.string(),
      filing_no: z.string(),
      ...simple,
    }),
  ),
  errors: [],
});

export const listPaperFiles = verb({
  name: 'compliance.list-paper-files',
  method: 'GET',
  path: '/api/compliance/paper/{paper}/{paper_id}/attachment',
  summary: 'The scans of one paper',
  input: z.strictObject({ paper: z.enum(PAPERS), paper_id: id_param }),
  output: z.object({ rows: z.array(attachment_row) }),
  errors: ['platform.not_found'],
});

export const setCalendar = verb({
  name: 'compliance.set-calendar',
  method: 'POST',
  path: '/api/compliance/calendar',
  summary: 'Days off and make-up workdays as the State Council announces them for a year',
  input: z.strictObject({
    days: z
      .array(z.strictObject({ day: civil_date, working: z.boolean().nullable(), name: text(30).default('') }))
      .min(1)
      .max(100),
    reason: required_text(200),
  }),
  output: z.object({ days: z.number().int() }),
  errors: [],
});

export const getCalendar = verb({
  name: 'compliance.get-calendar',
  method: 'GET',
  path: '/api/compliance/calendar',
  summary: 'Days that differ from Monday to Friday',
  input: z.strictObject({ year: z.coerce.number().int().min(2000).max(2100) }),
  output: z.object({
    rows: z.array(z.object({ day: z.string(), working: z.boolean(), name: z.string() })),
  }),
  errors: [],
});

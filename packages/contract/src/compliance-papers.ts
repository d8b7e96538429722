import { z } from 'zod';
import { attachment_upload, PAPER_BYTES_MAX } from './attachments.ts';
import { DEVICE_CLASSES, LICENCE_KINDS } from './datasets.ts';
import { civil_date, id, id_param, required_text, text } from './primitives.ts';
import { REGIONS } from './regions.ts';
import { download, verb } from './verb.ts';

/** What stands on file with a validity of its own. */
export const PAPERS = ['registration', 'licence', 'authorisation', 'agreement', 'warehouse_filing'] as const;
export const PAPER_STATUSES = ['active', 'cancelled'] as const;
export const LICENCE_MODES = ['wholesale', 'retail', 'wholesale_and_retail'] as const;
export const PARTNER_AGREEMENTS = ['quality', 'third_party_logistics', 'purchase'] as const;
const optional = (max: number) => text(max).nullable().default(null);
const list = (max: number) => z.array(required_text(max)).max(200).default([]);
const regions = z.union([z.tuple([z.literal('*')]), z.array(z.enum(REGIONS)).min(1).max(REGIONS.length)]);
const categories = z.union([z.tuple([z.literal('*')]), z.array(z.string().regex(/^\d{2}$/)).max(60)]);
const scope_categories = z
  .array(z.string().regex(/^(\*|\d{2})$/))
  .min(1)
  .max(60);

/** Fields that a version may have besides those of the import. */
const registration_fields = {
  product_name: required_text(120),
  device_class: z.enum(DEVICE_CLASSES),
  models: list(120),
  specification: optional(500),
  category_code_old: optional(20),
  category_code_new: optional(20),
  insurance_code: optional(40),
  valid_from: civil_date,
  valid_to: civil_date.nullable().default(null),
  change_note: optional(300),
};
const licence_fields = {
  kind: z.enum(LICENCE_KINDS),
  classes: z.array(z.enum(DEVICE_CLASSES)).min(1),
  categories: scope_categories,
  warehouse_ids: z.array(id).max(500).default([]),
  warehouse_addresses: list(200),
  scope_text: optional(1000),
  legal_representative: optional(60),
  person_in_charge: optional(60),
  domicile: optional(200),
  premises: optional(200),
  mode: z.enum(LICENCE_MODES).nullable().default(null),
  issuer: optional(80),
  valid_from: civil_date,
  valid_to: civil_date.nullable().default(null),
  change_note: optional(300),
};
const saved = z.object({ paper_id: id, version_no: z.number().int() });

export const saveRegistration = verb({
  name: 'compliance.save-registration',
  method: 'POST',
  path: '/api/compliance/registration',
  summary: 'Records a registration or filing, or a new version of one that is on file',
  input: z.strictObject({ registration_no: required_text(60), registrant_id: id, ...registration_fields }),
  output: saved,
  errors: [
    'platform.not_found',
    'compliance.interval',
    'compliance.registration_class',
    'compliance.change_note_needed',
    'compliance.version_order',
    'compliance.paper_exists',
  ],
});

export const saveLicence = verb({
  name: 'compliance.save-licence',
  method: 'POST',
  path: '/api/compliance/licence',
  summary: 'Records a licence or filing of a company, or a new version of one that is on file',
  input: z.strictObject({ partner_id: id, licence_no: required_text(60), ...licence_fields }),
  output: saved,
  errors: [
    'platform.not_found',
    'compliance.interval',
    'compliance.change_note_needed',
    'compliance.version_order',
    'compliance.paper_exists',
  ],
});

export const saveAuthorisation = verb({
  name: 'compliance.save-authorisation',
  method: 'POST',
  path: '/api/compliance/authorisation',
  summary: 'Records a letter of authorisation: who may trade which products where and until when',
  input: z.strictObject({
    authorisation_no: required_text(60),
    grantor_id: id,
    grantee_id: id,
    registrant_id: id,
    item_ids: z.array(id).max(2000).default([]),
    categories: categories.default([]),
    regions,
    valid_from: civil_date,
    valid_to: civil_date,
    note: optional(300),
  }),
  output: saved,
  errors: [
    'platform.not_found',
    'compliance.interval',
    'compliance.own_partner_twice',
    'compliance.scope_empty',
    'compliance.paper_exists',
  ],
});

export const savePartnerAgreement = verb({
  name: 'compliance.save-partner-agreement',
  method: 'POST',
  path: '/api/compliance/agreement',
  summary: 'Records an agreement: on quality, on purchases, or on storage and transport by another company',
  input: z.strictObject({
    agreement_no: required_text(60),
    partner_id: id,
    kind: z.enum(PARTNER_AGREEMENTS),
    warehouse_ids: z.array(id).max(500).default([]),
    valid_from: civil_date,
    valid_to: civil_date,
    assessed_on: civil_date.nullable().default(null),
    note: optional(300),
  }),
  output: saved,
  errors: [
    'platform.not_found',
    'compliance.interval',
    'compliance.assessment_missing',
    'compliance.paper_exists',
  ],
});

export const saveWarehouseFiling = verb({
  name: 'compliance.save-warehouse-filing',
  method: 'POST',
  path: '/api/compliance/warehouse-filing',
  summary: 'Records that a warehouse in another city was notified to the authority there',
  input: z.strictObject({
    warehouse_id: id,
    regulator: required_text(80),
    filing_no: required_text(60),
    valid_from: civil_date,
    valid_to: civil_date.nullable().default(null),
    note: optional(300),
  }),
  output: saved,
  errors: ['platform.not_found', 'compliance.interval', 'compliance.paper_exists'],
});

const paper_path = { paper: z.enum(PAPERS), paper_id: id_param };

export const endPaper = verb({
  name: 'compliance.end-paper',
  method: 'POST',
  path: '/api/compliance/paper/{paper}/{paper_id}/end',
  summary: 'Cancels a paper from a day on; it stays on file',
  input: z.strictObject({ ...paper_path, ended_on: civil_date, reason: required_text(200) }),
  output: z.object({ paper_id: id }),
  errors: ['platform.not_found', 'compliance.paper_ended'],
});

export const deemRenewed = verb({
  name: 'compliance.deem-renewed',
  method: 'POST',
  path: '/api/compliance/paper/{paper}/{paper_id}/deem-renewed',
  summary: 'An application made in time and not decided counts as renewed, with the paper that proves it',
  input: z.strictObject({
    paper: z.enum(['registration', 'licence']),
    paper_id: id_param,
    applied_on: civil_date,
    until: civil_date,
    /** Number of the notice of acceptance (受理通知书). */
    evidence: required_text(120),
  }),
  output: z.object({ paper_id: id }),
  errors: [
    'platform.not_found',
    'compliance.paper_ended',
    'compliance.paper_endless',
    'compliance.applied_too_late',
    'compliance.deemed_until',
  ],
});

export const attachPaper = verb({
  name: 'compliance.attach-paper',
  method: 'POST',
  path: '/api/compliance/paper/{paper}/{paper_id}/attachment',
  summary: 'A scan of a paper',
  input: z.strictObject({ ...paper_path, ...attachment_upload }),
  output: z.object({ attachment_id: id }),
  errors: ['platform.not_found', 'platform.attachment_type'],
  body: 'bytes',
  body_limit: PAPER_BYTES_MAX,
});

export const getPaperFile = verb({
  name: 'compliance.get-paper-file',
  method: 'GET',
  path: '/api/compliance/paper-file/{paper}/{attachment_id}',
  summary: 'A scan of a paper, as it was handed in',
  input: z.strictObject({ paper: z.enum(PAPERS), attachment_id: id_param }),
  output: download,
  errors: ['platform.not_found'],
  returns: 'file',
});

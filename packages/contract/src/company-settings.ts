import { z } from 'zod';
import { required_text } from './primitives.ts';
import { verb } from './verb.ts';

const days = z.number().int().min(1).max(365);
const days_by_severity = z.strictObject({ minor: days, major: days, critical: days });

/** What a company decides once, besides the parameters of planning. Names are those under which modules read them. */
export const company_setting_values = {
  /** GS1 company prefix for SSCCs that the company gives itself; empty while it has none. */
  'stock.gs1_company_prefix': z.string().regex(/^(\d{6,12})?$/, { error: 'format' }),
  /** Name and version of the approved layout of the delivery note. */
  'fulfilment.note_template': z.string().trim().min(1).max(40),
  /** Classes of devices that a second person reviews before they leave. */
  'fulfilment.review_classes': z.array(z.enum(['I', 'II', 'III'])).max(3),
  /** Minutes beyond the planned arrival from which a shipment counts as late. */
  'transport.delay_minutes': z.number().int().min(1).max(10_080),
  /** Minutes that a handover of cold goods may take. */
  'transport.handover_limit_minutes': z.number().int().min(1).max(1_440),
  /** Whether transfers between legal entities warn of a third invoice (两票制). */
  'transfer.two_invoice_rule': z.enum(['on', 'off']),
  /** Days until a deviation or a complaint is due, by how grave it is. */
  'quality.deviation_days': days_by_severity,
  'quality.complaint_days': days_by_severity,
  /** Days for the report of an adverse event that is neither deadly nor serious; the law says: in time. */
  'quality.adverse_other_days': days,
  /** Hours within which the registrant is told of an adverse event; the law says: promptly. */
  'quality.tell_registrant_hours': z.number().int().min(1).max(168),
} as const;
export const company_settings = z.object(company_setting_values);
export type CompanySettings = z.infer<typeof company_settings>;
export type CompanySettingName = keyof CompanySettings;

/** What holds while nobody has decided. */
export const COMPANY_DEFAULTS: CompanySettings = {
  'stock.gs1_company_prefix': '',
  'fulfilment.note_template': 'SXTX-2026-1',
  'fulfilment.review_classes': ['I', 'II', 'III'],
  'transport.delay_minutes': 30,
  'transport.handover_limit_minutes': 30,
  'transfer.two_invoice_rule': 'on',
  'quality.deviation_days': { minor: 30, major: 15, critical: 7 },
  'quality.complaint_days': { minor: 15, major: 7, critical: 3 },
  'quality.adverse_other_days': 30,
  'quality.tell_registrant_hours': 24,
};

export const getCompanySettings = verb({
  name: 'masterdata.get-company-settings',
  method: 'GET',
  path: '/api/masterdata/company-settings',
  summary: 'What the company has decided once, with what holds where nobody has',
  input: z.strictObject({}),
  output: company_settings,
  errors: [],
});

export const setCompanySettings = verb({
  name: 'masterdata.set-company-settings',
  method: 'POST',
  path: '/api/masterdata/company-settings',
  summary: 'Changes company settings, with a reason',
  input: z.strictObject({ values: company_settings.partial().strict(), reason: required_text(200) }),
  output: company_settings,
  errors: [],
});

import { getRegistration as contract, type OutputOf } from '@tongcang/contract';
import { attachmentsOf } from '../../platform/attachments.ts';
import { notFound } from '../../platform/errors.ts';
import { defineVerb } from '../../platform/use-case.ts';
import { calendarOf } from './calendar.ts';
import { fileEntity } from './paper.read.ts';
import { registrationWindow } from './renewal.model.ts';
import { standingOf } from './standing.ts';

type Output = OutputOf<typeof contract>;
type Version = Output['versions'][number];
type Stored = Omit<Version, 'window_from' | 'window_to' | 'state' | 'days_left'>;

export const getRegistration = defineVerb(
  contract,
  { permission: 'compliance.read', audit: null },
  async ({ tx }, { registration_id }): Promise<Output> => {
    const [head] = await tx.rows<Omit<Output, 'versions' | 'items' | 'attachments'>>(
      `select r.registration_id, r.registration_no, r.registrant_id, p.partner_code as registrant_code,
         p.name as registrant_name
       from compliance.registration r join masterdata.v_partner p on p.partner_id = r.registrant_id
       where r.registration_id = $1`,
      [registration_id],
    );
    if (head === undefined) notFound('registration', registration_id);
    const [{ today }, stored, items, attachments] = await Promise.all([
      calendarOf(tx),
      tx.rows<Stored>(
        `select registration_id, version_no, product_name, device_class, models, specification, category_code_old,
           category_code_new, insurance_code, status, change_note, ended_on, end_reason, deemed_renewed_until,
           deemed_renewed_evidence, deemed_applied_on, valid_from, valid_to, in_force_to
         from compliance.registration where registration_no = $1 order by valid_from desc`,
        [head.registration_no],
      ),
      tx.rows<Output['items'][number]>(
        `select item_id, item_code, name, model from masterdata.v_item where registration_no = $1
         order by item_code limit 500`,
        [head.registration_no],
      ),
      attachmentsOf(tx, fileEntity('registration'), registration_id),
    ]);
    const versions = stored.map((version) => ({
      ...version,
      ...standingOf(version, stored, registrationWindow(version.valid_to), today),
    }));
    return { ...head, versions, items, attachments };
  },
);

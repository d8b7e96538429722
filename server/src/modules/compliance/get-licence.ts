import { getLicence as contract, type OutputOf } from '@tongcang/contract';
import { attachmentsOf } from '../../platform/attachments.ts';
import { notFound } from '../../platform/errors.ts';
import { defineVerb } from '../../platform/use-case.ts';
import { calendarOf } from './calendar.ts';
import { fileEntity } from './paper.read.ts';
import { licenceWindow } from './renewal.model.ts';
import { standingOf } from './standing.ts';

type Output = OutputOf<typeof contract>;
type Stored = Omit<Output['versions'][number], 'window_from' | 'window_to' | 'state' | 'days_left'>;

export const getLicence = defineVerb(
  contract,
  { permission: 'compliance.read', audit: null },
  async ({ tx }, { licence_id }): Promise<Output> => {
    const [head] = await tx.rows<Omit<Output, 'versions' | 'attachments'>>(
      `select l.licence_id, l.licence_no, l.partner_id, p.partner_code, p.name as partner_name
       from compliance.licence l join masterdata.v_partner p on p.partner_id = l.partner_id where l.licence_id = $1`,
      [licence_id],
    );
    if (head === undefined) notFound('licence', licence_id);
    const [{ today, calendar }, stored, attachments] = await Promise.all([
      calendarOf(tx),
      tx.rows<Stored>(
        `select licence_id, version_no, kind, classes, categories, warehouse_ids,
           array(select w.warehouse_code from masterdata.v_warehouse w where w.warehouse_id = any (l.warehouse_ids)
                 order by 1) as warehouse_codes,
           warehouse_addresses, scope_text, legal_representative, person_in_charge, domicile, premises, mode, issuer, status,
           change_note, ended_on, end_reason, deemed_renewed_until, deemed_renewed_evidence, deemed_applied_on, valid_from,
           valid_to, in_force_to
         from compliance.licence l where partner_id = $1 and licence_no = $2 order by valid_from desc`,
        [head.partner_id, head.licence_no],
      ),
      attachmentsOf(tx, fileEntity('licence'), licence_id),
    ]);
    const versions = stored.map((version) => ({
      ...version,
      ...standingOf(version, stored, licenceWindow(version.kind, version.valid_to, calendar), today),
    }));
    return { ...head, versions, attachments };
  },
);

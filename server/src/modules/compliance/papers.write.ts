import type {
  InputOf,
  saveAuthorisation,
  saveLicence,
  savePartnerAgreement,
  saveRegistration,
  saveWarehouseFiling,
  setCalendar,
} from '@tongcang/contract';
import type { Actor } from '../../platform/actor.ts';
import type { Tx } from '../../platform/db.ts';

/** The new row's id; absent where a partner, warehouse or item it names does not exist. */
type Written = Promise<{ paper_id: number } | undefined>;
const first = async (rows: Promise<{ paper_id: number }[]>) => (await rows)[0];

export function insertRegistration(tx: Tx, r: InputOf<typeof saveRegistration>, version_no: number): Written {
  return first(
    tx.rows(
      `insert into compliance.registration (registration_no, registrant_id, product_name, device_class, models, specification,
         category_code_old, category_code_new, insurance_code, valid_from, valid_to, change_note, version_no)
       select $1, partner_id, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13
       from masterdata.v_partner where partner_id = $2
       returning registration_id as paper_id`,
      [
        r.registration_no,
        r.registrant_id,
        r.product_name,
        r.device_class,
        r.models,
        r.specification,
        r.category_code_old,
        r.category_code_new,
        r.insurance_code,
        r.valid_from,
        r.valid_to,
        r.change_note,
        version_no,
      ],
    ),
  );
}

export function insertLicence(tx: Tx, l: InputOf<typeof saveLicence>, version_no: number): Written {
  return first(
    tx.rows(
      `insert into compliance.licence (partner_id, kind, licence_no, classes, categories, warehouse_ids, warehouse_addresses,
         scope_text, legal_representative, person_in_charge, domicile, premises, mode, issuer, valid_from, valid_to,
         change_note, version_no)
       select partner_id, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18
       from masterdata.v_partner where partner_id = $1
         and not exists (select from unnest($6::bigint[]) w where w not in (select warehouse_id from masterdata.v_warehouse))
       returning licence_id as paper_id`,
      [
        l.partner_id,
        l.kind,
        l.licence_no,
        l.classes,
        l.categories,
        l.warehouse_ids,
        l.warehouse_addresses,
        l.scope_text,
        l.legal_representative,
        l.person_in_charge,
        l.domicile,
        l.premises,
        l.mode,
        l.issuer,
        l.valid_from,
        l.valid_to,
        l.change_note,
        version_no,
      ],
    ),
  );
}

export function insertAuthorisation(tx: Tx, a: InputOf<typeof saveAuthorisation>, actor: Actor): Written {
  return first(
    tx.rows(
      `insert into compliance.authorisation (authorisation_no, grantor_id, grantee_id, registrant_id, item_ids, categories,
         regions, valid_from, valid_to, note, recorded_by, recorded_by_name)
       select $1, g.partner_id, e.partner_id, r.partner_id, $5, $6, $7, $8, $9, $10, $11, $12
       from masterdata.v_partner g, masterdata.v_partner e, masterdata.v_partner r
       where g.partner_id = $2 and e.partner_id = $3 and r.partner_id = $4
         and not exists (select from unnest($5::bigint[]) i where i not in (select item_id from masterdata.v_item))
       returning authorisation_id as paper_id`,
      [
        a.authorisation_no,
        a.grantor_id,
        a.grantee_id,
        a.registrant_id,
        a.item_ids,
        a.categories,
        a.regions,
        a.valid_from,
        a.valid_to,
        a.note,
        actor.user_id,
        actor.display_name,
      ],
    ),
  );
}

export function insertAgreement(tx: Tx, a: InputOf<typeof savePartnerAgreement>, actor: Actor): Written {
  return first(
    tx.rows(
      `insert into compliance.agreement (agreement_no, partner_id, kind, warehouse_ids, valid_from, valid_to, assessed_on, note,
         recorded_by, recorded_by_name)
       select $1, partner_id, $3, $4, $5, $6, $7, $8, $9, $10
       from masterdata.v_partner where partner_id = $2
         and not exists (select from unnest($4::bigint[]) w where w not in (select warehouse_id from masterdata.v_warehouse))
       returning agreement_id as paper_id`,
      [
        a.agreement_no,
        a.partner_id,
        a.kind,
        a.warehouse_ids,
        a.valid_from,
        a.valid_to,
        a.assessed_on,
        a.note,
        actor.user_id,
        actor.display_name,
      ],
    ),
  );
}

export function insertWarehouseFiling(tx: Tx, f: InputOf<typeof saveWarehouseFiling>, actor: Actor): Written {
  return first(
    tx.rows(
      `insert into compliance.warehouse_filing (warehouse_id, regulator, filing_no, valid_from, valid_to, note, recorded_by,
         recorded_by_name)
       select warehouse_id, $2, $3, $4, $5, $6, $7, $8 from masterdata.v_warehouse where warehouse_id = $1
       returning warehouse_filing_id as paper_id`,
      [
        f.warehouse_id,
        f.regulator,
        f.filing_no,
        f.valid_from,
        f.valid_to,
        f.note,
        actor.user_id,
        actor.display_name,
      ],
    ),
  );
}

/** One statement for each table: a paper that is active is cancelled, once. */
const END = {
  registration: `update compliance.registration set status = 'cancelled', ended_on = $2, end_reason = $3,
    changed_at = clock_timestamp() where registration_id = $1 and status = 'active'`,
  licence: `update compliance.licence set status = 'cancelled', ended_on = $2, end_reason = $3,
    changed_at = clock_timestamp() where licence_id = $1 and status = 'active'`,
  authorisation: `update compliance.authorisation set status = 'cancelled', ended_on = $2, end_reason = $3
    where authorisation_id = $1 and status = 'active'`,
  agreement: `update compliance.agreement set status = 'cancelled', ended_on = $2, end_reason = $3
    where agreement_id = $1 and status = 'active'`,
  warehouse_filing: `update compliance.warehouse_filing set status = 'cancelled', ended_on = $2, end_reason = $3
    where warehouse_filing_id = $1 and status = 'active'`,
} as const;

export const saveEndOf = (
  tx: Tx,
  {
    paper,
    paper_id,
    ended_on,
    reason,
  }: { paper: keyof typeof END; paper_id: number; ended_on: string; reason: string },
): Promise<number> => tx.run(END[paper], [paper_id, ended_on, reason]);

const DEEM = {
  registration: `update compliance.registration set deemed_renewed_until = $2, deemed_renewed_evidence = $3,
    deemed_applied_on = $4, changed_at = clock_timestamp() where registration_id = $1`,
  licence: `update compliance.licence set deemed_renewed_until = $2, deemed_renewed_evidence = $3,
    deemed_applied_on = $4, changed_at = clock_timestamp() where licence_id = $1`,
} as const;

export async function saveDeemed(
  tx: Tx,
  d: { paper: keyof typeof DEEM; paper_id: number; until: string; evidence: string; applied_on: string },
): Promise<void> {
  await tx.run(DEEM[d.paper], [d.paper_id, d.until, d.evidence, d.applied_on]);
}

/** Days of the calendar; one whose `working` is null is ordinary again. */
export async function saveCalendar(tx: Tx, days: InputOf<typeof setCalendar>['days']): Promise<void> {
  const dates = days.map((d) => d.day);
  await tx.run('delete from compliance.calendar_day where day = any($1::date[])', [dates]);
  await tx.run(
    `insert into compliance.calendar_day (day, working, name)
     select distinct on (day) day, working, name
     from unnest($1::date[], $2::boolean[], $3::text[]) as d(day, working, name) where working is not null order by day`,
    [dates, days.map((d) => d.working), days.map((d) => d.name)],
  );
}

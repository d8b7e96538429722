import { listExpiring as contract, type OutputOf } from '@tongcang/contract';
import type { Tx } from '../../platform/db.ts';
import { defineVerb } from '../../platform/use-case.ts';
import { calendarOf } from './calendar.ts';
import {
  daysLeft,
  licenceWindow,
  ownerOf,
  registrationWindow,
  reminderDue,
  renewalState,
  type WorkCalendar,
} from './renewal.model.ts';

type Row = OutputOf<typeof contract>['rows'][number];
type Found = Pick<Row, 'paper' | 'paper_id' | 'number' | 'holder' | 'title' | 'valid_from' | 'valid_to'> & {
  readonly in_force_to: string;
  /** What its owner and its window depend on. */
  readonly kind: string;
  readonly partner_kind: string;
};

export const listExpiring = defineVerb(
  contract,
  { permission: 'compliance.read', audit: null },
  async ({ tx }, { within_days, paper }) => {
    const { calendar, today, until } = await calendarOf(tx);
    const found = await endingPapers(tx, today, within_days, paper ?? null);
    return { today, calendar_until: until, rows: found.map((row) => rowOf(row, today, calendar)) };
  },
);

function rowOf({ kind, partner_kind, ...row }: Found, today: string, calendar: WorkCalendar): Row {
  const window =
    row.paper === 'registration'
      ? registrationWindow(row.valid_to)
      : licenceWindow(kind, row.valid_to, calendar);
  const standing = { status: 'active', in_force_to: row.in_force_to, renewed: false };
  return {
    ...row,
    ...window,
    days_left: daysLeft(row.in_force_to, today),
    state: renewalState(standing, window, today),
    reminder_months: row.paper === 'registration' ? reminderDue(row.in_force_to, today) : null,
    owner:
      row.paper === 'registration' || row.paper === 'warehouse_filing' ? 'quality' : ownerOf(partner_kind),
  };
}

/**
 * Papers that end within so many days and that nothing on file follows; those that ended are named for a year, because
 * goods may still stand under them.
 */
function endingPapers(tx: Tx, today: string, within_days: number, paper: string | null): Promise<Found[]> {
  return tx.rows<Found>(
    `select e.* from (
       select 'registration' as paper, r.registration_id as paper_id, r.registration_no as number, p.name as holder,
         r.product_name as title, r.valid_from, r.valid_to, r.in_force_to, '' as kind, p.kind as partner_kind
       from compliance.registration r join masterdata.v_partner p on p.partner_id = r.registrant_id
       where r.status = 'active' and not exists (select from compliance.registration o
         where o.registration_no = r.registration_no and o.registration_id <> r.registration_id and o.status = 'active'
           and (o.in_force_to is null or o.in_force_to > r.in_force_to
             or (o.in_force_to = r.in_force_to and o.valid_from > r.valid_from)))
       union all
       select 'licence', l.licence_id, l.licence_no, p.name, l.kind, l.valid_from, l.valid_to, l.in_force_to, l.kind, p.kind
       from compliance.licence l join masterdata.v_partner p on p.partner_id = l.partner_id
       where l.status = 'active' and not exists (select from compliance.licence o
         where o.partner_id = l.partner_id and o.kind = l.kind and o.licence_id <> l.licence_id and o.status = 'active'
           and (o.in_force_to is null or o.in_force_to > l.in_force_to
             or (o.in_force_to = l.in_force_to and o.valid_from > l.valid_from)))
       union all
       select 'authorisation', a.authorisation_id, a.authorisation_no, p.name, g.name, a.valid_from, a.valid_to, a.valid_to,
         '', p.kind
       from compliance.authorisation a join masterdata.v_partner p on p.partner_id = a.grantee_id
       join masterdata.v_partner g on g.partner_id = a.grantor_id
       where a.status = 'active' and not exists (select from compliance.authorisation o
         where o.grantee_id = a.grantee_id and o.registrant_id = a.registrant_id and o.status = 'active'
           and o.valid_to > a.valid_to and o.item_ids @> a.item_ids and o.categories @> a.categories)
       union all
       select 'agreement', a.agreement_id, a.agreement_no, p.name, a.kind, a.valid_from, a.valid_to, a.valid_to, a.kind, p.kind
       from compliance.agreement a join masterdata.v_partner p on p.partner_id = a.partner_id
       where a.status = 'active' and not exists (select from compliance.agreement o
         where o.partner_id = a.partner_id and o.kind = a.kind and o.status = 'active' and o.valid_to > a.valid_to)
       union all
       select 'warehouse_filing', f.warehouse_filing_id, f.filing_no, w.name, f.regulator, f.valid_from, f.valid_to,
         f.valid_to, '', ''
       from compliance.warehouse_filing f join masterdata.v_warehouse w on w.warehouse_id = f.warehouse_id
       where f.status = 'active' and not exists (select from compliance.warehouse_filing o
         where o.warehouse_id = f.warehouse_id and o.status = 'active' and o.warehouse_filing_id <> f.warehouse_filing_id
           and (o.valid_to is null or o.valid_to > f.valid_to))
       union all
       select 'review', r.review_id, r.document_no, p.name, r.kind, r.decided_at::date, r.valid_to, r.valid_to, r.kind, p.kind
       from compliance.review r join masterdata.v_partner p on p.partner_id = r.partner_id
       where r.status = 'approved' and r.kind = 'partner' and not exists (select from compliance.review o
         where o.status = 'approved' and o.kind = 'partner' and o.partner_id = r.partner_id and o.review_id <> r.review_id
           and (o.valid_to is null or o.valid_to > r.valid_to))
       union all
       select 'review', r.review_id, r.document_no, i.name, r.kind, r.decided_at::date, r.valid_to, r.valid_to, r.kind, ''
       from compliance.review r join masterdata.v_item i on i.item_id = r.item_id
       where r.status = 'approved' and r.kind = 'item' and not exists (select from compliance.review o
         where o.status = 'approved' and o.kind = 'item' and o.item_id = r.item_id and o.review_id <> r.review_id
           and (o.valid_to is null or o.valid_to > r.valid_to))
     ) e
     where e.in_force_to between $1::date - 365 and $1::date + $2::int and ($3::text is null or e.paper = $3)
     order by e.in_force_to, e.paper, e.paper_id`,
    [today, within_days, paper],
  );
}

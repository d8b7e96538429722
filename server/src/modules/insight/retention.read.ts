import type { Tx } from '../../platform/db.ts';
import { keptUntil, type LotDates, type RetentionRule } from '../../platform/retention.ts';
import type { LegalHold, Paper } from './retention.model.ts';

export type LotFacts = LotDates & {
  readonly item_id: number;
  readonly lot_id: number;
};

/** The civil day where the company is. */
export async function today(tx: Tx): Promise<string> {
  const { day } = await tx.one<{ day: string }>(`select (now() at time zone 'Asia/Shanghai')::date as day`);
  return day;
}

export function openHolds(tx: Tx): Promise<LegalHold[]> {
  return tx.rows('select record_kind, item_id, lot_id from insight.legal_hold where lifted_at is null');
}

/** What the last day of a lot depends on; one statement for all lots. */
export const LOT_DATES = `select l.item_id, l.lot_id, i.implant, l.expiry_date, l.recalled,
    coalesce((select max((r.arrived_at at time zone 'Asia/Shanghai')::date) from supply.v_receipt_line r
      where r.item_id = l.item_id and r.lot_id = l.lot_id), (l.created_at at time zone 'Asia/Shanghai')::date) as arrived_on,
    (select max((p.occurred_at at time zone 'Asia/Shanghai')::date)
      from insight.retention_market k
      join masterdata.v_department d on d.partner_id = k.customer_id
      join stock.v_account a on a.department_id = d.department_id and a.kind in ('customer', 'consigned')
      join stock.v_posting p on p.item_id = l.item_id and p.lot_id = l.lot_id and p.to_account_id = a.account_id) as sold_in_eu_on,
    case when l.recalled then (select max(c.valid_to) from compliance.v_registration c
      where c.registration_no = i.registration_no) end as certificate_ends_on
  from stock.v_lot l join masterdata.v_item i on i.item_id = l.item_id`;
const DATES_OF = `${LOT_DATES} where (l.item_id, l.lot_id) in (select * from unnest($1::bigint[], $2::bigint[]))`;

// Papers whose records say which lots they are about.
const PAPERS = `select a.attachment_id, n.item_id, n.lot_id
  from platform.attachment a
  left join lateral (
    select i.item_id, i.lot_id from quality.v_inspection i where a.entity = 'inspection' and i.inspection_id = a.entity_id
    union select r.item_id, r.lot_id from supply.v_receipt_line r
      where a.entity = 'receipt' and r.receipt_id = a.entity_id and r.lot_id is not null
    union select e.item_id, e.lot_id from coldchain.v_excursion_lot e
      where a.entity = 'excursion' and e.excursion_id = a.entity_id
    union select c.item_id, c.lot_id from quality.v_recall_lot c
      where a.entity = 'recall' and c.case_id = a.entity_id) n on true
  where a.attachment_id > $1 and a.added_at < $2::date
  order by a.attachment_id limit $3`;
type PaperLot = { attachment_id: number; item_id: number | null; lot_id: number | null };

/** Papers added before a day, beyond a cursor, with the lots of their records and until when those are kept. */
export async function papersAfter(
  tx: Tx,
  after: number,
  before: string,
  rules: readonly RetentionRule[],
  day: string,
  limit: number,
): Promise<Paper[]> {
  const rows = await tx.rows<PaperLot>(PAPERS, [after, before, limit]);
  // The last paper may have been cut off in the middle of its lots; it comes again with the next page.
  const whole =
    rows.length < limit ? rows : rows.filter((row) => row.attachment_id !== rows.at(-1)!.attachment_id);
  const tied = whole.filter((row) => row.lot_id !== null);
  const facts = await tx.rows<LotFacts>(DATES_OF, [
    tied.map((row) => row.item_id),
    tied.map((row) => row.lot_id),
  ]);
  const by_lot = new Map(facts.map((lot) => [lot.lot_id, lot]));
  return [...Map.groupBy(whole, (row) => row.attachment_id)].map(([attachment_id, lots]) => ({
    attachment_id,
    lots: lots.flatMap(({ lot_id }) => {
      const lot = lot_id === null ? undefined : by_lot.get(lot_id);
      return lot === undefined ? [] : [{ ...lot, kept: keptUntil(rules, day, lot) }];
    }),
  }));
}

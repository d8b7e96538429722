import type { getRecall, OutputOf, previewRecall } from '@tongcang/contract';
import { type Actor, canEverywhere } from '../../platform/actor.ts';
import type { Tx } from '../../platform/db.ts';
import { fail, notFound } from '../../platform/errors.ts';
import type { Handling, NoticeStatus, RecallKind } from './recall.model.ts';
import type { ScopeLot, ScopePiece } from './recall.scope.ts';

export type FoundLot = OutputOf<typeof previewRecall>['lots'][number];
export type Place = OutputOf<typeof previewRecall>['places'][number];
export type Notice = OutputOf<typeof getRecall>['notice_rows'][number];

export type Case = {
  readonly case_id: number;
  readonly document_no: string;
  readonly kind: RecallKind;
  readonly status: 'active' | 'closed';
  readonly handling: Handling;
};

/** Cases go over the whole company, so whoever works on one needs the function everywhere. */
export function requireEverywhere(actor: Actor): void {
  if (!canEverywhere(actor, 'quality.recall')) fail('stock.all_warehouses_needed');
}

/** The name under which stock keeps the holds of a case. */
export const caseKey = (case_id: number) => `recall:${case_id}`;

/** The case, locked, while it is active. */
export async function lockActive(tx: Tx, case_id: number): Promise<Case> {
  const [found] = await tx.rows<Case>(
    'select case_id, document_no, kind, status, handling from quality.recall_case where case_id = $1 for update',
    [case_id],
  );
  if (found === undefined) notFound('recall', case_id);
  if (found.status === 'closed') fail('quality.recall_closed', { document_no: found.document_no });
  return found;
}

/** Hours until notices are due, by class, on the day of the decision. */
export function deadlinesOn(
  tx: Tx,
  decided_at: string | null,
): Promise<OutputOf<typeof previewRecall>['deadlines']> {
  return tx.rows(
    `select distinct on (recall_class) recall_class, hours, effective_from, legal_basis from quality.recall_deadline
     where effective_from <= (coalesce($1::timestamptz, now()) at time zone 'Asia/Shanghai')::date
     order by recall_class, effective_from desc`,
    [decided_at],
  );
}

type Lots = { readonly lots: readonly ScopeLot[]; readonly pieces: readonly ScopePiece[] };

/** What lots and pieces are, in words. */
export function describeLots(tx: Tx, { lots, pieces }: Lots): Promise<FoundLot[]> {
  const numbers = Map.groupBy(pieces, (piece) => piece.lot_id);
  return tx.rows(
    `select k.item_id, i.item_code, i.name as item_name, i.model, i.registration_no, k.lot_id, l.lot_no, l.production_date,
       l.expiry_date, k.whole, k.serials::jsonb as serial_nos, m.lot_no as made_from
     from unnest($1::bigint[], $2::bigint[], $3::boolean[], $4::bigint[], $5::text[])
       as k(item_id, lot_id, whole, made_from_lot_id, serials)
     join masterdata.v_item i on i.item_id = k.item_id
     join stock.v_lot l on l.item_id = k.item_id and l.lot_id = k.lot_id
     left join stock.v_lot m on m.lot_id = k.made_from_lot_id
     order by i.item_code, l.lot_no`,
    [
      lots.map((lot) => lot.item_id),
      lots.map((lot) => lot.lot_id),
      lots.map((lot) => lot.whole),
      lots.map((lot) => lot.made_from_lot_id),
      lots.map((lot) => JSON.stringify((numbers.get(lot.lot_id) ?? []).map((piece) => piece.serial_no))),
    ],
  );
}

/** Where pieces in scope stand now: in our hands, on the road, at customers, destroyed or back at the supplier. */
export function placesOf(tx: Tx, { lots, pieces }: Lots): Promise<Place[]> {
  const whole = lots.filter((lot) => lot.whole);
  return tx.rows(
    `with standing as (
       select b.item_id, b.lot_id, b.account_id, b.disposition, sum(b.qty)::bigint as qty, sum(b.allocated)::bigint as allocated,
         sum(coalesce(s.qty, 0))::bigint as in_sets
       from unnest($1::bigint[], $2::bigint[]) as k(item_id, lot_id)
       join stock.v_balance b on b.item_id = k.item_id and b.lot_id = k.lot_id and b.qty > 0
       left join lateral (
         select sum(a.qty) as qty from stock.v_allocation a
         where b.allocated > 0 and a.item_id = b.item_id and a.lot_id = b.lot_id and a.account_id = b.account_id
           and a.owner_id = b.owner_id and a.status in ('open', 'picked') and a.demand_kind = 'case_line') s on true
       group by 1, 2, 3, 4
       union all
       select s.item_id, s.lot_id, s.account_id, s.disposition, count(*), 0, 0
       from unnest($3::bigint[], $4::bigint[]) as k(item_id, serial_id)
       join stock.v_serial s on s.item_id = k.item_id and s.serial_id = k.serial_id
       group by 1, 2, 3, 4
     )
     select a.kind, t.item_id, t.lot_id, a.warehouse_id, a.department_id,
       coalesce(w.name || ' ' || p.location_code, w.name, r.name || ' ' || d.name, r.name, a.document_key, a.kind) as name,
       t.disposition::text as disposition, t.qty, t.allocated, t.in_sets
     from standing t
     join stock.v_account a on a.account_id = t.account_id
       and a.kind in ('bin', 'in_transit', 'consigned', 'repair', 'customer', 'destroyed', 'supplier')
     left join masterdata.v_warehouse w on w.warehouse_id = a.warehouse_id
     left join masterdata.v_location p on p.location_id = a.location_id
     left join masterdata.v_department d on d.department_id = a.department_id
     left join masterdata.v_partner r on r.partner_id = coalesce(a.partner_id, d.partner_id)
     order by a.kind, name, t.item_id, t.lot_id`,
    [
      whole.map((lot) => lot.item_id),
      whole.map((lot) => lot.lot_id),
      pieces.map((piece) => piece.item_id),
      pieces.map((piece) => piece.serial_id),
    ],
  );
}

/** The lots of a case with its pieces. */
export async function lotsOfCase(tx: Tx, case_id: number) {
  const [lots, pieces] = await Promise.all([
    tx.rows<ScopeLot & { lifted_at: string | null; lifted_by_name: string | null; recalled: boolean }>(
      `select c.item_id, c.lot_id, c.whole, c.made_from_lot_id, c.lifted_at, c.lifted_by_name, l.recalled
       from quality.recall_lot c join stock.v_lot l on l.item_id = c.item_id and l.lot_id = c.lot_id
       where c.case_id = $1 order by c.item_id, c.lot_id`,
      [case_id],
    ),
    tx.rows<ScopePiece>(
      `select item_id, serial_id, lot_id, serial_no from quality.recall_piece where case_id = $1 order by item_id, serial_no`,
      [case_id],
    ),
  ]);
  return { lots, pieces };
}

const OURS: ReadonlySet<Place['kind']> = new Set(['bin', 'in_transit', 'consigned', 'repair']);
/** Pieces that are still in our hands. */
export function inOurHands(places: readonly Place[]): number {
  return places.filter((place) => OURS.has(place.kind)).reduce((sum, place) => sum + place.qty, 0);
}

type Row = Omit<Notice, 'lines'> & { readonly case_id: number };
type Line = Omit<Notice['lines'][number], 'unaccounted_qty'> & { readonly notice_id: number };
type Filter = { readonly case_id?: number; readonly notice_ids?: readonly number[] };

const NOTICES = `select n.case_id, n.notice_id, n.notice_no, n.partner_id, coalesce(r.name, w.name) as partner_name,
    d.name as department_name, n.warehouse_id, coalesce(r.address, w.address) as address, r.contact, r.phone, n.status, n.due_at,
    n.status in ('open', 'sent') and n.due_at < now() and c.status = 'active' as overdue, n.sent_at, n.sent_via, n.confirmed_at,
    n.confirmed_name, n.confirmed_via, n.answer_note, n.answered, n.escalated_at, n.explanation, n.settled_at,
    n.settled_by_name
  from quality.recall_notice n
  join quality.recall_case c on c.case_id = n.case_id
  left join masterdata.v_partner r on r.partner_id = n.partner_id
  left join masterdata.v_department d on d.department_id = n.department_id
  left join masterdata.v_warehouse w on w.warehouse_id = n.warehouse_id
  where ($1::bigint is null or n.case_id = $1) and ($2::bigint[] is null or n.notice_id = any($2))
  order by n.case_id, n.notice_no`;
const LINES = `select l.notice_id, l.line_no, l.item_id, i.item_code, i.name as item_name, i.model, i.registration_no, l.lot_id,
    o.lot_no, o.expiry_date, l.serial_nos, i.unit, l.qty, l.consigned_qty, l.used_qty, l.destroyed_qty, l.on_hand_qty,
    l.returned_qty, n.case_id, n.department_id, n.warehouse_id, c.status = 'active' as active
  from quality.recall_notice n
  join quality.recall_case c on c.case_id = n.case_id
  join quality.recall_notice_line l on l.notice_id = n.notice_id
  join masterdata.v_item i on i.item_id = l.item_id
  join stock.v_lot o on o.item_id = l.item_id and o.lot_id = l.lot_id
  where ($1::bigint is null or n.case_id = $1) and ($2::bigint[] is null or n.notice_id = any($2))
  order by l.notice_id, l.line_no`;
const ACTIVE = `select c.case_id, c.locked_at, t.item_id, t.lot_id, t.whole
  from quality.recall_case c join quality.recall_lot t on t.case_id = c.case_id
  where c.status = 'active' and (c.case_id = $1 or c.case_id in (
    select n.case_id from quality.recall_notice n where n.notice_id = any($2::bigint[])))`;
/**
 * What has come back from a department since its case was locked. It is counted in the ledger, so whichever document
 * brought it is in the sum; once for all lots of the case, however many are told.
 */
const BACK = `with lots as materialized (${ACTIVE})
  select t.case_id, f.department_id, p.item_id, p.lot_id, sum(case when t.whole then p.qty else x.pieces end)::bigint as qty
  from lots t
  join stock.v_posting p on p.item_id = t.item_id and p.lot_id = t.lot_id
  join stock.v_account f on f.account_id = p.from_account_id and f.kind in ('customer', 'consigned')
  join stock.v_account o on o.account_id = p.to_account_id and o.kind = 'bin'
  join stock.v_movement m on m.movement_id = p.movement_id and m.recorded_at > t.locked_at
  left join lateral (
    select count(*) as pieces from stock.v_posting_serial s
    join quality.recall_piece e on e.case_id = t.case_id and e.item_id = s.item_id and e.serial_id = s.serial_id
    where not t.whole and s.item_id = p.item_id and s.lot_id = p.lot_id and s.posting_id = p.posting_id) x on true
  group by 1, 2, 3, 4`;
/** What stands in the bins of each warehouse now. */
const HERE = `with lots as materialized (${ACTIVE})
  select t.case_id, b.warehouse_id, b.item_id, b.lot_id, sum(b.qty)::bigint as qty
  from lots t
  join stock.v_balance b on b.item_id = t.item_id and b.lot_id = t.lot_id and b.qty > 0
  join stock.v_account a on a.account_id = b.account_id and a.kind = 'bin'
  where t.whole group by 1, 2, 3, 4
  union all
  select t.case_id, a.warehouse_id, e.item_id, e.lot_id, count(*)
  from lots t
  join quality.recall_piece e on e.case_id = t.case_id and e.item_id = t.item_id and e.lot_id = t.lot_id
  join stock.v_serial s on s.item_id = e.item_id and s.serial_id = e.serial_id
  join stock.v_account a on a.account_id = s.account_id and a.kind = 'bin'
  where not t.whole group by 1, 2, 3, 4`;

type End = { readonly case_id: number; readonly item_id: number; readonly lot_id: number };
type Counted = End & {
  readonly department_id?: number;
  readonly warehouse_id?: number;
  readonly qty: number;
};
type StoredLine = Line & End & { department_id: number | null; warehouse_id: number | null; active: boolean };
const endOf = ({ case_id, item_id, lot_id }: End, end: string) => `${case_id}|${item_id}|${lot_id}|${end}`;

/** Notices with their lines; what is out of sight is absent. Joined here, because no plan of the database fits every size. */
export async function noticesOf(tx: Tx, { case_id, notice_ids }: Filter) {
  const values = [case_id ?? null, notice_ids ?? null];
  const [notices, lines, back, here] = await Promise.all([
    tx.rows<Row>(NOTICES, values),
    tx.rows<StoredLine>(LINES, values),
    tx.rows<Counted>(BACK, values),
    tx.rows<Counted>(HERE, values),
  ]);
  const counted = new Map([
    ...back.map((row) => [endOf(row, `d${row.department_id}`), row.qty] as const),
    ...here.map((row) => [endOf(row, `w${row.warehouse_id}`), row.qty] as const),
  ]);
  const of_notice = Map.groupBy(
    lines.map((line) => withReturns(line, counted)),
    (line) => line.notice_id,
  );
  return notices.map((notice) => ({ ...notice, lines: of_notice.get(notice.notice_id) ?? [] }));
}

/** What left a warehouse, or came back from a department; never less than was counted before. */
function withReturns(stored: StoredLine, counted: ReadonlyMap<string, number>): Line {
  const { case_id, department_id, warehouse_id, active, ...line } = stored;
  if (!active) return line;
  const end = { case_id, item_id: line.item_id, lot_id: line.lot_id };
  const now =
    department_id === null
      ? line.qty - (counted.get(endOf(end, `w${warehouse_id}`)) ?? 0)
      : (counted.get(endOf(end, `d${department_id}`)) ?? 0);
  return { ...line, returned_qty: Math.max(line.returned_qty, now) };
}

export type LockedNotice = Case & {
  readonly notice_id: number;
  readonly notice_no: number;
  readonly notice_status: NoticeStatus;
  readonly partner_id: number | null;
  readonly warehouse_id: number | null;
};

/** The notice, locked with its case while that is active; 404 where it is out of sight. */
export async function lockNotice(tx: Tx, notice_id: number): Promise<LockedNotice> {
  const [found] = await tx.rows<LockedNotice>(
    `select c.case_id, c.document_no, c.kind, c.status, c.handling, n.notice_id, n.notice_no, n.status as notice_status,
       n.partner_id, n.warehouse_id
     from quality.recall_notice n join quality.recall_case c on c.case_id = n.case_id
     where n.notice_id = $1 for update of n`,
    [notice_id],
  );
  if (found === undefined) notFound('notice', notice_id);
  if (found.status === 'closed') fail('quality.recall_closed', { document_no: found.document_no });
  return found;
}

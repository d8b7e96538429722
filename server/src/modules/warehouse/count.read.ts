import type { Tx } from '../../platform/db.ts';
import { notFound } from '../../platform/errors.ts';
import type { Disposition } from '../compliance/index.ts';
import type { CountLineStatus, CountStatus, Entry } from './count.model.ts';

export type Count = {
  readonly count_id: number;
  readonly document_no: string;
  readonly warehouse_id: number;
  readonly status: CountStatus;
  readonly reason: string;
};
export type CountKey = {
  readonly item_id: number;
  readonly lot_id: number;
  readonly account_id: number;
  readonly owner_id: number;
  readonly disposition: Disposition;
};
export type CountLine = CountKey & {
  readonly count_line_id: number;
  readonly line_no: number;
  readonly status: CountLineStatus;
  readonly tracking: 'lot' | 'serial';
  readonly counters: readonly number[];
  readonly last_by: number | null;
  readonly unit_cost_fen: number;
  readonly entries: readonly Entry[];
  /** What the books say now. */
  readonly book_now: number;
  readonly serials_now: readonly string[];
};

/** Locks a count, so that its verbs follow each other. Out of sight it does not exist. */
export async function lockCount(tx: Tx, count_id: number): Promise<Count> {
  const [count] = await tx.rows<Count>(
    `select count_id, document_no, warehouse_id, status, reason from warehouse.count where count_id = $1 for update`,
    [count_id],
  );
  if (count === undefined) notFound('count', count_id);
  return count;
}

const LINES = `select l.count_line_id, l.line_no, l.item_id, l.lot_id, l.account_id, l.owner_id, l.disposition, l.status,
    l.counters, i.tracking, coalesce(t.unit_cost_fen, i.unit_cost_fen) as unit_cost_fen,
    coalesce(b.qty, 0) as book_now,
    case when i.tracking = 'serial' then array(select s.serial_no from stock.v_serial s
      where (s.item_id, s.lot_id, s.account_id, s.owner_id, s.disposition)
        = (l.item_id, l.lot_id, l.account_id, l.owner_id, l.disposition) order by s.serial_no) else '{}' end as serials_now,
    (select e.counted_by from warehouse.count_entry e where e.count_line_id = l.count_line_id order by e.round desc limit 1)
      as last_by,
    coalesce((select jsonb_agg(jsonb_build_object('book_qty', e.book_qty, 'counted', e.counted, 'missing', e.missing,
      'surplus', e.surplus) order by e.round) from warehouse.count_entry e where e.count_line_id = l.count_line_id), '[]')
      as entries
  from warehouse.count_line l
  join masterdata.v_item i on i.item_id = l.item_id
  join stock.v_lot t on t.item_id = l.item_id and t.lot_id = l.lot_id
  left join stock.v_balance b on (b.item_id, b.lot_id, b.account_id, b.owner_id, b.disposition)
    = (l.item_id, l.lot_id, l.account_id, l.owner_id, l.disposition)`;

/** Lines of a locked count by their ids, with what was counted and what the books say now. */
export function linesById(tx: Tx, count_id: number, ids: readonly number[]): Promise<CountLine[]> {
  return tx.rows<CountLine>(`${LINES} where l.count_id = $1 and l.count_line_id = any($2::bigint[])`, [
    count_id,
    ids,
  ]);
}

/** Lines of a locked count whose difference is certain and not posted yet. */
export function differingLines(tx: Tx, count_id: number): Promise<CountLine[]> {
  return tx.rows<CountLine>(`${LINES} where l.count_id = $1 and l.status = 'differs' order by l.line_no`, [
    count_id,
  ]);
}

/** How many lines of a count stand how, and what its certain differences are worth, taken without sign. */
export async function standOf(
  tx: Tx,
  count_id: number,
): Promise<Record<CountLineStatus, number> & { gross_fen: number; postings: number }> {
  return tx.one(
    `select count(*) filter (where status = 'open') as open, count(*) filter (where status = 'recount') as recount,
       count(*) filter (where status = 'matched') as matched, count(*) filter (where status = 'differs') as differs,
       count(*) filter (where status = 'posted') as posted, coalesce(sum(abs(value_fen)), 0)::bigint as gross_fen,
       count(distinct movement_id) as postings
     from warehouse.count_line where count_id = $1`,
    [count_id],
  );
}

export async function approvalLimit(tx: Tx): Promise<number> {
  return (await tx.one<{ fen: number }>('select approval_limit_fen as fen from warehouse.setting')).fen;
}

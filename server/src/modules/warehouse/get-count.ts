import * as contract from '@tongcang/contract';
import { type Actor, can } from '../../platform/actor.ts';
import type { Tx } from '../../platform/db.ts';
import { notFound } from '../../platform/errors.ts';
import { defineVerb } from '../../platform/use-case.ts';
import { approvalLimit } from './count.read.ts';
import { COUNT_ROWS } from './count-rows.ts';

type Output = contract.OutputOf<typeof contract.getCount>;
type Line = Output['lines_rows'][number];

export const getCount = defineVerb(
  contract.getCount,
  { permission: 'warehouse.read', audit: null },
  ({ tx, actor }, { count_id }) => countOf(tx, actor, count_id),
);

/** A count as this person sees it: without the book where it is blind. */
export async function countOf(tx: Tx, actor: Actor, count_id: number): Promise<Output> {
  const [[head], lines, limit] = await Promise.all([
    tx.rows<Omit<Output, 'over_limit' | 'lines_rows'>>(`${COUNT_ROWS} where c.count_id = $1`, [count_id]),
    linesOf(tx, count_id, actor.user_id),
    approvalLimit(tx),
  ]);
  if (head === undefined) notFound('count', count_id);
  const sees_book = !head.blind || can(actor, 'warehouse.approve', head.warehouse_id);
  const over_limit = head.gross_fen > limit;
  return { ...head, over_limit, lines_rows: lines.map((line) => (sees_book ? line : blindfold(line))) };
}

const SETTLED: ReadonlySet<string> = new Set(['matched', 'differs', 'posted']);

/** While a line is in doubt, whoever may have to count it is told neither the book nor what others saw. */
function blindfold(line: Line): Line {
  if (SETTLED.has(line.status)) return line;
  const entries = line.entries.map((entry) => ({
    ...entry,
    book_qty: null,
    counted: null,
    missing: [],
    surplus: [],
  }));
  return { ...line, book_now: null, entries };
}

function linesOf(tx: Tx, count_id: number, user_id: number | null): Promise<Line[]> {
  return tx.rows<Line>(
    `select l.count_line_id, l.line_no, p.location_code, p.zone_code, l.item_id, i.item_code, i.name as item_name, i.unit,
       i.tracking, l.lot_id, t.lot_no, t.expiry_date, l.account_id, l.owner_id, o.name as owner_name, l.disposition, l.found,
       l.status, coalesce(b.qty, 0) as book_now, l.difference, l.value_fen, coalesce($2 = any (l.counters), false) as mine,
       l.approved_by_name, l.movement_id,
       coalesce((select jsonb_agg(jsonb_build_object('round', e.round, 'book_qty', e.book_qty, 'counted', e.counted,
         'missing', e.missing, 'surplus', e.surplus, 'note', e.note, 'counted_by_name', e.counted_by_name,
         'counted_at', e.counted_at) order by e.round)
         from warehouse.count_entry e where e.count_line_id = l.count_line_id), '[]') as entries
     from warehouse.count_line l
     join stock.v_account a on a.account_id = l.account_id
     left join masterdata.v_location p on p.location_id = a.location_id
     join masterdata.v_item i on i.item_id = l.item_id
     join stock.v_lot t on t.item_id = l.item_id and t.lot_id = l.lot_id
     join masterdata.v_partner o on o.partner_id = l.owner_id
     left join stock.v_balance b on (b.item_id, b.lot_id, b.account_id, b.owner_id, b.disposition)
       = (l.item_id, l.lot_id, l.account_id, l.owner_id, l.disposition)
     where l.count_id = $1 order by l.line_no`,
    [count_id, user_id],
  );
}

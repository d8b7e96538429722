import { listRecalls as contract, type OutputOf } from '@tongcang/contract';
import type { Tx } from '../../platform/db.ts';
import { defineVerb } from '../../platform/use-case.ts';

type Row = OutputOf<typeof contract>['rows'][number];

/** Active ones first; `after` counts the rows seen, because cases move down when they are closed. */
export const listRecalls = defineVerb(
  contract,
  { permission: 'stock.read', audit: null },
  async ({ tx }, { kind, active_only, limit, after }) => {
    const rows = await recallHeads(tx, [null, kind ?? null, active_only, after ?? 0, limit + 1]);
    return { rows: rows.slice(0, limit), next: rows.length > limit ? (after ?? 0) + limit : null };
  },
);

/** Heads of cases; of one where it is named. Notices out of sight are not counted. */
export function recallHeads(
  tx: Tx,
  filter: [case_id: number | null, kind: string | null, active_only: boolean, offset: number, limit: number],
): Promise<Row[]> {
  return tx.rows<Row>(
    `select c.case_id, c.document_no, c.kind, c.recall_class, c.origin, c.status, c.title, c.reason, c.decided_at, c.started_at,
       c.started_by_name, c.closed_at, l.lots, n.notices, n.confirmed, n.settled, n.overdue, n.next_due_at
     from quality.recall_case c
     join lateral (select count(*) as lots from quality.recall_lot l where l.case_id = c.case_id) l on true
     join lateral (
       select count(*) as notices, count(n.confirmed_at) as confirmed,
         count(*) filter (where n.status in ('reconciled', 'explained')) as settled,
         count(*) filter (where n.status in ('open', 'sent') and n.due_at < now() and c.status = 'active') as overdue,
         min(n.due_at) filter (where n.status in ('open', 'sent') and c.status = 'active') as next_due_at
       from quality.recall_notice n where n.case_id = c.case_id) n on true
     where ($1::bigint is null or c.case_id = $1) and ($2::text is null or c.kind = $2) and (c.status = 'active' or not $3)
     order by c.status, c.case_id desc offset $4 limit $5`,
    filter,
  );
}

import { listAsOf as contract, type InputOf, type OutputOf } from '@tongcang/contract';
import type { Scope, Tx } from '../../platform/db.ts';
import { defineVerb } from '../../platform/use-case.ts';

type Input = InputOf<typeof contract>;
type Row = OutputOf<typeof contract>['rows'][number];
type Group = Input['group'];

/** From where the sums are counted: forward from a period, or backward from the balances of now. */
type Anchor = {
  readonly period_id: number;
  readonly cutoff: string;
  readonly last_posting_id: number;
} | null;

export const listAsOf = defineVerb(
  contract,
  { permission: 'stock.read', audit: null, statement_timeout_ms: 30_000 },
  async ({ tx, actor }, input) => {
    const anchor = await anchorOf(tx, input.at);
    const filters = [input.at, input.warehouse_id ?? null, input.item_id ?? null, ...scopeOf(actor.scope)];
    const rows = await (anchor === null
      ? tx.rows<Row>(BACKWARD[input.group], filters)
      : tx.rows<Row>(FORWARD[input.group], [
          ...filters,
          anchor.period_id,
          anchor.cutoff,
          anchor.last_posting_id,
        ]));
    return { at: input.at, rows };
  },
);

function scopeOf({ warehouses }: Scope): [boolean, readonly number[]] {
  return warehouses === 'all' ? [true, []] : [false, warehouses];
}

/**
 * The nearer of two anchors in time: the newest period at or before the moment, or now. Either gives the exact sums,
 * because a period says which postings it holds and everything recorded later is added.
 */
async function anchorOf(tx: Tx, at: string): Promise<Anchor> {
  const [period] = await tx.rows<NonNullable<Anchor>>(
    `select period_id, cutoff, last_posting_id from stock.period
     where cutoff <= $1::timestamptz and $1::timestamptz - cutoff < now() - $1::timestamptz
     order by cutoff desc limit 1`,
    [at],
  );
  return period ?? null;
}

const LEGS = `cross join lateral (values
    (p.to_account_id, p.to_disposition, p.qty), (p.from_account_id, p.from_disposition, -p.qty))
    as e(account_id, disposition, qty)`;

// The periods hold places of ours only, so the legs are cut down to those before they are summed.
const MOVED_FORWARD = `select item_id, lot_id, account_id, disposition, qty from stock.period_balance where period_id = $6
  union all
  select p.item_id, p.lot_id, e.account_id, e.disposition, e.qty from stock.posting p ${LEGS}
  where p.occurred_at >= $7::timestamptz and p.occurred_at <= $1::timestamptz
  union all
  select p.item_id, p.lot_id, e.account_id, e.disposition, e.qty from stock.posting p ${LEGS}
  where p.posting_id > $8 and p.occurred_at < $7::timestamptz`;
const MOVED_BACKWARD = `select item_id, lot_id, account_id, disposition, qty from stock.balance where qty <> 0 and not unbounded
  union all
  select p.item_id, p.lot_id, e.account_id, e.disposition, -e.qty from stock.posting p ${LEGS}
  where p.occurred_at > $1::timestamptz`;

// Goods on the road and at the hospital belong to no warehouse; only those who see everything see them here, because
// only their postings are all in sight.
const summed = (moved: string, lot: boolean, warehouse: boolean) => `with sums as (
    select s.item_id, ${lot ? 's.lot_id' : 'null::bigint as lot_id'}, ${warehouse ? 'a.warehouse_id' : 'null::bigint as warehouse_id'},
      ${warehouse ? 's.disposition' : 'null::stock.disposition as disposition'}, sum(s.qty)::bigint as qty
    from (${moved}) s
    join stock.account a on a.account_id = s.account_id and a.kind in ('bin', 'in_transit', 'consigned', 'repair')
    where ($2::bigint is null or a.warehouse_id = $2) and ($3::bigint is null or s.item_id = $3)
      and ($4 or a.warehouse_id = any($5::bigint[]))
    group by 1, 2, 3, 4 having sum(s.qty) <> 0
  )
  select s.item_id, i.item_code, i.name as item_name, s.warehouse_id, s.lot_id, l.lot_no, s.disposition, s.qty
  from sums s
  join masterdata.v_item i on i.item_id = s.item_id
  left join stock.lot l on l.item_id = s.item_id and l.lot_id = s.lot_id
  order by i.item_code, s.warehouse_id, s.lot_id, s.disposition`;

const byGroup = (moved: string): Readonly<Record<Group, string>> => ({
  item: summed(moved, false, false),
  item_warehouse: summed(moved, false, true),
  lot: summed(moved, true, true),
});
const FORWARD = byGroup(MOVED_FORWARD);
const BACKWARD = byGroup(MOVED_BACKWARD);

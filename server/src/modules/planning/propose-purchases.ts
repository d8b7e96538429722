import * as contract from '@tongcang/contract';
import { requireAt, requireWhereSeen } from '../../platform/actor.ts';
import type { Tx } from '../../platform/db.ts';
import { fail } from '../../platform/errors.ts';
import { defineVerb } from '../../platform/use-case.ts';
import { requireWarehouse } from '../masterdata/index.ts';
import { type PlanNeed, proposePurchases as planPurchases } from '../supply/index.ts';

/** As many needs as a person can still look through before ordering. */
const NEEDS_MAX = 2_000;

/** Hands what is below its reorder point to supply, which buys it together. */
export const proposePurchases = defineVerb(
  contract.proposePurchases,
  { permission: 'supply.plan', audit: 'planning.propose_purchases', statement_timeout_ms: 30_000 },
  async (context, { warehouse_id, note }) => {
    const { tx, actor } = context;
    if (warehouse_id === undefined) requireWhereSeen(actor, 'supply.plan');
    else {
      requireAt(actor, 'supply.plan', warehouse_id);
      await requireWarehouse(tx, warehouse_id);
    }
    const below = await belowReorderPoint(tx, warehouse_id ?? null);
    if (below.length === 0) fail('supply.nothing_to_buy');
    const made = await planPurchases(context, below.slice(0, NEEDS_MAX), {
      source: 'planning',
      note: note || null,
    });
    return { ...made, left_out: Math.max(0, below.length - NEEDS_MAX) };
  },
);

/**
 * Pairs whose position (free, ordered, on the road, less what is asked for) is below the reorder point, with the level
 * to fill up to; the emptiest come first. Stock and open orders are taken off by the plan itself.
 */
async function belowReorderPoint(tx: Tx, warehouse_id: number | null): Promise<PlanNeed[]> {
  const rows = await tx.rows<Omit<PlanNeed, 'basis'>>(BELOW, [warehouse_id]);
  return rows.map((row) => ({ ...row, basis: 'level' }));
}

const BELOW = `with free as (
    select b.item_id, b.warehouse_id, sum(b.qty - b.allocated)::bigint as qty
    from stock.v_balance b
    join stock.v_account a on a.account_id = b.account_id
    join masterdata.v_location p on p.location_id = a.location_id
    join masterdata.v_partner o on o.partner_id = b.owner_id
    where b.disposition in ('released', 'quarantine') and b.qty > b.allocated and not b.unbounded
      and p.zone_kind in ('receiving', 'storage', 'dispatch') and o.kind = 'legal_entity'
    group by 1, 2
  ), ordered as (
    select item_id, warehouse_id, sum(qty)::bigint as qty from supply.v_on_order group by 1, 2
  ), coming as (
    select item_id, to_warehouse_id as warehouse_id, sum(qty)::bigint as qty from (
      select item_id, to_warehouse_id, qty from transfer.v_in_transit where not disputed
      union all
      select item_id, to_warehouse_id, qty from transfer.v_planned where status = 'approved') t
    group by 1, 2
  ), asked as (
    select item_id, warehouse_id, sum(qty_open)::bigint as qty from fulfilment.v_open_demand group by 1, 2
  )
  select p.item_id, p.warehouse_id, p.order_up_to + coalesce(d.qty, 0) - coalesce(c.qty, 0) as qty,
    ((now() at time zone w.timezone)::date + ceil(p.lead_time_days)::integer) as needed_on
  from planning.policy p
  join masterdata.v_warehouse w on w.warehouse_id = p.warehouse_id
  left join free f on f.item_id = p.item_id and f.warehouse_id = p.warehouse_id
  left join ordered o on o.item_id = p.item_id and o.warehouse_id = p.warehouse_id
  left join coming c on c.item_id = p.item_id and c.warehouse_id = p.warehouse_id
  left join asked d on d.item_id = p.item_id and d.warehouse_id = p.warehouse_id
  cross join lateral (
    select coalesce(f.qty, 0) + coalesce(o.qty, 0) + coalesce(c.qty, 0) - coalesce(d.qty, 0) as qty) x
  where ($1::bigint is null or p.warehouse_id = $1) and x.qty < p.reorder_point
    and p.order_up_to + coalesce(d.qty, 0) > coalesce(c.qty, 0)
  order by x.qty::double precision / greatest(p.reorder_point, 1), p.item_id, p.warehouse_id`;

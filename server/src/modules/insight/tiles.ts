import type { control_tower_tiles, listRisks, OutputOf } from '@tongcang/contract';
import type { z } from 'zod';
import type { Tx } from '../../platform/db.ts';
import { type Budget, readBudget } from '../planning/index.ts';

export type Tiles = z.infer<typeof control_tower_tiles>;
type Counts = OutputOf<typeof listRisks>['counts'];

/** Code under which the number of shortage risks is kept by day. */
export const SHORTAGE_RISKS = 'shortage_risks';
export const shortages = ({ stock_out, critical, warning }: Counts) => stock_out + critical + warning;

/** The figures at the top, for a warehouse or for all in sight; the risks have been counted already. */
export async function readTiles(tx: Tx, warehouse_id: number | null, counts: Counts): Promise<Tiles> {
  const values = [warehouse_id];
  const [before, in_transit, expiring_90_days, fill, budget] = await Promise.all([
    tx.rows<{ value: number }>(YESTERDAY, [warehouse_id, SHORTAGE_RISKS]),
    tx.one<Tiles['in_transit']>(IN_TRANSIT, values),
    tx.one<Tiles['expiring_90_days']>(EXPIRING, values),
    tx.one<Omit<Tiles['fill_rate_30_days'], 'rate'>>(FILL, values),
    readBudget(tx),
  ]);
  const count = shortages(counts);
  return {
    shortage_risks: {
      count,
      change: before[0] === undefined ? null : count - before[0].value,
      by_level: counts,
    },
    in_transit,
    expiring_90_days,
    fill_rate_30_days: { ...fill, rate: fill.wanted_qty === 0 ? null : fill.shipped_qty / fill.wanted_qty },
    transfer_budget: budgetTile(budget),
  };
}

export function budgetTile({ month, used_fen, budget_fen }: Budget): Tiles['transfer_budget'] {
  const rate = budget_fen === null || budget_fen === 0 ? null : used_fen / budget_fen;
  return { month, used_fen, budget_fen, rate };
}

// The newest day before today that has the figure; a warehouse's own, or the company's.
const YESTERDAY = `select value from insight.kpi_day
  where code = $2 and warehouse_id is not distinct from $1::bigint
    and day < (now() at time zone 'Asia/Shanghai')::date order by day desc limit 1`;

const IN_TRANSIT = `select count(*) as count, count(*) filter (where o.expected_arrival < now()) as late,
    coalesce(sum(r.qty), 0)::bigint as qty
  from transfer.v_transfer_order o
  left join lateral (select sum(v.qty) as qty from transfer.v_in_transit v where v.transfer_id = o.transfer_id) r on true
  where o.status = 'in_transit' and ($1::bigint is null or o.from_warehouse_id = $1 or o.to_warehouse_id = $1)`;

const EXPIRING = `select count(distinct (b.item_id, b.lot_id)) as lots, coalesce(sum(b.qty), 0)::bigint as qty,
    coalesce(sum(b.qty * coalesce(l.unit_cost_fen, i.unit_cost_fen)), 0)::bigint as value_fen
  from stock.v_lot l
  join stock.v_balance b on b.item_id = l.item_id and b.lot_id = l.lot_id
  join masterdata.v_item i on i.item_id = b.item_id
  where l.expiry_date between (select (now() at time zone 'Asia/Shanghai')::date)
      and (select (now() at time zone 'Asia/Shanghai')::date + 90)
    and b.warehouse_id is not null and b.qty > 0 and not b.unbounded
    and b.disposition in ('released', 'quarantine', 'held') and ($1::bigint is null or b.warehouse_id = $1)`;

const FILL = `select coalesce(sum(l.qty), 0)::bigint as wanted_qty, coalesce(sum(l.qty_shipped), 0)::bigint as shipped_qty,
    count(l.demand_line_id) as lines
  from fulfilment.v_demand d join fulfilment.v_demand_line l on l.demand_id = d.demand_id
  where d.needed_at between now() - interval '30 days' and now() and l.status <> 'cancelled'
    and ($1::bigint is null or d.warehouse_id = $1)`;

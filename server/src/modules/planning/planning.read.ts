import type {
  DemandBucket,
  ExpectedArrival,
  OpenDemand,
  RiskPosition,
  UsableStock,
} from '@tongcang/planning';
import type { Tx } from '../../platform/db.ts';
import { periodNumber, type StoredSeries } from './demand-series.ts';
import type { Pins, PlanningScope, Settings } from './planning.model.ts';

export function readSettings(tx: Tx): Promise<Settings> {
  return tx.one<Settings>(
    `select transfer_budget_fen, service_level, lead_time_days, lead_time_sd_days, qc_days, horizon_days,
       order_cover_days, changed_at from planning.setting`,
  );
}

/** Inspections that must have been measured before their mean takes the place of the company's setting. */
const MEASURED_ENOUGH = 3;

/** Days from arrival to release by item and warehouse, as inspections of the last year took them. */
export async function readQcDays(
  tx: Tx,
  { item_ids, warehouse_id }: PlanningScope,
): Promise<ReadonlyMap<string, number>> {
  const rows = await tx.rows<{ item_id: number; warehouse_id: number; days: number }>(
    `select item_id, warehouse_id, sum(mean_days * inspections) / sum(inspections) as days
     from quality.v_qc_lead_time
     where ($1::bigint[] is null or item_id = any($1)) and ($2::bigint is null or warehouse_id = $2)
     group by 1, 2 having sum(inspections) >= ${MEASURED_ENOUGH}`,
    [item_ids, warehouse_id],
  );
  return new Map(rows.map((row) => [`${row.item_id}|${row.warehouse_id}`, row.days]));
}

/** An item at a warehouse whose risk is to be assessed, with today's civil date there. */
export type Position = RiskPosition & { readonly today: string; readonly protection_days: number };

/** A demand line that still lacks goods. */
export type OpenLine = OpenDemand & {
  readonly today: string;
  readonly needed_at: string;
  readonly min_remaining_days: number;
};

/** Everything that the assessment of risk looks at, for the pairs in the scope. Four statements, sent together. */
export type RiskFacts = {
  readonly positions: readonly Position[];
  readonly stock: readonly UsableStock[];
  readonly arrivals: readonly ExpectedArrival[];
  readonly demand: readonly OpenLine[];
};

export async function readRiskFacts(tx: Tx, { item_ids, warehouse_id }: PlanningScope): Promise<RiskFacts> {
  const values = [item_ids, warehouse_id];
  const [positions, stock, arrivals, demand] = await Promise.all([
    tx.rows<Position>(POSITIONS, values),
    tx.rows<UsableStock>(USABLE_STOCK, values),
    tx.rows<ExpectedArrival>(ARRIVALS, values),
    tx.rows<OpenLine>(OPEN_DEMAND, values),
  ]);
  return { positions, stock, arrivals, demand };
}

const TODAY = '(now() at time zone w.timezone)::date';

// A risk without a policy stands for demand that nobody has a history of; it is looked at until it is over.
const POSITIONS = `select item_id, warehouse_id, coalesce(p.daily_mean, 0) as daily_demand,
    coalesce(p.safety_stock, 0) as safety_stock, coalesce(p.reorder_point, 0) as reorder_point,
    coalesce(p.protection_days, 0) as protection_days, ${TODAY} as today
  from (select * from planning.policy
        where ($1::bigint[] is null or item_id = any($1)) and ($2::bigint is null or warehouse_id = $2)) p
  full join (select item_id, warehouse_id from planning.risk
        where ($1::bigint[] is null or item_id = any($1)) and ($2::bigint is null or warehouse_id = $2)) r
    using (item_id, warehouse_id)
  join masterdata.v_warehouse w using (warehouse_id)`;

/**
 * Usable is what `stock.allocate` would offer: released, not allocated, in a saleable zone, owned by one of our
 * companies. Expiry is left to the reader, who looks ahead.
 */
const SALEABLE = `b.disposition = 'released' and b.qty > b.allocated and not b.unbounded
    and p.zone_kind in ('receiving', 'storage', 'dispatch') and o.kind = 'legal_entity'`;

const USABLE_STOCK = `select b.item_id, b.warehouse_id, b.lot_id, l.expiry_date, sum(b.qty - b.allocated)::bigint as qty
  from stock.v_balance b
  join stock.v_account a on a.account_id = b.account_id
  join masterdata.v_location p on p.location_id = a.location_id
  join masterdata.v_partner o on o.partner_id = b.owner_id
  join stock.v_lot l on l.item_id = b.item_id and l.lot_id = b.lot_id
  where ($1::bigint[] is null or b.item_id = any($1)) and ($2::bigint is null or b.warehouse_id = $2) and ${SALEABLE}
  group by b.item_id, b.warehouse_id, b.lot_id, l.expiry_date`;

// On the road, unless the receipt is done and it was missing; approved to leave; and bought, as far as the supplier has
// not said that less comes. A request alone promises nothing.
const ARRIVALS = `select t.item_id, t.to_warehouse_id as warehouse_id, l.expiry_date, t.qty,
    (coalesce(t.expected_arrival, now()) at time zone w.timezone)::date as date
  from (
    select item_id, lot_id, to_warehouse_id, qty, expected_arrival from transfer.v_in_transit where not disputed
    union all
    select item_id, lot_id, to_warehouse_id, qty, expected_arrival from transfer.v_planned where status = 'approved') t
  join masterdata.v_warehouse w on w.warehouse_id = t.to_warehouse_id
  left join stock.v_lot l on l.item_id = t.item_id and l.lot_id = t.lot_id
  where ($1::bigint[] is null or t.item_id = any($1)) and ($2::bigint is null or t.to_warehouse_id = $2)
  union all
  select o.item_id, o.warehouse_id, o.expiry_date, o.qty, o.expected_on as date
  from supply.v_on_order o
  where ($1::bigint[] is null or o.item_id = any($1)) and ($2::bigint is null or o.warehouse_id = $2)`;

const OPEN_DEMAND = `select d.demand_line_id, d.item_id, d.warehouse_id, d.qty_open as qty, d.priority_class,
    (d.needed_at at time zone w.timezone)::date as due_date, d.needed_at, d.min_remaining_days, ${TODAY} as today
  from fulfilment.v_open_demand d join masterdata.v_warehouse w on w.warehouse_id = d.warehouse_id
  where ($1::bigint[] is null or d.item_id = any($1)) and ($2::bigint is null or d.warehouse_id = $2)`;

/** Sums of the demand history by item, warehouse and bucket, periods in order. */
export function readSeries(tx: Tx, { item_ids, warehouse_id }: PlanningScope): Promise<StoredSeries[]> {
  return tx.rows<StoredSeries>(
    `select item_id, warehouse_id, bucket, array_agg(period_start order by period_start) as periods,
       array_agg(qty order by period_start) as qtys
     from (select item_id, warehouse_id, bucket, period_start, sum(qty)::bigint as qty from planning.demand_history
           where ($1::bigint[] is null or item_id = any($1)) and ($2::bigint is null or warehouse_id = $2)
           group by item_id, warehouse_id, bucket, period_start) s
     group by item_id, warehouse_id, bucket order by item_id, warehouse_id, bucket`,
    [item_ids, warehouse_id],
  );
}

/** The newest period that was reported for any item at a warehouse, by `warehouse|bucket`, as a period number. */
export async function readLastPeriods(tx: Tx): Promise<Map<string, number>> {
  const rows = await tx.rows<{ warehouse_id: number; bucket: DemandBucket; last: string }>(
    'select warehouse_id, bucket, max(period_start) as last from planning.demand_history group by warehouse_id, bucket',
  );
  return new Map(rows.map((r) => [`${r.warehouse_id}|${r.bucket}`, periodNumber(r.bucket, r.last)]));
}

/** What is fixed by people, by `item|warehouse`. */
export async function readPins(
  tx: Tx,
  { item_ids, warehouse_id }: PlanningScope,
): Promise<Map<string, Pins>> {
  const rows = await tx.rows<Pins & { item_id: number; warehouse_id: number }>(
    `select item_id, warehouse_id, pin_service_level as service_level, pin_lead_time_days as lead_time_days,
       pin_lead_time_sd_days as lead_time_sd_days, pin_qc_days as qc_days, pin_safety_stock as safety_stock,
       pin_reorder_point as reorder_point, pin_order_up_to as order_up_to
     from planning.policy where pin_reason is not null
       and ($1::bigint[] is null or item_id = any($1)) and ($2::bigint is null or warehouse_id = $2)`,
    [item_ids, warehouse_id],
  );
  return new Map(rows.map(({ item_id, warehouse_id, ...pins }) => [`${item_id}|${warehouse_id}`, pins]));
}

/** Shelf lives of the items, and the life that customers usually ask for (the median over departments). */
export async function readLives(
  tx: Tx,
  item_ids: readonly number[] | null,
): Promise<{ shelf_life_days: Map<number, number | null>; min_remaining_days: number }> {
  const [items, usual] = await Promise.all([
    tx.rows<{ item_id: number; shelf_life_days: number | null }>(
      'select item_id, shelf_life_days from masterdata.v_item where $1::bigint[] is null or item_id = any($1)',
      [item_ids],
    ),
    tx.one<{ days: number }>(
      `select coalesce(percentile_disc(0.5) within group (order by min_remaining_days), 0) as days
       from masterdata.v_department`,
    ),
  ]);
  return {
    shelf_life_days: new Map(items.map((i) => [i.item_id, i.shelf_life_days])),
    min_remaining_days: usual.days,
  };
}

/** A lot at a warehouse with what is free of it; lots that may not be used are listed too, so that a plan can say why. */
export type DonorRow = {
  readonly item_id: number;
  readonly warehouse_id: number;
  readonly lot_id: number;
  readonly lot_no: string;
  readonly production_date: string | null;
  readonly expiry_date: string | null;
  readonly recalled: boolean;
  readonly held: boolean;
  readonly disposition: 'quarantine' | 'released' | 'held' | 'rejected' | 'recalled' | 'expired';
  readonly qty_free: number;
};

/**
 * What stands in the bins of all warehouses in sight. A plan leaves alone what open proposals have promised already;
 * who accepts a proposal looks at the goods themselves, because the first to be accepted gets them.
 */
export function readDonors(
  tx: Tx,
  item_ids: readonly number[],
  { less_promised }: { less_promised: boolean },
): Promise<DonorRow[]> {
  return tx.rows<DonorRow>(
    `with promised as (
       select p.item_id, p.from_warehouse_id as warehouse_id, l.lot_id, sum(l.qty)::bigint as qty
       from planning.proposal p cross join lateral jsonb_to_recordset(p.lines) as l(lot_id bigint, qty bigint)
       where p.status = 'proposed' and p.item_id = any($1::bigint[]) and $2
       group by 1, 2, 3
     ), standing as (
       select b.item_id, b.warehouse_id, b.lot_id, b.disposition, sum(b.qty - b.allocated)::bigint as qty
       from stock.v_balance b
       join stock.v_account a on a.account_id = b.account_id
       join masterdata.v_location p on p.location_id = a.location_id
       join masterdata.v_partner o on o.partner_id = b.owner_id
       where b.item_id = any($1::bigint[]) and b.qty > b.allocated and not b.unbounded and o.kind = 'legal_entity'
         and (b.disposition <> 'released' or p.zone_kind in ('receiving', 'storage', 'dispatch'))
         -- What is kept for a customer stays where he is served from.
         and not exists (select from fulfilment.v_reserved_lot r where r.item_id = b.item_id and r.lot_id = b.lot_id)
       group by 1, 2, 3, 4
     )
     select s.item_id, s.warehouse_id, s.lot_id, l.lot_no, l.production_date, l.expiry_date, l.recalled, l.held,
       s.disposition, greatest(0, s.qty - case when s.disposition = 'released' then coalesce(q.qty, 0) else 0 end) as qty_free
     from standing s
     join stock.v_lot l on l.item_id = s.item_id and l.lot_id = s.lot_id
     left join promised q on (q.item_id, q.warehouse_id, q.lot_id) = (s.item_id, s.warehouse_id, s.lot_id)
     order by s.item_id, s.warehouse_id, s.lot_id, s.disposition`,
    [item_ids, less_promised],
  );
}

export type PlanItem = {
  readonly item_id: number;
  readonly item_code: string;
  readonly name: string;
  readonly carton_qty: number;
  readonly unit_weight_g: number;
  readonly storage_condition: string;
  readonly temp_min_c: number | null;
  readonly temp_max_c: number | null;
};
export type PlanLane = {
  readonly lane_id: number;
  readonly from_warehouse_id: number;
  readonly to_warehouse_id: number;
  readonly mode: string;
  readonly transit_hours: number;
  readonly distance_km: number;
  readonly fixed_cost_fen: number;
  readonly cost_fen_per_kg: number;
  readonly capacity_kg: number;
  readonly temp_min_c: number | null;
  readonly temp_max_c: number | null;
};
export type PlanWarehouse = { readonly warehouse_id: number; readonly warehouse_code: string };

/** Items, lanes and warehouses that a plan is made of. */
export async function readNetwork(tx: Tx, item_ids: readonly number[]) {
  const [items, lanes, warehouses] = await Promise.all([
    tx.rows<PlanItem>(
      `select item_id, item_code, name, carton_qty, unit_weight_g, storage_condition, temp_min_c, temp_max_c
       from masterdata.v_item where item_id = any($1::bigint[]) order by item_id`,
      [item_ids],
    ),
    tx.rows<PlanLane>(
      `select lane_id, from_warehouse_id, to_warehouse_id, mode, transit_hours, distance_km, fixed_cost_fen,
         cost_fen_per_kg, capacity_kg, temp_min_c, temp_max_c
       from masterdata.v_lane where to_warehouse_id is not null order by lane_id`,
    ),
    tx.rows<PlanWarehouse>(
      'select warehouse_id, warehouse_code from masterdata.v_warehouse order by warehouse_id',
    ),
  ]);
  return { items, lanes, warehouses };
}

/** Items that may need goods: at risk, with open demand, or moved since they were last assessed. */
export async function readItemsInNeed(tx: Tx, to_warehouse_id: number | null): Promise<number[]> {
  const rows = await tx.rows<{ item_id: number }>(
    `select item_id from planning.risk
       where level in ('stock_out', 'critical', 'warning') and ($1::bigint is null or warehouse_id = $1)
     union select item_id from fulfilment.v_open_demand where $1::bigint is null or warehouse_id = $1
     union select item_id from planning.touched order by 1`,
    [to_warehouse_id],
  );
  return rows.map((row) => row.item_id);
}

/** Risks that somebody has put aside, as `item|warehouse`. */
export async function readDismissed(tx: Tx): Promise<Set<string>> {
  const rows = await tx.rows<{ item_id: number; warehouse_id: number }>(
    'select item_id, warehouse_id from planning.risk where dismissed_until > now()',
  );
  return new Set(rows.map((row) => `${row.item_id}|${row.warehouse_id}`));
}

/** Freight of the transfers approved in this calendar month (China), cancelled ones not counted, and the month's limit. */
export type Budget = {
  readonly month: string;
  readonly used_fen: number;
  readonly budget_fen: number | null;
};
export function readBudget(tx: Tx): Promise<Budget> {
  return tx.one<Budget>(
    `select to_char(now() at time zone 'Asia/Shanghai', 'YYYY-MM') as month,
       (select transfer_budget_fen from planning.setting) as budget_fen,
       (select coalesce(sum(cost_fen), 0)::bigint from transfer.v_transfer_order
        where approved_at >= date_trunc('month', now() at time zone 'Asia/Shanghai') at time zone 'Asia/Shanghai'
          and status not in ('cancelled', 'rejected')) as used_fen`,
  );
}

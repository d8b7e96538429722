import type { Tx } from '../../platform/db.ts';

/** A way from a warehouse, with the arrival of goods that leave now. */
export type Lane = {
  readonly lane_id: number;
  readonly transit_hours: number;
  readonly fixed_cost_fen: number;
  readonly cost_fen_per_kg: number;
  readonly temp_min_c: number | null;
  readonly temp_max_c: number | null;
  /** ISO instant, UTC. */
  readonly arrives_at: string;
  /** Civil date at the destination; a customer's day is that of the warehouse. */
  readonly arrival_date: string;
};
/** What an item asks of its transport. */
export type Transported = {
  readonly storage_condition: string;
  readonly temp_min_c: number | null;
  readonly temp_max_c: number | null;
};
export type LaneEnds = {
  readonly from_warehouse_id: number;
  readonly to_warehouse_id?: number;
  readonly to_partner_id?: number;
};

/** All ways from a warehouse to another one or to a customer. */
export function lanesBetween(tx: Tx, ends: LaneEnds): Promise<Lane[]> {
  return tx.rows<Lane>(
    `select l.lane_id, l.transit_hours, l.fixed_cost_fen, l.cost_fen_per_kg, l.temp_min_c, l.temp_max_c,
       now() + make_interval(hours => l.transit_hours) as arrives_at,
       ((now() + make_interval(hours => l.transit_hours)) at time zone w.timezone)::date as arrival_date
     from masterdata.v_lane l
     join masterdata.v_warehouse w on w.warehouse_id = coalesce(l.to_warehouse_id, l.from_warehouse_id)
     where l.from_warehouse_id = $1 and (l.to_warehouse_id = $2 or l.to_partner_id = $3)
     order by l.lane_id`,
    [ends.from_warehouse_id, ends.to_warehouse_id ?? null, ends.to_partner_id ?? null],
  );
}

/**
 * The lane that serves best: fit for every item, in time, cheapest. Where none is in time the fastest that fits,
 * where none fits the fastest at all, because then the gate says why it may not be used. Null without any lane.
 */
export function chooseLane(
  lanes: readonly Lane[],
  items: readonly Transported[],
  { needed_at, weight_kg }: { needed_at: string | null; weight_kg: number },
): Lane | null {
  const fit = lanes.filter((lane) => items.every((item) => fits(lane, item)));
  const usable = fit.length > 0 ? fit : lanes;
  const due = needed_at === null ? Number.POSITIVE_INFINITY : Date.parse(needed_at);
  const rank = (lane: Lane) => {
    const in_time = Date.parse(lane.arrives_at) <= due;
    const cost = laneCostFen(lane, weight_kg);
    return in_time ? [0, cost, lane.transit_hours] : [1, lane.transit_hours, cost];
  };
  return usable.toSorted((a, b) => compare(rank(a), rank(b)) || a.lane_id - b.lane_id)[0] ?? null;
}

/** Freight in fen: the fixed part and every kilogram begun. */
export function laneCostFen(lane: Lane, weight_kg: number): number {
  return lane.fixed_cost_fen + lane.cost_fen_per_kg * Math.ceil(weight_kg);
}

/** Cold and frozen goods need a lane whose range lies inside theirs; the gate has the last word. */
function fits(lane: Lane, item: Transported): boolean {
  if (item.storage_condition !== 'cold' && item.storage_condition !== 'frozen') return true;
  if (item.temp_min_c === null || item.temp_max_c === null) return true;
  return (
    lane.temp_min_c !== null &&
    lane.temp_max_c !== null &&
    lane.temp_min_c >= item.temp_min_c &&
    lane.temp_max_c <= item.temp_max_c
  );
}

function compare(left: readonly number[], right: readonly number[]): number {
  const at = left.findIndex((value, index) => value !== right[index]);
  return at < 0 ? 0 : left[at]! - right[at]!;
}

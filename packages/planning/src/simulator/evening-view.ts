import type { EveningState, RedistributionNetwork } from '../redistribution/index.ts';
import type { SimulatedWorld } from './simulator.model.ts';
import type { UnitLedger } from './unit-ledger.ts';

/** What is still missing of an order. */
export type WaitingOrder = { readonly day: number; readonly tier: number; qty: number };
/** Units ordered from a supplier that have not come yet. */
export type OpenSupply = { readonly promised_day: number; readonly qty: number };

/** How many days ahead warehouses know what their suppliers have promised. */
const ARRIVAL_HORIZON_DAYS = 14;

/** The part of a world that a transfer policy knows. */
export function networkOf(world: SimulatedWorld): RedistributionNetwork {
  return {
    warehouses: world.warehouses,
    items: world.items,
    rate_per_day: world.rate_per_day,
    dispersion: world.dispersion,
    volume: world.volume,
    rescue_value: world.unit_value.map((value) => value * world.outdated_share),
    lane_days: world.lane_days,
    lane_fixed_cost: world.lane_fixed_cost,
    lane_volume_cost: world.lane_volume_cost,
    tiers: world.tiers,
    review_days: world.review_days,
    arrival_horizon_days: ARRIVAL_HORIZON_DAYS,
  };
}

/** Rows of lists by pair as one array with starts. */
function byPair<T>(lists: readonly (readonly T[])[]): {
  readonly start: Int32Array;
  readonly rows: readonly T[];
} {
  const start = new Int32Array(lists.length + 1);
  lists.forEach((list, pair) => {
    start[pair + 1] = start[pair]! + list.length;
  });
  return { start, rows: lists.flat() };
}

/** The next promised arrival of a pair; supplies past their promise are not in sight, as nobody knows their day. */
function nextPromise(supplies: ReadonlySet<OpenSupply>, day: number): { days: number; qty: number } {
  let days = 0;
  let qty = 0;
  for (const supply of supplies) {
    const in_days = supply.promised_day - day;
    if (in_days < 1 || in_days > ARRIVAL_HORIZON_DAYS || (days > 0 && in_days > days)) continue;
    qty = in_days === days ? qty + supply.qty : supply.qty;
    days = in_days;
  }
  return { days, qty };
}

/** What is known in the evening, without the lanes. */
export function eveningState(
  world: SimulatedWorld,
  day: number,
  units: UnitLedger,
  waiting: readonly (readonly WaitingOrder[])[],
  supplies: readonly ReadonlySet<OpenSupply>[],
): EveningState {
  const pairs = world.warehouses * world.items;
  const lots = byPair(Array.from({ length: pairs }, (_, pair) => units.lots(pair)));
  const orders = byPair(waiting);
  const promises = supplies.map((of_pair) => nextPromise(of_pair, day));
  return {
    lot_start: lots.start,
    lot_days_left: Int32Array.from(lots.rows, (lot) => lot.expiry_day - day),
    lot_qty: Float64Array.from(lots.rows, (lot) => lot.qty),
    order_start: orders.start,
    order_tier: Int32Array.from(orders.rows, (order) => order.tier),
    order_waited_days: Int32Array.from(orders.rows, (order) => day - order.day),
    order_qty: Float64Array.from(orders.rows, (order) => order.qty),
    inbound_qty: Float64Array.from({ length: pairs }, (_, pair) => units.inbound(pair)),
    arrival_days: Int32Array.from(promises, (promise) => promise.days),
    arrival_qty: Float64Array.from(promises, (promise) => promise.qty),
  };
}

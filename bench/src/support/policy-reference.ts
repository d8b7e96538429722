import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import {
  createRedistribution,
  type EveningState,
  type Redistribution,
  type RedistributionNetwork,
  type RedistributionSettings,
} from '@tongcang/planning/redistribution';

/** What the reference world shows a policy in the evening; the words are that file's. */
type View = {
  readonly t: number;
  readonly W: number;
  readonly I: number;
  readonly rate: readonly (readonly number[])[];
  readonly items: readonly { readonly disp: number; readonly vol: number }[];
  readonly lead: readonly (readonly number[])[];
  readonly fixed: readonly (readonly number[])[];
  readonly vc: readonly (readonly number[])[];
  readonly PEN: readonly number[];
  readonly WAIT: readonly number[];
  readonly lots: (w: number, i: number) => readonly (readonly [number, number])[];
  readonly backorders: (
    w: number,
  ) => readonly { readonly i: number; readonly tier: number; readonly n: number; readonly t: number }[];
  readonly inbound: readonly {
    readonly w: number;
    readonly i: number;
    readonly l: readonly (readonly [number, number])[];
  }[];
  readonly nextArrival: ReadonlyMap<number, readonly [number, number]>;
};
type Move = { readonly from: number; readonly to: number; readonly item: number; readonly qty: number };

/** A row of the reference world's report. */
export type ReferenceResult = {
  readonly fillSameDay: readonly number[];
  readonly fillInWindow: readonly number[];
  readonly penalty: number;
  readonly freight: number;
  readonly total: number;
  readonly ships: number;
  readonly units: number;
  readonly outdated: number;
  readonly turns: number;
};
export type ReferencePolicy = string | ((view: View) => readonly Move[]);
export type ReferenceWorld = {
  readonly world: (size: { W: number; I: number; T: number; seed: number }) => object;
  readonly simulate: (
    world: object,
    policy: ReferencePolicy,
    options?: Record<string, number | boolean>,
  ) => ReferenceResult;
};

/** The reference world's program, or nothing where it is not beside the project. */
export async function loadReferenceWorld(root: string): Promise<ReferenceWorld | undefined> {
  const file = join(root, '../shared/planning/tools/reference-world.mjs');
  return existsSync(file) ? ((await import(pathToFileURL(file).href)) as ReferenceWorld) : undefined;
}

/** Orders by tier, and the daily cost of lateness as a share of the penalty, as that world makes them. */
const TIER_SHARE = [0.1, 0.2, 0.4, 0.3];
const LATE_SHARE_PER_DAY = 0.05;
const REVIEW_DAYS = 7;
const ARRIVAL_HORIZON_DAYS = 14;
/** Outdating costs nothing in that world, though a goal counts it: what a rescued unit is taken to be worth. */
const RESCUE_VALUE = 90;

function networkOf(view: View): RedistributionNetwork {
  const { W, I } = view;
  return {
    warehouses: W,
    items: I,
    rate_per_day: Float64Array.from(view.rate.flat()),
    dispersion: Float64Array.from(view.items, (item) => item.disp),
    volume: Float64Array.from(view.items, (item) => item.vol),
    rescue_value: new Float64Array(I).fill(RESCUE_VALUE),
    lane_days: Int32Array.from(view.lead.flat()),
    lane_fixed_cost: Float64Array.from(view.fixed.flat()),
    lane_volume_cost: Float64Array.from(view.vc.flat()),
    tiers: TIER_SHARE.map((share, k) => ({
      share,
      penalty: view.PEN[k + 1]!,
      late_penalty_per_day: view.PEN[k + 1]! * LATE_SHARE_PER_DAY,
      patience_days: view.WAIT[k + 1]!,
    })),
    review_days: REVIEW_DAYS,
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

function eveningOf(view: View): EveningState {
  const { W, I, t } = view;
  const pairs = W * I;
  const lots = byPair(Array.from({ length: pairs }, (_, pair) => view.lots(Math.floor(pair / I), pair % I)));
  const waiting: { tier: number; waited: number; qty: number }[][] = Array.from({ length: pairs }, () => []);
  for (let w = 0; w < W; w += 1)
    for (const order of view.backorders(w))
      waiting[w * I + order.i]!.push({ tier: order.tier - 1, waited: t - order.t, qty: order.n });
  const orders = byPair(waiting);
  const inbound_qty = new Float64Array(pairs);
  for (const { w, i, l } of view.inbound) for (const [, qty] of l) inbound_qty[w * I + i]! += qty;
  const arrival_days = new Int32Array(pairs);
  const arrival_qty = new Float64Array(pairs);
  for (const [pair, [days, qty]] of view.nextArrival) {
    arrival_days[pair] = days;
    arrival_qty[pair] = qty;
  }
  return {
    lot_start: lots.start,
    lot_days_left: Int32Array.from(lots.rows, ([expiry]) => expiry - t),
    lot_qty: Float64Array.from(lots.rows, ([, qty]) => qty),
    order_start: orders.start,
    order_tier: Int32Array.from(orders.rows, (order) => order.tier),
    order_waited_days: Int32Array.from(orders.rows, (order) => order.waited),
    order_qty: Float64Array.from(orders.rows, (order) => order.qty),
    inbound_qty,
    arrival_days,
    arrival_qty,
  };
}

/** The project's transfer policy as a function of the reference world's view, and of nothing else. */
export function referencePolicy(settings?: RedistributionSettings): (view: View) => readonly Move[] {
  let redistribution: Redistribution | undefined;
  return (view) => {
    redistribution ??= createRedistribution(networkOf(view), settings);
    return redistribution
      .decide(eveningOf(view))
      .flatMap(({ from, to, lines }) => lines.map(({ item, qty }) => ({ from, to, item, qty })));
  };
}

import { PlanningInputError } from '../errors.ts';
import type { TransferItem } from '../transfer.model.ts';
import type { Context } from '../transfer-input.ts';
import { gainOf, type State } from '../transfer-state.ts';
import type { NetworkRows, NetworkTerms } from './network.model.ts';
import type { NetworkFlow } from './solve.ts';

/** How many times a class outweighs the next one; two classes further it is its square. */
const CLASS_RATIO = 10;
/** Waiting weighs within a class, and never as much as the class above. */
const WAITING_FACTOR_MAX = 5;
const QTY_MAX = 2 ** 30;
/** The heaviest shortage that a network takes. */
const WEIGHT_MAX = 1e9;

/** A way of the network as the transfer state knows it. */
export type Way = { readonly need: number; readonly lot: number; readonly lane: number };
export type TransferNetwork = {
  readonly rows: NetworkRows;
  readonly terms: NetworkTerms;
  readonly ways: readonly Way[];
  /** Base units in a load of each lot. */
  readonly sizes: readonly number[];
  /** Fen in a cost unit of the network. */
  readonly scale: number;
};

/** Goods that must stay in cartons leave by the carton, all others by the base unit. */
export const loadOf = (item: TransferItem) => (item.whole_cartons ? item.carton_qty : 1);

export function waysOf({ options }: State): Way[] {
  return options.flatMap((donors, need) =>
    donors.flatMap(({ routes }) =>
      routes.flatMap(({ lane, lots }) => lots.map((lot) => ({ need, lot, lane }))),
    ),
  );
}

/** Freight of a unit, not rounded: the fen that rounding adds to a flow is left to the comparison at the end. */
const unitFen = (context: Context, { lot, lane }: Way) =>
  (context.lots[lot]!.item.unit_weight_g * context.lanes[lane]!.cost_fen_per_kg) / 1000;

function penaltyFen(context: Context, { need, lot }: Way): number {
  const { item_id } = context.needs[need]!;
  const sent = context.lots[lot]!.item_id;
  const rows = sent === item_id ? [] : (context.specials.substitutesOf.get(item_id) ?? []);
  return rows.find((row) => row.substitute_item_id === sent)?.penalty_fen ?? 0;
}

/** What a unit that is short weighs at least, so that no lane, load or penalty stands before serving it. */
function shortFen(context: Context, ways: readonly Way[]): number {
  const dearest = context.lanes.reduce((most, lane) => Math.max(most, lane.fixed_cost_fen), 1);
  const costs = (way: Way) =>
    unitFen(context, way) / gainOf(context, way.need, way.lot) + penaltyFen(context, way);
  return dearest + ways.reduce((most, way) => Math.max(most, costs(way)), 1);
}

/** The limit of consumption that a lot counts in first at a warehouse, -1 for none; later days contain earlier ones. */
function lifeRows(context: Context) {
  const capacity: number[] = [];
  const next: number[] = [];
  const first_of = new Map<string, number>();
  for (const [key, limits] of context.specials.limitsOf) {
    first_of.set(key, capacity.length);
    for (const [k, limit] of limits.entries()) {
      next.push(k + 1 < limits.length ? capacity.length + 1 : -1);
      const item = context.lots.find((lot) => lot.item_id === limit.item_id)?.item;
      capacity.push(Math.floor(limit.qty / (item ? loadOf(item) : 1)));
    }
  }
  const rowOf = ({ need, lot }: Way): number => {
    const { to_warehouse_id, patient_specific } = context.needs[need]!;
    const { item_id, expiry_day } = context.lots[lot]!;
    const key = `${to_warehouse_id}/${item_id}`;
    const first = first_of.get(key);
    if (first === undefined || expiry_day === null || patient_specific) return -1;
    const limits = context.specials.limitsOf.get(key)!;
    const position = limits.findIndex((limit) => limit.expiry_day >= expiry_day);
    return position < 0 ? -1 : first + position;
  };
  return { life: { capacity, next }, rowOf };
}

/** Units that a whole carton may exceed a need by. */
function overMax({ options }: Context, need: Context['needs'][number]): number {
  if (!need.item.whole_cartons) return 0;
  return Math.floor(Math.min(need.item.carton_qty - 1, need.qty * options.over_delivery_share_max));
}

/** Floors in units: a share of the lesser of what a class asks for and what it can reach. */
function fairFloors({ context, options }: State): [number, number, number, number] {
  const shares = context.options.fair_floor_share ?? [0, 0, 0, 0];
  const floorOf = (priority_class: number) => {
    const needs = [...context.needs.keys()].filter(
      (n) => context.needs[n]!.priority_class === priority_class,
    );
    const demand = needs.reduce((sum, need) => sum + context.needs[need]!.qty, 0);
    const pairs = new Set(needs.flatMap((need) => options[need]!.map(({ pair }) => pair)));
    const limitOf = (pair: number) => Math.min(...context.pairs[pair]!.limits.slice(0, priority_class));
    const supply = [...pairs].reduce((sum, pair) => sum + limitOf(pair), 0);
    return Math.floor(shares[priority_class - 1]! * Math.min(demand, supply));
  };
  return [floorOf(1), floorOf(2), floorOf(3), floorOf(4)];
}

function termsOf(state: State, short: number, scale: number): NetworkTerms {
  const { budget_fen, fair_price_fen, fair_floor_share } = state.context.options;
  return {
    strict_tiers: true,
    freight_max: budget_fen === null ? null : budget_fen / scale,
    fair_floor: fairFloors(state),
    fair_price: fair_floor_share === null ? 0 : (fair_price_fen ?? short * CLASS_RATIO ** 2) / scale,
  };
}

/** The open ways of a transfer input as a network; volume is weight. */
export function networkOf(state: State): TransferNetwork {
  const { context } = state;
  const { needs, lots, lanes, pairs } = context;
  const ways = waysOf(state);
  const ends = [...needs, ...lanes].map((row) => row.to_warehouse_id);
  const dest_of = new Map([...new Set(ends)].sort((a, b) => a - b).map((id, dest) => [id, dest]));
  const groups = new Map<string, number>();
  const groupOf = ({ item_id, lot_id }: (typeof lots)[number]) => {
    const key = `${item_id}/${lot_id}`;
    if (!groups.has(key)) groups.set(key, groups.size);
    return groups.get(key)!;
  };
  const short = shortFen(context, ways);
  const scale = Math.max(1, (short * WAITING_FACTOR_MAX * CLASS_RATIO ** 3) / WEIGHT_MAX);
  const waiting = (need: (typeof needs)[number]) =>
    Math.min(WAITING_FACTOR_MAX, 1 + context.options.waiting_weight * (need.waited_periods ?? 0));
  const sizes = lots.map(({ item }) => loadOf(item));
  const { life, rowOf } = lifeRows(context);
  const gains = ways.map(({ need, lot }) => gainOf(context, need, lot) * sizes[lot]!);
  const freight = ways.map((way) => (unitFen(context, way) * sizes[way.lot]!) / scale);
  // A sealed lot that is not whole cartons cannot leave where cartons stay whole.
  const loads = lots.map(({ qty_free, sealed }, lot) =>
    sealed && qty_free % sizes[lot]! !== 0 ? 0 : Math.floor(qty_free / sizes[lot]!),
  );
  return {
    ways,
    sizes,
    scale,
    terms: termsOf(state, short, scale),
    rows: {
      donors: {
        limit: pairs.flatMap(({ limits, item }) => limits.map((qty) => Math.floor(qty / loadOf(item)))),
      },
      lots: {
        donor: lots.map(({ pair }) => pair),
        qty: loads,
        sealed: lots.map(({ sealed }) => (sealed ? 1 : 0)),
        group: lots.map(groupOf),
      },
      lines: {
        dest: needs.map((need) => dest_of.get(need.to_warehouse_id)!),
        tier: needs.map((need) => need.priority_class),
        qty: needs.map((need) => need.qty),
        over_max: needs.map((need) => overMax(context, need)),
        weight: needs.map(
          (need) => (short / scale) * CLASS_RATIO ** (4 - need.priority_class) * waiting(need),
        ),
        single: needs.map((need) => (need.single_lot ? 1 : 0)),
      },
      lanes: {
        dest: lanes.map((lane) => dest_of.get(lane.to_warehouse_id)!),
        fixed: lanes.map((lane) => lane.fixed_cost_fen / scale),
        capacity: lanes.map((lane) => lane.capacity_g),
      },
      arcs: {
        lot: ways.map(({ lot }) => lot),
        line: ways.map(({ need }) => need),
        lane: ways.map(({ lane }) => lane),
        cost: ways.map((way, arc) => freight[arc]! + (penaltyFen(context, way) * gains[arc]!) / scale),
        freight,
        volume: ways.map(({ lot }) => lots[lot]!.item.unit_weight_g * sizes[lot]!),
        yield: gains,
        life: ways.map(rowOf),
      },
      life,
    },
  };
}

/** Loads of the state's plan on each way. */
export function flowsOf(state: State, { ways, sizes }: TransferNetwork): NetworkFlow[] {
  return ways.flatMap(({ need, lot, lane }, arc) => {
    const qty = state.flowsOfNeed[need]!.get(`${need}/${lot}/${lane}`)?.qty ?? 0;
    const loads = Math.floor(qty / sizes[lot]!);
    return loads > 0 ? [{ arc, loads }] : [];
  });
}

/** The first value that is larger than any network may hold; null where all fit. */
export function tooLarge({ needs, lots, pairs }: Context): PlanningInputError | null {
  const error = (field: string, value: number) => new PlanningInputError('out_of_range', field, value);
  for (const [k, { qty, item }] of needs.entries()) {
    if (qty >= QTY_MAX) return error(`needs[${k}].qty`, qty);
    if (item.unit_weight_g * loadOf(item) >= 1e9) return error('items.unit_weight_g', item.unit_weight_g);
  }
  for (const [k, { qty_free }] of lots.entries())
    if (qty_free >= QTY_MAX) return error(`donors[${k}].qty_free`, qty_free);
  for (const { limits } of pairs) if (limits[0]! >= QTY_MAX) return error('donors.qty_free', limits[0]!);
  return null;
}

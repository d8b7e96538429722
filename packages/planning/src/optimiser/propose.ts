import type { TransferInput, TransferPlan } from '../transfer.model.ts';
import { describePlan, search, settle } from '../transfer.ts';
import { readInput } from '../transfer-input.ts';
import { change, newState, type State } from '../transfer-state.ts';
import type { NetworkRows } from './network.model.ts';
import { type NetworkFlow, solveNetwork } from './solve.ts';

/** Moves of the network search for each move that the input allows the improvement pass. */
const MOVES_PER_ITERATION = 5;
const CLASSES = [1, 2, 3, 4] as const;
/** How many times a class outweighs the next one; two classes further it is its square. */
const CLASS_RATIO = 10;

export type ProposeOptions = {
  readonly seed?: number;
  /** Moves of the network search; by default five times the input's `improvement_iterations`. */
  readonly moves_max?: number;
};

/** A way of the network as the transfer state knows it. */
type Way = { readonly need: number; readonly lot: number; readonly lane: number };

/** Freight of a unit, not rounded: the fen that rounding adds to a flow is left to the comparison at the end. */
const unitFen = ({ context }: State, { need, lane }: Way) =>
  (context.needs[need]!.item.unit_weight_g * context.lanes[lane]!.cost_fen_per_kg) / 1000;

function waysOf({ options }: State): Way[] {
  return options.flatMap((donors, need) =>
    donors.flatMap(({ routes }) =>
      routes.flatMap(({ lane, lots }) => lots.map((lot) => ({ need, lot, lane }))),
    ),
  );
}

/** The open ways of a transfer input as a network; a load is a base unit and volume is weight. */
function networkOf(state: State, ways: readonly Way[]): NetworkRows {
  const { needs, lots, lanes, pairs } = state.context;
  const ends = [...needs, ...lanes].map((row) => row.to_warehouse_id);
  const dest_of = new Map([...new Set(ends)].sort((a, b) => a - b).map((id, dest) => [id, dest]));
  const groups = new Map([...new Set(lots.map((lot) => lot.lot_id))].map((id, group) => [id, group]));
  const dearest = lanes.reduce((most, lane) => Math.max(most, lane.fixed_cost_fen), 1);
  const unit = ways.reduce((most, way) => Math.max(most, unitFen(state, way)), 1);
  return {
    donors: { limit: pairs.flatMap(({ limits }) => limits) },
    lots: {
      donor: lots.map(({ pair }) => pair),
      qty: lots.map(({ qty_free }) => qty_free),
      sealed: lots.map(() => 0),
      group: lots.map(({ lot_id }) => groups.get(lot_id)!),
    },
    lines: {
      dest: needs.map((need) => dest_of.get(need.to_warehouse_id)!),
      tier: needs.map((need) => need.priority_class),
      qty: needs.map((need) => need.qty),
      over_max: needs.map(() => 0),
      weight: needs.map((need) => (dearest + unit) * CLASS_RATIO ** (4 - need.priority_class)),
      single: needs.map(() => 0),
    },
    lanes: {
      dest: lanes.map((lane) => dest_of.get(lane.to_warehouse_id)!),
      fixed: lanes.map((lane) => lane.fixed_cost_fen),
      capacity: lanes.map((lane) => lane.capacity_g),
    },
    arcs: {
      lot: ways.map(({ lot }) => lot),
      line: ways.map(({ need }) => need),
      lane: ways.map(({ lane }) => lane),
      cost: ways.map((way) => unitFen(state, way)),
      freight: ways.map((way) => unitFen(state, way)),
      volume: ways.map(({ need }) => needs[need]!.item.unit_weight_g),
      yield: ways.map(() => 1),
    },
  };
}

function flowsOf(state: State, ways: readonly Way[]): NetworkFlow[] {
  return ways.flatMap(({ need, lot, lane }, arc) => {
    const loads = state.flowsOfNeed[need]!.get(`${need}/${lot}/${lane}`)?.qty ?? 0;
    return loads > 0 ? [{ arc, loads }] : [];
  });
}

/** A limit that is larger than any network may hold, or a price beyond its range, is left to the first plan. */
function fitsNetwork({ needs, lots, pairs, lanes }: State['context']): boolean {
  const quantities = [...needs.map(({ qty }) => qty), ...lots.map((lot) => lot.qty_free)];
  const limits = pairs.flatMap((pair) => pair.limits);
  const costs = lanes.map((lane) => lane.fixed_cost_fen + lane.cost_fen_per_kg);
  const weights = needs.map((need) => need.item.unit_weight_g);
  return (
    [...quantities, ...limits].every((qty) => qty < 2 ** 30) && [...costs, ...weights].every((x) => x < 1e5)
  );
}

/** Shortage by class, then freight: whether the first is the better plan. */
function isBetter(a: State, b: State): boolean {
  const shortOf = (state: State, priority_class: number) =>
    state.context.needs.reduce(
      (sum, need, k) =>
        need.priority_class === priority_class ? sum + Math.max(0, state.needLeft[k]!) : sum,
      0,
    );
  for (const priority_class of CLASSES) {
    const change_qty = shortOf(a, priority_class) - shortOf(b, priority_class);
    if (change_qty !== 0) return change_qty < 0;
  }
  return a.freight_fen < b.freight_fen;
}

const withinBudget = ({ context, freight_fen }: State) =>
  context.options.budget_fen === null || freight_fen <= context.options.budget_fen;

/**
 * As `proposeTransfers`, with the same input and the same kind of plan, and never worse: the plan found there is the
 * start of a search over the whole network (`solveNetwork`, strict tiers), and what that finds is settled by the same
 * rules (earliest expiry first, no less urgent need before a more urgent one, cartons filled up) and taken if it
 * leaves less short, class after class, or costs less freight. Repeats for the same input and seed.
 */
export function proposeByNetwork(input: TransferInput, options: ProposeOptions = {}): TransferPlan {
  const context = readInput(input);
  const state = newState(context);
  const found = search(state);
  const iterations_max = options.moves_max ?? MOVES_PER_ITERATION * context.options.improvement_iterations;
  const ways = waysOf(state);
  if (iterations_max === 0 || ways.length === 0 || !fitsNetwork(context)) return describePlan(state, found);
  const solution = solveNetwork(
    networkOf(state, ways),
    { strict_tiers: true, freight_max: context.options.budget_fen },
    { seed: options.seed, iterations_max, start: flowsOf(state, ways) },
  );
  const other = newState(context);
  for (const { arc, loads } of solution.flows) {
    const { need, lot, lane } = ways[arc]!;
    change(other, need, lot, lane, loads);
  }
  settle(other);
  const used = found.used + solution.iterations;
  return withinBudget(other) && isBetter(other, state)
    ? describePlan(other, { used, improvements: found.improvements + 1 })
    : describePlan(state, { used, improvements: found.improvements });
}

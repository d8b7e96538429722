import type { ClassBound, TransferInput, TransferPlan } from '../transfer.model.ts';
import { describePlan, type Found, search, settle } from '../transfer.ts';
import { type Context, readInput } from '../transfer-input.ts';
import { change, newState, type State, shortQty } from '../transfer-state.ts';
import { type NetworkSolution, solveNetwork } from './solve.ts';
import { applySpecialFefo, isOrdinary, keepToBudget, trimParts } from './special-rules.ts';
import { flowsOf, networkOf, type TransferNetwork, tooLarge } from './transfer-network.ts';
import { withPrices } from './transfer-prices.ts';

/** Moves of the network search for each move that the input allows the improvement pass. */
const MOVES_PER_ITERATION = 5;
const EXACT_PRICES = 40;
/** Ways up to which branch and cut follows the search, and its nodes. */
const EXACT_WAYS = 200;
const EXACT_NODES = 300;
const CLASSES = [1, 2, 3, 4] as const;

export type ProposeOptions = {
  readonly seed?: number;
  /** Moves of the network search; by default five times the input's `improvement_iterations`. */
  readonly moves_max?: number;
  /** Prices of binding rules that are worked out exactly (some 10 ms each), the most urgent needs first. Default 40. */
  readonly exact_prices_max?: number;
};

/** Shortage by class, then freight: whether the first is the better plan. */
function isBetter(a: State, b: State): boolean {
  const shortOf = (state: State, priority_class: number) =>
    state.context.needs.reduce(
      (sum, need, k) => (need.priority_class === priority_class ? sum + shortQty(state, k) : sum),
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

function stateOf(context: Context, { ways, sizes }: TransferNetwork, solution: NetworkSolution): State {
  const state = newState(context);
  for (const { arc, loads } of solution.flows) {
    const { need, lot, lane } = ways[arc]!;
    change(state, need, lot, lane, loads * sizes[lot]!);
  }
  return state;
}

/** What classes 1 and 2 lack in this plan, and what they lack in any. */
function classBounds(state: State, { tier_bounds }: NetworkSolution): ClassBound[] {
  return tier_bounds.map(({ tier, bound }) => {
    const of_class = [...state.context.needs.keys()].filter(
      (need) => state.context.needs[need]!.priority_class === tier,
    );
    const short_qty = of_class.reduce((sum, need) => sum + shortQty(state, need), 0);
    return {
      priority_class: tier,
      short_qty,
      bound_qty: Math.max(0, Math.min(short_qty, Math.ceil(bound - 1e-6))),
    };
  });
}

type Proposal = { readonly state: State; readonly found: Found };
type Search = Required<Pick<ProposeOptions, 'seed' | 'exact_prices_max'>> & {
  readonly iterations_max: number;
};

function finish(
  { state, found }: Proposal,
  network: TransferNetwork,
  solution: NetworkSolution,
  { exact_prices_max }: Search,
): TransferPlan {
  const plan = withPrices(describePlan(state, found), state, network, exact_prices_max);
  return { ...plan, totals: { ...plan.totals, class_bounds: classBounds(state, solution) } };
}

/** The first plan, and what the network makes of it where that is better. */
function improved(context: Context, options: Search): TransferPlan {
  const state = newState(context);
  const found = search(state);
  const network = networkOf(state);
  if (options.iterations_max === 0 || network.ways.length === 0 || tooLarge(context) !== null)
    return describePlan(state, found);
  const solution = solveNetwork(network.rows, network.terms, { ...options, start: flowsOf(state, network) });
  const other = stateOf(context, network, solution);
  settle(other);
  const used = found.used + solution.iterations;
  const better = withinBudget(other) && isBetter(other, state);
  const proposal = better
    ? { state: other, found: { used, improvements: found.improvements + 1 } }
    : { state, found: { used, improvements: found.improvements } };
  return finish(proposal, network, solution, options);
}

/** With rules that only the network knows: its plan, settled where the rules of the first plan hold. */
function special(context: Context, options: Search): TransferPlan {
  const error = tooLarge(context);
  if (error) throw error;
  const network = networkOf(newState(context));
  // Small problems end with the cheapest plan there is.
  const bound_share = network.ways.length <= EXACT_WAYS ? 0.5 : 0;
  const proof = { bound_share, bound_iterations_max: EXACT_NODES };
  const solution = solveNetwork(network.rows, network.terms, { ...options, ...proof });
  const state = stateOf(context, network, solution);
  trimParts(state);
  keepToBudget(state, context);
  const ordinary = isOrdinary(state);
  const fair = context.options.fair_floor_share !== null;
  // Floors are there so that class 4 keeps something while class 3 lacks.
  const promote = (need: number) => ordinary(need) && !(fair && context.needs[need]!.priority_class >= 3);
  settle(state, { only: ordinary, promote });
  while (applySpecialFefo(state) > 0);
  return finish({ state, found: { used: solution.iterations, improvements: 0 } }, network, solution, options);
}

/**
 * As `proposeTransfers`, with the same kind of plan, and never worse: the plan found there is the start of a search
 * over the whole network (`solveNetwork`, strict tiers), and what that finds is settled by the same rules (earliest
 * expiry first, no less urgent need before a more urgent one, cartons filled up) and taken if it leaves less short,
 * class after class, or costs less freight. Inputs with substitutes, sealed lots, one lot number, whole cartons,
 * consumption limits or fair floors are planned by the network alone. The plan says what classes 1 and 2 lack in any
 * plan (`class_bounds`), and what binding rules cost. Repeats for the same input and seed. Throws PlanningInputError
 * naming the field.
 */
export function proposeByNetwork(input: TransferInput, options: ProposeOptions = {}): TransferPlan {
  const context = readInput(input);
  const read = {
    seed: options.seed ?? 1,
    exact_prices_max: options.exact_prices_max ?? EXACT_PRICES,
    iterations_max: options.moves_max ?? MOVES_PER_ITERATION * context.options.improvement_iterations,
  };
  const alone = context.specials.items.size > 0 || context.options.fair_floor_share !== null;
  return alone ? special(context, read) : improved(context, read);
}

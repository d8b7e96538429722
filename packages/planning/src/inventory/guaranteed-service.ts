import { PlanningInputError } from '../errors.ts';
import {
  inboundTime,
  type Network,
  planOf,
  readNetwork,
  type ServiceNetwork,
  type ServicePlan,
  stageCost,
} from './guaranteed-service.model.ts';

/** A tree walked from the leaves: each stage before its one neighbour that comes later. */
type Walk = {
  readonly order: readonly number[];
  /** The later neighbour, -1 for the last stage of a tree. */
  readonly parent: Int32Array;
};

function walkOf({ suppliers, customers }: Network): Walk {
  const n = suppliers.length;
  const parent = new Int32Array(n).fill(-2);
  const order: number[] = [];
  for (let root = 0; root < n; root += 1) {
    if (parent[root] !== -2) continue;
    parent[root] = -1;
    const from = order.length;
    order.push(root);
    for (let at = from; at < order.length; at += 1)
      for (const next of [...suppliers[order[at]!]!, ...customers[order[at]!]!]) {
        if (next === parent[order[at]!]) continue;
        if (parent[next] !== -2) throw new PlanningInputError('out_of_range', 'edges', 'not a tree');
        parent[next] = order[at]!;
        order.push(next);
      }
  }
  return { order: order.reverse(), parent };
}

/**
 * Tables of a stage. Towards a customer as parent: least cost of its part of the tree by its outbound time. Towards
 * a supplier as parent: by its inbound time. Both are made monotone, so that a lookup answers "at most" (a shorter
 * promise by a supplier, a longer wait allowed by a customer, never costs more).
 */
type Table = { readonly cost: Float64Array; readonly at: Int32Array };
type Tables = { readonly table: Table[]; readonly choice: Int32Array[] };

const INFINITE = Number.POSITIVE_INFINITY;

/** Cost of the parts that hang on `index` from below, given its own inbound and outbound times. */
function childrenOf(network: Network, { parent }: Walk, index: number) {
  const suppliers = network.suppliers[index]!.filter((other) => parent[other] === index);
  const customers = network.customers[index]!.filter((other) => parent[other] === index);
  return { suppliers, customers };
}

const clamp = (time: number, table: Table) => Math.max(0, Math.min(time, table.cost.length - 1));

/** Least cost by outbound time S for every S, or by inbound time SI, with the other time that gives it. */
function solveStage(
  network: Network,
  walk: Walk,
  tables: Tables,
  index: number,
  by: 'outbound' | 'inbound',
): void {
  const stage = network.stages[index]!;
  const { suppliers, customers } = childrenOf(network, walk, index);
  const inbound_min = stage.external_inbound_time ?? 0;
  const inbound_max = network.time_max[index]! - stage.processing_time;
  const promise_max = network.promise_max[index]!;
  const before = new Float64Array(inbound_max + 1).fill(INFINITE);
  for (let SI = inbound_min; SI <= inbound_max; SI += 1)
    before[SI] = suppliers.reduce((sum, s) => sum + tables.table[s]!.cost[clamp(SI, tables.table[s]!)]!, 0);
  const after = new Float64Array(promise_max + 1);
  for (let S = 0; S <= promise_max; S += 1)
    after[S] = customers.reduce((sum, c) => sum + tables.table[c]!.cost[clamp(S, tables.table[c]!)]!, 0);
  const size = by === 'outbound' ? promise_max + 1 : inbound_max + 1;
  const cost = new Float64Array(size).fill(INFINITE);
  const choice = new Int32Array(size);
  for (let S = 0; S <= promise_max; S += 1)
    for (let SI = Math.max(inbound_min, S - stage.processing_time); SI <= inbound_max; SI += 1) {
      const total = stageCost(stage, SI + stage.processing_time - S) + before[SI]! + after[S]!;
      const [key, other] = by === 'outbound' ? [S, SI] : [SI, S];
      if (total >= cost[key]!) continue;
      cost[key] = total;
      choice[key] = other;
    }
  tables.choice[index] = choice;
  tables.table[index] = by === 'outbound' ? prefixLeast(cost) : suffixLeast(cost);
}

/** A supplier asked for at most S may promise less. */
function prefixLeast(cost: Float64Array): Table {
  const at = Int32Array.from(cost, (_, k) => k);
  const least = Float64Array.from(cost);
  for (let k = 1; k < least.length; k += 1)
    if (least[k - 1]! <= least[k]!) [least[k], at[k]] = [least[k - 1]!, at[k - 1]!];
  return { cost: least, at };
}

/** A customer promised S may count on a longer time. */
function suffixLeast(cost: Float64Array): Table {
  const at = Int32Array.from(cost, (_, k) => k);
  const least = Float64Array.from(cost);
  for (let k = least.length - 2; k >= 0; k -= 1)
    if (least[k + 1]! <= least[k]!) [least[k], at[k]] = [least[k + 1]!, at[k + 1]!];
  return { cost: least, at };
}

/** Reads the promises back from the last stage of each tree. */
function readBack(network: Network, walk: Walk, tables: Tables): Int32Array {
  const outbound = new Int32Array(network.stages.length);
  const inbound = new Int32Array(network.stages.length);
  for (const index of walk.order.toReversed()) {
    const parent = walk.parent[index]!;
    const table = tables.table[index]!;
    const serves = parent >= 0 && network.suppliers[parent]!.includes(index);
    if (parent < 0 || serves) {
      const S = table.at[clamp(parent < 0 ? table.cost.length - 1 : inbound[parent]!, table)]!;
      [outbound[index], inbound[index]] = [S, tables.choice[index]![S]!];
    } else {
      const SI = table.at[clamp(outbound[parent]!, table)]!;
      [inbound[index], outbound[index]] = [SI, tables.choice[index]![SI]!];
    }
  }
  return outbound;
}

/** Promises of least cost in an indexed tree (or several). */
export function solveTree(network: Network): Int32Array {
  const walk = walkOf(network);
  const tables: Tables = { table: [], choice: [] };
  for (const index of walk.order) {
    const parent = walk.parent[index]!;
    const serves = parent < 0 || network.suppliers[parent]!.includes(index);
    solveStage(network, walk, tables, index, serves ? 'outbound' : 'inbound');
  }
  return readBack(network, walk, tables);
}

/**
 * Safety stocks of least cost in a tree of stages that guarantee their service times: minimise
 * sum h k sd sqrt(SI + T - S) over whole promises S, exactly (Graves and Willems 2000; Snyder and Shen 6.3).
 * O(stages x time^2). Throws PlanningInputError where the network is not a tree; see `placeSafetyStock`.
 */
export function placeSafetyStockOnTree(input: ServiceNetwork): ServicePlan {
  const network = readNetwork(input);
  return planOf(network, solveTree(network));
}

/** Cost of stage and customers when `index` promises S; the only costs that this promise moves. */
function costAround(network: Network, outbound: Int32Array, index: number, S: number): number {
  const stage = network.stages[index]!;
  const net = inboundTime(network, index, outbound) + stage.processing_time - S;
  if (net < 0) return INFINITE;
  const kept = outbound[index]!;
  outbound[index] = S;
  let cost = stageCost(stage, net);
  for (const customer of network.customers[index]!) {
    const { processing_time } = network.stages[customer]!;
    const wait = inboundTime(network, customer, outbound) + processing_time - outbound[customer]!;
    cost += wait < 0 ? INFINITE : stageCost(network.stages[customer]!, wait);
  }
  outbound[index] = kept;
  return cost;
}

/** Changes one promise at a time while that lowers the cost. */
function descend(network: Network, outbound: Int32Array): Int32Array {
  for (let round = 0; round < 100; round += 1) {
    let moved = false;
    for (const index of round % 2 === 0 ? network.order : network.order.toReversed()) {
      let best = costAround(network, outbound, index, outbound[index]!);
      for (let S = 0; S <= network.promise_max[index]!; S += 1) {
        const cost = costAround(network, outbound, index, S);
        if (cost >= best - 1e-12 * Math.abs(best)) continue;
        [best, outbound[index], moved] = [cost, S, true];
      }
    }
    if (!moved) break;
  }
  return outbound;
}

/** The network without the edges that close a circle; a stage keeps its slowest suppliers where it can. */
function spanningTree(network: Network): Network {
  const edges = network.suppliers
    .flatMap((list, to) => list.map((from) => ({ from, to })))
    .sort((a, b) => network.time_max[b.from]! - network.time_max[a.from]! || a.to - b.to);
  const group = Int32Array.from(network.stages, (_, index) => index);
  const suppliers: number[][] = network.stages.map(() => []);
  const customers: number[][] = network.stages.map(() => []);
  for (const { from, to } of edges) {
    if (group[from] === group[to]) continue;
    const [old, now] = [group[to]!, group[from]!];
    for (let k = 0; k < group.length; k += 1) if (group[k] === old) group[k] = now;
    suppliers[to]!.push(from);
    customers[from]!.push(to);
  }
  return { ...network, suppliers, customers };
}

/**
 * Safety stocks in any network without cycles: exact on trees, else the best of several starts (a spanning tree
 * solved exactly, no promises, the longest promises), each improved one promise at a time. No bound is proven.
 */
export function placeSafetyStock(input: ServiceNetwork): ServicePlan {
  const network = readNetwork(input);
  const tree = spanningTree(network);
  const promised = planOf(network, solveTree(tree)).stages.map((stage) => stage.outbound_time);
  const edges = (list: readonly (readonly number[])[]) => list.reduce((sum, row) => sum + row.length, 0);
  if (edges(tree.suppliers) === edges(network.suppliers)) return planOf(network, promised);
  const starts = [promised, network.stages.map(() => 0), [...network.promise_max]];
  return starts
    .map((start) =>
      descend(
        network,
        Int32Array.from(planOf(network, start).stages, (s) => s.outbound_time),
      ),
    )
    .map((outbound) => planOf(network, outbound))
    .reduce((best, plan) => (plan.cost < best.cost ? plan : best));
}

import { PlanningInputError, requireNumber, requireWhole } from '../errors.ts';

/**
 * A node of a hierarchy, such as company, warehouse, or item in a department. What is forecast for a parent is the sum of
 * its children; leaves have none.
 */
export type HierarchyNode = {
  readonly id: string;
  /** Null for a root; there may be several. */
  readonly parent_id: string | null;
  /** Own forecast per bucket ahead, which need not agree with the children's. */
  readonly mean: ArrayLike<number>;
  /** Variance of its error one bucket ahead (`rmse_one_ahead` squared); 0 is taken as certain. */
  readonly variance: number;
};
export type Reconciled = ReadonlyMap<string, Float64Array>;
export type ReconcileMethod = 'bottom_up' | 'min_trace_diagonal';

type Tree = {
  readonly nodes: readonly HierarchyNode[];
  readonly children: readonly (readonly number[])[];
  /** Parents before their children. */
  readonly order: readonly number[];
};

const VARIANCE_MAX = 1e30;

function checkNode({ mean, variance }: HierarchyNode, nth: number, horizon: number): void {
  if (mean.length !== horizon)
    throw new PlanningInputError('out_of_range', `nodes[${nth}].mean.length`, mean.length);
  for (let k = 0; k < mean.length; k++) requireNumber(`nodes[${nth}].mean[${k}]`, mean[k]!);
  requireNumber(`nodes[${nth}].variance`, variance, { max: VARIANCE_MAX });
}

function readTree(nodes: readonly HierarchyNode[]): Tree {
  const horizon = nodes[0]?.mean.length ?? 0;
  if (nodes.length > 0) requireWhole('nodes[0].mean.length', horizon, { min: 1 });
  const position = new Map<string, number>();
  for (const [nth, node] of nodes.entries()) {
    checkNode(node, nth, horizon);
    if (position.has(node.id)) throw new PlanningInputError('duplicate', `nodes[${nth}].id`, node.id);
    position.set(node.id, nth);
  }
  const children: number[][] = nodes.map(() => []);
  const order: number[] = [];
  for (const [nth, { parent_id }] of nodes.entries()) {
    const parent = parent_id === null ? null : position.get(parent_id);
    if (parent === undefined)
      throw new PlanningInputError('unknown_id', `nodes[${nth}].parent_id`, parent_id);
    if (parent === null) order.push(nth);
    else children[parent]!.push(nth);
  }
  for (let at = 0; at < order.length; at++) order.push(...children[order[at]!]!);
  // What no root leads to is part of a circle.
  if (order.length < nodes.length) {
    const reached = new Set(order);
    const lost = nodes.findIndex((_, nth) => !reached.has(nth));
    throw new PlanningInputError('out_of_range', `nodes[${lost}].parent_id`, 'circle');
  }
  return { nodes, children, order };
}

/** Leaves as forecast, everything above as the sum of its leaves. */
function bottomUp({ nodes, children, order }: Tree, step: number): Float64Array {
  const settled = Float64Array.from(nodes, ({ mean }) => mean[step]!);
  for (const nth of order.toReversed())
    if (children[nth]!.length > 0)
      settled[nth] = children[nth]!.reduce((sum, child) => sum + settled[child]!, 0);
  return settled;
}

/** Estimate from two independent ones; a variance of zero is certain, and two certain ones are averaged. */
function merge(a: number, a_variance: number, b: number, b_variance: number) {
  const total = a_variance + b_variance;
  if (total === 0) return { mean: (a + b) / 2, variance: 0 };
  return { mean: (a * b_variance + b * a_variance) / total, variance: a_variance * (b_variance / total) };
}

/**
 * Weighted least squares on a tree, exactly and in linear time: going up, every node merges its own forecast with the sum
 * of its children's; going down, what a parent ends up with is shared among its children by their variances.
 */
function leastSquares({ nodes, children, order }: Tree, step: number): Float64Array {
  const means = Float64Array.from(nodes, ({ mean }) => mean[step]!);
  const variances = Float64Array.from(nodes, ({ variance }) => variance);
  const below = new Float64Array(nodes.length);
  const below_variances = new Float64Array(nodes.length);
  for (const nth of order.toReversed()) {
    const own = children[nth]!;
    if (own.length === 0) continue;
    for (const child of own) {
      below[nth]! += means[child]!;
      below_variances[nth]! += variances[child]!;
    }
    const merged = merge(means[nth]!, variances[nth]!, below[nth]!, below_variances[nth]!);
    means[nth] = merged.mean;
    variances[nth] = merged.variance;
  }
  for (const nth of order) {
    const own = children[nth]!;
    const gap = means[nth]! - below[nth]!;
    for (const child of own) {
      const share = below_variances[nth]! > 0 ? variances[child]! / below_variances[nth]! : 1 / own.length;
      means[child]! += gap * share;
    }
  }
  return means;
}

/**
 * Forecasts of a hierarchy that add up: every parent is the sum of its children, for every bucket, and none is negative.
 *
 * `bottom_up` sums the leaves. `min_trace_diagonal` is MinT with a diagonal covariance (Wickramasuriya, Athanasopoulos and
 * Hyndman 2019): the coherent forecasts with least sum of (change)^2 / variance over all nodes, which borrows the
 * steadiness of totals for noisy leaves. A leaf that would become negative becomes zero, and the totals follow.
 * Throws PlanningInputError for duplicate or unknown ids, circles, unequal horizons and broken numbers.
 */
export function reconcile(nodes: readonly HierarchyNode[], method: ReconcileMethod): Reconciled {
  const tree = readTree(nodes);
  const horizon = nodes[0]?.mean.length ?? 0;
  const settled = new Map(nodes.map(({ id }) => [id, new Float64Array(horizon)]));
  for (let step = 0; step < horizon; step++) {
    const means = method === 'bottom_up' ? bottomUp(tree, step) : leastSquares(tree, step);
    for (const nth of tree.order.toReversed()) {
      const own = tree.children[nth]!;
      means[nth] =
        own.length > 0 ? own.reduce((sum, child) => sum + means[child]!, 0) : Math.max(0, means[nth]!);
    }
    for (const [nth, { id }] of nodes.entries()) settled.get(id)![step] = means[nth]!;
  }
  return settled;
}

import { breaksAfter, ROUNDING_MINUTES, type SearchProblem, type VehicleKind } from './search-problem.ts';

/** A stretch of a list of nodes, with one more node before position `at` of the stretch (-1: none). */
export type RouteView = {
  readonly nodes: Int32Array;
  readonly from: number;
  readonly length: number;
  readonly at: number;
  readonly extra: number;
};

export type Duty = {
  /** Any start within these two gives the shortest duty. */
  readonly start_minutes: number;
  readonly latest_start_minutes: number;
  readonly duty_minutes: number;
  readonly driving_minutes: number;
};

/**
 * Whether windows and driver rules hold on the route, and when it starts and how long it takes; null where one of
 * them does not hold. The start is put off as long as that saves waiting (the recursion of duration, earliest and
 * latest start of Savelsbergh 1992, in the form of Vidal et al. 2013). A break is taken on the road when the driving
 * allowed at a stretch is used up, so that the lengths of legs depend on the order of stops alone and not on the start.
 */
export function dutyOf(problem: SearchProblem, kind: VehicleKind, view: RouteView): Duty | null {
  const { nodes, minutes, ready, due, service } = problem;
  const { rules } = kind;
  const count = view.length + (view.at >= 0 ? 1 : 0);
  let duty = 0;
  let driving = 0;
  let breaks = 0;
  let earliest = kind.from_minutes;
  let latest = kind.until_minutes;
  let previous = 0;
  for (let k = 0; k <= count; k++) {
    const node = k < count ? nodeAt(view, k) : 0;
    const leg = minutes[previous * nodes + node]!;
    driving += leg;
    const breaks_now = breaksAfter(rules, driving);
    duty += leg + (breaks_now - breaks) * rules.break_minutes;
    breaks = breaks_now;
    const opens = node === 0 ? kind.from_minutes : ready[node]!;
    const closes = node === 0 ? kind.until_minutes : due[node]!;
    if (earliest + duty > closes + ROUNDING_MINUTES) return null;
    const wait = Math.max(0, opens - duty - latest);
    earliest = Math.max(opens - duty, earliest) - wait;
    latest = Math.min(closes - duty, latest);
    duty += wait + (node === 0 ? 0 : service[node]!);
    previous = node;
  }
  if (driving > rules.driving_minutes_max + ROUNDING_MINUTES) return null;
  if (duty > rules.duty_minutes_max + ROUNDING_MINUTES) return null;
  return {
    start_minutes: earliest,
    latest_start_minutes: latest,
    duty_minutes: duty,
    driving_minutes: driving,
  };
}

function nodeAt({ nodes, from, at, extra }: RouteView, k: number): number {
  if (at < 0 || k < at) return nodes[from + k]!;
  return k === at ? extra : nodes[from + k - 1]!;
}

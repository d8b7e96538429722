import { mulberry32 } from '../math/random.ts';
import { checkNetwork } from './check.ts';
import type { NetworkRows, NetworkTerms } from './network.model.ts';

/** Small random networks in which every rule can bite: for tests only. */
export function smallNetwork(seed: number): { readonly rows: NetworkRows; readonly terms: NetworkTerms } {
  const rng = mulberry32(seed);
  const whole = (least: number, most: number) => least + Math.floor(rng() * (most - least + 1));
  const list = <T>(count: number, make: (k: number) => T) => Array.from({ length: count }, (_, k) => make(k));
  const [donors, lots, lines, lanes, dests] = [
    whole(1, 3),
    whole(1, 6),
    whole(1, 6),
    whole(1, 5),
    whole(1, 2),
  ];
  const lane_dest = list(lanes, () => whole(0, dests - 1));
  const line_dest = list(lines, () => whole(0, dests - 1));
  const limit = list(donors, () => list(4, () => whole(0, 12)).sort((a, b) => b - a)).flat();
  const ways = list(lots, (lot) => list(lines, (line) => list(lanes, (lane) => ({ lot, line, lane })))).flat(
    2,
  );
  const arcs = ways.filter(({ line, lane }) => line_dest[line] === lane_dest[lane] && rng() < 0.7);
  const with_life = rng() < 0.4;
  const rows: NetworkRows = {
    donors: { limit },
    lots: {
      donor: list(lots, () => whole(0, donors - 1)),
      qty: list(lots, () => whole(0, 9)),
      sealed: list(lots, () => (rng() < 0.2 ? 1 : 0)),
      group: list(lots, () => whole(0, 3)),
    },
    lines: {
      dest: line_dest,
      tier: list(lines, () => whole(1, 4)),
      qty: list(lines, () => whole(1, 12)),
      over_max: list(lines, () => whole(0, 1)),
      weight: list(lines, () => whole(0, 40)),
      single: list(lines, () => (rng() < 0.3 ? 1 : 0)),
    },
    lanes: {
      dest: lane_dest,
      fixed: list(lanes, () => whole(0, 60)),
      capacity: list(lanes, () => whole(0, 40)),
    },
    arcs: {
      lot: arcs.map(({ lot }) => lot),
      line: arcs.map(({ line }) => line),
      lane: arcs.map(({ lane }) => lane),
      cost: arcs.map(() => whole(-2, 15)),
      freight: arcs.map(() => whole(0, 8)),
      volume: arcs.map(() => whole(0, 5)),
      yield: arcs.map(() => whole(1, 2)),
      ...(with_life ? { life: arcs.map(() => whole(-1, 1)) } : {}),
    },
    ...(with_life ? { life: { capacity: [whole(0, 4), whole(2, 8)], next: [1, -1] } } : {}),
  };
  const limited = rng() < 0.3;
  return {
    rows,
    terms: {
      shortage_steps: rng() < 0.5 ? [1, 1, 1, 1] : [1, 1.3, 1.7, 2.2],
      strict_tiers: rng() < 0.3,
      budget: limited ? whole(0, 60) : null,
      overrun_price: limited ? whole(0, 3) : 0,
      freight_max: limited ? whole(60, 120) : null,
      fair_floor: [0, whole(0, 3), whole(0, 3), 0],
      fair_price: rng() < 0.3 ? whole(1, 30) : 0,
    },
  };
}

export type TriedPlan = {
  readonly flows: readonly { readonly arc: number; readonly loads: number }[];
  readonly score: number;
  /** Need units short at index t. */
  readonly short: readonly number[];
};

function tierShort({ lines, arcs }: NetworkRows, flows: TriedPlan['flows']): number[] {
  const got = new Map<number, number>();
  for (const { arc, loads } of flows)
    got.set(arcs.line[arc]!, (got.get(arcs.line[arc]!) ?? 0) + loads * arcs.yield[arc]!);
  const short = [0, 0, 0, 0, 0];
  for (let line = 0; line < lines.qty.length; line += 1)
    short[lines.tier[line]!]! += Math.max(0, lines.qty[line]! - (got.get(line) ?? 0));
  return short;
}

/** How many plans there are to try, kept rules or not. */
export const plansToTry = ({ arcs, lots }: NetworkRows) =>
  Array.from(arcs.lot).reduce((product, lot) => product * (lots.qty[lot]! + 1), 1);

/** Every plan that keeps every rule, by trying all loads on all arcs that `may` allows; the judge decides. */
export function* everyPlan(
  rows: NetworkRows,
  terms: NetworkTerms,
  may: (arc: number) => boolean = () => true,
): Generator<TriedPlan> {
  const count = rows.arcs.lot.length;
  const loads = new Array<number>(count).fill(0);
  let arc = 0;
  do {
    const flows = loads.flatMap((n, k) => (n > 0 ? [{ arc: k, loads: n }] : []));
    const found = checkNetwork(rows, terms, { flows, score: Number.NaN });
    if (found.length === 1) yield { flows, score: found[0]!.allowed, short: tierShort(rows, flows) };
    // Counts up like an odometer.
    for (arc = 0; arc < count; arc += 1) {
      loads[arc]! += 1;
      if (may(arc) && loads[arc]! <= rows.lots.qty[rows.arcs.lot[arc]!]!) break;
      loads[arc] = 0;
    }
  } while (arc < count);
}

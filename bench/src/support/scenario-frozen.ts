import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { NetworkFlow, NetworkRows } from '@tongcang/planning/optimiser';

/** The public instances and their judge, which live beside the project and are not part of it. */
const file = join(import.meta.dirname, '../../../../shared/planning/tools/instances.mjs');

export type FrozenSize = '0.05x' | '0.2x' | '1x' | '5x';
/** What is read of an instance: see the comment in its file. Quantities are cartons. */
type Instance = {
  readonly I: number;
  readonly lots: readonly {
    readonly w: number;
    readonly i: number;
    readonly q: number;
    readonly indiv: boolean;
  }[];
  readonly ss: ReadonlyMap<number, number>;
  readonly dem: readonly {
    readonly d: number;
    readonly tier: number;
    readonly q: number;
    readonly single: boolean;
    readonly wait: number;
  }[];
  readonly lanes: readonly { readonly d: number; readonly fixed: number; readonly cap: number }[];
  readonly arcs: readonly {
    readonly l: number;
    readonly j: number;
    readonly la: number;
    readonly c: number;
    readonly vol: number;
  }[];
};
type JudgeFlow = { readonly lot: number; readonly line: number; readonly lane: number; readonly qty: number };
type Judgement = { readonly objective: number; readonly fillByTier: number[]; readonly violations: string[] };
type Judge = {
  readonly SIZES: Record<FrozenSize, object>;
  readonly BOUNDS: Record<FrozenSize, number>;
  readonly TIER_WEIGHT: readonly number[];
  scenario(options: object): Instance;
  judgePlan(instance: Instance, flows: readonly JudgeFlow[]): Judgement;
};

function rowsOf({ I, lots, ss, dem, lanes, arcs }: Instance, weights: readonly number[]): NetworkRows {
  const donors = 1 + Math.max(...lots.map(({ w, i }) => w * I + i));
  const stock = new Float64Array(donors);
  for (const { w, i, q } of lots) stock[w * I + i]! += q;
  const limit = Array.from(stock, (total, donor) => new Array<number>(4).fill(total - (ss.get(donor) ?? 0)));
  return {
    donors: { limit: limit.flat().map((loads) => Math.max(0, loads)) },
    lots: {
      donor: lots.map(({ w, i }) => w * I + i),
      qty: lots.map(({ q }) => q),
      sealed: lots.map(({ indiv }) => (indiv ? 1 : 0)),
      group: lots.map((_, lot) => lot),
    },
    lines: {
      dest: dem.map(({ d }) => d),
      tier: dem.map(({ tier }) => tier),
      qty: dem.map(({ q }) => q),
      over_max: dem.map(() => 0),
      weight: dem.map(({ tier, wait }) => weights[tier]! * (1 + 0.1 * wait)),
      single: dem.map(({ single }) => (single ? 1 : 0)),
    },
    lanes: {
      dest: lanes.map(({ d }) => d),
      fixed: lanes.map(({ fixed }) => fixed),
      capacity: lanes.map(({ cap }) => cap),
    },
    arcs: {
      lot: arcs.map(({ l }) => l),
      line: arcs.map(({ j }) => j),
      lane: arcs.map(({ la }) => la),
      cost: arcs.map(({ c }) => c),
      volume: arcs.map(({ vol }) => vol),
      yield: arcs.map(() => 1),
    },
  };
}

/** Null where the public data is not at hand. */
export async function frozenInstances() {
  if (!existsSync(file)) return null;
  const judge = (await import(file)) as Judge;
  return (size: FrozenSize, seed: number) => {
    const instance = judge.scenario({ ...judge.SIZES[size], seed });
    return {
      rows: rowsOf(instance, judge.TIER_WEIGHT),
      /** Known for the first seed alone. */
      bound: seed === 1 ? judge.BOUNDS[size] : null,
      judge: (flows: readonly NetworkFlow[]) =>
        judge.judgePlan(
          instance,
          flows.map(({ arc, loads }) => {
            const { l, j, la } = instance.arcs[arc]!;
            return { lot: l, line: j, lane: la, qty: loads };
          }),
        ),
    };
  };
}

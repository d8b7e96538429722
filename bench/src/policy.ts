/**
 * Transfer policies compared: first in the reference world beside the project, where the same arrivals meet every
 * policy, then in the project's own simulator with common random numbers and t intervals.
 * The settings were found on seeds 1 and 2, there and, against chance, in worlds of neighbouring sizes of the same two
 * seeds; seeds 3 to 5 are held out.
 */
import { join } from 'node:path';
import {
  baseStockRule,
  comparePolicies,
  nearestTransfers,
  noTransfers,
  type PolicyFigures,
  plannedTransfers,
  sampleWorld,
} from '@tongcang/planning/simulator';
import {
  loadReferenceWorld,
  type ReferenceResult,
  type ReferenceWorld,
  referencePolicy,
} from './support/policy-reference.ts';
import { printComparison, printTable } from './support/policy-table.ts';
import { atLeast, atMost, type Goal, quick, report } from './support/report.ts';

type Figures = Record<string, number | string>;

const ROOT = join(import.meta.dirname, '../..');
const SIZE = { W: 10, I: 80, T: 182 };
const TUNED_SEEDS = [1, 2];
const HELD_OUT_SEEDS = quick ? [] : [3, 4, 5];
const SIMULATED = quick
  ? { warehouses: 6, items: 25, seeds: 4, days: 160, warm_up_days: 40 }
  : { warehouses: 10, items: 80, seeds: 12, days: 240, warm_up_days: 60 };

type Row = { readonly policy: string; readonly results: readonly ReferenceResult[] };

const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;
const meanOf = (row: Row, of: (result: ReferenceResult) => number): number => mean(row.results.map(of));

function playReference({ world, simulate }: ReferenceWorld, seeds: readonly number[]): Row[] {
  const worlds = seeds.map((seed) => world({ ...SIZE, seed }));
  const play = (policy: string, run: (one: object) => ReferenceResult): Row => ({
    policy,
    results: worlds.map(run),
  });
  return [
    play('none', (one) => simulate(one, 'none')),
    play('nearest', (one) => simulate(one, 'nearest')),
    play('nearest protected', (one) => simulate(one, 'nearest', { protect: true })),
    play('marginal', (one) => simulate(one, 'marginal', { k: 0.5, f: 2 })),
    play('ours', (one) => simulate(one, referencePolicy())),
  ];
}

function printReference(rows: readonly Row[], seeds: readonly number[]): void {
  const head = [
    'policy',
    'total cost',
    'penalty',
    'freight',
    'tier-1 window',
    'outdated',
    'units',
    'departures',
    'turns',
  ];
  printTable(
    `reference world, mean of seeds ${seeds.join(', ')} (settings found on seeds ${TUNED_SEEDS.join(', ')} only)`,
    [...head, ...seeds.map((seed) => `cost seed ${seed}`)],
    rows.map((row) => [
      row.policy,
      Math.round(meanOf(row, (r) => r.total)),
      Math.round(meanOf(row, (r) => r.penalty)),
      Math.round(meanOf(row, (r) => r.freight)),
      meanOf(row, (r) => r.fillInWindow[0]!).toFixed(4),
      Math.round(meanOf(row, (r) => r.outdated)),
      Math.round(meanOf(row, (r) => r.units)),
      Math.round(meanOf(row, (r) => r.ships)),
      meanOf(row, (r) => r.turns).toFixed(1),
      ...row.results.map((result) => result.total),
    ]),
  );
}

/** Goals hold for seeds 1 to 5; a quick run, which has two of them, asks tier 1 to be no worse than `marginal`. */
function referenceGoals(rows: readonly Row[]): { figures: Figures; goals: Goal[] } {
  const [none, , , marginal, ours] = rows as [Row, Row, Row, Row, Row];
  const ratio = (of: (result: ReferenceResult) => number) => meanOf(ours, of) / meanOf(none, of);
  const to_marginal = ours.results.map((result, k) => result.total / marginal.results[k]!.total);
  const tier_1 = (row: Row) => meanOf(row, (r) => r.fillInWindow[0]!);
  const figures: Figures = {
    'reference: total cost, none': meanOf(none, (r) => r.total),
    'reference: total cost, marginal': meanOf(marginal, (r) => r.total),
    'reference: total cost, ours': meanOf(ours, (r) => r.total),
    'reference: tier-1 in-window fill, lowest seed': Math.min(...ours.results.map((r) => r.fillInWindow[0]!)),
    'reference: settings found on': `seeds ${TUNED_SEEDS.join(', ')}`,
    'reference: held out':
      HELD_OUT_SEEDS.length > 0 ? `seeds ${HELD_OUT_SEEDS.join(', ')}` : 'not played (quick)',
  };
  const held_out = HELD_OUT_SEEDS.map((_, k) => k + TUNED_SEEDS.length);
  if (held_out.length > 0)
    figures['reference: cost to none on held-out seeds alone'] =
      mean(held_out.map((k) => ours.results[k]!.total)) / mean(held_out.map((k) => none.results[k]!.total));
  return {
    figures,
    goals: [
      atMost(
        'reference: mean total cost to no transfer',
        ratio((r) => r.total),
        0.62,
      ),
      atMost('reference: worst seed to `marginal`', Math.max(...to_marginal), 1),
      quick
        ? atLeast(
            'reference: tier-1 in-window fill less that of `marginal`',
            tier_1(ours) - tier_1(marginal),
            0,
          )
        : atLeast('reference: tier-1 in-window fill', tier_1(ours), 0.985),
      atMost(
        'reference: outdated units to no transfer',
        ratio((r) => r.outdated),
        0.5,
      ),
    ],
  };
}

function compareSimulated(): PolicyFigures[] {
  const { warehouses, items, days, warm_up_days } = SIMULATED;
  return comparePolicies({
    world_of: (seed) => sampleWorld({ warehouses, items, seed }),
    seeds: Array.from({ length: SIMULATED.seeds }, (_, k) => 101 + k),
    policies: [noTransfers, nearestTransfers(), nearestTransfers(7), plannedTransfers()],
    rule_of: () => baseStockRule(0.9),
    days,
    warm_up_days,
  });
}

/** The whole interval of the paired difference must lie below 0. */
function simulatedGoals(policies: readonly PolicyFigures[]): { figures: Figures; goals: Goal[] } {
  const [none, nearest, guarded, planned] = policies as [
    PolicyFigures,
    PolicyFigures,
    PolicyFigures,
    PolicyFigures,
  ];
  const lowest = Math.min(nearest.total_cost.mean, guarded.total_cost.mean);
  return {
    figures: {
      'simulator: seeds': SIMULATED.seeds,
      'simulator: planned to none, total cost': planned.total_cost.mean / none.total_cost.mean,
      'simulator: planned to the better nearest, total cost': planned.total_cost.mean / lowest,
      'simulator: planned less none, tier-1 fill (low end)': planned.difference.fill_rate[0]!.low,
    },
    goals: [
      atMost(
        'simulator: planned less none, total cost (high end of 95 %)',
        planned.difference.total_cost.high,
        0,
      ),
      atLeast(
        'simulator: planned less none, tier-1 fill (low end of 95 %)',
        planned.difference.fill_rate[0]!.low,
        0,
      ),
    ],
  };
}

const reference = await loadReferenceWorld(ROOT);
const figures: Figures = {};
const goals: Goal[] = [];
if (reference === undefined)
  console.log('reference world: skipped, ../shared/planning/tools is not beside the project');
else {
  const seeds = [...TUNED_SEEDS, ...HELD_OUT_SEEDS];
  const rows = playReference(reference, seeds);
  printReference(rows, seeds);
  const judged = referenceGoals(rows);
  Object.assign(figures, judged.figures);
  goals.push(...judged.goals);
}
const policies = compareSimulated();
printComparison(
  `simulator, ${SIMULATED.warehouses} warehouses x ${SIMULATED.items} items x ${SIMULATED.days - SIMULATED.warm_up_days} days, ${SIMULATED.seeds} seeds, 95 % t intervals`,
  policies,
);
const simulated = simulatedGoals(policies);
report('policy', { ...figures, ...simulated.figures }, [...goals, ...simulated.goals]);

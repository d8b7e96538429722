import {
  checkBlocks,
  checkNetwork,
  type NetworkRows,
  type NetworkTerms,
  type SolveOptions,
  solveBlocks,
  solveNetwork,
} from '@tongcang/planning/optimiser';
import { atMost, type Goal, quick, report } from './support/report.ts';
import { hashRows, makeScenario, scenarioBlocks } from './support/scenario.ts';
import { type Emergency, SCENARIO_SIZES } from './support/scenario-company.ts';
import { type FrozenSize, frozenInstances } from './support/scenario-frozen.ts';

/**
 * The transfer optimiser on the frozen instances, judged by their own judge, and on invented companies, judged by
 * the package's checker: gap to the best bound known and to its own, time to the first plan, strict tiers with their
 * proof, and that every plan keeps every rule. One setting for all, one thread, about nine minutes; `--quick` runs
 * the two small instances and the small company.
 */
type Run = { readonly size: FrozenSize; readonly seconds: number; readonly gap_percent_max: number };
/** The largest comes first, so that its memory is its own. */
const RUNS: readonly Run[] = quick
  ? [{ size: '0.2x', seconds: 10, gap_percent_max: 1.5 }]
  : [
      { size: '5x', seconds: 180, gap_percent_max: 2 },
      { size: '0.2x', seconds: 10, gap_percent_max: 1.5 },
      { size: '0.2x', seconds: 60, gap_percent_max: 1.1 },
      { size: '1x', seconds: 10, gap_percent_max: 3 },
      { size: '1x', seconds: 60, gap_percent_max: 1.8 },
    ];
/** Seeds whose plans are judged after a short run; the gap is known for seed 1 alone. */
const OTHER_SEEDS = quick ? [2, 3, 4] : Array.from({ length: 20 }, (_, k) => k + 2);
const OTHER_SIZES: readonly FrozenSize[] = quick ? ['0.05x', '0.2x'] : ['0.05x', '0.2x', '1x'];
/** XL is planned in so many blocks, with so many moves for a line. */
const XL = { blocks: 40, moves_per_line: 60, memory_mb_max: 700 } as const;
const EMERGENCY: Emergency = { lines: 60, recalled_share: 0.02, closed_warehouse: 3 };

const figures: Record<string, number | string> = {};
const goals: Goal[] = [];
const rss_mb = () => process.memoryUsage().rss / 1e6;

/** Solves by wall clock, reading the network included; answers when the first plan was there too. */
function timed(rows: NetworkRows, limit_ms: number, options: SolveOptions = {}, terms: NetworkTerms = {}) {
  const began = performance.now();
  const elapsed_ms = () => performance.now() - began;
  let first_plan_ms = Number.POSITIVE_INFINITY;
  const on_progress = ({ iterations }: { readonly iterations: number }) => {
    if (iterations === 0) first_plan_ms = Math.min(first_plan_ms, elapsed_ms());
    return true;
  };
  const solution = solveNetwork(rows, terms, { ...options, limit_ms, elapsed_ms, on_progress });
  return { solution, first_plan_ms, ms: elapsed_ms() };
}

type Frozen = NonNullable<Awaited<ReturnType<typeof frozenInstances>>>;

function runFrozen(frozen: Frozen, { size, seconds, gap_percent_max }: Run): void {
  const { rows, bound, judge } = frozen(size, 1);
  const { solution, first_plan_ms } = timed(rows, seconds * 1000);
  const { objective, violations, fillByTier } = judge(solution.flows);
  const name = `${size} in ${seconds} s`;
  figures[`${name}: objective`] = objective;
  figures[`${name}: fill of tier 1, 2, 3, 4`] = fillByTier.map((fill) => fill.toFixed(4)).join(' ');
  figures[`${name}: moves`] = solution.iterations;
  goals.push(atMost(`${name}: gap to the known bound, %`, 100 * (objective / bound! - 1), gap_percent_max));
  goals.push(atMost(`${name}: first plan, ms`, first_plan_ms, 1000));
  goals.push(atMost(`${name}: violations`, violations.length, 0));
  if (size === '5x') goals.push(atMost('5x: memory, MB', rss_mb(), 600));
}

/** Plan and proof within the ten seconds: the gap to the bound that the package finds by itself. */
function proveFrozen(frozen: Frozen, size: FrozenSize, seconds: number, bound_share: number): void {
  const { rows, bound, judge } = frozen(size, 1);
  const options = { bound_share, bound_iterations_max: 1_000_000 };
  const { solution, first_plan_ms, ms } = timed(rows, seconds * 1000, options);
  const { objective, violations, fillByTier } = judge(solution.flows);
  const name = `${size} with proof in ${seconds} s`;
  figures[`${name}: objective`] = objective;
  figures[`${name}: own bound (best known ${bound})`] = solution.bound ?? 0;
  figures[`${name}: gap to the known bound, %`] = 100 * (objective / bound! - 1);
  figures[`${name}: fill of tier 1, 2, 3, 4`] = fillByTier.map((fill) => fill.toFixed(4)).join(' ');
  goals.push(atMost(`${name}: proven gap, %`, 100 * (objective / solution.bound! - 1), 1));
  goals.push(atMost(`${name}: all of it, ms`, ms, seconds * 1000));
  goals.push(atMost(`${name}: first plan, ms`, first_plan_ms, 1000));
  goals.push(atMost(`${name}: violations`, violations.length, 0));
}

/** Strict tiers: what tiers 1 and 2 lack, against what they lack in any plan. */
function proveTiers(frozen: Frozen, size: FrozenSize, seconds: number): void {
  const { rows, judge } = frozen(size, 1);
  const { solution, first_plan_ms } = timed(rows, seconds * 1000, {}, { strict_tiers: true });
  const { violations, fillByTier } = judge(solution.flows);
  const name = `${size} with strict tiers`;
  figures[`${name}: fill of tier 1, 2, 3, 4`] = fillByTier.map((fill) => fill.toFixed(4)).join(' ');
  for (const { tier, short, bound } of solution.tier_bounds)
    goals.push(atMost(`${name}: tier ${tier} short ${short}, more than proven least`, short - bound, 0));
  goals.push(atMost(`${name}: first plan, ms`, first_plan_ms, 1000));
  goals.push(atMost(`${name}: violations`, violations.length, 0));
}

function runOtherSeeds(frozen: Frozen): void {
  let violations = 0;
  for (const size of OTHER_SIZES)
    for (const seed of OTHER_SEEDS) {
      const { rows, judge } = frozen(size, seed);
      const { solution } = timed(rows, 1000, { seed });
      violations += judge(solution.flows).violations.length + checkNetwork(rows, {}, solution).length;
    }
  figures['other seeds judged'] = OTHER_SEEDS.length * OTHER_SIZES.length;
  goals.push(atMost('violations on other seeds, after 1 s each', violations, 0));
}

function runCompany(size: keyof typeof SCENARIO_SIZES, seconds: number): void {
  const { rows, arcs_seen, lots_seen } = makeScenario(SCENARIO_SIZES[size], 1);
  const { solution, first_plan_ms } = timed(rows, seconds * 1000);
  figures[`${size}: hash of the company`] = hashRows(rows);
  figures[`${size}: lots and ways looked at`] = `${lots_seen} ${arcs_seen}`;
  figures[`${size}: ways kept`] = rows.arcs.lot.length;
  figures[`${size}: first plan, ms`] = first_plan_ms;
  figures[`${size}: score after ${seconds} s`] = solution.score;
  figures[`${size}: memory, MB`] = rss_mb();
  goals.push(atMost(`${size}: violations`, checkNetwork(rows, {}, solution).length, 0));
}

/** A large company has its plan; then urgent lines come, lots are recalled and a warehouse closes. */
function replanLarge(): void {
  const before = makeScenario(SCENARIO_SIZES.L, 1).rows;
  const planned = timed(before, 10_000).solution;
  const after = makeScenario(SCENARIO_SIZES.L, 1, EMERGENCY).rows;
  const { solution, first_plan_ms } = timed(after, 10_000);
  const lines = before.lines.dest.length;
  const urgent = solution.flows.filter(({ arc }) => after.arcs.line[arc]! >= lines);
  figures['L: score of the plan before'] = planned.score;
  figures['L: score after the emergency, 10 s'] = solution.score;
  figures['L: ways used for the urgent lines'] = urgent.length;
  goals.push(atMost('L: first plan after an emergency, ms', first_plan_ms, 2000));
  goals.push(atMost('L: violations after an emergency', checkNetwork(after, {}, solution).length, 0));
}

/** The largest company is planned in blocks of destinations, of which one at a time is held. */
function planInBlocks(): void {
  const source = scenarioBlocks(SCENARIO_SIZES.XL, 1, XL.blocks);
  const began = performance.now();
  let [first_plan_ms, memory] = [0, 0];
  const on_progress = ({ stage }: { readonly stage: number }) => {
    memory = Math.max(memory, rss_mb());
    if (stage <= 4) first_plan_ms = performance.now() - began;
    return true;
  };
  const solution = solveBlocks(source, {}, { moves_per_line: XL.moves_per_line, on_progress });
  figures['XL: ways of the largest block'] = solution.ways_max;
  figures['XL: first plan of all blocks, ms'] = first_plan_ms;
  figures['XL: time, ms'] = performance.now() - began;
  figures['XL: score'] = solution.score;
  goals.push(atMost('XL: memory, MB', memory, XL.memory_mb_max));
  goals.push(atMost('XL: violations', checkBlocks(source, {}, solution).length, 0));
}

const frozen = await frozenInstances();
if (frozen) {
  for (const run of RUNS) runFrozen(frozen, run);
  proveFrozen(frozen, '0.05x', 10, 0.65);
  proveTiers(frozen, '0.2x', 5);
  runOtherSeeds(frozen);
} else console.log('The public instances are not at hand (../shared/planning): skipped.');
// Before the large company, which leaves a large heap behind.
if (!quick) planInBlocks();
runCompany('S', quick ? 2 : 5);
if (!quick) {
  runCompany('M', 10);
  replanLarge();
}
report('optimiser', figures, goals);

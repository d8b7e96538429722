import type { Answer } from '../support/ask.ts';
import { CRASH, isMistake, textOf } from '../support/ask.ts';
import { deadlocksOf } from '../support/deadlocks.ts';
import { randomOf } from '../support/random.ts';
import { violationsOf } from '../support/violations.ts';
import type { World } from '../support/world.ts';
import { type Choose, openGate } from './gate.ts';
import type { Scenario } from './scenario.ts';
import { scenarios } from './scenarios.ts';

/** A schedule that ended wrongly, with what is needed to see it again: `replay(world, scenario, trace)`. */
export type Failure = {
  readonly scenario: string;
  readonly seed: number;
  readonly trace: string;
  readonly problems: readonly string[];
};
export type Report = {
  readonly runs: number;
  /** How many of the schedules differed. */
  readonly schedules: number;
  /** The schedule of each run: the lane that was let through, for each step. */
  readonly traces: readonly string[];
  readonly failures: readonly Failure[];
  readonly deadlocks: number;
};

const LANES = 3;

/**
 * Runs seeded schedules of the scenarios in turn until `runs` are done, `ms` have passed, or one has failed.
 */
export async function interleave(
  world: World,
  budget: { runs: number; ms?: number; seed?: number; only?: (scenario: Scenario) => boolean },
): Promise<Report> {
  const chosen = scenarios.filter(budget.only ?? (() => true));
  const before = await deadlocksOf(world);
  const gate = await openGate(world, LANES);
  const failures: Failure[] = [];
  const seen = new Set<string>();
  const traces: string[] = [];
  const end = performance.now() + (budget.ms ?? Number.POSITIVE_INFINITY);
  let runs = 0;
  try {
    // Each scenario at least once, however slow the machine.
    const enough = () => runs >= budget.runs || (performance.now() > end && runs >= chosen.length);
    while (!enough() && failures.length === 0) {
      const seed = (budget.seed ?? 1) + runs;
      const scenario = chosen[runs % chosen.length]!;
      const { trace, problems } = await runOnce(world, gate, scenario, seededChoice(seed));
      traces.push(trace);
      seen.add(`${scenario.name} ${trace}`);
      if (problems.length > 0) failures.push({ scenario: scenario.name, seed, trace, problems });
      runs += 1;
    }
  } finally {
    await gate.close();
  }
  return { runs, schedules: seen.size, traces, failures, deadlocks: (await deadlocksOf(world)) - before };
}

/** Runs one scenario along a printed trace and gives what was wrong, and the trace that came of it. */
export async function replay(
  world: World,
  name: string,
  trace: string,
): Promise<{ trace: string; problems: readonly string[] }> {
  const scenario = scenarios.find((s) => s.name === name);
  if (scenario === undefined) throw new Error(`no scenario is called ${name}`);
  const gate = await openGate(world, LANES);
  try {
    return await runOnce(world, gate, scenario, tracedChoice(trace));
  } finally {
    await gate.close();
  }
}

type Gate = Awaited<ReturnType<typeof openGate>>;

async function runOnce(world: World, gate: Gate, scenario: Scenario, choose: Choose) {
  const { works, judge } = await scenario.arrange(world);
  const { results, trace } = await gate.run(works, choose);
  const answers = results.map(
    (result): Answer =>
      result.status === 'fulfilled'
        ? result.value
        : { done: false, code: CRASH, params: { message: String(result.reason) }, errors: [] },
  );
  const violations = await violationsOf(world);
  const problems = [
    ...answers.flatMap((a) => (isMistake(a) ? [`answered ${textOf(a)}`] : [])),
    ...(await judge(answers)),
    ...violations.map((v) => `invariant ${v}`),
  ];
  return { trace: trace.join(''), problems };
}

/** Some schedules change lanes at every step, some hardly ever: both kinds have found mutants. */
function seededChoice(seed: number): Choose {
  const random = randomOf(seed);
  const stay = random.pick([0.1, 0.5, 0.85]);
  let last = -1;
  return (ready) => {
    if (!ready.includes(last) || random.next() >= stay) last = random.pick(ready);
    return last;
  };
}

function tracedChoice(trace: string): Choose {
  let step = 0;
  return (ready) => {
    const wanted = Number(trace[step++] ?? ready[0]);
    return ready.includes(wanted) ? wanted : ready[0]!;
  };
}

import { interleave } from '../interleave/interleave.ts';
import { runModel } from '../model/run-model.ts';
import { rush } from '../stress/scarcity.ts';
import { stress } from '../stress/stress.ts';
import { findDeadlocksSoon } from '../support/deadlocks.ts';
import type { World } from '../support/world.ts';

/**
 * Runs a harness for some seconds on `world` until it finds something; gives what it found, empty when green.
 * `scenario` narrows the interleaver to one of its scenarios.
 */
export type Harness = (world: World, seed: number, scenario?: string) => Promise<readonly string[]>;

export const harnesses = {
  async interleave(world, seed, scenario) {
    await findDeadlocksSoon(world);
    const only = scenario === undefined ? undefined : (s: { name: string }) => s.name === scenario;
    const { failures, deadlocks } = await interleave(world, { only, runs: 330, ms: 40_000, seed });
    return [
      ...failures.map((f) => `${f.scenario}: ${f.problems[0]} (trace ${f.trace})`),
      ...(deadlocks > 0 ? [`${deadlocks} deadlocks`] : []),
    ];
  },
  async stress(world, seed) {
    const { problems, deadlocks } = await stress(world, { workers: 16, ms: 3_000, seed, instances: 2 });
    return [...(deadlocks > 0 ? [`${deadlocks} deadlocks`] : []), ...problems];
  },
  async scarcity(world) {
    const problems: string[] = [];
    for (const by of ['allocating', 'shipping'] as const) {
      const report = await rush(world, { clients: 64, instances: 2, by });
      problems.push(...report.problems);
      if (report.succeeded !== 20) problems.push(`${report.succeeded} of 64 got some by ${by}`);
    }
    return problems;
  },
  async model(world, seed) {
    const { failure } = await runModel(world, { runs: 40, ms: 20_000, seed, shrink: false });
    return failure === null ? [] : [failure.replaceAll('\n', ' ')];
  },
} as const satisfies Record<string, Harness>;

export type HarnessName = keyof typeof harnesses;
export const HARNESS_NAMES = Object.keys(harnesses) as HarnessName[];

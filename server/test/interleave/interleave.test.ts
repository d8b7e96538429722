import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { findDeadlocksSoon } from '../support/deadlocks.ts';
import { DEPTHS } from '../support/depths.ts';
import { createWorld, type World } from '../support/world.ts';
import { interleave, replay } from './interleave.ts';
import { scenarios } from './scenarios.ts';

let world: World;
beforeAll(async () => {
  world = await createWorld();
  await findDeadlocksSoon(world);
});
afterAll(() => world.close());

const { runs, ms } = DEPTHS[inject('depth')].interleave;

test('whatever the order of their statements, verbs that meet end rightly', {
  timeout: ms + 60_000,
}, async () => {
  const report = await interleave(world, { runs, ms });
  console.log(`${report.runs} schedules of ${scenarios.length} scenarios, ${report.schedules} different`);
  expect(report.failures).toEqual([]);
  expect(report.deadlocks).toBe(0);
  expect(report.runs).toBeGreaterThanOrEqual(Math.min(runs, scenarios.length));
  // A scheduler that always does the same would prove little.
  expect(report.schedules).toBeGreaterThan(report.runs / 2);
});

test('a schedule is seen again by its trace', async () => {
  const [scenario] = scenarios;
  const first = await interleave(world, { runs: 1, seed: 7, only: (s) => s === scenario });
  const [trace] = first.traces;
  const again = await replay(world, scenario!.name, trace!);
  expect(again).toEqual({ trace, problems: [] });
});

import { afterAll, beforeAll, expect, test } from 'vitest';
import { findDeadlocksSoon } from '../support/deadlocks.ts';
import { createWorld, type World } from '../support/world.ts';
import { interleave } from './interleave.ts';

let world: World;
beforeAll(async () => {
  world = await createWorld();
  await findDeadlocksSoon(world);
});
afterAll(() => world.close());

test('every schedule ends rightly', { timeout: 60_000 }, async () => {
  const report = await interleave(world, { runs: 300 });
  console.log(report.runs, report.schedules);
  expect(report.failures).toEqual([]);
  expect(report.deadlocks).toBe(0);
});

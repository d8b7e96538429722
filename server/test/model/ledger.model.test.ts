import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { DEPTHS } from '../support/depths.ts';
import { createWorld, type World } from '../support/world.ts';
import { runModel } from './run-model.ts';

let world: World;
beforeAll(async () => {
  world = await createWorld();
});
afterAll(() => world.close());

const { runs, ms } = DEPTHS[inject('depth')].model;

test('random commands leave the ledger as the model says', { timeout: ms + 60_000 }, async () => {
  const report = await runModel(world, { runs, ms, seed: 1 });
  console.log(`${report.runs} lists, ${report.commands} commands, ${report.done} of them done`);
  expect(report.failure).toBeNull();
  expect(report.done / report.commands).toBeGreaterThan(0.25);
});

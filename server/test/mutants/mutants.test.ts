import { join } from 'node:path';
import { beforeAll, expect, inject, test } from 'vitest';
import { DEPTHS } from '../support/depths.ts';
import { type Mutant, mutants } from './mutants.ts';
import { type Garden, layOut, rottenEdits, runPlanted } from './plant.ts';

/**
 * A harness that has never caught a planted bug proves nothing. Each mutant against every harness is
 * `node server/test/mutants/run.ts`; here those that must never be missed, one for each harness and each law at least.
 */
const { mutants: chosen } = DEPTHS[inject('depth')];
let garden: Garden;
beforeAll(() => {
  garden = layOut(join(inject('temporary'), 'mutants'));
});

test('every mutant still changes the source that it names', () => {
  expect(rottenEdits(mutants)).toEqual([]);
});

const quick = mutants.filter((mutant) => chosen === 'all' || chosen.some((name) => name === mutant.name));

test.each(quick.map((mutant): [string, Mutant] => [mutant.name, mutant]))(
  'is caught: %s',
  { timeout: 100_000 },
  async (_name, mutant) => {
    const { scenario } = mutant;
    const finding = await runPlanted(garden, mutant, mutant.caught_by[0], inject('database'), { scenario });
    console.log(`${mutant.caught_by[0]}, ${finding.ms} ms: ${finding.found.slice(0, 200)}`);
    expect(finding.red).toBe(true);
  },
);

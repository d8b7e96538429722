import { AQLS, INSPECTION_LEVELS } from '@tongcang/contract';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { codeLetter, fitsNextAql, type Level, masterPlan, type Severity, samplingPlan } from './sampling.ts';

const LETTERS = [...'ABCDEFGHJKLMNPQR'];
const SEVERITIES: readonly Severity[] = ['normal', 'tightened', 'reduced'];

/** `letter sample Ac` of the master tables, arrows followed, for AQL 0.65, 1.0, 1.5, 2.5, 4.0 and 6.5. */
const PRINTED: Readonly<Record<Severity, Readonly<Record<string, string>>>> = {
  normal: {
    B: 'F 20 0|E 13 0|D 8 0|C 5 0|B 3 0|A 2 0',
    D: 'F 20 0|E 13 0|D 8 0|C 5 0|E 13 1|D 8 1',
    F: 'F 20 0|E 13 0|G 32 1|F 20 1|F 20 2|F 20 3',
    G: 'F 20 0|H 50 1|G 32 1|G 32 2|G 32 3|G 32 5',
    H: 'J 80 1|H 50 1|H 50 2|H 50 3|H 50 5|H 50 7',
    J: 'J 80 1|J 80 2|J 80 3|J 80 5|J 80 7|J 80 10',
    K: 'K 125 2|K 125 3|K 125 5|K 125 7|K 125 10|K 125 14',
    L: 'L 200 3|L 200 5|L 200 7|L 200 10|L 200 14|L 200 21',
    M: 'M 315 5|M 315 7|M 315 10|M 315 14|M 315 21|L 200 21',
    R: 'R 2000 21|Q 1250 21|P 800 21|N 500 21|M 315 21|L 200 21',
  },
  tightened: {
    B: 'G 32 0|F 20 0|E 13 0|D 8 0|C 5 0|B 3 0',
    D: 'G 32 0|F 20 0|E 13 0|D 8 0|F 20 1|E 13 1',
    F: 'G 32 0|F 20 0|H 50 1|G 32 1|F 20 1|F 20 2',
    G: 'G 32 0|J 80 1|H 50 1|G 32 1|G 32 2|G 32 3',
    J: 'K 125 1|J 80 1|J 80 2|J 80 3|J 80 5|J 80 8',
    K: 'K 125 1|K 125 2|K 125 3|K 125 5|K 125 8|K 125 12',
    M: 'M 315 3|M 315 5|M 315 8|M 315 12|M 315 18|L 200 18',
    R: 'R 2000 18|Q 1250 18|P 800 18|N 500 18|M 315 18|L 200 18',
  },
  reduced: {
    B: 'F 8 0|E 5 0|D 3 0|C 2 0|B 2 0|A 2 0',
    F: 'F 8 0|E 5 0|H 20 1|G 13 1|F 8 1|F 8 2',
    J: 'K 50 1|J 32 1|J 32 2|J 32 3|J 32 5|J 32 6',
    K: 'K 50 1|K 50 2|K 50 3|K 50 5|K 50 6|K 50 8',
    M: 'M 125 3|M 125 5|M 125 6|M 125 8|M 125 10|L 80 10',
    R: 'R 800 10|Q 500 10|P 315 10|N 200 10|M 125 10|L 80 10',
  },
};
/** Cells at the edges: the first columns, the rows of two pieces, and what counts nonconformities per hundred units. */
const EDGES: readonly (readonly [Severity, string, number, string])[] = [
  ['normal', 'Q', 0.01, 'Q 1250 0'],
  ['normal', 'R', 0.015, 'P 800 0'],
  ['normal', 'P', 0.04, 'Q 1250 1'],
  ['normal', 'A', 10, 'C 5 1'],
  ['normal', 'A', 25, 'A 2 1'],
  ['normal', 'A', 1000, 'A 2 30'],
  ['normal', 'B', 1000, 'B 3 44'],
  ['normal', 'C', 1000, 'B 3 44'],
  ['normal', 'F', 150, 'E 13 30'],
  ['normal', 'R', 1000, 'B 3 44'],
  ['tightened', 'R', 0.025, 'S 3150 1'],
  ['tightened', 'Q', 0.025, 'S 3150 1'],
  ['tightened', 'R', 0.015, 'Q 1250 0'],
  ['tightened', 'A', 10, 'A 2 0'],
  ['tightened', 'B', 1000, 'B 3 41'],
  ['reduced', 'Q', 0.025, 'N 200 0'],
  ['reduced', 'A', 25, 'A 2 1'],
  ['reduced', 'B', 150, 'B 2 7'],
  ['reduced', 'E', 250, 'E 5 21'],
  ['reduced', 'C', 1000, 'B 2 30'],
];
const shown = (severity: Severity, letter: string, aql: number) => {
  const plan = masterPlan(severity, letter, aql);
  expect(plan.re).toBe(plan.ac + 1);
  return `${plan.letter} ${plan.sample} ${plan.ac}`;
};

describe('the tables of GB/T 2828.1', () => {
  test.each(SEVERITIES)('%s: what is printed for the usual AQLs', (severity) => {
    for (const [letter, row] of Object.entries(PRINTED[severity])) {
      const found = [0.65, 1, 1.5, 2.5, 4, 6.5].map((aql) => shown(severity, letter, aql)).join('|');
      expect(`${letter}: ${found}`).toBe(`${letter}: ${row}`);
    }
  });

  test('the edges', () => {
    expect(EDGES.map(([severity, letter, aql]) => shown(severity, letter, aql))).toEqual(
      EDGES.map(([, , , cell]) => cell),
    );
  });

  test.each([
    [1, 'I', 'A'],
    [8, 'II', 'A'],
    [9, 'II', 'B'],
    [500, 'II', 'H'],
    [501, 'II', 'J'],
    [1201, 'II', 'K'],
    [3200, 'II', 'K'],
    [3201, 'II', 'L'],
    [1000, 'S-3', 'E'],
    [500_000, 'S-4', 'J'],
    [500_001, 'I', 'N'],
    [500_001, 'III', 'R'],
    [280, 'S-1', 'B'],
    [35_001, 'S-2', 'E'],
  ] as const)('a lot of %i at level %s has letter %s', (lot_size, level, letter) => {
    expect(codeLetter(lot_size, level)).toBe(letter);
  });

  test('1,201 to 3,200 pieces at level II and AQL 1.0: 125 pieces, accepted with 3, not with 4', () => {
    const expected = { letter: 'K', sample: 125, ac: 3, re: 4, whole_lot: false };
    expect(samplingPlan(1201, 'II', 1, 'normal')).toEqual(expected);
    expect(samplingPlan(3200, 'II', 1, 'normal')).toEqual(expected);
  });

  test('a sample as large as the lot is the lot', () => {
    expect(samplingPlan(10, 'II', 0.65, 'normal')).toMatchObject({ sample: 10, ac: 0, whole_lot: true });
  });
});

const cell = fc.record({
  severity: fc.constantFrom(...SEVERITIES),
  lot_size: fc.integer({ min: 1, max: 2_000_000 }),
  level: fc.constantFrom(...(INSPECTION_LEVELS as readonly Level[])),
  aql: fc.constantFrom(...AQLS),
});

describe('whatever the lot', () => {
  test('there is a plan: Re follows Ac, and the sample is neither empty nor more than the lot', () => {
    fc.assert(
      fc.property(cell, ({ severity, lot_size, level, aql }) => {
        const plan = samplingPlan(lot_size, level, aql, severity);
        expect(plan.re).toBe(plan.ac + 1);
        expect(plan.sample).toBeGreaterThan(0);
        expect(plan.sample).toBeLessThanOrEqual(lot_size);
      }),
    );
  });

  test('a larger AQL with the same sample never accepts fewer', () => {
    for (const severity of SEVERITIES) {
      for (const letter of LETTERS) {
        AQLS.slice(1).forEach((aql, index) => {
          const [less, more] = [
            masterPlan(severity, letter, AQLS[index]!),
            masterPlan(severity, letter, aql),
          ];
          if (less.sample === more.sample) expect(more.ac).toBeGreaterThanOrEqual(less.ac);
        });
      }
    }
  });

  test('tightened accepts no more than normal from the same sample; reduced looks at no more', () => {
    for (const letter of LETTERS) {
      for (const aql of AQLS) {
        const [normal, tightened, reduced] = SEVERITIES.map((s) => masterPlan(s, letter, aql)) as [
          ReturnType<typeof masterPlan>,
          ReturnType<typeof masterPlan>,
          ReturnType<typeof masterPlan>,
        ];
        if (tightened.sample === normal.sample) expect(tightened.ac).toBeLessThanOrEqual(normal.ac);
        expect(reduced.sample).toBeLessThanOrEqual(normal.sample);
      }
    }
  });
});

describe('the next smaller AQL', () => {
  test('K at 1.0 takes 3; at 0.65 it would take 2', () => {
    expect([0, 2, 3].map((bad) => fitsNextAql('K', 1, bad))).toEqual([true, true, false]);
  });
  test('another sample size cannot be compared', () => {
    expect(fitsNextAql('H', 1, 0)).toBe(false);
    expect(fitsNextAql('A', 0.01, 0)).toBe(false);
  });
});

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  afterLot,
  FRESH,
  type JudgedLot,
  resumed,
  type SamplingState,
  SCORE_FOR_REDUCED,
  type SwitchRule,
  skipsLot,
} from './switching.ts';

const A: JudgedLot = { accepted: true, points: 3 };
const R: JudgedLot = { accepted: false, points: 0 };

function play(lots: string, begin: SamplingState = FRESH, allow_reduced = true) {
  let state = begin;
  const rules: (SwitchRule | null)[] = [];
  for (const lot of lots) {
    const step = afterLot(
      state,
      lot === 'A' ? A : lot === 'R' ? R : { accepted: true, points: lot === '2' ? 2 : 0 },
      allow_reduced,
    );
    state = step.state;
    rules.push(step.rule);
  }
  return { ...state, rules: rules.filter((rule) => rule !== null) };
}

describe('normal to tightened', () => {
  test('two of five consecutive lots', () => {
    expect(play('RAAAR')).toMatchObject({ severity: 'tightened', rules: ['two_of_five'] });
    expect(play('RR')).toMatchObject({ severity: 'tightened' });
  });
  test('a sixth lot is too late', () => {
    expect(play('RAAAAR')).toMatchObject({ severity: 'normal', rules: [] });
  });
});

describe('tightened to normal', () => {
  test('five accepted in a row, counted from the switch', () => {
    expect(play('AARRAAAA').severity).toBe('tightened');
    expect(play('AARRAAAAA')).toMatchObject({ severity: 'normal', rules: ['two_of_five', 'five_accepted'] });
  });
  test('a lot that is not accepted begins the count anew', () => {
    expect(play('RRAAAARAAAA').severity).toBe('tightened');
    expect(play('RRAAAARAAAAA').severity).toBe('normal');
  });
  test('five lots not accepted in all stop sampling, and only a person resumes it', () => {
    const stopped = play('RRRARARARAR');
    expect(stopped).toMatchObject({
      severity: 'discontinued',
      refused_tightened: 5,
      rules: ['two_of_five', 'five_refused'],
    });
    expect(play('AAAAAAAAAAAA', stopped).severity).toBe('discontinued');
    expect(resumed(stopped)).toMatchObject({ severity: 'tightened', refused_tightened: 0, recent: '' });
  });
});

describe('normal to reduced', () => {
  test('a score of 30: ten lots that would have passed with the next smaller AQL', () => {
    expect(play('AAAAAAAAA')).toMatchObject({ severity: 'normal', score: 27 });
    expect(play('AAAAAAAAAA')).toMatchObject({ severity: 'reduced', rules: ['score_30'] });
  });
  test('fifteen lots where each adds two', () => {
    expect(play('2'.repeat(14)).severity).toBe('normal');
    expect(play('2'.repeat(15)).severity).toBe('reduced');
  });
  test('an accepted lot that adds nothing sets the score back, as one that is not accepted does', () => {
    expect(play('AAAAA0').score).toBe(0);
    expect(play('AAAAAR').score).toBe(0);
  });
  test('only where quality wants it', () => {
    expect(play('A'.repeat(20), FRESH, false).severity).toBe('normal');
  });
  test('a lot that is not accepted leads back, and so does the wish of quality', () => {
    const reduced = play('A'.repeat(10));
    expect(play('R', reduced)).toMatchObject({ severity: 'normal', rules: ['lot_not_accepted'] });
    expect(play('A', reduced, false)).toMatchObject({ severity: 'normal', rules: ['reduced_withdrawn'] });
    expect(play('AAAA', reduced).severity).toBe('reduced');
  });
});

const lots = fc.array(
  fc.constantFrom<JudgedLot>(A, R, { accepted: true, points: 2 }, { accepted: true, points: 0 }),
  {
    maxLength: 200,
  },
);
/** All states on the way, with the lots that led to each. */
function states(played: readonly JudgedLot[], allow_reduced: boolean): SamplingState[] {
  const all = [FRESH];
  for (const lot of played) all.push(afterLot(all.at(-1)!, lot, allow_reduced).state);
  return all;
}

describe('whatever the lots', () => {
  test('reduced only after ten accepted lots in a row at least, and never unless it is wanted', () => {
    fc.assert(
      fc.property(lots, fc.boolean(), (played, wanted) => {
        states(played, wanted).forEach((state, n, all) => {
          if (state.severity !== 'reduced' || all[n - 1]?.severity === 'reduced') return;
          expect(wanted).toBe(true);
          expect(played.slice(n - 10, n).every((lot) => lot.accepted)).toBe(true);
          expect(n).toBeGreaterThanOrEqual(10);
        });
      }),
    );
  });

  test('tightened exactly when a second lot of five was not accepted under normal inspection', () => {
    fc.assert(
      fc.property(lots, (played) => {
        const all = states(played, false);
        let since = '';
        for (const [n, lot] of played.entries()) {
          const under_normal = all[n]!.severity === 'normal';
          since = under_normal ? since + (lot.accepted ? 'A' : 'R') : '';
          const second = [...since.slice(-5)].filter((result) => result === 'R').length >= 2;
          if (under_normal) expect(all[n + 1]!.severity === 'tightened').toBe(second);
          if (second) since = '';
        }
      }),
    );
  });

  test('from tightened back to normal only over five accepted lots; stopped only after five that were not', () => {
    fc.assert(
      fc.property(lots, (played) => {
        const all = states(played, true);
        let refused = 0;
        for (const [n, lot] of played.entries()) {
          const tightened = all[n]!.severity === 'tightened';
          refused = tightened ? refused + (lot.accepted ? 0 : 1) : 0;
          const next = all[n + 1]!.severity;
          if (!tightened) continue;
          if (next === 'normal') expect(played.slice(n - 4, n + 1).every((one) => one.accepted)).toBe(true);
          expect(next === 'discontinued').toBe(refused === 5);
        }
      }),
    );
  });

  test('counts stay within what the table allows', () => {
    fc.assert(
      fc.property(lots, fc.boolean(), (played, wanted) => {
        for (const state of states(played, wanted)) {
          expect(state.recent).toMatch(/^[AR]{0,5}$/);
          expect(state.score).toBeLessThan(SCORE_FOR_REDUCED + (wanted ? 0 : 600));
          expect(state.refused_tightened).toBeLessThanOrEqual(5);
        }
      }),
    );
  });
});

describe('skipping lots', () => {
  const plan = { skip_after: 5, skip_every: 3 };
  test('after five accepted lots two of three are skipped', () => {
    const good = { ...FRESH, accepted_in_row: 5 };
    expect([0, 1, 2].map((skipped) => skipsLot({ ...good, skipped }, plan))).toEqual([true, true, false]);
    expect(skipsLot({ ...good, accepted_in_row: 4 }, plan)).toBe(false);
  });
  test('never while inspection is tightened or stopped, nor without a plan for it', () => {
    const good = { ...FRESH, accepted_in_row: 50 };
    expect(skipsLot({ ...good, severity: 'tightened' }, plan)).toBe(false);
    expect(skipsLot({ ...good, severity: 'discontinued' }, plan)).toBe(false);
    expect(skipsLot(good, { skip_after: null, skip_every: null })).toBe(false);
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PlanningInputError } from '../errors.ts';
import { type Claim, effectiveTier, type RationingPolicy, ration } from './ration.ts';

const claim = (claim_id: number, tier: number, qty: number, more: Partial<Claim> = {}): Claim => ({
  claim_id,
  tier,
  qty,
  ...more,
});
const quantities = (supply: number, claims: readonly Claim[], policy?: RationingPolicy) =>
  ration(supply, claims, policy).rations.map(({ qty }) => qty);

describe('exact cases', () => {
  it('serves tiers strictly and shares within a tier', () => {
    expect(quantities(10, [claim(1, 3, 6), claim(2, 1, 4), claim(3, 3, 6)])).toEqual([3, 4, 3]);
    expect(quantities(4, [claim(1, 3, 6), claim(2, 1, 4)])).toEqual([0, 4]);
  });
  it('max-min gives the small claim all, proportional gives everyone the same share', () => {
    const claims = [claim(1, 2, 2), claim(2, 2, 10), claim(3, 2, 12)];
    expect(quantities(12, claims)).toEqual([2, 5, 5]);
    expect(quantities(12, claims, { rule: 'proportional' })).toEqual([1, 5, 6]);
  });
  it('protected minimums come before every tier', () => {
    const claims = [claim(1, 1, 10), claim(2, 4, 10, { protected_qty: 3 })];
    expect(quantities(8, claims)).toEqual([5, 3]);
    expect(ration(8, claims).rations[1]).toMatchObject({
      protected_qty: 3,
      short_qty: 7,
      cause: 'higher_tiers_first',
    });
  });
  it('urgency, value and unstable supply weigh within a tier', () => {
    const heavier: Partial<Claim>[] = [{ patient_urgency: 1 }, { device_value: 1 }, { supply_stability: 0 }];
    for (const more of heavier) {
      const [plain, weighed] = quantities(90, [claim(1, 2, 90), claim(2, 2, 90, more)]);
      expect(weighed).toBeGreaterThan(plain!);
    }
    expect(quantities(90, [claim(1, 2, 90), claim(2, 2, 90, { patient_urgency: 1 })])).toEqual([30, 60]);
  });
  it('waiting promotes one tier at a time and never into tier 1', () => {
    expect([0, 2, 3, 5, 6, 600].map((waited) => effectiveTier(4, waited, 3))).toEqual([4, 4, 3, 3, 2, 2]);
    expect(effectiveTier(1, 0, 3)).toBe(1);
    expect(effectiveTier(2, 1000, 3)).toBe(2);
  });
  it('says what is left and that nothing lacks', () => {
    expect(ration(9, [claim(1, 2, 4)])).toMatchObject({ left_qty: 5, rations: [{ qty: 4, cause: null }] });
    expect(ration(9, [])).toEqual({ rations: [], supply: 9, left_qty: 9 });
    expect(quantities(0, [claim(1, 1, 4), claim(2, 2, 0)])).toEqual([0, 0]);
  });
  it('splits milliards without counting them one by one', () => {
    expect(quantities(1e12, [claim(1, 2, 1e12), claim(2, 2, 1e12)])).toEqual([5e11, 5e11]);
    expect(quantities(3, [claim(1, 2, 1e9), claim(2, 2, 1e9)], { rule: 'proportional' })).toEqual([2, 1]);
  });
});

const anyClaim = fc.record({
  tier: fc.integer({ min: 1, max: 4 }),
  qty: fc.nat(40),
  protected_share: fc.constantFrom(0, 0, 0, 0.3, 1),
  waited_periods: fc.nat(12),
  patient_urgency: fc.constantFrom(0, 0.2, 1),
  device_value: fc.constantFrom(0, 0.7),
  supply_stability: fc.constantFrom(0.3, 1),
});
const anyClaims = fc.array(anyClaim, { maxLength: 9 }).map((rows) =>
  rows.map(
    ({ protected_share, ...row }, k): Claim => ({
      ...row,
      claim_id: k + 1,
      protected_qty: Math.floor(protected_share * row.qty),
    }),
  ),
);
const anyRule = fc.record({ rule: fc.constantFrom('max_min' as const, 'proportional' as const) });
const RUNS = { numRuns: 500 };

describe('properties', () => {
  it('conserves: nothing beyond a claim or the supply, and nothing is kept while someone lacks', () => {
    fc.assert(
      fc.property(fc.nat(250), anyClaims, anyRule, (supply, claims, policy) => {
        const { rations, left_qty } = ration(supply, claims, policy);
        const given = rations.reduce((sum, { qty }) => sum + qty, 0);
        expect(given + left_qty).toBe(supply);
        for (const [k, row] of rations.entries()) {
          expect(row.qty + row.short_qty).toBe(claims[k]!.qty);
          expect(row.qty).toBeGreaterThanOrEqual(0);
          expect(row.qty).toBeGreaterThanOrEqual(row.protected_qty);
          expect(row.short_qty === 0).toBe(row.cause === null);
        }
        if (left_qty > 0) for (const { short_qty } of rations) expect(short_qty).toBe(0);
      }),
      RUNS,
    );
  });
  it('no lower tier is served beyond its protected minimum while a higher one lacks', () => {
    fc.assert(
      fc.property(fc.nat(250), anyClaims, anyRule, (supply, claims, policy) => {
        const { rations } = ration(supply, claims, policy);
        const lacking = Math.min(5, ...rations.filter((r) => r.short_qty > 0).map((r) => r.effective_tier));
        for (const row of rations) if (row.effective_tier > lacking) expect(row.qty).toBe(row.protected_qty);
      }),
      RUNS,
    );
  });
  it('more supply never gives anyone less', () => {
    fc.assert(
      fc.property(fc.nat(200), anyClaims, anyRule, (supply, claims, policy) => {
        const [less, more] = [quantities(supply, claims, policy), quantities(supply + 1, claims, policy)];
        for (const [k, qty] of less.entries()) expect(more[k]).toBeGreaterThanOrEqual(qty);
      }),
      RUNS,
    );
  });
  it('longer waiting never gives less', () => {
    fc.assert(
      fc.property(fc.nat(200), anyClaims, anyRule, fc.nat(8), (supply, claims, policy, more) => {
        if (claims.length === 0) return;
        const older = claims.map((c, k) =>
          k === 0 ? { ...c, waited_periods: c.waited_periods! + more } : c,
        );
        expect(quantities(supply, older, policy)[0]).toBeGreaterThanOrEqual(
          quantities(supply, claims, policy)[0]!,
        );
      }),
      RUNS,
    );
  });
  it('the order of claims does not matter', () => {
    fc.assert(
      fc.property(fc.nat(200), anyClaims, anyRule, (supply, claims, policy) => {
        const turned = ration(supply, [...claims].reverse(), policy).rations;
        expect([...turned].reverse()).toEqual(ration(supply, claims, policy).rations);
      }),
      RUNS,
    );
  });
  it('equal claims of a tier differ by one unit at most', () => {
    fc.assert(
      fc.property(fc.nat(100), fc.integer({ min: 1, max: 7 }), anyRule, (supply, count, policy) => {
        const claims = Array.from({ length: count }, (_, k) => claim(k, 3, 30));
        const given = quantities(supply, claims, policy);
        expect(Math.max(...given) - Math.min(...given)).toBeLessThanOrEqual(1);
      }),
      RUNS,
    );
  });
  it('a replenishment is served in bounded time although operating theatres ask for all there is, each period', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 6 }), fc.integer({ min: 1, max: 8 }), (supply, rivals) => {
        const theatres = Array.from({ length: rivals }, (_, k) => claim(k + 1, 2, 10));
        const served = (waited_periods: number) =>
          quantities(supply, [...theatres, claim(99, 4, 10, { waited_periods })]).at(-1)! > 0;
        // It must reach tier 2 (6 periods) and then outweigh a rival's first unit: at once, since it has waited.
        expect(served(0) && supply <= rivals).toBe(false);
        expect(served(6)).toBe(true);
      }),
      { numRuns: 100 },
    );
  });
});

describe('bad input is refused and named', () => {
  const broken: [string, number, Claim[], RationingPolicy?][] = [
    ['supply: out_of_range', -1, []],
    ['supply: not_a_number', Number.NaN, []],
    ['supply: not_a_number', Number.POSITIVE_INFINITY, []],
    ['supply: not_whole', 0.5, []],
    ['claims[0].tier: out_of_range', 1, [claim(1, 5, 1)]],
    ['claims[0].qty: out_of_range', 1, [claim(1, 1, -1)]],
    ['claims[0].qty: not_a_number', 1, [claim(1, 1, Number.NaN)]],
    ['claims[0].protected_qty: out_of_range', 1, [claim(1, 1, 1, { protected_qty: 2 })]],
    ['claims[0].patient_urgency: out_of_range', 1, [claim(1, 1, 1, { patient_urgency: 1.1 })]],
    ['claims[1].claim_id: duplicate', 1, [claim(1, 1, 1), claim(1, 2, 1)]],
    ['policy.rule: not_listed', 1, [], { rule: 'lottery' as 'max_min' }],
    ['policy.periods_to_promotion: out_of_range', 1, [], { periods_to_promotion: 0 }],
    ['policy.waiting_weight: out_of_range', 1, [], { waiting_weight: -0.1 }],
  ];
  it.each(broken)('%s', (message, supply, claims, policy) => {
    expect(() => ration(supply, claims, policy)).toThrow(PlanningInputError);
    expect(() => ration(supply, claims, policy)).toThrow(message);
  });
});

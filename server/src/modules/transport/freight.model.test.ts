import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { allocateFen, mostSpecific, needsReason, quoteOf, type Rate } from './freight.model.ts';

const rate: Rate = {
  rate_id: 1,
  lane_id: null,
  temperature_class: 'ambient',
  fixed_fen: 1000,
  per_kg_fen: 20,
  per_km_fen: 3,
  per_drop_fen: 50,
  minimum_fen: 0,
  kg_per_m3: 200,
};
const journey = {
  lane_id: 7,
  temperature_class: 'ambient' as const,
  weight_g: 1001,
  volume_ml: 0,
  distance_km: 10,
  drops: 2,
};

describe('a quote', () => {
  test('is the sum of its parts, and every kilogram begun counts', () => {
    expect(quoteOf(rate, journey)).toEqual({
      charged_kg: 2,
      fixed_fen: 1000,
      weight_fen: 40,
      distance_fen: 30,
      drops_fen: 100,
      minimum_fen: 0,
      quote_fen: 1170,
    });
  });
  test('counts light goods by their volume', () => {
    expect(quoteOf(rate, { ...journey, volume_ml: 1_000_000 }).charged_kg).toBe(200);
    expect(quoteOf({ ...rate, kg_per_m3: 0 }, { ...journey, volume_ml: 1_000_000 }).charged_kg).toBe(2);
  });
  test('is at least the minimum', () => {
    expect(quoteOf({ ...rate, minimum_fen: 1200 }, journey)).toMatchObject({
      minimum_fen: 30,
      quote_fen: 1200,
    });
    expect(quoteOf({ ...rate, minimum_fen: 1100 }, journey)).toMatchObject({
      minimum_fen: 0,
      quote_fen: 1170,
    });
  });
  test('of the lane comes before one for everywhere, and another class is none', () => {
    const lane = { ...rate, rate_id: 2, lane_id: 7 };
    const other = { ...rate, rate_id: 3, lane_id: 8 };
    const cold = { ...rate, rate_id: 4, temperature_class: 'cold' as const };
    expect(mostSpecific([rate, lane, other, cold], journey).map((r) => r.rate_id)).toEqual([2]);
    expect(mostSpecific([rate, other, cold], journey).map((r) => r.rate_id)).toEqual([1]);
  });
});

describe('laying an amount on lines', () => {
  const amount = fc.integer({ min: -1_000_000_000, max: 1_000_000_000 });
  const weights = fc.array(fc.integer({ min: 0, max: 1_000_000_000 }), { minLength: 1, maxLength: 40 });

  test('loses nothing, and no part is further than one from its exact share', () => {
    fc.assert(
      fc.property(amount, weights, (sum, by) => {
        const parts = allocateFen(sum, by);
        const total = by.reduce((all, weight) => all + weight, 0);
        expect(parts.reduce((all, part) => all + part, 0)).toBe(sum);
        parts.forEach((part, index) => {
          const exact = total === 0 ? sum / by.length : (sum * by[index]!) / total;
          expect(Math.abs(part - exact)).toBeLessThan(1 + 1e-6);
        });
      }),
    );
  });
  test('what has no weight gets nothing beside what has', () => {
    fc.assert(
      fc.property(amount, weights, (sum, by) => {
        if (by.every((weight) => weight === 0)) return;
        const parts = allocateFen(sum, by);
        expect(parts.filter((part, index) => by[index] === 0 && part !== 0)).toEqual([]);
      }),
    );
  });
  test('taking back is the exact opposite of laying on', () => {
    fc.assert(
      fc.property(amount, weights, (sum, by) => {
        const back = allocateFen(-sum, by);
        expect(allocateFen(sum, by).map((part, index) => part + back[index]!)).toEqual(by.map(() => 0));
      }),
    );
  });
  test('heavier lines never bear less', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1_000_000 }), weights, (sum, by) => {
        const parts = allocateFen(sum, by);
        for (let i = 0; i < by.length; i++) {
          for (let j = 0; j < by.length; j++) {
            if (by[i]! > by[j]!) expect(parts[i]!).toBeGreaterThanOrEqual(parts[j]!);
          }
        }
      }),
    );
  });
});

test('a difference within the tolerance needs no reason, one beyond it does', () => {
  expect(needsReason(10_000, 10_500, 500)).toBe(false);
  expect(needsReason(10_000, 10_501, 500)).toBe(true);
  expect(needsReason(10_000, 9_499, 500)).toBe(true);
  expect(needsReason(0, 1, 10_000)).toBe(true);
});

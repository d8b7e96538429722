import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { computePolicy, normalQuantile, type PolicyInput } from './policy.ts';

const base: PolicyInput = {
  daily_mean: 20,
  daily_sd: 6,
  lead_time_days: 9,
  lead_time_sd_days: 0,
  qc_days: 0,
  service_level: 0.95,
  shelf_life_days: null,
};

describe('normalQuantile', () => {
  it('agrees with published values', () => {
    expect(normalQuantile(0.5)).toBeCloseTo(0, 9);
    expect(normalQuantile(0.95)).toBeCloseTo(1.6448536269514722, 8);
    expect(normalQuantile(0.99)).toBeCloseTo(2.3263478740408408, 8);
    expect(normalQuantile(0.999)).toBeCloseTo(3.090232306167813, 7);
    expect(normalQuantile(0.001)).toBeCloseTo(-3.090232306167813, 7);
    expect(normalQuantile(0.2)).toBeCloseTo(-0.8416212335729143, 8);
  });
});

describe('computePolicy', () => {
  it('is z sd sqrt(L) when the lead time is certain', () => {
    // 1.64485 x 6 x 3 = 29.6 -> 30; 20 x 9 + 30 = 210
    expect(computePolicy(base)).toMatchObject({ safety_stock: 30, reorder_point: 210, protection_days: 9 });
  });
  it('adds the deviation of the lead time, which soon outweighs that of demand', () => {
    // sqrt(9 x 36 + 400 x 16) = 82.0, x 1.64485 = 134.9
    expect(computePolicy({ ...base, lead_time_sd_days: 4 }).safety_stock).toBe(135);
  });
  it('counts quality control and review in the lead time', () => {
    const policy = computePolicy({ ...base, lead_time_days: 4, qc_days: 3, review_days: 2 });
    expect(policy).toMatchObject({ safety_stock: 30, reorder_point: 210, protection_days: 9 });
  });
  it('caps by shelf life and says so', () => {
    const policy = computePolicy({
      ...base,
      lead_time_sd_days: 30,
      shelf_life_days: 60,
      min_remaining_days: 30,
      qc_days: 2,
      delivery_days: 3,
      order_qty: 100,
    });
    // 25 days: 20 x 25 - 0.8416 x 6 x 5 = 474.75; less 50 = 424
    expect(policy.shelf_life_cap).toBe(424);
    expect(policy).toMatchObject({ safety_stock: 424, capped_by_shelf_life: true });
    expect(policy.safety_stock_uncapped).toBeGreaterThan(424);
  });
  it('keeps no safety stock of goods that would be too old on arrival', () => {
    const policy = computePolicy({ ...base, shelf_life_days: 30, min_remaining_days: 40 });
    expect(policy).toMatchObject({ safety_stock: 0, shelf_life_cap: 0, capped_by_shelf_life: true });
  });
  it('does not round up the dust of floating point', () => {
    expect(computePolicy({ ...base, daily_sd: 0, daily_mean: 0.1, lead_time_days: 30 }).reorder_point).toBe(
      3,
    );
  });
  it('grows with service level, deviation and lead time, and is always whole', () => {
    const days = fc.double({ min: 0, max: 100, noNaN: true });
    const rate = fc.double({ min: 0, max: 1e4, noNaN: true });
    fc.assert(
      fc.property(
        rate,
        rate,
        days,
        days,
        fc.double({ min: 0.5, max: 0.99, noNaN: true }),
        (mean, sd, lead, dev, p) => {
          const input = {
            ...base,
            daily_mean: mean,
            daily_sd: sd,
            lead_time_days: lead,
            lead_time_sd_days: dev,
          };
          const low = computePolicy({ ...input, service_level: p });
          const high = computePolicy({ ...input, service_level: p + 0.009 });
          const longer = computePolicy({ ...input, service_level: p, lead_time_days: lead + 1 });
          expect(Number.isSafeInteger(low.safety_stock) && Number.isSafeInteger(low.reorder_point)).toBe(
            true,
          );
          expect(high.safety_stock).toBeGreaterThanOrEqual(low.safety_stock);
          expect(longer.reorder_point).toBeGreaterThanOrEqual(low.reorder_point);
        },
      ),
    );
  });
  it('names the field that is wrong', () => {
    expect(() => computePolicy({ ...base, daily_sd: Number.NaN })).toThrow('daily_sd: not_a_number');
    expect(() => computePolicy({ ...base, lead_time_days: -1 })).toThrow('lead_time_days: out_of_range');
    expect(() => computePolicy({ ...base, service_level: 1 })).toThrow('service_level: out_of_range');
    expect(() => computePolicy({ ...base, order_qty: 1.5 })).toThrow('order_qty: not_whole');
    expect(() => computePolicy({ ...base, shelf_life_days: 0 })).toThrow('shelf_life_days: out_of_range');
  });
});

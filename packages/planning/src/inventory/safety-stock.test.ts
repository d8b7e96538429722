import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { distributionOf } from '../math/distributions.ts';
import { mulberry32 } from '../math/random.ts';
import * as inventory from './index.ts';

const number = (min: number, max: number) => fc.double({ min, max, noNaN: true });
const family = fc.constantFrom('normal', 'gamma', 'negative_binomial');
const demand = fc.record({
  daily_mean: number(0.05, 50),
  daily_sd: number(0.1, 60),
  lead_time_days: number(0.5, 90),
  lead_time_sd_days: number(0, 20),
  qc_days: fc.integer({ min: 0, max: 10 }),
  review_days: fc.integer({ min: 0, max: 7 }),
});

describe('reorder point', () => {
  const point = (input: inventory.ProtectionInput, probability: number, kind: inventory.DemandFamily) =>
    inventory.reorderPointFor({ kind: 'cycle', probability }, inventory.demandInProtection(input, kind));

  it('rises with service level, lead time and quality control, in every family', () => {
    fc.assert(
      fc.property(demand, family, number(0.5, 0.99), (d, kind, p) => {
        const base = point(d, p, kind).reorder_point;
        expect(point(d, p + 0.009, kind).reorder_point).toBeGreaterThanOrEqual(base);
        // Longer times raise the mean too; a gamma far below one in shape may fall by rounding only.
        const longer = point({ ...d, lead_time_sd_days: 0, lead_time_days: d.lead_time_days + 5 }, p, kind);
        const shorter = point({ ...d, lead_time_sd_days: 0 }, p, kind);
        expect(longer.reorder_point).toBeGreaterThanOrEqual(shorter.reorder_point * (1 - 1e-9));
        const waits = point({ ...d, lead_time_sd_days: 0, qc_days: d.qc_days + 5 }, p, kind);
        expect(waits.reorder_point).toBeCloseTo(longer.reorder_point, 6);
      }),
    );
  });

  it('rises with the variance for the normal above one half, and with a fill rate for every family', () => {
    fc.assert(
      fc.property(demand, family, number(0.5, 0.99), number(1, 500), (d, kind, level, order_qty) => {
        const more = { ...d, daily_sd: d.daily_sd * 1.5 + 1, lead_time_sd_days: d.lead_time_sd_days + 1 };
        expect(point(more, level, 'normal').safety_stock).toBeGreaterThanOrEqual(
          point(d, level, 'normal').safety_stock,
        );
        const target = { kind: 'fill_rate', fill_rate: level, order_qty } as const;
        const filled = (input: inventory.ProtectionInput, of: 'normal' | typeof kind) =>
          inventory.reorderPointFor(target, inventory.demandInProtection(input, of)).reorder_point;
        const [one, other] = [filled(d, kind), filled(more, kind)];
        expect(other).toBeGreaterThanOrEqual(one - 1e-6 * Math.abs(one));
      }),
    );
  });

  it('scales with the unit of measure', () => {
    fc.assert(
      fc.property(demand, number(0.5, 0.99), number(2, 40), (d, p, k) => {
        const scaled = { ...d, daily_mean: d.daily_mean * k, daily_sd: d.daily_sd * k };
        for (const kind of ['normal', 'gamma'] as const) {
          const [one, many] = [point(d, p, kind).reorder_point, point(scaled, p, kind).reorder_point];
          expect(Math.abs(many - k * one)).toBeLessThanOrEqual(1e-8 * Math.abs(many) + 1e-9);
        }
      }),
    );
  });

  it('meets the target it was asked for, and one unit less does not', () => {
    fc.assert(
      fc.property(demand, number(0.8, 0.995), number(5, 500), (d, level, order_qty) => {
        const spec = inventory.demandInProtection(d, 'negative_binomial');
        const { cdf, loss } = distributionOf(spec);
        const r = inventory.reorderPointFor({ kind: 'cycle', probability: level }, spec).reorder_point;
        expect(cdf(r)).toBeGreaterThanOrEqual(level - 1e-12);
        if (r > 0) expect(cdf(r - 1)).toBeLessThan(level + 1e-12);
        for (const exact of [false, true]) {
          const target = { kind: 'fill_rate', fill_rate: level, order_qty, exact } as const;
          const point_2 = inventory.reorderPointFor(target, spec).reorder_point;
          const short = (x: number) => loss(x) - (exact ? loss(x + order_qty) : 0);
          expect(short(point_2)).toBeLessThanOrEqual((1 - level) * order_qty + 1e-9);
          expect(short(point_2 - 1)).toBeGreaterThan((1 - level) * order_qty - 1e-9);
        }
      }),
    );
  });

  it('recorded lead times: the mixture is what a simulation finds, and a late tail costs stock', () => {
    const base = { daily_mean: 5, daily_sd: 3, qc_days: 2 };
    const punctual = Array.from({ length: 100 }, () => 20);
    const late = punctual.map((time, index) => (index < 88 ? time : index < 95 ? time + 3 : time + 30));
    const mixture = inventory.demandOverRecordedLeadTimes({ ...base, lead_times_days: late }, 'normal');
    const random = mulberry32(6);
    const totals = Float64Array.from({ length: 20_000 }, () => {
      const days = late[Math.floor(random() * 100)]! + 2;
      const normal = Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
      return 5 * days + 3 * Math.sqrt(days) * normal;
    }).sort();
    for (const p of [0.5, 0.9, 0.97])
      expect(Math.abs(mixture.quantile(p) / totals[Math.floor(p * 20_000)]! - 1)).toBeLessThan(0.02);
    expect(mixture.cdf(mixture.quantile(0.9))).toBeCloseTo(0.9, 9);
    const mean = totals.reduce((sum, value) => sum + value / 20_000, 0);
    const variance = totals.reduce((sum, value) => sum + (value - mean) ** 2 / 20_000, 0);
    expect(Math.abs(mixture.mean / mean - 1)).toBeLessThan(0.01);
    expect(Math.abs(mixture.variance / variance - 1)).toBeLessThan(0.06);
    const target = { kind: 'cycle', probability: 0.97 } as const;
    const plain = inventory.demandOverRecordedLeadTimes({ ...base, lead_times_days: punctual }, 'normal');
    expect(inventory.reorderPointFor(target, mixture).reorder_point).toBeGreaterThan(
      inventory.reorderPointFor(target, plain).reorder_point + 50,
    );
  });

  it('conformal demand covers what comes next as often as asked for', () => {
    const random = mulberry32(9);
    let covered = 0;
    const runs = 3000;
    for (let run = 0; run < runs; run += 1) {
      const errors = Array.from({ length: 40 }, () => 30 * random() ** 3 - 8);
      const spec = inventory.conformalDemand(50, errors.slice(1));
      const { reorder_point } = inventory.reorderPointFor({ kind: 'cycle', probability: 0.9 }, spec);
      if (50 + errors[0]! <= reorder_point) covered += 1;
    }
    expect(covered / runs).toBeGreaterThan(0.885);
    expect(covered / runs).toBeLessThan(0.93);
  });
});

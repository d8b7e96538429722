import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PlanningInputError } from '../errors.ts';
import { gammaLoss, gammaQuantile } from '../math/distributions.ts';
import { mulberry32 } from '../math/random.ts';
import { nearExpirySurplus, type ProjectionPosition, projectUsableStock } from './index.ts';

const position = (change: Partial<ProjectionPosition> = {}): ProjectionPosition => ({
  item_id: 1,
  warehouse_id: 1,
  daily_mean: 2,
  daily_sd: 0,
  lots: [{ lot_id: 1, qty: 10, expiry_day: 30 }],
  ...change,
});
const project = (change: Partial<ProjectionPosition> = {}, horizon_days = 60) =>
  projectUsableStock([position(change)], { horizon_days })[0]!;

/** The same laws, told day by day and unit by unit for one known demand of each day. */
function simulate(p: ProjectionPosition, demand: (day: number) => number, horizon_days: number) {
  const margin = (p.min_remaining_days ?? 0) + (p.transit_days ?? 0);
  const lots = p.lots
    .filter((lot) => lot.usable_from_day !== null)
    .map((lot) => ({ ...lot, left: lot.qty, from: lot.usable_from_day ?? 0, expiry: lot.expiry_day ?? 1e9 }))
    .sort((a, b) => a.expiry - b.expiry || a.from - b.from);
  const usable = new Map<number, number>();
  const unused = new Map<number, number>();
  let [short, stock_out_day] = [0, null as number | null];
  for (let day = 0; day <= 160; day += 1) {
    for (const lot of lots)
      if (lot.expiry_day !== null && lot.expiry - margin < day && !unused.has(lot.lot_id))
        unused.set(lot.lot_id, lot.left);
    for (const query of p.queries ?? [])
      if (query.day === day)
        usable.set(
          query.query_id,
          lots
            .filter((lot) => lot.from <= day)
            .filter((lot) => lot.expiry - day >= query.transit_days + query.min_remaining_days)
            .reduce((sum, lot) => sum + lot.left, 0),
        );
    let wanted = demand(day);
    for (const lot of lots) {
      if (lot.from > day || lot.expiry - margin < day) continue;
      const taken = Math.min(wanted, lot.left);
      lot.left -= taken;
      wanted -= taken;
    }
    if (wanted > 1e-9 && day < horizon_days) {
      short += wanted;
      stock_out_day ??= day;
    }
  }
  return { usable, unused, short, stock_out_day, left: lots.reduce((sum, lot) => sum + lot.left, 0) };
}

const lot = fc.record({
  qty: fc.integer({ min: 0, max: 60 }),
  expiry_day: fc.option(fc.integer({ min: -5, max: 120 }), { nil: null }),
  usable_from_day: fc.option(fc.integer({ min: -3, max: 40 }), { nil: null }),
});
const world = fc.record({
  daily_mean: fc.integer({ min: 0, max: 6 }),
  min_remaining_days: fc.integer({ min: 0, max: 20 }),
  transit_days: fc.integer({ min: 0, max: 3 }),
  lots: fc.array(lot, { maxLength: 7 }).map((rows) => rows.map((row, lot_id) => ({ ...row, lot_id }))),
  queries: fc
    .array(
      fc.record({
        day: fc.integer({ min: 0, max: 90 }),
        min_remaining_days: fc.integer({ min: 0, max: 60 }),
        transit_days: fc.integer({ min: 0, max: 5 }),
      }),
      { maxLength: 4 },
    )
    .map((rows) => rows.map((row, query_id) => ({ ...row, query_id }))),
});

describe('against a simulation, day by day', () => {
  it('agrees exactly when demand is known', () => {
    fc.assert(
      fc.property(world, fc.integer({ min: 1, max: 150 }), (w, horizon_days) => {
        const answer = project(w, horizon_days);
        const truth = simulate(position(w), () => w.daily_mean, horizon_days);
        for (const { lot_id, last_sale_day, unused } of answer.lots) {
          const left = last_sale_day === null ? 0 : truth.unused.get(lot_id)!;
          for (const value of Object.values(unused)) expect(value).toBeCloseTo(left, 6);
        }
        for (const { query_id, usable } of answer.answers)
          for (const value of Object.values(usable))
            expect(value).toBeCloseTo(truth.usable.get(query_id)!, 6);
        expect(answer.short.expected).toBeCloseTo(truth.short, 6);
        expect(answer.stock_out_day.p50).toBe(truth.stock_out_day);
      }),
      { numRuns: 300 },
    );
  });

  it('agrees in the mean and in the quantiles when demand is random', () => {
    // Exponential days: demand of t days is gamma with shape t, which is the model's own law.
    const p = position({
      daily_mean: 1.5,
      daily_sd: 1.5,
      min_remaining_days: 5,
      lots: [
        { lot_id: 1, qty: 25, expiry_day: 20 },
        { lot_id: 2, qty: 15, expiry_day: 30 },
        { lot_id: 3, qty: 40, expiry_day: 55, usable_from_day: 12 },
      ],
      queries: [{ query_id: 1, day: 21, min_remaining_days: 20, transit_days: 2 }],
    });
    const random = mulberry32(5);
    const runs = 4000;
    const unused = new Map<number, number[]>([1, 2, 3].map((id) => [id, []]));
    const usable: number[] = [];
    let short = 0;
    for (let run = 0; run < runs; run += 1) {
      const days = Array.from({ length: 161 }, () => -1.5 * Math.log(1 - random()));
      const truth = simulate(p, (day) => days[day]!, 60);
      for (const [id, values] of unused) values.push(truth.unused.get(id)!);
      usable.push(truth.usable.get(1)!);
      short += truth.short / runs;
    }
    const answer = projectUsableStock([p], { horizon_days: 60 })[0]!;
    const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / runs;
    const quantile = (values: number[], level: number) => [...values].sort((a, b) => a - b)[level * runs]!;
    for (const { lot_id, unused: ours } of answer.lots) {
      const truth = unused.get(lot_id)!;
      expect(Math.abs(ours.expected - mean(truth))).toBeLessThan(0.35);
      expect(Math.abs(ours.p80 - quantile(truth, 0.8))).toBeLessThan(1.2);
    }
    const total = [...unused.values()].reduce((sum, values) => sum + mean(values), 0);
    const ours = answer.lots.reduce((sum, { unused: { expected } }) => sum + expected, 0);
    expect(Math.abs(ours - total)).toBeLessThan(0.5);
    expect(Math.abs(answer.answers[0]!.usable.expected - mean(usable))).toBeLessThan(0.35);
    expect(Math.abs(answer.answers[0]!.usable.p20 - quantile(usable, 0.2))).toBeLessThan(1.2);
    expect(Math.abs(answer.short.expected - short)).toBeLessThan(0.05 * short);
  });

  it('is near the closed form for a single lot: E[(Q - D)+], and the quantile of demand', () => {
    const numbers = fc.record({
      qty: fc.integer({ min: 1, max: 400 }),
      mean: fc.double({ min: 0.01, max: 20, noNaN: true }),
      cv: fc.double({ min: 0.1, max: 4, noNaN: true }),
      days: fc.integer({ min: 1, max: 100 }),
    });
    fc.assert(
      fc.property(numbers, ({ qty, mean, cv, days }) => {
        const lots = [{ lot_id: 1, qty, expiry_day: days - 1 }];
        const { unused } = project({ daily_mean: mean, daily_sd: mean * cv, lots }).lots[0]!;
        const total = mean * days;
        const [shape, scale] = [days / cv ** 2, (total * cv ** 2) / days];
        const sd = scale * Math.sqrt(shape);
        const expected = qty - total + gammaLoss(qty, shape, scale);
        expect(Math.abs(unused.expected - expected)).toBeLessThan(0.05 * sd + 0.01);
        const p20 = Math.max(0, qty - gammaQuantile(0.8, shape, scale));
        expect(Math.abs(unused.p20 - p20)).toBeLessThan(0.25 * sd + 0.01);
      }),
    );
  });
});

describe('an uncertain level of the whole forecast', () => {
  it('is a gamma factor on all days together', () => {
    const lots = [{ lot_id: 1, qty: 60, expiry_day: 29 }];
    const { unused } = project({ mean_cv: 0.5, lots }).lots[0]!;
    const expected = 60 - 60 + gammaLoss(60, 4, 15);
    expect(Math.abs(unused.expected - expected)).toBeLessThan(0.3);
    expect(Math.abs(unused.p80 - (60 - gammaQuantile(0.2, 4, 15)))).toBeLessThan(1.5);
    expect(project({ lots }).lots[0]!.unused.expected).toBeCloseTo(0, 9);
  });
});

describe('laws', () => {
  const random_world = fc.tuple(
    world,
    fc.double({ min: 0, max: 8, noNaN: true }),
    fc.double({ min: 0, max: 1, noNaN: true }),
  );

  it('keeps quantities: nothing negative, unused at most the lot, quantiles in order', () => {
    fc.assert(
      fc.property(random_world, ([w, daily_sd, mean_cv]) => {
        const answer = project({ ...w, daily_sd, mean_cv });
        for (const { lot_id, unused } of answer.lots) {
          const qty = w.lots.find((row) => row.lot_id === lot_id)!.qty;
          expect(unused.p20).toBeGreaterThanOrEqual(-1e-9);
          expect(unused.p20).toBeLessThanOrEqual(unused.p50 + 1e-6);
          expect(unused.p50).toBeLessThanOrEqual(unused.p80 + 1e-6);
          expect(Math.max(unused.p80, unused.expected)).toBeLessThanOrEqual(qty + 1e-9);
        }
        const released = w.lots.filter((row) => row.usable_from_day !== null);
        const total = released.reduce((sum, row) => sum + row.qty, 0);
        expect(answer.held_qty + total).toBeCloseTo(
          w.lots.reduce((sum, row) => sum + row.qty, 0),
          6,
        );
        expect(answer.effective_qty).toBeGreaterThanOrEqual(-1e-6);
        expect(answer.effective_qty).toBeLessThanOrEqual(total + 1e-6);
        // JSON writes NaN and infinities as null: only days may be null.
        expect(JSON.stringify(answer).replace(/_day":(null|{[^}]*})/g, '')).not.toContain('null');
      }),
    );
  });

  it('scales: cartons instead of units change the measure and nothing else', () => {
    fc.assert(
      fc.property(random_world, fc.integer({ min: 2, max: 50 }), ([w, daily_sd, mean_cv], k) => {
        const one = project({ ...w, daily_sd, mean_cv });
        const many = project({
          ...w,
          daily_mean: w.daily_mean * k,
          daily_sd: daily_sd * k,
          mean_cv,
          lots: w.lots.map((row) => ({ ...row, qty: row.qty * k })),
        });
        for (const [index, row] of one.lots.entries())
          expect(many.lots[index]!.unused.expected).toBeCloseTo(k * row.unused.expected, 4);
        expect(many.short.p80).toBeCloseTo(k * one.short.p80, 4);
        if (daily_sd <= 2 * w.daily_mean) expect(many.stock_out_day).toEqual(one.stock_out_day);
      }),
    );
  });

  it('does not depend on the order of lots, and more demand never leaves more of all lots together', () => {
    fc.assert(
      fc.property(random_world, ([w, daily_sd, mean_cv]) => {
        const one = project({ ...w, daily_sd, mean_cv });
        const turned = project({ ...w, daily_sd, mean_cv, lots: w.lots.toReversed() });
        expect(turned.effective_qty).toBeCloseTo(one.effective_qty, 6);
        const more = project({ ...w, daily_mean: w.daily_mean + 1, daily_sd: 0 });
        const less = project({ ...w, daily_sd: 0 });
        expect(more.effective_qty).toBeGreaterThanOrEqual(less.effective_qty - 1e-6);
      }),
    );
  });

  it('a customer who asks for less life or a shorter way gets no less', () => {
    fc.assert(
      fc.property(world, fc.integer({ min: 0, max: 60 }), fc.integer({ min: 0, max: 40 }), (w, day, life) => {
        const query = { day, min_remaining_days: life, transit_days: 2 };
        const { answers } = project({
          ...w,
          daily_sd: 3,
          queries: [
            { ...query, query_id: 1 },
            { ...query, query_id: 2, min_remaining_days: life + 5 },
          ],
        });
        expect(answers[0]!.usable.expected).toBeGreaterThanOrEqual(answers[1]!.usable.expected);
      }),
    );
  });
});

describe('no number that is none ever leaves', () => {
  it('answers with finite figures or refuses', () => {
    const wild = fc.oneof(
      fc.double({ min: 0, max: 100, noNaN: true }),
      fc.constantFrom(0, 1e-12, 1e-6, 1, 1e6, 1e9, 1e12, 1e15, -1, Number.NaN),
    );
    const day = fc.constantFrom(-100_000, -1, 0, 1, 30, 5000, 100_000);
    const lots = fc.array(fc.record({ qty: wild, expiry_day: day, usable_from_day: day }), { maxLength: 4 });
    fc.assert(
      fc.property(wild, wild, wild, lots, (daily_mean, daily_sd, mean_cv, rows) => {
        try {
          const answer = project({
            daily_mean,
            daily_sd,
            mean_cv,
            lots: rows.map((row, lot_id) => ({ ...row, lot_id })),
          });
          expect(JSON.stringify(answer).replace(/_day":(null|{[^}]*})/g, '')).not.toContain('null');
        } catch (error) {
          if (!(error instanceof PlanningInputError)) throw error;
        }
      }),
      { numRuns: 400 },
    );
  });
});

describe('small cases', () => {
  it('goods in quality control help only from their release on', () => {
    const lots = [{ lot_id: 1, qty: 100, expiry_day: null, usable_from_day: 3 }];
    const queries = [0, 2, 3, 10].map((day) => ({
      query_id: day,
      day,
      min_remaining_days: 0,
      transit_days: 0,
    }));
    const answer = project({ lots, queries });
    expect(answer.answers.map(({ usable }) => usable.p50)).toEqual([0, 0, 100, 86]);
    expect(answer.short.expected).toBeCloseTo(6 + 2 * (60 - 3 - 50), 9);
    expect(answer.stock_out_day).toEqual({ p20: 0, p50: 0, p80: 0 });
  });

  it('what the usual customers refuse is still there for those who accept it', () => {
    const answer = project({
      min_remaining_days: 28,
      queries: [
        { query_id: 1, day: 10, min_remaining_days: 15, transit_days: 1 },
        { query_id: 2, day: 10, min_remaining_days: 20, transit_days: 1 },
      ],
    });
    // Sold on days 0, 1 and 2 only, as the lot must have 28 days left.
    expect(answer.lots[0]).toMatchObject({ last_sale_day: 2, unused: { p50: 4 } });
    expect(answer.answers.map(({ usable }) => usable.p50)).toEqual([4, 0]);
  });

  it('lists what will be left of lots near their end', () => {
    const lots = [
      { lot_id: 7, qty: 500, expiry_day: 20 },
      { lot_id: 8, qty: 10, expiry_day: 200 },
      { lot_id: 9, qty: 5, expiry_day: -2 },
    ];
    const surplus = nearExpirySurplus([project({ daily_sd: 2, lots })], { within_days: 30 });
    expect(surplus.map(({ lot_id }) => lot_id)).toEqual([9, 7]);
    expect(surplus[0]).toMatchObject({ qty_sure: 5, qty_even: 5, qty_at_most: 5 });
    expect(surplus[1]!.qty_sure).toBeLessThan(surplus[1]!.qty_even);
    expect(surplus[1]!.qty_at_most).toBeLessThanOrEqual(500 - 21);
  });

  it('nothing in stock, nothing asked for, nothing wanted', () => {
    expect(projectUsableStock([])).toEqual([]);
    expect(project({ lots: [], daily_mean: 0 })).toMatchObject({
      lots: [],
      short: { expected: 0 },
      stock_out_day: { p50: null },
    });
    expect(project({ lots: [] }).stock_out_day).toEqual({ p20: 0, p50: 0, p80: 0 });
  });
});

describe('bad input', () => {
  it.each([
    ['positions[0].daily_mean', { daily_mean: -1 }],
    ['positions[0].daily_mean', { daily_mean: Number.NaN }],
    ['positions[0].daily_sd', { daily_sd: Number.POSITIVE_INFINITY }],
    ['positions[0].lots[0].qty', { lots: [{ lot_id: 1, qty: -1, expiry_day: 3 }] }],
    ['positions[0].lots[0].expiry_day', { lots: [{ lot_id: 1, qty: 1, expiry_day: 3.5 }] }],
    [
      'positions[0].queries[0].day',
      { queries: [{ query_id: 1, day: -1, min_remaining_days: 0, transit_days: 0 }] },
    ],
    [
      'positions[0].queries[1].query_id',
      { queries: [1, 1].map((query_id) => ({ query_id, day: 1, min_remaining_days: 0, transit_days: 0 })) },
    ],
  ])('is refused by name: %s', (field, change) => {
    expect(() => project(change)).toThrow(PlanningInputError);
    expect(() => project(change)).toThrow(`${field}:`);
  });

  it('refuses a position given twice and a horizon of no days', () => {
    expect(() => projectUsableStock([position(), position()])).toThrow('positions[1]: duplicate');
    expect(() => projectUsableStock([], { horizon_days: 0 })).toThrow('horizon_days:');
  });

  it('a billion a day gives finite figures', () => {
    const answer = project({
      daily_mean: 1e9,
      daily_sd: 1e9,
      lots: [{ lot_id: 1, qty: 1e9, expiry_day: 300 }],
    });
    expect(Number.isFinite(answer.short.expected)).toBe(true);
    expect(answer.lots[0]!.unused.expected).toBe(0);
  });
});

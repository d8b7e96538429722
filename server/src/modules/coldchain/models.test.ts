import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { areaProblems, areaState, deviceProblems, EXCURSION_TRANSITIONS } from './coldchain.model.ts';
import {
  common,
  gapsOf,
  isOut,
  meanKinetic,
  minutesOf,
  presence,
  type Span,
  spellsOf,
  union,
  without,
} from './judge.model.ts';
import { plusMonths } from './qualify.ts';
import { type Chunk, mergeReadings, type Reading, readingsOf, thinned } from './series.model.ts';

const COLD = { min: 200, max: 800 };
const reading = (at: number, celsius: number): Reading => ({
  at,
  centi: Math.round(celsius * 100),
  humidity: null,
});
const MINUTE = 60;
const series = fc
  .uniqueArray(fc.tuple(fc.integer({ min: 0, max: 20_000 }), fc.integer({ min: -500, max: 1500 })), {
    selector: ([at]) => at,
    maxLength: 60,
  })
  .map((rows) => rows.map(([at, centi]): Reading => ({ at, centi, humidity: null })));
const sorted = (readings: readonly Reading[]) => readings.toSorted((a, b) => a.at - b.at);

describe('readings packed into hours', () => {
  const stored = (portions: readonly (readonly Reading[])[]) => {
    let chunks = new Map<number, Chunk>();
    for (const portion of portions)
      chunks = new Map([
        ...chunks,
        ...mergeReadings([...chunks.values()], portion).chunks.map((chunk) => [chunk.hour, chunk] as const),
      ]);
    return [...chunks.values()].toSorted((a, b) => a.hour - b.hour).flatMap(readingsOf);
  };

  test('come out as they went in, whatever the order and the portions they arrive in', () => {
    fc.assert(
      fc.property(series, fc.integer({ min: 1, max: 9 }), (readings, size) => {
        const portions: Reading[][] = [];
        for (let at = 0; at < readings.length; at += size) portions.push(readings.slice(at, at + size));
        expect(stored(portions)).toEqual(sorted(readings));
        expect(stored(portions.toReversed())).toEqual(sorted(readings));
      }),
    );
  });

  test('told twice are one reading; told otherwise the first stays and the other is named', () => {
    const first = mergeReadings([], [reading(10, 5)]);
    expect(mergeReadings(first.chunks, [reading(10, 5)])).toEqual({
      chunks: [],
      recorded: [],
      known: 1,
      differs: [],
    });
    const again = mergeReadings(first.chunks, [reading(10, 9)]);
    expect(again.chunks).toEqual([]);
    expect(again.differs).toEqual([{ at: 10, kept: 500, told: 900 }]);
  });

  test('thinned out for a screen keep their lowest and highest', () => {
    fc.assert(
      fc.property(
        series.filter((all) => all.length > 0),
        fc.integer({ min: 4, max: 20 }),
        (all, max) => {
          const kept = thinned(sorted(all), max);
          const centis = (some: readonly Reading[]) => some.map((one) => one.centi);
          expect(kept.length).toBeLessThanOrEqual(Math.max(max, 2));
          expect(Math.max(...centis(kept))).toBe(Math.max(...centis(all)));
          expect(Math.min(...centis(kept))).toBe(Math.min(...centis(all)));
        },
      ),
    );
  });
});

test('AC32: mean kinetic temperature', () => {
  const hours = (low: number, high: number, last: number) => [
    ...Array.from({ length: 24 - last }, () => low),
    ...Array.from({ length: last }, () => high),
  ];
  expect(meanKinetic(hours(5, 5, 0))).toBeCloseTo(5, 2);
  expect(meanKinetic(hours(5, 12, 4))).toBeCloseTo(6.65, 2);
  expect(meanKinetic(hours(5, 25, 1))).toBeCloseTo(7.76, 2);
  expect(meanKinetic([20, 25, 30])).toBeCloseTo(25.86, 2);
});

test('mean kinetic temperature lies between the lowest and the highest, and above the mean', () => {
  const some = fc.array(fc.double({ min: -30, max: 60, noNaN: true }), { minLength: 1, maxLength: 50 });
  fc.assert(
    fc.property(some, (values) => {
      const mkt = meanKinetic(values);
      const mean = values.reduce((a, b) => a + b) / values.length;
      expect(mkt).toBeLessThanOrEqual(Math.max(...values) + 1e-6);
      expect(mkt).toBeGreaterThanOrEqual(mean - 1e-6);
    }),
  );
});

describe('gaps', () => {
  const limits = { minutes: 30, out_minutes: 2 };
  const whole: Span = { from: 0, to: null };

  test('AC31: storage may be silent for 30 minutes, transport for 5, and 2 out of range', () => {
    const at = (minutes: number, celsius: number) => reading(minutes * MINUTE, celsius);
    const storage = [at(0, 5), at(30, 5), at(61, 5)];
    expect(gapsOf(storage, whole, 61 * MINUTE, COLD, limits)).toEqual([
      { from: 30 * MINUTE, to: 61 * MINUTE, limit_minutes: 30, out_of_range: false },
    ]);
    const transport = [at(0, 5), at(5, 5), at(11, 5)];
    expect(gapsOf(transport, whole, 11 * MINUTE, COLD, { minutes: 5, out_minutes: 2 })).toEqual([
      { from: 5 * MINUTE, to: 11 * MINUTE, limit_minutes: 5, out_of_range: false },
    ]);
    const out = [at(0, 5), at(5, 9), at(7, 9), at(10, 9), at(12, 5)];
    expect(gapsOf(out, whole, 12 * MINUTE, COLD, limits)).toEqual([
      { from: 7 * MINUTE, to: 10 * MINUTE, limit_minutes: 2, out_of_range: true },
    ]);
  });

  test('a sensor that says nothing more is lost: the gap has no end', () => {
    const [gap] = gapsOf([reading(0, 5)], whole, 31 * MINUTE, COLD, limits);
    expect(gap).toMatchObject({ from: 0, to: null });
    expect(gapsOf([reading(0, 5)], whole, 30 * MINUTE, COLD, limits)).toEqual([]);
  });

  test('one that has never said anything is missed from its installation on', () => {
    expect(gapsOf([], { from: 100, to: null }, 100 + 31 * MINUTE, COLD, limits)).toHaveLength(1);
    expect(gapsOf([], { from: 100, to: 200 }, 100 + 31 * MINUTE, COLD, limits)).toEqual([]);
  });

  test('no reading that comes late makes a gap longer', () => {
    fc.assert(
      fc.property(series, fc.integer({ min: 0, max: 20_000 }), (readings, late) => {
        const before = gapsOf(sorted(readings), whole, 20_000, { min: null, max: null }, limits);
        const more = sorted([...readings.filter((one) => one.at !== late), reading(late, 5)]);
        const after = gapsOf(more, whole, 20_000, { min: null, max: null }, limits);
        const length = (spans: readonly Span[]) => minutesOf(spans, 20_000);
        expect(length(after)).toBeLessThanOrEqual(length(before) + 1);
      }),
    );
  });
});

describe('times out of range', () => {
  const track = (readings: readonly Reading[], until: number | null = null) => ({ readings, until });

  test('last from the first reading outside to the first one inside; silence does not end them', () => {
    expect(
      spellsOf([track([reading(0, 5), reading(60, 9), reading(120, 9), reading(180, 7)])], COLD),
    ).toEqual([{ from: 60, to: 180 }]);
    expect(spellsOf([track([reading(0, 9)])], COLD)).toEqual([{ from: 0, to: null }]);
  });

  test('go on while any device says so', () => {
    const spells = spellsOf(
      [track([reading(0, 9), reading(100, 5)]), track([reading(50, 9), reading(200, 5)])],
      COLD,
    );
    expect(spells).toEqual([{ from: 0, to: 200 }]);
  });

  test('end where quality has closed them, and begin again with the next reading outside', () => {
    const readings = [reading(0, 9), reading(500, 9), reading(600, 5)];
    expect(spellsOf([track([reading(0, 9)])], COLD, [0])).toEqual([{ from: 0, to: 0 }]);
    expect(spellsOf([track(readings)], COLD, [10])).toEqual([
      { from: 0, to: 10 },
      { from: 500, to: 600 },
    ]);
  });

  test('of a device that was taken down end when another one of the place is in range', () => {
    const old = track([reading(0, 9)], 100);
    expect(spellsOf([old], COLD)).toEqual([{ from: 0, to: null }]);
    expect(spellsOf([old, track([reading(50, 5), reading(160, 5)])], COLD)).toEqual([{ from: 0, to: 160 }]);
  });

  test('hold every reading outside, and none inside but at their end', () => {
    fc.assert(
      fc.property(series, (readings) => {
        const all = sorted(readings);
        const spells = spellsOf([track(all)], COLD);
        for (const { at, centi } of all) {
          const inside = spells.some((span) => at >= span.from && (span.to === null || at < span.to));
          expect(inside).toBe(isOut(COLD, centi));
        }
        expect(union(spells)).toEqual(spells);
      }),
    );
  });
});

describe('spans', () => {
  const span = fc
    .tuple(fc.integer({ min: 0, max: 300 }), fc.option(fc.integer({ min: 1, max: 100 })))
    .map(([from, length]): Span => ({ from, to: length === null ? null : from + length }));
  const spans = fc.array(span, { maxLength: 8 });
  const holds = (all: readonly Span[], at: number) =>
    all.some((one) => at > one.from && (one.to === null || at < one.to));

  test('in common, and outside of each other, hold exactly the moments that they should', () => {
    fc.assert(
      fc.property(spans, spans, fc.integer({ min: 0, max: 450 }), (a, b, whole) => {
        // Between whole seconds, where no end is.
        const at = whole + 0.5;
        expect(holds(union(a), at)).toBe(holds(a, at));
        expect(holds(common(a, b), at)).toBe(holds(a, at) && holds(b, at));
        expect(holds(without(a, b), at)).toBe(holds(a, at) && !holds(b, at));
      }),
    );
  });

  test('what stood somewhere is told by what stands there now and what has moved since', () => {
    const window = { from: 100, to: null };
    expect(presence([{ at: null, qty: 5 }], window)).toEqual({ spans: [{ from: 100, to: null }], most: 5 });
    // Came later.
    expect(
      presence(
        [
          { at: null, qty: 5 },
          { at: 150, qty: 5 },
        ],
        window,
      ),
    ).toEqual({ spans: [{ from: 150, to: null }], most: 5 });
    // Was there and has gone since.
    expect(presence([{ at: 150, qty: -5 }], window)).toEqual({ spans: [{ from: 100, to: 150 }], most: 5 });
    expect(presence([], window)).toEqual({ spans: [], most: 0 });
  });

  test('presence agrees with counting forward', () => {
    const moves = fc.array(fc.tuple(fc.integer({ min: 101, max: 200 }), fc.integer({ min: 1, max: 5 })), {
      maxLength: 10,
    });
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 5 }), moves, (start, ins) => {
        const changes = ins.map(([at, qty]) => ({ at, qty }));
        const now = start + changes.reduce((sum, one) => sum + one.qty, 0);
        const { spans, most } = presence([{ at: null, qty: now }, ...changes], { from: 100, to: null });
        const first = start > 0 ? 100 : Math.min(...changes.map((one) => one.at));
        expect(spans).toEqual(now === 0 ? [] : [{ from: first, to: null }]);
        expect(most).toBe(now);
      }),
    );
  });
});

describe('fitness', () => {
  const room = {
    kind: 'room',
    status: 'active',
    validation_due: '2026-06-30',
    manual_per_day: 0,
    sensors: 2,
    calibration_due: '2026-06-30',
  } as const;
  test.each([
    ['sound on its last day', {}, []],
    ['never validated', { validation_due: null }, ['not_validated']],
    ['validated too long ago', { validation_due: '2026-06-29' }, ['validation_overdue']],
    ['one sensor only', { sensors: 1 }, ['too_few_sensors']],
    ['a sensor that was never calibrated', { calibration_due: null }, ['calibration_overdue']],
    ['a place that a person reads', { manual_per_day: 2, sensors: 0, validation_due: null }, []],
    ['retired', { status: 'retired' as const }, ['retired']],
  ])('%s', (_name, change, problems) => {
    expect(areaProblems({ ...room, ...change }, '2026-06-30', 2)).toEqual(problems);
  });

  test('a device is not relied on the day after its calibration has run out', () => {
    const device = { kind: 'sensor', status: 'active', calibration_due: '2026-06-30' };
    expect(deviceProblems(device, '2026-06-30')).toEqual([]);
    expect(deviceProblems(device, '2026-07-01')).toEqual(['calibration_overdue']);
  });

  test('an area shows its worst; nobody expects readings of an empty vehicle', () => {
    const now = { lowest_c: 9, highest_c: 9, temp_min_c: 2, temp_max_c: 8, last_at: 'x', lost: 0 };
    expect(areaState({ ...now, expected: true }, [])).toBe('out_of_range');
    expect(areaState({ ...now, expected: false }, [])).toBe('ok');
    expect(areaState({ ...now, lowest_c: 5, highest_c: 5, lost: 1, expected: true }, [])).toBe('lost');
  });

  test('a calibration holds for a year, its last day included', () => {
    expect(plusMonths('2026-03-15', 12)).toBe('2027-03-14');
    expect(plusMonths('2024-02-29', 12)).toBe('2025-02-27');
    expect(plusMonths('2026-01-31', 1)).toBe('2026-02-27');
  });

  test('what is decided stays decided', () => {
    expect(EXCURSION_TRANSITIONS.decided).toEqual([]);
    expect(EXCURSION_TRANSITIONS.open).not.toContain('decided');
  });
});

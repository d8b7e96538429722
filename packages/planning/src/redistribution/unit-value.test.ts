import { expect, test } from 'vitest';
import { negativeBinomialCdf, negativeBinomialSurvival } from '../math/discrete.ts';
import { PLAIN_SETTINGS, smallNetwork } from './testing.ts';
import { UnitValues } from './unit-value.ts';

const enough = { arrival_qty: 1000 };

test('a unit for one day is worth the cost of a unit short times the chance that it is asked for', () => {
  const values = new UnitValues(smallNetwork(), PLAIN_SETTINGS);
  // One day before the arrival both tiers wait for it: 0.3 x 20 + 0.7 x 2.
  const survival = negativeBinomialSurvival(2, 1, 1.5);
  const value = values.value({ pair: 0, place: 3, from_day: 1, arrival_days: 2, ...enough });
  expect(value).toBeCloseTo(7.4 * survival, 4);
});

test('two days before the arrival tier 1 is lost and tier 2 waits', () => {
  const values = new UnitValues(smallNetwork(), PLAIN_SETTINGS);
  const day = negativeBinomialSurvival(0, 1, 1.5);
  const two_days = negativeBinomialSurvival(0, 2, 3);
  const expected = (0.3 * 400 + 0.7 * 4) * day + 7.4 * (two_days - day);
  const value = values.value({ pair: 0, place: 1, from_day: 1, arrival_days: 3, ...enough });
  expect(value).toBeCloseTo(expected, 3);
});

test('what is left on arrival is worth what it saves in the cycle after it, discounted by the day', () => {
  const r = 0.9;
  const settings = { ...PLAIN_SETTINGS, daily_discount: r, cycles_ahead: 0 };
  const value = new UnitValues(smallNetwork(), settings).value({
    pair: 0,
    place: 1,
    from_day: 1,
    arrival_days: 2,
    arrival_qty: 1,
  });
  const atMostOne = (days: number) => (days === 0 ? 1 : negativeBinomialCdf(1, days, 1.5 * days));
  const short = (u: number) => (u <= 1 ? 0.3 * 20 * u : 0.3 * 400) + (u <= 4 ? 0.7 * 2 * u : 0.7 * 40);
  let second = 0;
  for (let s = 1; s <= 7; s += 1) second += r ** (s - 1) * short(8 - s) * (atMostOne(s - 1) - atMostOne(s));
  const none = negativeBinomialCdf(0, 1, 1.5);
  expect(value).toBeCloseTo(short(1) * (1 - none) + r * none * second, 2);
});

test('falls with the place, with the day and with a larger arrival, and is never negative', () => {
  const values = new UnitValues(smallNetwork(), PLAIN_SETTINGS);
  const ask = (place: number, from_day: number, arrival_qty: number) =>
    values.value({ pair: 0, place, from_day, arrival_days: 6, arrival_qty });
  for (let place = 1; place < 40; place += 1) {
    expect(ask(place + 1, 1, 3)).toBeLessThanOrEqual(ask(place, 1, 3) + 1e-9);
    expect(ask(place, 3, 3)).toBeLessThanOrEqual(ask(place, 2, 3) + 1e-9);
    expect(ask(place, 1, 9)).toBeLessThanOrEqual(ask(place, 1, 3) + 1e-9);
    expect(ask(place, 1, 3)).toBeGreaterThanOrEqual(0);
  }
});

test('more replenishment cycles ahead add worth, less with a discount', () => {
  const question = { pair: 0, place: 5, from_day: 1, arrival_days: 4, arrival_qty: 2 };
  const value = (settings: Partial<typeof PLAIN_SETTINGS>) =>
    new UnitValues(smallNetwork(), { ...PLAIN_SETTINGS, ...settings }).value(question);
  expect(value({ cycles_ahead: 4 })).toBeGreaterThan(value({ cycles_ahead: 0 }));
  expect(value({ daily_discount: 0.9 })).toBeLessThan(value({}));
});

test('is 0 where nothing is asked for and finite for the fastest movers', () => {
  const network = smallNetwork({ rate_per_day: Float64Array.of(0, 1e9) });
  const values = new UnitValues(network, PLAIN_SETTINGS);
  const question = { place: 1, from_day: 1, arrival_days: 0, arrival_qty: 0 };
  expect(values.value({ pair: 0, ...question })).toBe(0);
  expect(values.block(0)).toBe(1);
  expect(values.block(1)).toBeGreaterThan(1e6);
  expect(values.value({ pair: 1, ...question })).toBeGreaterThan(1);
});

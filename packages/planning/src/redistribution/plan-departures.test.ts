import fc from 'fast-check';
import { expect, test } from 'vitest';
import { PlanningInputError } from '../errors.ts';
import { createRedistribution } from './plan-departures.ts';
import type { Departure, EveningState, RedistributionNetwork } from './redistribution.model.ts';
import { eveningOf, type PairState, PLAIN_SETTINGS, smallNetwork } from './testing.ts';

const decide = (network: RedistributionNetwork, evening: EveningState, settings = PLAIN_SETTINGS) =>
  createRedistribution(network, settings).decide(evening);
const movedQty = (departures: readonly Departure[]) =>
  departures.flatMap((departure) => departure.lines).reduce((sum, line) => sum + line.qty, 0);

const rich: PairState = { lots: [[300, 60]] };
const poor: PairState = { orders: [[0, 0, 2]] };

test('sends to waiting urgent orders what is worth its freight', () => {
  const [departure, ...others] = decide(smallNetwork(), eveningOf([rich, poor]));
  expect(others).toEqual([]);
  expect(departure).toMatchObject({ from: 0, to: 1, fixed_cost: 100 });
  expect(departure!.lines[0]!.qty).toBeGreaterThanOrEqual(2);
  expect(departure!.benefit).toBeGreaterThan(100);
});

test('sends nothing where the fixed cost is above every benefit', () => {
  const network = smallNetwork({ lane_fixed_cost: new Float64Array(4).fill(1e6) });
  expect(decide(network, eveningOf([rich, poor]))).toEqual([]);
});

test('sends nothing that comes too late for those who wait', () => {
  const slow = smallNetwork({ lane_days: new Int32Array(4).fill(3), rate_per_day: Float64Array.of(1, 1e-9) });
  const quick = smallNetwork({ rate_per_day: Float64Array.of(1, 1e-9) });
  expect(decide(slow, eveningOf([rich, poor]))).toEqual([]);
  expect(movedQty(decide(quick, eveningOf([rich, poor])))).toBe(2);
});

test('sends nothing for orders that the supplier fills as soon', () => {
  const supplied: PairState = { ...poor, arrival: [1, 200] };
  expect(decide(smallNetwork(), eveningOf([rich, supplied]))).toEqual([]);
});

test('sends no second time what is on its way', () => {
  const network = smallNetwork({ rate_per_day: Float64Array.of(1, 1e-9) });
  expect(decide(network, eveningOf([rich, { ...poor, inbound: 2 }]))).toEqual([]);
});

test('takes nothing from a donor with waiting orders of its own, and nothing over a closed lane', () => {
  const network = smallNetwork();
  expect(decide(network, eveningOf([{ ...rich, orders: [[1, 0, 1]] }, poor]))).toEqual([]);
  expect(decide(network, { ...eveningOf([rich, poor]), lane_open: new Uint8Array(4) })).toEqual([]);
});

test('gathers several small needs on one lane that none of them would open', () => {
  const items = 3;
  const network = smallNetwork({
    items,
    rate_per_day: Float64Array.from([1, 1, 1, 1e-9, 1e-9, 1e-9]),
    dispersion: new Float64Array(items).fill(0.5),
    volume: new Float64Array(items).fill(1),
    rescue_value: new Float64Array(items),
    lane_fixed_cost: new Float64Array(4).fill(90),
  });
  const need: PairState = { orders: [[1, 0, 1]] };
  expect(decide(network, eveningOf([rich, rich, rich, need, {}, {}]))).toEqual([]);
  const [departure] = decide(network, eveningOf([rich, rich, rich, need, need, need]));
  expect(departure!.lines.map((line) => line.qty)).toEqual([1, 1, 1]);
});

test('moves for rescue alone what would expire, and only where a rescued unit is worth something', () => {
  const rates = Float64Array.of(0.01, 3);
  const enough: PairState = { lots: [[400, 150]] };
  const evening = eveningOf([{ lots: [[80, 10]] }, enough]);
  const sent = (rescue_value: number) =>
    movedQty(
      decide(smallNetwork({ rescue_value: Float64Array.of(rescue_value), rate_per_day: rates }), evening),
    );
  expect(sent(0)).toBe(0);
  expect(sent(200)).toBeGreaterThan(5);
});

test('brings units that would expire to where they are used, but none that are too old on arrival', () => {
  const network = smallNetwork({
    rescue_value: Float64Array.of(200),
    rate_per_day: Float64Array.of(0.01, 3),
  });
  const full: PairState = { lots: [[400, 40]] };
  expect(movedQty(decide(network, eveningOf([{ lots: [[40, 10]] }, full])))).toBeGreaterThan(0);
  expect(movedQty(decide(network, eveningOf([{ lots: [[3, 10]] }, full])))).toBe(0);
});

const worlds = fc.record({
  warehouses: fc.integer({ min: 1, max: 4 }),
  items: fc.integer({ min: 1, max: 3 }),
  freight: fc.double({ min: 0, max: 300, noNaN: true }),
  seedling: fc.array(fc.nat({ max: 999 }), { minLength: 60, maxLength: 60 }),
});
type World = typeof worlds extends fc.Arbitrary<infer T> ? T : never;

function build({ warehouses, items, freight, seedling }: World) {
  let next = 0;
  const draw = (most: number) => seedling[next++ % seedling.length]! % (most + 1);
  const pairs = warehouses * items;
  const network = smallNetwork({
    warehouses,
    items,
    rate_per_day: Float64Array.from({ length: pairs }, () => draw(30) / 10),
    dispersion: Float64Array.from({ length: items }, () => draw(20) / 10),
    volume: Float64Array.from({ length: items }, () => draw(5)),
    rescue_value: Float64Array.from({ length: items }, () => draw(50)),
    lane_days: Int32Array.from({ length: warehouses ** 2 }, () => 1 + draw(2)),
    lane_fixed_cost: new Float64Array(warehouses ** 2).fill(freight),
    lane_volume_cost: new Float64Array(warehouses ** 2).fill(freight / 100),
  });
  const states = Array.from({ length: pairs }, (): PairState => {
    const has_stock = draw(2) > 0;
    return {
      lots: has_stock
        ? [
            [1 + draw(30), 1 + draw(9)],
            [40 + draw(100), 1 + draw(40)],
          ]
        : [],
      orders: has_stock
        ? []
        : Array.from({ length: draw(2) }, () => [draw(1), draw(3), 1 + draw(4)] as const),
      inbound: draw(3),
      arrival: draw(1) === 1 ? [1 + draw(13), draw(20)] : [0, 0],
    };
  });
  return { network, evening: eveningOf(states), states };
}

test('never sends more than there is, to itself or at a loss, and says the same twice', () => {
  fc.assert(
    fc.property(worlds, (world) => {
      const { network, evening, states } = build(world);
      const plan = decide(network, evening);
      const sent = new Map<number, number>();
      for (const { from, to, lines, benefit, fixed_cost } of plan) {
        expect(from).not.toBe(to);
        expect(benefit).toBeGreaterThan(fixed_cost);
        expect(lines.reduce((sum, line) => sum + line.benefit, 0)).toBeCloseTo(benefit, 6);
        for (const { item, qty, benefit: of_line } of lines) {
          expect(Number.isInteger(qty) && qty > 0 && of_line > 0).toBe(true);
          const pair = from * network.items + item;
          sent.set(pair, (sent.get(pair) ?? 0) + qty);
        }
      }
      for (const [pair, qty] of sent)
        expect(qty).toBeLessThanOrEqual(
          (states[pair]!.lots ?? []).reduce((sum, [, of_lot]) => sum + of_lot, 0),
        );
      expect(decide(network, evening)).toEqual(plan);
    }),
    { numRuns: 150 },
  );
});

test('sends no more over one lane when it becomes dearer', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 30 }),
      fc.integer({ min: 0, max: 6 }),
      fc.nat({ max: 40 }),
      (stock, waiting, cost) => {
        const quantities = [cost, cost + 5, cost + 25, cost + 400].map((volume_cost) => {
          const network = smallNetwork({ lane_volume_cost: new Float64Array(4).fill(volume_cost) });
          return movedQty(
            decide(network, eveningOf([{ lots: [[300, stock + 1]] }, { orders: [[0, 0, waiting + 1]] }])),
          );
        });
        for (let k = 1; k < quantities.length; k += 1)
          expect(quantities[k]!).toBeLessThanOrEqual(quantities[k - 1]!);
      },
    ),
    { numRuns: 60 },
  );
});

test('answers quickly and finitely for 10^9 units', () => {
  const network = smallNetwork({ rate_per_day: Float64Array.of(1e9, 1e9) });
  const plan = decide(network, eveningOf([{ lots: [[300, 1e9]] }, { orders: [[0, 0, 1e9]] }]));
  for (const { benefit, lines } of plan) {
    expect(Number.isFinite(benefit)).toBe(true);
    expect(lines[0]!.qty).toBeLessThanOrEqual(1e9);
  }
});

const good = () => eveningOf([rich, poor]);
const fieldOf = (act: () => unknown): string => {
  try {
    act();
  } catch (error) {
    if (error instanceof PlanningInputError) return error.field;
    throw error;
  }
  return 'accepted';
};

test.each([
  ['warehouses', { warehouses: 0 }],
  ['warehouses', { warehouses: Number.NaN }],
  ['rate_per_day[1]', { rate_per_day: Float64Array.of(1, -1) }],
  ['rate_per_day[0]', { rate_per_day: Float64Array.of(Number.NaN, 1) }],
  ['rate_per_day[0]', { rate_per_day: Float64Array.of(Number.POSITIVE_INFINITY, 1) }],
  ['rate_per_day.length', { rate_per_day: Float64Array.of(1) }],
  ['dispersion[0]', { dispersion: Float64Array.of(-1) }],
  ['lane_days[0]', { lane_days: new Int32Array(4) }],
  ['lane_fixed_cost[2]', { lane_fixed_cost: Float64Array.of(1, 1, Number.NaN, 1) }],
  ['tiers.length', { tiers: [] }],
  ['tiers.share', { tiers: [{ penalty: 1, late_penalty_per_day: 0, patience_days: 0, share: 0.5 }] }],
  ['review_days', { review_days: 0 }],
])('refuses a network with a wrong %s', (field, wrong) => {
  expect(fieldOf(() => createRedistribution(smallNetwork(wrong), PLAIN_SETTINGS))).toBe(field);
});

test('refuses settings that do not fit', () => {
  expect(fieldOf(() => createRedistribution(smallNetwork()))).toBe('settings.recourse.length');
  const wrong = { ...PLAIN_SETTINGS, daily_discount: 2 };
  expect(fieldOf(() => createRedistribution(smallNetwork(), wrong))).toBe('settings.daily_discount');
});

test.each([
  ['lot_start.length', { lot_start: new Int32Array(2) }],
  ['lot_start[1]', { lot_start: Int32Array.of(1, 0, 1) }],
  ['lot_qty[0]', { lot_qty: Float64Array.of(-1) }],
  ['lot_qty[0]', { lot_qty: Float64Array.of(Number.NaN) }],
  ['lot_qty[0]', { lot_qty: Float64Array.of(0.5) }],
  ['order_tier[0]', { order_tier: Int32Array.of(2) }],
  ['order_waited_days[0]', { order_waited_days: Int32Array.of(-1) }],
  ['inbound_qty.length', { inbound_qty: new Float64Array(3) }],
  ['arrival_days[1]', { arrival_days: Int32Array.of(0, 15) }],
  ['lane_open.length', { lane_open: new Uint8Array(1) }],
])('refuses an evening with a wrong %s', (field, wrong) => {
  expect(fieldOf(() => decide(smallNetwork(), { ...good(), ...wrong }))).toBe(field);
});

test('refuses lots out of the order of expiry', () => {
  const wrong = eveningOf([
    {
      lots: [
        [20, 1],
        [10, 1],
      ],
    },
    {},
  ]);
  expect(fieldOf(() => decide(smallNetwork(), wrong))).toBe('lot_days_left[1]');
});

test('has nothing to say about an empty evening or a single warehouse', () => {
  expect(decide(smallNetwork(), eveningOf([{}, {}]))).toEqual([]);
  expect(
    decide(smallNetwork({ warehouses: 1, rate_per_day: Float64Array.of(0) }), eveningOf([rich])),
  ).toEqual([]);
});

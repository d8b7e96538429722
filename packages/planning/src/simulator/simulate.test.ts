import fc from 'fast-check';
import { expect, test } from 'vitest';
import { PlanningInputError } from '../errors.ts';
import { baseStockRule } from './replenishment-rules.ts';
import { sampleWorld } from './sample-world.ts';
import { simulate } from './simulate.ts';
import {
  type ItemBalance,
  type Move,
  type ReplenishmentPosition,
  type RunSettings,
  SimulationCancelled,
  type TransferPolicy,
} from './simulator.model.ts';
import { smallWorld } from './testing.ts';
import { nearestTransfers, noTransfers, plannedTransfers } from './transfer-policies.ts';

const run = (given: Partial<RunSettings> = {}): RunSettings => ({
  seed: 1,
  days: 60,
  warm_up_days: 0,
  policy: noTransfers,
  replenish: baseStockRule(0.9),
  ...given,
});
const never = () => 0;
const once = (day: number, moves: readonly Move[]): TransferPolicy => {
  return {
    name: 'once',
    prepare: () => {
      let evening = -1;
      return () => {
        evening += 1;
        return evening === day ? moves : [];
      };
    },
  };
};
const turbulent = (seed: number) => {
  const world = sampleWorld({ warehouses: 4, items: 6, seed });
  const disruptions = {
    supplier_down_per_year: 4,
    supplier_down_days: 10,
    lane_closed_per_year: 20,
    lane_closed_days: 2,
    recalls_per_year: 6,
    recall_window_days: 90,
  };
  return { ...world, disruptions, shelf_life_days: world.shelf_life_days.map((days) => Math.ceil(days / 8)) };
};

test('no unit appears or is lost, on any day, under any policy', () => {
  const policies = [noTransfers, nearestTransfers(), nearestTransfers(5), plannedTransfers()];
  const seen = { outdated: 0, recalled: 0, in_transit: 0 };
  fc.assert(
    fc.property(fc.nat({ max: 1000 }), fc.constantFrom(...policies), (seed, policy) => {
      const watch = (_: number, balance: readonly ItemBalance[]) => {
        for (const b of balance) {
          expect(b.initial + b.received).toBe(
            b.consumed + b.outdated + b.recalled + b.on_hand + b.in_transit,
          );
          seen.outdated += b.outdated;
          seen.recalled += b.recalled;
          seen.in_transit += b.in_transit;
        }
      };
      simulate(turbulent(seed), run({ seed, policy, days: 80 }), { watch });
    }),
    { numRuns: 16 },
  );
  // The law is empty unless every way out was taken.
  expect(Math.min(seen.outdated, seen.recalled, seen.in_transit)).toBeGreaterThan(0);
});

test('the same arguments give the same result, another seed another', () => {
  const play = (seed: number) => simulate(turbulent(3), run({ seed, policy: plannedTransfers() }));
  expect(play(7)).toEqual(play(7));
  expect(play(2).demand_qty).not.toEqual(play(3).demand_qty);
});

test('every policy meets the same demand', () => {
  const demands = [noTransfers, nearestTransfers(), plannedTransfers()].map(
    (policy) => simulate(turbulent(5), run({ policy })).demand_qty,
  );
  expect(demands[1]).toEqual(demands[0]);
  expect(demands[2]).toEqual(demands[0]);
});

test('with plenty of stock everything is served on its day and only stock costs', () => {
  const result = simulate(
    smallWorld({ initial_qty: new Float64Array(2).fill(10_000) }),
    run({ replenish: never }),
  );
  expect(result.same_day_rate).toEqual([1, 1]);
  expect(result).toMatchObject({ penalty_cost: 0, freight_cost: 0, outdated_qty: 0, stock_out_share: 0 });
  expect(result.total_cost).toBe(result.holding_cost);
  expect(result.holding_cost).toBeGreaterThan(0);
});

test('without stock everything is lost after its patience, at its penalty', () => {
  const result = simulate(smallWorld({ initial_qty: new Float64Array(2) }), run({ replenish: never }));
  expect(result.fill_rate).toEqual([0, 0]);
  expect(result.penalty_cost).toBe(400 * result.lost_qty[0]! + 40 * result.lost_qty[1]!);
  expect(result.lost_qty[0]).toBeGreaterThan(0);
  // Orders of the last days still wait.
  expect(result.demand_qty[1]!).toBeGreaterThan(result.lost_qty[1]!);
  expect(result.turns_per_year).toBe(0);
});

test('what a transfer serves on the next day is in time but not of the same day, and late by one day', () => {
  const world = smallWorld({ rate_per_day: Float64Array.of(0, 2), initial_qty: Float64Array.of(1000, 0) });
  const result = simulate(world, run({ replenish: never, policy: nearestTransfers() }));
  expect(result.same_day_rate).toEqual([0, 0]);
  expect(result.lost_qty).toEqual([0, 0]);
  const served = result.fill_rate.map((rate, tier) => rate * result.demand_qty[tier]!);
  expect(result.fill_rate[0]).toBeGreaterThan(0.9);
  expect(result.penalty_cost).toBeCloseTo(20 * served[0]! + 2 * served[1]!, 6);
});

test('without demand every rate is 1 and nothing is NaN', () => {
  const result = simulate(smallWorld({ rate_per_day: new Float64Array(2) }), run());
  expect(result.fill_rate).toEqual([1, 1]);
  for (const value of Object.values(result))
    if (typeof value === 'number') expect(Number.isFinite(value)).toBe(true);
});

test('a transfer costs its lane once an evening and its volume, and can be used on arrival', () => {
  const world = smallWorld({
    items: 2,
    rate_per_day: new Float64Array(4),
    initial_qty: Float64Array.of(10, 10, 0, 0),
    volume: Float64Array.of(1, 3),
  });
  const moves = [
    { from: 0, to: 1, item: 0, qty: 4 },
    { from: 0, to: 1, item: 1, qty: 2 },
  ];
  const transit: number[] = [];
  const watch = (_: number, balance: readonly { readonly in_transit: number }[]) => {
    transit.push(balance.reduce((sum, item) => sum + item.in_transit, 0));
  };
  const result = simulate(world, run({ days: 6, replenish: never, policy: once(2, moves) }), { watch });
  expect(result).toMatchObject({ departures: 1, moved_qty: 6, freight_cost: 50 + 4 * 1 + 2 * 3 });
  expect(transit).toEqual([0, 0, 6, 0, 0, 0]);
});

test('units are removed on the morning of their expiry day', () => {
  const world = smallWorld({
    rate_per_day: new Float64Array(2),
    initial_days_left: new Int32Array(2).fill(3),
  });
  const outdatedAfter = (days: number) => simulate(world, run({ days, replenish: never })).outdated_qty;
  expect(outdatedAfter(3)).toBe(0);
  expect(outdatedAfter(4)).toBe(80);
  expect(simulate(world, run({ days: 4, replenish: never })).outdated_cost).toBe(800);
});

test('supplies come after the lead time, and later when their supplier is down', () => {
  const world = smallWorld({ rate_per_day: new Float64Array(2), initial_qty: new Float64Array(2) });
  const firstReceipt = (given: typeof world) => {
    let first = -1;
    const watch = (day: number, balance: readonly { readonly received: number }[]) => {
      if (first < 0 && balance[0]!.received > 0) first = day;
    };
    // Warehouse 1 has its first turn on day 6, when outages can have begun.
    const buy = (position: ReplenishmentPosition) =>
      position.pair === 1 && position.on_order + position.on_hand === 0 ? 5 : 0;
    simulate(given, run({ days: 365, replenish: buy }), { watch });
    return first;
  };
  expect(firstReceipt(world)).toBe(13);
  const delay = [
    { probability: 0, days: 9 },
    { probability: 1, days: 9 },
  ];
  expect(firstReceipt({ ...world, delay })).toBe(22);
  const down = { ...world.disruptions, supplier_down_per_year: 365, supplier_down_days: 60 };
  expect(firstReceipt({ ...world, disruptions: down })).toBeGreaterThan(13);
});

test('a warm-up is played but not counted', () => {
  const world = smallWorld();
  const whole = simulate(world, run());
  const late = simulate(world, run({ warm_up_days: 30 }));
  expect(late.balance).toEqual(whole.balance);
  expect(late.demand_qty[0]!).toBeLessThan(whole.demand_qty[0]!);
  expect(late.demand_qty[0]!).toBeGreaterThan(0);
});

test('reports every day and stops when asked', () => {
  const shares: number[] = [];
  simulate(smallWorld(), run({ days: 4 }), { progress: (share) => shares.push(share) });
  expect(shares).toEqual([0.25, 0.5, 0.75, 1]);
  let asked = 0;
  const cancelled = () => ++asked > 2;
  expect(() => simulate(smallWorld(), run(), { cancelled })).toThrow(SimulationCancelled);
  expect(asked).toBe(3);
});

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
  ['moves[0].from', { from: 2, to: 1, item: 0, qty: 1 }],
  ['moves[0].to', { from: 0, to: 0, item: 0, qty: 1 }],
  ['moves[0].item', { from: 0, to: 1, item: 9, qty: 1 }],
  ['moves[0].qty', { from: 0, to: 1, item: 0, qty: 1e9 }],
  ['moves[0].qty', { from: 0, to: 1, item: 0, qty: 0.5 }],
  ['moves[0].qty', { from: 0, to: 1, item: 0, qty: Number.NaN }],
])('refuses a policy with a wrong %s', (field, move) => {
  expect(fieldOf(() => simulate(smallWorld(), run({ policy: once(0, [move]) })))).toBe(field);
});

test.each([Number.NaN, -1, 0.5, Number.POSITIVE_INFINITY])('refuses a rule that orders %d', (qty) => {
  expect(fieldOf(() => simulate(smallWorld(), run({ replenish: () => qty })))).toBe('replenish()');
});

test.each([
  ['rate_per_day[0]', { rate_per_day: Float64Array.of(Number.NaN, 1) }],
  ['rate_per_day', { rate_per_day: Float64Array.of(1e9, 1e9) }],
  ['lead_time_days', { lead_time_days: -1 }],
  ['lead_time_days', { lead_time_days: Number.POSITIVE_INFINITY }],
  ['initial_qty[0]', { initial_qty: Float64Array.of(-1, 0) }],
  ['shelf_life_days[0]', { shelf_life_days: Int32Array.of(0) }],
  ['supplier[0]', { supplier: Int32Array.of(1) }],
  ['unit_value[0]', { unit_value: Float64Array.of(Number.NaN) }],
  ['departments.length', { departments: [] }],
  ['departments[0].share', { departments: [[], []] }],
  [
    'departments[1][0].tier_mix',
    { departments: [[{ share: 1, tier_mix: [1, 0] }], [{ share: 1, tier_mix: [1, 1] }]] },
  ],
  ['departments[0][0].tier_mix.length', { departments: [[{ share: 1, tier_mix: [1] }], []] }],
  ['delay.length', { delay: [] }],
  [
    'delay[1].probability',
    {
      delay: [
        { probability: 0, days: 0 },
        { probability: 0.5, days: 1 },
      ],
    },
  ],
  [
    'delay[1].days',
    {
      delay: [
        { probability: 0, days: 5 },
        { probability: 1, days: 1 },
      ],
    },
  ],
  ['outdated_share', { outdated_share: 2 }],
  ['order_qty_max', { order_qty_max: 0 }],
])('refuses a world with a wrong %s', (field, wrong) => {
  expect(fieldOf(() => simulate(smallWorld(wrong), run()))).toBe(field);
});

test.each([
  ['days', { days: 0 }],
  ['seed', { seed: -1 }],
  ['warm_up_days', { warm_up_days: 60 }],
])('refuses a run with a wrong %s', (field, wrong) => {
  expect(fieldOf(() => simulate(smallWorld(), run(wrong)))).toBe(field);
});

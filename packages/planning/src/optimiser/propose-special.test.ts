import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkTransferPlan } from '../checker.ts';
import { mulberry32 } from '../math/random.ts';
import type { DonorLot, TransferInput, TransferNeed } from '../transfer.model.ts';
import { proposeTransfers } from '../transfer.ts';
import { proposeByNetwork } from './propose.ts';

const lane = (lane_id: number, from: number, to: number, change: object = {}): TransferInput['lanes'][0] => ({
  lane_id,
  from_warehouse_id: from,
  to_warehouse_id: to,
  transit_hours: 20,
  fixed_cost_fen: 10_000,
  cost_fen_per_kg: 100,
  capacity_kg: 1000,
  temp_min_c: null,
  temp_max_c: null,
  ...change,
});
const lot = (warehouse_id: number, lot_id: number, qty_free: number, change: object = {}): DonorLot => ({
  warehouse_id,
  item_id: 1,
  lot_id,
  expiry_date: '2028-01-01',
  qty_free,
  disposition: 'released',
  ...change,
});
const need = (need_id: number, to: number, qty: number, change: object = {}): TransferNeed => ({
  need_id,
  item_id: 1,
  to_warehouse_id: to,
  qty,
  needed_by_hours: 48,
  priority_class: 3,
  min_remaining_days: 0,
  demand_line_ids: [need_id * 10],
  ...change,
});
const item = (item_id: number, change: object = {}): TransferInput['items'][0] => ({
  item_id,
  carton_qty: 1,
  unit_weight_g: 100,
  temp_min_c: null,
  temp_max_c: null,
  ...change,
});
const base: TransferInput = {
  now: '2026-11-22T01:00:00Z',
  warehouse_ids: [1, 2, 3],
  items: [item(1), item(2)],
  needs: [need(1, 1, 40)],
  donors: [lot(2, 21, 100)],
  protections: [],
  lanes: [lane(1, 2, 1), lane(2, 3, 1)],
  refusals: [],
  options: { improvement_iterations: 60 },
};
/** Plans, and insists that the independent checker agrees. */
function plan(change: Partial<TransferInput>) {
  const input = { ...base, ...change };
  const result = proposeByNetwork(input);
  expect(checkTransferPlan(input, result)).toEqual([]);
  return result;
}
const shape = (result: ReturnType<typeof plan>) =>
  result.lines.map((line) => [line.need_id, line.item_id, line.lot_id, line.qty]);

describe('rules that only the network knows', () => {
  it('a sealed lot goes whole or stays, and its price says what opening it would give', () => {
    const donors = [lot(2, 21, 50, { sealed: true }), lot(3, 31, 30)];
    const result = plan({ donors });
    expect(shape(result)).toEqual([[1, 1, 31, 30]]);
    expect(result.shortages[0]!.causes).toContainEqual({ code: 'lot_rules', qty: 50 });
    const [price] = result.shortages[0]!.prices!;
    expect(price).toMatchObject({ code: 'sealed_lot', lot_id: 21, lifted_by: null, exact: true });
    expect(price!.gives.qty).toBe(10);
    expect(shape(plan({ donors, needs: [need(1, 1, 50)] }))).toEqual([[1, 1, 21, 50]]);
  });
  it('a need of one lot number is not mixed', () => {
    const donors = [lot(2, 21, 30), lot(2, 22, 35)];
    const needs = [need(1, 1, 40, { single_lot: true })];
    expect(shape(plan({ donors, needs }))).toEqual([[1, 1, 22, 35]]);
  });
  it('whole cartons stay whole, a little more than needed where that is allowed', () => {
    const items = [item(1, { carton_qty: 12, whole_cartons: true }), item(2)];
    expect(shape(plan({ items }))).toEqual([[1, 1, 21, 48]]);
    expect(shape(plan({ items, needs: [need(1, 1, 38)] }))).toEqual([[1, 1, 21, 36]]);
  });
  it('substitutes serve by their ratio, at a penalty, and only who allows it', () => {
    const donors = [lot(2, 21, 10), lot(2, 22, 100, { item_id: 2 })];
    const substitutes = [{ item_id: 1, substitute_item_id: 2, ratio: 0.5, penalty_fen: 5 }];
    const needs = [need(1, 1, 40, { may_substitute: true })];
    const result = plan({ donors, needs, substitutes });
    expect(shape(result)).toEqual([
      [1, 1, 21, 10],
      [1, 2, 22, 60],
    ]);
    expect(result.lines[1]!.serves_qty).toBe(30);
    expect(result.needs[0]).toMatchObject({ served_qty: 40, short_qty: 0 });
    expect(shape(plan({ donors, substitutes }))).toEqual([[1, 1, 21, 10]]);
  });
  it('no more arrives than is consumed before it expires, but for a patient', () => {
    const donors = [lot(2, 21, 100, { expiry_date: '2027-01-10' }), lot(3, 31, 5)];
    const consumption_limits = [{ warehouse_id: 1, item_id: 1, expiry_date: '2027-02-01', qty: 12 }];
    const result = plan({ donors, consumption_limits });
    expect(result.totals.served_qty).toBe(17);
    expect(result.shortages[0]!.prices).toContainEqual(
      expect.objectContaining({ code: 'consumption_limit', warehouse_id: 1, lifted_by: 1 }),
    );
    const needs = [need(1, 1, 40, { patient_specific: true })];
    expect(plan({ donors, consumption_limits, needs }).totals.served_qty).toBe(40);
  });
  it('the earliest expiry goes first as far as it is consumed in time, and sealed lots keep their place', () => {
    const donors = [lot(2, 21, 100, { expiry_date: '2027-01-10' }), lot(2, 22, 100)];
    const consumption_limits = [{ warehouse_id: 1, item_id: 1, expiry_date: '2027-02-01', qty: 12 }];
    expect(shape(plan({ donors, consumption_limits }))).toEqual([
      [1, 1, 21, 12],
      [1, 1, 22, 28],
    ]);
    const sealed = [lot(2, 21, 41, { expiry_date: '2027-01-10', sealed: true }), lot(2, 22, 100)];
    expect(shape(plan({ donors: sealed }))).toEqual([[1, 1, 22, 40]]);
  });
  it('waiting lifts a need over one that has just come, but never into class 1', () => {
    const needs = [
      need(1, 1, 80, { priority_class: 3, single_lot: false }),
      need(2, 3, 80, { priority_class: 4, waited_periods: 7 }),
    ];
    const lanes = [lane(1, 2, 1), lane(3, 2, 3)];
    const served = (change: object) =>
      plan({ needs, lanes, options: { ...base.options, ...change } }).needs.map((row) => [
        row.need_id,
        row.served_qty,
      ]);
    expect(served({})).toEqual([
      [1, 80],
      [2, 20],
    ]);
    expect(served({ periods_to_promotion: 3 })).toEqual([
      [2, 80],
      [1, 20],
    ]);
    const urgent = [need(1, 1, 80, { priority_class: 1 }), needs[1]!];
    const [first] = plan({
      needs: urgent,
      lanes,
      options: { ...base.options, periods_to_promotion: 1 },
    }).needs;
    expect(first).toMatchObject({ need_id: 1, served_qty: 80 });
  });
  it('a floor keeps something for class 4', () => {
    const needs = [need(1, 1, 100), need(2, 3, 100, { priority_class: 4 })];
    const lanes = [lane(1, 2, 1), lane(3, 2, 3)];
    const options = { ...base.options, fair_floor_share: [0, 0, 0, 0.25] as const };
    expect(plan({ needs, lanes, options }).needs.map((row) => row.served_qty)).toEqual([75, 25]);
  });
  it('says what classes 1 and 2 lack in any plan', () => {
    const needs = [need(1, 1, 70, { priority_class: 1 }), need(2, 1, 50, { priority_class: 2 })];
    expect(plan({ needs }).totals.class_bounds).toEqual([
      { priority_class: 1, short_qty: 0, bound_qty: 0 },
      { priority_class: 2, short_qty: 20, bound_qty: 20 },
    ]);
  });
});

describe('bad values of these rules are refused and named', () => {
  const substitute = { item_id: 1, substitute_item_id: 2, ratio: 1, penalty_fen: 0 };
  const limit = { warehouse_id: 1, item_id: 1, expiry_date: '2027-01-01', qty: 1 };
  const broken: [string, Partial<TransferInput>][] = [
    [
      'substitutes[0].substitute_item_id: unknown_id',
      { substitutes: [{ ...substitute, substitute_item_id: 9 }] },
    ],
    [
      'substitutes[0].substitute_item_id: out_of_range',
      { substitutes: [{ ...substitute, substitute_item_id: 1 }] },
    ],
    ['substitutes[0].ratio: not_whole', { substitutes: [{ ...substitute, ratio: 1.5 }] }],
    ['substitutes[0].ratio: not_a_number', { substitutes: [{ ...substitute, ratio: Number.NaN }] }],
    ['substitutes[1]: duplicate', { substitutes: [substitute, substitute] }],
    [
      'consumption_limits[0].expiry_date: not_a_date',
      { consumption_limits: [{ ...limit, expiry_date: 'soon' }] },
    ],
    ['consumption_limits[0].qty: not_whole', { consumption_limits: [{ ...limit, qty: 0.5 }] }],
    ['needs[0].waited_periods: out_of_range', { needs: [need(1, 1, 1, { waited_periods: -1 })] }],
    ['options.fair_floor_share[3]: out_of_range', { options: { fair_floor_share: [0, 0, 0, 2] } }],
    ['options.periods_to_promotion: out_of_range', { options: { periods_to_promotion: 0 } }],
    ['needs[0].qty: out_of_range', { needs: [need(1, 1, 2e9, { single_lot: true })] }],
  ];
  it.each(broken)('%s', (message, change) => {
    expect(() => proposeByNetwork({ ...base, ...change })).toThrow(message);
  });
  it('proposeTransfers refuses what it does not know', () => {
    const donors = [lot(2, 21, 100, { sealed: true })];
    expect(() => proposeTransfers({ ...base, donors })).toThrow('donors[0].sealed: not_listed');
  });
});

/** A company in which every rule can bite. */
function anyInput(seed: number): TransferInput {
  const rng = mulberry32(seed);
  const whole = (least: number, most: number) => least + Math.floor(rng() * (most - least + 1));
  const list = <T>(count: number, make: (k: number) => T) => Array.from({ length: count }, (_, k) => make(k));
  const date = () => `2027-${String(whole(1, 9)).padStart(2, '0')}-15`;
  const pairs = [1, 2, 3, 4].flatMap((from) =>
    [1, 2, 3, 4].filter((to) => to !== from).map((to) => [from, to]),
  );
  return {
    now: base.now,
    warehouse_ids: [1, 2, 3, 4],
    items: list(4, (k) =>
      item(k + 1, { carton_qty: whole(1, 5), unit_weight_g: whole(50, 500), whole_cartons: rng() < 0.3 }),
    ),
    needs: list(whole(1, 8), (k) =>
      need(k + 1, whole(1, 4), whole(1, 40), {
        item_id: whole(1, 4),
        priority_class: whole(1, 4),
        needed_by_hours: rng() < 0.7 ? 60 : 26,
        min_remaining_days: whole(0, 120),
        single_lot: rng() < 0.25,
        may_substitute: rng() < 0.6,
        patient_specific: rng() < 0.2,
        waited_periods: whole(0, 6),
      }),
    ),
    donors: list(whole(2, 14), (k) =>
      lot(whole(1, 4), k + 1, whole(0, 40), {
        item_id: whole(1, 4),
        expiry_date: rng() < 0.1 ? null : date(),
        sealed: rng() < 0.2,
        disposition: rng() < 0.9 ? 'released' : 'held',
      }),
    ),
    protections: [{ item_id: 1, warehouse_id: 2, safety_stock: whole(0, 20), own_demand_qty: whole(0, 5) }],
    lanes: pairs
      .filter(() => rng() < 0.7)
      .map(([from, to], k) =>
        lane(k + 1, from!, to!, {
          transit_hours: whole(5, 50),
          fixed_cost_fen: whole(0, 30_000),
          cost_fen_per_kg: whole(0, 900),
          capacity_kg: rng() < 0.3 ? whole(1, 8) : 1000,
        }),
      ),
    refusals: rng() < 0.3 ? [{ code: 'x', item_id: whole(1, 4), to_warehouse_id: whole(1, 4) }] : [],
    substitutes: list(whole(0, 3), (k) => k + 1).map((k) => ({
      item_id: k,
      substitute_item_id: (k % 4) + 1,
      ratio: [1, 2, 3, 0.5, 1 / 3][whole(0, 4)]!,
      penalty_fen: whole(0, 300),
    })),
    consumption_limits: list(whole(0, 4), () => ({
      warehouse_id: whole(1, 4),
      item_id: whole(1, 4),
      expiry_date: date(),
      qty: whole(0, 30),
    })),
    options: {
      improvement_iterations: 40,
      budget_fen: rng() < 0.3 ? whole(5_000, 80_000) : null,
      periods_to_promotion: rng() < 0.5 ? 3 : null,
      fair_floor_share: rng() < 0.3 ? [0, 0, 0.5, 0.3] : null,
    },
  };
}

describe('properties of every plan', () => {
  it('the independent checker finds nothing wrong, whatever rules are on', () => {
    let [lines, substituted] = [0, 0];
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 2 ** 31 }), (seed) => {
        const input = anyInput(seed);
        const result = proposeByNetwork(input, { exact_prices_max: 0 });
        expect(checkTransferPlan(input, result)).toEqual([]);
        for (const { short_qty, bound_qty } of result.totals.class_bounds ?? [])
          expect(bound_qty).toBeLessThanOrEqual(short_qty);
        lines += result.lines.length;
        substituted += result.lines.filter(({ serves_qty }) => serves_qty !== undefined).length;
      }),
      { numRuns: 180, seed: 9 },
    );
    expect(lines).toBeGreaterThan(180);
    expect(substituted).toBeGreaterThan(12);
  });
  it('repeats for the same input and seed', () => {
    const input = anyInput(77);
    expect(proposeByNetwork(input)).toEqual(proposeByNetwork(input));
  });
});

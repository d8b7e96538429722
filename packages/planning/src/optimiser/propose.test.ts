import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkTransferPlan } from '../checker.ts';
import type { TransferInput } from '../transfer.model.ts';
import { proposeTransfers } from '../transfer.ts';
import { proposeByNetwork } from './propose.ts';

const WAREHOUSES = [1, 2, 3, 4, 5];

/** Every warehouse reaches every other by a truck and a dearer express. */
function lanesBetween(fixed: readonly number[]): TransferInput['lanes'] {
  const ways = WAREHOUSES.flatMap((from) =>
    WAREHOUSES.filter((to) => to !== from).map((to) => ({ from, to })),
  );
  return ways.flatMap(({ from, to }, k) =>
    [0, 1].map((express) => ({
      lane_id: 2 * k + express + 1,
      from_warehouse_id: from,
      to_warehouse_id: to,
      transit_hours: express ? 6 : 30,
      fixed_cost_fen: fixed[(2 * k + express) % fixed.length]!,
      cost_fen_per_kg: express ? 900 : 200,
      capacity_kg: 40,
      temp_min_c: null,
      temp_max_c: null,
    })),
  );
}

const anyInput: fc.Arbitrary<TransferInput> = fc
  .record({
    needs: fc.array(
      fc.record({
        item_id: fc.integer({ min: 1, max: 3 }),
        to_warehouse_id: fc.constantFrom(...WAREHOUSES),
        qty: fc.integer({ min: 1, max: 60 }),
        needed_by_hours: fc.constantFrom(12, 40, 90),
        priority_class: fc.integer({ min: 1, max: 4 }),
      }),
      { minLength: 3, maxLength: 12, size: 'max' },
    ),
    stock: fc.array(fc.nat(50), { minLength: 15, maxLength: 15 }),
    fixed: fc.array(fc.nat(40_000), { minLength: 3, maxLength: 7 }),
    budget_fen: fc.option(fc.nat(200_000), { freq: 2 }),
  })
  .map(({ needs, stock, fixed, budget_fen }) => ({
    now: '2026-11-20T08:00:00+08:00',
    warehouse_ids: WAREHOUSES,
    items: [1, 2, 3].map((item_id) => ({
      item_id,
      carton_qty: item_id,
      unit_weight_g: 100 * item_id,
      temp_min_c: null,
      temp_max_c: null,
    })),
    needs: needs.map((need, k) => ({
      ...need,
      need_id: k + 1,
      min_remaining_days: 0,
      demand_line_ids: [k + 1],
    })),
    donors: stock.map((qty_free, k) => ({
      warehouse_id: WAREHOUSES[k % 5]!,
      item_id: 1 + Math.floor(k / 5),
      lot_id: k + 1,
      expiry_date: null,
      qty_free,
      disposition: 'released' as const,
    })),
    protections: [{ item_id: 1, warehouse_id: 1, safety_stock: 10, own_demand_qty: 2 }],
    lanes: lanesBetween(fixed),
    refusals: [],
    options: { budget_fen, improvement_iterations: 100, over_delivery_share_max: 0 },
  }));

const shortOf = (plan: ReturnType<typeof proposeTransfers>) =>
  plan.totals.by_priority.map(({ short_qty }) => short_qty);

describe('proposeByNetwork', () => {
  it('keeps every rule, never serves a class worse and never costs more than the first plan', () => {
    let cheaper = 0;
    fc.assert(
      fc.property(anyInput, (input) => {
        const [first, plan] = [proposeTransfers(input), proposeByNetwork(input, { exact_prices_max: 1 })];
        expect(checkTransferPlan(input, plan)).toEqual([]);
        const [before, after] = [shortOf(first), shortOf(plan)];
        const differs = after.findIndex((qty, k) => qty !== before[k]);
        if (differs >= 0) expect(after[differs]).toBeLessThan(before[differs]!);
        else expect(plan.totals.freight_fen).toBeLessThanOrEqual(first.totals.freight_fen);
        if (differs >= 0 || plan.totals.freight_fen < first.totals.freight_fen) cheaper += 1;
      }),
      { numRuns: 90, seed: 3 },
    );
    expect(cheaper).toBeGreaterThan(9);
  });
  it('gives the same plan for the same input, and the first plan where no moves are allowed', () => {
    const [input] = fc.sample(anyInput, { numRuns: 1, seed: 7 });
    expect(proposeByNetwork(input!)).toEqual(proposeByNetwork(input!));
    expect(proposeByNetwork(input!, { moves_max: 0 })).toEqual(proposeTransfers(input!));
  });
  it('plans quantities that no network holds by the first way', () => {
    const [input] = fc.sample(anyInput, { numRuns: 1, seed: 8 });
    const needs = input!.needs.map((need) => ({ ...need, qty: 2e9 }));
    expect(proposeByNetwork({ ...input!, needs })).toEqual(proposeTransfers({ ...input!, needs }));
  });
});

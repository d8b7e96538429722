import { describe, expect, it } from 'vitest';
import { checkTransferPlan } from './checker.ts';
import { proposeByNetwork } from './optimiser/index.ts';
import type { TransferInput, TransferLine, TransferPlan } from './transfer.model.ts';

/** Two lots of an item and one of its substitute, a lane, a need of forty. */
const input: TransferInput = {
  now: '2026-11-22T01:00:00Z',
  warehouse_ids: [1, 2],
  items: [1, 2].map((item_id) => ({
    item_id,
    carton_qty: 10,
    unit_weight_g: 100,
    temp_min_c: null,
    temp_max_c: null,
    whole_cartons: item_id === 1,
  })),
  needs: [
    {
      need_id: 1,
      item_id: 1,
      to_warehouse_id: 1,
      qty: 40,
      needed_by_hours: 48,
      priority_class: 3,
      min_remaining_days: 0,
      demand_line_ids: [10],
      may_substitute: true,
    },
  ],
  donors: [
    [21, 1, 20],
    [22, 1, 30],
    [23, 2, 50],
  ].map(([lot_id, item_id, qty_free]) => ({
    warehouse_id: 2,
    item_id: item_id!,
    lot_id: lot_id!,
    expiry_date: '2027-06-01',
    qty_free: qty_free!,
    disposition: 'released' as const,
  })),
  protections: [],
  lanes: [
    {
      lane_id: 1,
      from_warehouse_id: 2,
      to_warehouse_id: 1,
      transit_hours: 20,
      fixed_cost_fen: 1000,
      cost_fen_per_kg: 0,
      capacity_kg: 1000,
      temp_min_c: null,
      temp_max_c: null,
    },
  ],
  refusals: [],
  substitutes: [{ item_id: 1, substitute_item_id: 2, ratio: 2, penalty_fen: 10 }],
};
const good = proposeByNetwork(input);
const line = (lot_id: number, qty: number, change: Partial<TransferLine> = {}): TransferLine => ({
  ...good.lines[0]!,
  lot_id,
  qty,
  fixed_share_fen: 0,
  ...change,
});
/** Codes that the judge finds in a plan of these lines; the first bears the lane. */
function codes(lines: readonly TransferLine[], change: Partial<TransferInput> = {}): string[] {
  const [first, ...rest] = lines;
  const plan: TransferPlan = { ...good, lines: [{ ...first!, fixed_share_fen: 1000 }, ...rest] };
  return [...new Set(checkTransferPlan({ ...input, ...change }, plan).map(({ code }) => code))];
}

describe('the judge of special rules', () => {
  it('finds nothing wrong with a plan that keeps them', () => {
    expect(checkTransferPlan(input, good)).toEqual([]);
    expect(codes([line(21, 20), line(22, 20)])).toEqual([]);
    expect(codes([line(21, 20), line(23, 10, { item_id: 2, serves_qty: 20 })])).toEqual([]);
  });
  it('a sealed lot that is split', () => {
    const donors = input.donors.map((lot) => ({ ...lot, sealed: lot.lot_id === 22 }));
    expect(codes([line(21, 20), line(22, 20)], { donors })).toEqual(['sealed_split']);
  });
  it('a need of one lot number that mixes', () => {
    const needs = [{ ...input.needs[0]!, single_lot: true }];
    expect(codes([line(21, 20), line(22, 20)], { needs })).toEqual(['lots_mixed']);
  });
  it('a carton that is broken', () => {
    expect(codes([line(21, 15), line(22, 25)])).toEqual(['carton_broken']);
  });
  it('goods that will not be consumed before they expire, unless for a patient', () => {
    const consumption_limits = [{ warehouse_id: 1, item_id: 1, expiry_date: '2027-06-01', qty: 39 }];
    const lines = [line(21, 20), line(22, 20)];
    expect(codes(lines, { consumption_limits })).toEqual(['not_consumed']);
    const needs = [{ ...input.needs[0]!, patient_specific: true }];
    expect(codes(lines, { consumption_limits, needs })).toEqual([]);
    const earlier = [{ ...consumption_limits[0]!, expiry_date: '2027-05-31' }];
    expect(codes(lines, { consumption_limits: earlier })).toEqual([]);
  });
  it('a substitute that is not approved, or counted wrongly', () => {
    const lines = [line(21, 20), line(23, 10, { item_id: 2, serves_qty: 20 })];
    expect(codes(lines, { substitutes: [] })).toContain('wrong_way');
    const needs = [{ ...input.needs[0]!, may_substitute: false }];
    expect(codes(lines, { needs })).toContain('wrong_way');
    expect(codes([line(21, 20), line(23, 10, { item_id: 2, serves_qty: 10 })])).toEqual(['conservation']);
  });
  it('safety stock by the class that waiting has brought', () => {
    const protections = [{ item_id: 1, warehouse_id: 2, safety_stock: 20, own_demand_qty: 0 }];
    const needs = [{ ...input.needs[0]!, waited_periods: 3 }];
    const lines = [line(21, 20), line(22, 20)];
    expect(codes(lines, { protections, needs })).toEqual(['donor_protection']);
    const options = { periods_to_promotion: 3 };
    expect(codes(lines, { protections, needs, options })).toEqual([]);
  });
});

import { describe, expect, it } from 'vitest';
import { checkTransferPlan, type ViolationCode } from './checker.ts';
import type { DonorLot, TransferInput, TransferLane, TransferLine, TransferPlan } from './transfer.model.ts';
import { proposeTransfers } from './transfer.ts';

const lot = (warehouse_id: number, lot_id: number, expiry_date: string, qty_free: number): DonorLot => ({
  warehouse_id,
  item_id: 1,
  lot_id,
  expiry_date,
  qty_free,
  disposition: 'released',
});
const lane = (lane_id: number, from: number, change: Partial<TransferLane> = {}): TransferLane => ({
  lane_id,
  from_warehouse_id: from,
  to_warehouse_id: 1,
  transit_hours: 20,
  fixed_cost_fen: 1000,
  cost_fen_per_kg: 100,
  capacity_kg: 100,
  temp_min_c: null,
  temp_max_c: null,
  ...change,
});
const input: TransferInput = {
  now: '2026-11-22T01:00:00Z',
  warehouse_ids: [1, 2, 3],
  items: [{ item_id: 1, carton_qty: 1, unit_weight_g: 1000, temp_min_c: null, temp_max_c: null }],
  needs: [
    {
      need_id: 1,
      item_id: 1,
      to_warehouse_id: 1,
      qty: 30,
      needed_by_hours: 48,
      priority_class: 2,
      min_remaining_days: 60,
      demand_line_ids: [1],
    },
  ],
  donors: [lot(2, 21, '2027-06-01', 50), lot(2, 22, '2028-06-01', 50)],
  protections: [{ item_id: 1, warehouse_id: 2, safety_stock: 20, own_demand_qty: 5 }],
  lanes: [lane(1, 2)],
  refusals: [],
  options: { budget_fen: 50_000 },
};
const plan = proposeTransfers(input);
const withLines = (change: Partial<TransferLine>): TransferPlan => ({
  ...plan,
  lines: plan.lines.map((line) => ({ ...line, ...change })),
});
const codes = (changed: Partial<TransferInput>, given: TransferPlan = plan) =>
  checkTransferPlan({ ...input, ...changed }, given).map((violation) => violation.code);
const firstNeed = input.needs[0]!;
const firstLot = input.donors[0]!;

describe('checkTransferPlan', () => {
  it('accepts a plan that keeps every rule', () => {
    expect(plan.lines).toMatchObject([{ lot_id: 21, qty: 30 }]);
    expect(codes({})).toEqual([]);
  });

  const worlds: [ViolationCode, Partial<TransferInput>][] = [
    ['not_released', { donors: [{ ...firstLot, disposition: 'held' }] }],
    ['lot_overdrawn', { donors: [{ ...firstLot, qty_free: 29 }, input.donors[1]!] }],
    ['expired_on_arrival', { donors: [{ ...firstLot, expiry_date: '2026-11-22' }] }],
    ['min_remaining_life', { needs: [{ ...firstNeed, min_remaining_days: 200 }] }],
    ['too_late', { needs: [{ ...firstNeed, needed_by_hours: 23 }] }],
    ['temperature', { items: [{ ...input.items[0]!, temp_min_c: 2, temp_max_c: 8 }] }],
    ['temperature', { lanes: [lane(1, 2, { temp_min_c: -30, temp_max_c: -18 })] }],
    ['refused', { refusals: [{ code: 'gate', lot_id: 21 }] }],
    [
      'donor_protection',
      { protections: [{ item_id: 1, warehouse_id: 2, safety_stock: 150, own_demand_qty: 0 }] },
    ],
    [
      'donor_protection',
      { protections: [{ item_id: 1, warehouse_id: 2, safety_stock: 0, own_demand_qty: 71 }] },
    ],
    ['lane_capacity', { lanes: [lane(1, 2, { capacity_kg: 29 })] }],
    ['wrong_way', { lanes: [lane(1, 3)] }],
    ['over_delivery', { needs: [{ ...firstNeed, qty: 29 }] }],
    ['conservation', { needs: [{ ...firstNeed, qty: 31 }] }],
    ['cost', { lanes: [lane(1, 2, { fixed_cost_fen: 999 })] }],
    ['cost', { lanes: [lane(1, 2, { cost_fen_per_kg: 101 })] }],
    ['budget', { options: { budget_fen: 3_999 } }],
    ['fefo', { donors: [...input.donors, lot(2, 20, '2027-05-01', 1)] }],
  ];
  it.each(worlds)('finds %s when the world is stricter than the plan', (code, change) => {
    expect(codes(change)).toContain(code);
  });

  const plans: [ViolationCode, TransferPlan][] = [
    ['unknown_reference', withLines({ lane_id: 99 })],
    ['unknown_reference', withLines({ lot_id: 99 })],
    ['qty_not_whole', withLines({ qty: 29.5 })],
    ['qty_not_whole', withLines({ qty: -1 })],
    ['wrong_way', withLines({ to_warehouse_id: 3 })],
    ['too_late', withLines({ arrival_hours: 1 })],
    ['fefo', withLines({ lot_id: 22 })],
    ['duplicate_line', { ...plan, lines: [...plan.lines, ...plan.lines] }],
    ['conservation', { ...plan, lines: [] }],
    ['conservation', { ...plan, needs: [] }],
    ['cost', { ...plan, totals: { ...plan.totals, freight_fen: 1 } }],
  ];
  it.each(plans)('finds %s when the plan was tampered with', (code, tampered) => {
    expect(codes({}, tampered)).toContain(code);
  });

  it('finds a less urgent need served before a more urgent one', () => {
    const urgent = { ...firstNeed, need_id: 2, priority_class: 1, qty: 20 };
    const short = { item_id: 1, to_warehouse_id: 1, demand_line_ids: [1], causes: [], remedies: [] };
    const unfair: TransferPlan = {
      ...plan,
      shortages: [{ need_id: 2, priority_class: 1, short_qty: 20, ...short }],
    };
    const options = { budget_fen: null };
    expect(codes({ needs: [firstNeed, urgent], options }, unfair)).toContain('priority_order');
    expect(codes({ needs: [firstNeed, { ...urgent, priority_class: 3 }], options }, unfair)).not.toContain(
      'priority_order',
    );
  });
});

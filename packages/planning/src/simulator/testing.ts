import type { SimulatedWorld } from './simulator.model.ts';

/** Two warehouses and one item, nothing goes wrong and nothing is late; what a test is about is given. */
export function smallWorld(given: Partial<SimulatedWorld> = {}): SimulatedWorld {
  const warehouses = given.warehouses ?? 2;
  const items = given.items ?? 1;
  const pairs = warehouses * items;
  const lanes = warehouses * warehouses;
  return {
    warehouses,
    items,
    suppliers: 1,
    tiers: [
      { penalty: 400, late_penalty_per_day: 20, patience_days: 1, share: 0.5 },
      { penalty: 40, late_penalty_per_day: 2, patience_days: 4, share: 0.5 },
    ],
    departments: Array.from({ length: warehouses }, () => [{ share: 1, tier_mix: [0.5, 0.5] }]),
    rate_per_day: new Float64Array(pairs).fill(2),
    initial_qty: new Float64Array(pairs).fill(40),
    initial_days_left: new Int32Array(pairs).fill(100),
    dispersion: new Float64Array(items).fill(0.5),
    volume: new Float64Array(items).fill(1),
    unit_value: new Float64Array(items).fill(10),
    shelf_life_days: new Int32Array(items).fill(200),
    supplier: new Int32Array(items),
    order_qty_max: 3,
    lane_days: new Int32Array(lanes).fill(1),
    lane_fixed_cost: new Float64Array(lanes).fill(50),
    lane_volume_cost: new Float64Array(lanes).fill(1),
    lead_time_days: 7,
    delay: [
      { probability: 0, days: 0 },
      { probability: 1, days: 0 },
    ],
    life_at_receipt_min: 0.5,
    review_days: 7,
    holding_share_per_year: 0.1,
    outdated_share: 1,
    disruptions: {
      supplier_down_per_year: 0,
      supplier_down_days: 0,
      lane_closed_per_year: 0,
      lane_closed_days: 0,
      recalls_per_year: 0,
      recall_window_days: 0,
    },
    ...given,
  };
}

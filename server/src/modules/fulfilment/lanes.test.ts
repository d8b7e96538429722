import { describe, expect, test } from 'vitest';
import { chooseLane, type Lane, laneCostFen } from './lanes.ts';

const lane = (lane_id: number, more: Partial<Lane>): Lane => ({
  lane_id,
  transit_hours: 24,
  fixed_cost_fen: 1000,
  cost_fen_per_kg: 10,
  temp_min_c: null,
  temp_max_c: null,
  arrives_at: `2026-01-0${1 + Math.ceil((more.transit_hours ?? 24) / 24)}T00:00:00Z`,
  arrival_date: '2026-01-02',
  ...more,
});
const ambient = { storage_condition: 'ambient', temp_min_c: null, temp_max_c: null };
const cold = { storage_condition: 'cold', temp_min_c: 2, temp_max_c: 8 };
const asked = { needed_at: null, weight_kg: 3 };

describe('the lane that serves best', () => {
  test('is the cheapest one where nobody is in a hurry', () => {
    const lanes = [lane(1, { fixed_cost_fen: 5000, transit_hours: 4 }), lane(2, { transit_hours: 72 })];
    expect(chooseLane(lanes, [ambient], asked)?.lane_id).toBe(2);
  });
  test('arrives in time, although another one is cheaper', () => {
    const lanes = [lane(1, { fixed_cost_fen: 5000, transit_hours: 24 }), lane(2, { transit_hours: 72 })];
    expect(chooseLane(lanes, [ambient], { ...asked, needed_at: '2026-01-02T12:00:00Z' })?.lane_id).toBe(1);
  });
  test('is the fastest one where all come too late', () => {
    const lanes = [lane(1, { fixed_cost_fen: 9, transit_hours: 72 }), lane(2, { transit_hours: 48 })];
    expect(chooseLane(lanes, [ambient], { ...asked, needed_at: '2025-12-31T00:00:00Z' })?.lane_id).toBe(2);
  });
  test('keeps cold goods cold: its range lies inside theirs', () => {
    const lanes = [
      lane(1, { fixed_cost_fen: 1 }),
      lane(2, { fixed_cost_fen: 2, temp_min_c: 0, temp_max_c: 8 }),
      lane(3, { temp_min_c: 2, temp_max_c: 8 }),
    ];
    expect(chooseLane(lanes, [ambient, cold], asked)?.lane_id).toBe(3);
    expect(chooseLane(lanes, [ambient], asked)?.lane_id).toBe(1);
  });
  test('is still one where none fits, so that the gate can say why not; none where there is no way', () => {
    expect(chooseLane([lane(1, {})], [cold], asked)?.lane_id).toBe(1);
    expect(chooseLane([], [cold], asked)).toBeNull();
  });
});

test('freight counts every kilogram begun', () => {
  expect(laneCostFen(lane(1, {}), 2.1)).toBe(1030);
});

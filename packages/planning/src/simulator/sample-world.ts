import { requireWhole } from '../errors.ts';
import type { DemandTier } from '../redistribution/index.ts';
import { drawIndex, type Stream, streamOf } from './draws.ts';
import type { DelayPoint, Department, SimulatedWorld } from './simulator.model.ts';

const SAMPLE_WORLD = 6;

/** Emergency, surgery planned, ward stock, filling up. */
const TIERS: readonly DemandTier[] = [
  { penalty: 400, late_penalty_per_day: 20, patience_days: 1, share: 0.1 },
  { penalty: 120, late_penalty_per_day: 6, patience_days: 2, share: 0.2 },
  { penalty: 40, late_penalty_per_day: 2, patience_days: 4, share: 0.4 },
  { penalty: 15, late_penalty_per_day: 0.75, patience_days: 7, share: 0.3 },
];

/**
 * Delays of 10,324 deliveries of health commodities: 11.5 % late, median 0, p90 +3, p95 +14 and p99 +56 days; the
 * longest is cut at 120 days.
 */
export const HEALTH_COMMODITY_DELAY: readonly DelayPoint[] = [
  { probability: 0, days: 0 },
  { probability: 0.885, days: 0 },
  { probability: 0.9, days: 3 },
  { probability: 0.95, days: 14 },
  { probability: 0.99, days: 56 },
  { probability: 1, days: 120 },
];

/** Operating theatre, emergency room and wards: shares of the orders and of the tiers in them. */
const DEPARTMENTS: readonly Department[] = [
  { share: 0.25, tier_mix: [0.1, 0.5, 0.3, 0.1] },
  { share: 0.15, tier_mix: [0.35, 0.2, 0.3, 0.15] },
  { share: 0.6, tier_mix: [0.0375, 0.075, 0.466_666_666_666_666_7, 0.420_833_333_333_333_3] },
];

type Place = { readonly x_km: number; readonly y_km: number; readonly size: number };

function drawPlaces(stream: Stream, warehouses: number): Place[] {
  return Array.from({ length: warehouses }, () => ({
    x_km: stream() * 1800,
    y_km: stream() * 1400,
    size: 0.4 + stream() * 1.4,
  }));
}

/** Road distance by the usual detour of a quarter. */
const roadKm = (a: Place, b: Place): number => 20 + 1.25 * Math.hypot(a.x_km - b.x_km, a.y_km - b.y_km);

function laneColumn(places: readonly Place[], of: (km: number) => number): number[] {
  return places.flatMap((from) => places.map((to) => of(roadKm(from, to))));
}

function drawItems(stream: Stream, items: number, suppliers: number) {
  return Array.from({ length: items }, () => ({
    mean: drawIndex(stream, [0.55, 0.45]) === 0 ? 0.05 + 0.3 * stream() : 0.5 + 4 * stream(),
    dispersion: 0.3 + 2 * stream(),
    volume: 0.5 + 3 * stream(),
    unit_value: Math.round(30 * Math.exp(4 * stream())),
    shelf_life_days: Math.round(
      drawIndex(stream, [0.3, 0.7]) === 0 ? 50 + 60 * stream() : 150 + 400 * stream(),
    ),
    supplier: Math.floor(stream() * suppliers),
  }));
}

/**
 * A company made up from a seed, for comparing policies: warehouses of different size and 2,000 km apart at most, slow
 * and fast items, lead times with the delays of real deliveries, and disruptions. Money is in yuan.
 */
export function sampleWorld(size: { warehouses: number; items: number; seed: number }): SimulatedWorld {
  requireWhole('warehouses', size.warehouses, { min: 1, max: 1000 });
  requireWhole('items', size.items, { min: 1, max: 100_000 });
  requireWhole('seed', size.seed, { max: 2 ** 32 - 1 });
  const stream = streamOf(size.seed, SAMPLE_WORLD);
  const suppliers = Math.max(1, Math.round(size.items / 10));
  const places = drawPlaces(stream, size.warehouses);
  const items = drawItems(stream, size.items, suppliers);
  const rates = places.flatMap((place) =>
    items.map((item) => (stream() < 0.15 ? 0 : item.mean * place.size * (0.3 + 1.4 * stream()))),
  );
  const cover_days = 28;
  return {
    warehouses: size.warehouses,
    items: size.items,
    suppliers,
    tiers: TIERS,
    departments: places.map(() => DEPARTMENTS),
    rate_per_day: Float64Array.from(rates),
    initial_qty: Float64Array.from(rates, (rate) => Math.ceil(rate * cover_days * (0.3 + stream()))),
    initial_days_left: Int32Array.from(rates, (_, pair) =>
      Math.round(items[pair % size.items]!.shelf_life_days * (0.2 + 0.7 * stream())),
    ),
    dispersion: Float64Array.from(items, (item) => item.dispersion),
    volume: Float64Array.from(items, (item) => item.volume),
    unit_value: Float64Array.from(items, (item) => item.unit_value),
    shelf_life_days: Int32Array.from(items, (item) => item.shelf_life_days),
    supplier: Int32Array.from(items, (item) => item.supplier),
    order_qty_max: 4,
    lane_days: Int32Array.from(laneColumn(places, (km) => 1 + Math.floor(km / 900))),
    lane_fixed_cost: Float64Array.from(laneColumn(places, (km) => 60 + 0.22 * km)),
    lane_volume_cost: Float64Array.from(laneColumn(places, (km) => 0.004 * km)),
    lead_time_days: 14,
    delay: HEALTH_COMMODITY_DELAY,
    life_at_receipt_min: 0.6,
    review_days: 7,
    holding_share_per_year: 0.08,
    outdated_share: 1,
    disruptions: {
      supplier_down_per_year: 0.3,
      supplier_down_days: 20,
      lane_closed_per_year: 1,
      lane_closed_days: 3,
      recalls_per_year: 0.05,
      recall_window_days: 60,
    },
  };
}

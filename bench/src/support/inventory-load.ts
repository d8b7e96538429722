import type { ProjectionPosition } from '@tongcang/planning/projection';
import { mulberry32 } from './report.ts';

/** Positions of a device warehouse: two to ten lots with up to two years of life, arrivals, and three questions. */
export function projectionLoad(count: number): ProjectionPosition[] {
  const random = mulberry32(17);
  const whole = (below: number) => Math.floor(random() * below);
  return Array.from({ length: count }, (_, item_id) => {
    const daily_mean = 0.02 + 30 * random() ** 4;
    return {
      item_id,
      warehouse_id: 1,
      daily_mean,
      daily_sd: daily_mean * (0.5 + 2 * random()) + 0.1,
      mean_cv: 0.2,
      min_remaining_days: 60 * whole(4),
      transit_days: 2,
      lots: Array.from({ length: 2 + whole(9) }, (_, lot_id) => ({
        lot_id,
        qty: 1 + whole(20 + daily_mean * 60),
        expiry_day: 30 + whole(700),
        usable_from_day: random() < 0.7 ? 0 : whole(40),
      })),
      queries: [7, 30, 90].map((day, query_id) => ({
        query_id,
        day,
        min_remaining_days: 180,
        transit_days: 3,
      })),
    };
  });
}

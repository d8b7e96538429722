import { requireNumber } from '../errors.ts';
import { negativeBinomialQuantile, poissonQuantile } from '../math/discrete.ts';
import type { ReplenishmentPosition, ReplenishmentRule } from './simulator.model.ts';

/** Stock on hand, ordered and on its way, less what is waiting for it. */
const inventoryPosition = ({ on_hand, on_order, inbound, waiting }: ReplenishmentPosition): number =>
  on_hand + on_order + inbound - waiting;

/** The demand of `days` days that is not passed with this probability. */
function demandQuantile(
  { rate_per_day, dispersion }: ReplenishmentPosition,
  days: number,
  service: number,
): number {
  const mean = rate_per_day * days;
  if (mean <= 0) return 0;
  if (dispersion === 0) return poissonQuantile(service, mean);
  return negativeBinomialQuantile(service, mean, mean * (1 + dispersion * rate_per_day));
}

/** A level is the same for a pair at every review, so it is computed once. */
function levelOnce(
  level: (position: ReplenishmentPosition) => number,
): (position: ReplenishmentPosition) => number {
  const levels = new Map<number, number>();
  return (position) => {
    const known = levels.get(position.pair);
    if (known !== undefined) return known;
    const made = level(position);
    levels.set(position.pair, made);
    return made;
  };
}

/**
 * Order up to S at every review, S being the quantile of the demand over lead time and review period (Silver, Pyke and
 * Thomas, 4th ed., 6.9), and never more than half the shelf life's mean demand. One rule serves one world.
 */
export function baseStockRule(service: number): ReplenishmentRule {
  requireNumber('service', service, { min: 0.01, max: 0.9999 });
  const level = levelOnce((position) => {
    const cover = demandQuantile(position, position.lead_time_days + position.review_days, service);
    return Math.min(cover, Math.ceil((position.rate_per_day * position.shelf_life_days) / 2));
  });
  return (position) => Math.max(0, level(position) - inventoryPosition(position));
}

/**
 * (s, S) at every review: nothing while the position is above s, else up to S = s + the mean demand of
 * `order_cover_days`. s is the quantile as for the base stock. One rule serves one world.
 */
export function reorderPointRule(service: number, order_cover_days: number): ReplenishmentRule {
  requireNumber('service', service, { min: 0.01, max: 0.9999 });
  requireNumber('order_cover_days', order_cover_days, { max: 3650 });
  const level = levelOnce((position) =>
    demandQuantile(position, position.lead_time_days + position.review_days, service),
  );
  return (position) => {
    const at = inventoryPosition(position);
    const s = level(position);
    return at > s || position.rate_per_day === 0
      ? 0
      : Math.max(0, s + Math.ceil(position.rate_per_day * order_cover_days) - at);
  };
}

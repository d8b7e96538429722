import { requireWhole } from '../errors.ts';
import type { PositionProjection } from './usable-stock.model.ts';

/** Whole units of a lot that this warehouse will not use in time. */
export type SurplusLot = {
  readonly item_id: number;
  readonly warehouse_id: number;
  readonly lot_id: number;
  /** Days left for the usual customers from here; below 0 only others will take it. */
  readonly last_sale_day: number;
  /** Left over at least, four times in five: safe to send away. */
  readonly qty_sure: number;
  /** Left over as often as not, and at most four times in five. */
  readonly qty_even: number;
  readonly qty_at_most: number;
  readonly expected_qty: number;
};

/**
 * Lots whose time ends within so many days and of which something will probably be left, the earliest first. Sending
 * `qty_sure` away starves nobody here: even high demand (80 %) leaves it.
 */
export function nearExpirySurplus(
  projections: readonly PositionProjection[],
  { within_days }: { readonly within_days: number },
): SurplusLot[] {
  requireWhole('within_days', within_days);
  const whole = (qty: number) => Math.floor(qty + 1e-6);
  return projections
    .flatMap(({ item_id, warehouse_id, lots }) =>
      lots.flatMap(({ lot_id, last_sale_day, unused }) => {
        if (last_sale_day === null || last_sale_day > within_days || whole(unused.p80) === 0) return [];
        const { p20, p50, p80, expected: expected_qty } = unused;
        const qty = { qty_sure: whole(p20), qty_even: whole(p50), qty_at_most: whole(p80) };
        return [{ item_id, warehouse_id, lot_id, last_sale_day, ...qty, expected_qty }];
      }),
    )
    .sort(
      (a, b) => a.last_sale_day - b.last_sale_day || b.expected_qty - a.expected_qty || a.lot_id - b.lot_id,
    );
}

import { requireNumber, requireWhole } from '../errors.ts';
import { distributionOf } from '../math/distributions.ts';
import { type DemandFamily, specOf } from './safety-stock.ts';

/** What limits the time in which goods can be sold. Times in days. */
export type Life = {
  /** Life at arrival from the supplier. */
  readonly shelf_life_days: number;
  /** Life that customers ask for when the goods reach them, and the way to them. */
  readonly min_remaining_days?: number;
  readonly transit_days?: number;
  readonly qc_days?: number;
};

export type ShelfLifeCap = {
  /** Shelf life less the life that customers ask for, quality control and the way to them; not below 0. */
  readonly sellable_days: number;
  /** Demand of the sellable days that is reached four times in five (its 20 % quantile). */
  readonly demand_p20: number;
  /** Largest order, in whole multiples, that this demand will use up; never below one smallest order. */
  readonly order_qty_max: number;
  /** Not even the smallest order will be used up in time. */
  readonly smallest_order_too_large: boolean;
};

/** Days between release to stock and the last day on which customers accept the goods. */
export function sellableDays(life: Life): number {
  requireNumber('shelf_life_days', life.shelf_life_days, { max: 1e6 });
  requireNumber('min_remaining_days', life.min_remaining_days ?? 0, { max: 1e6 });
  requireNumber('transit_days', life.transit_days ?? 0, { max: 1e6 });
  requireNumber('qc_days', life.qc_days ?? 0, { max: 1e6 });
  const { shelf_life_days, min_remaining_days = 0, transit_days = 0, qc_days = 0 } = life;
  return Math.max(0, shelf_life_days - min_remaining_days - transit_days - qc_days);
}

/** Smallest and stepwise size of orders, in base units. */
export type OrderRule = { readonly qty: number; readonly multiple?: number; readonly min_qty?: number };

/** An order of at least `qty` and the minimum, in whole multiples. */
export function roundOrder({ qty, multiple = 1, min_qty = 0 }: OrderRule): number {
  requireNumber('order.qty', qty);
  requireWhole('order.multiple', multiple, { min: 1 });
  requireWhole('order.min_qty', min_qty);
  return Math.ceil(Math.max(qty, min_qty, 1) / multiple - 1e-9) * multiple;
}

/** How much of an item demand will use before it is too old for its customers, and the largest order within that. */
export function shelfLifeCap(
  life: Life,
  demand: { readonly daily_mean: number; readonly daily_sd: number },
  order: OrderRule,
  family: DemandFamily,
): ShelfLifeCap {
  const sellable_days = sellableDays(life);
  requireNumber('daily_mean', demand.daily_mean, { max: 1e12 });
  requireNumber('daily_sd', demand.daily_sd, { max: 1e12 });
  const mean = demand.daily_mean * sellable_days;
  const { quantile } = distributionOf(specOf(family, mean, sellable_days * demand.daily_sd ** 2));
  const demand_p20 = Math.max(0, quantile(0.2));
  const smallest = roundOrder({ ...order, qty: 0 });
  const { multiple = 1 } = order;
  const order_qty_max = Math.max(smallest, Math.floor(demand_p20 / multiple + 1e-9) * multiple);
  return { sellable_days, demand_p20, order_qty_max, smallest_order_too_large: smallest > demand_p20 };
}

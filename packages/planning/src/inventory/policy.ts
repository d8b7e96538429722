import { requireNumber } from '../errors.ts';
import { type Distribution, type DistributionSpec, distributionOf } from '../math/distributions.ts';
import { outdatingOfLot } from './perishable.ts';
import {
  type DemandFamily,
  demandInProtection,
  demandOverRecordedLeadTimes,
  type ProtectionInput,
  protectionDays,
  reorderPointFor,
  specOf,
} from './safety-stock.ts';
import { type Life, type OrderRule, roundOrder, type ShelfLifeCap, shelfLifeCap } from './shelf-life.ts';

const DAYS_OF_YEAR = 365;

export type PolicyRequest = {
  readonly demand: ProtectionInput & {
    /** Recorded lead times; they replace the normal spread about the mean lead time. */
    readonly lead_times_days?: ArrayLike<number>;
    /**
     * Demand of lead time, quality control and review as a distribution of its own, such as conformal quantiles of a
     * forecast; it replaces what mean and deviation of a day would give.
     */
    readonly in_protection?: DistributionSpec;
  };
  /** How demand is distributed; negative binomial by default. */
  readonly family?: DemandFamily;
  readonly target:
    | { readonly kind: 'cycle'; readonly probability: number }
    | { readonly kind: 'fill_rate'; readonly fill_rate: number };
  readonly order: OrderRule;
  /** Without it the item does not expire. */
  readonly life?: Omit<Life, 'qc_days'>;
};

/** What a safety stock and an order quantity give. */
export type PolicyOutcome = {
  readonly safety_stock: number;
  readonly reorder_point: number;
  readonly order_qty: number;
  /** P(no stock-out before the order is in stock). */
  readonly cycle_service: number;
  /** Share of demand met from the shelf, under backorders. */
  readonly fill_rate: number;
  readonly short_per_year: number;
  /** Units that get too old for the customers; 0 where the item does not expire. */
  readonly outdated_per_year: number;
};
export type InventoryPolicy = PolicyOutcome & {
  /** Target of the stock at a review: reorder point and one order. */
  readonly order_up_to: number;
  readonly protection_days: number;
  readonly demand_in_protection: number;
  /** Null where the item does not expire. */
  readonly cap: (ShelfLifeCap & { readonly safety_stock_max: number; readonly binds: boolean }) | null;
  /** What the target asked for before shelf life was looked at: the difference is what the cap costs and saves. */
  readonly uncapped: PolicyOutcome;
};

/** Rounds up, but not for the dust of floating point. */
const roundUp = (value: number) => Math.ceil(value - 1e-9);

function demandOf({ demand, family = 'negative_binomial' }: PolicyRequest): Distribution {
  if (demand.in_protection) return distributionOf(demand.in_protection);
  if (demand.lead_times_days)
    return demandOverRecordedLeadTimes({ ...demand, lead_times_days: demand.lead_times_days }, family);
  return distributionOf(demandInProtection(demand, family));
}

/** Demand from ordering a lot until it is too old for the customers. */
function demandUntilOutdated({ demand, family = 'negative_binomial' }: PolicyRequest, sellable_days: number) {
  const days = demand.lead_time_days + (demand.qc_days ?? 0) + sellable_days;
  const variance = days * demand.daily_sd ** 2 + (demand.daily_mean * (demand.lead_time_sd_days ?? 0)) ** 2;
  return specOf(family, demand.daily_mean * days, variance);
}

function outcomeOf(
  request: PolicyRequest,
  protection: Distribution,
  stock: Pick<PolicyOutcome, 'safety_stock' | 'reorder_point' | 'order_qty'>,
  cap: ShelfLifeCap | null,
): PolicyOutcome {
  const { reorder_point, order_qty } = stock;
  const short = Math.max(0, protection.loss(reorder_point) - protection.loss(reorder_point + order_qty));
  const cycles = (DAYS_OF_YEAR * request.demand.daily_mean) / order_qty;
  const outdated = cap ? outdatingOfLot(stock, demandUntilOutdated(request, cap.sellable_days)) : 0;
  return {
    ...stock,
    cycle_service: protection.cdf(reorder_point),
    fill_rate: Math.min(1, Math.max(0, 1 - short / order_qty)),
    short_per_year: cycles * short,
    outdated_per_year: cycles * outdated,
  };
}

/**
 * Safety stock, reorder point and order quantity of an item in a warehouse.
 *
 * Reorder point = quantile of the demand over lead time, quality control and review (cycle service), or the least
 * point whose expected shortage of a cycle is within (1 - fill rate) x order. Order = wanted quantity in whole
 * multiples, at least the minimum. Goods that expire are capped: the order by the demand that four years in five
 * reach in the sellable days (P20), and safety stock + order/2 by the same; what that costs in service and saves in
 * outdating is the difference to `uncapped`. All quantities are whole base units, safety stock is not below zero.
 * Throws PlanningInputError naming the field.
 */
export function inventoryPolicy(request: PolicyRequest): InventoryPolicy {
  const { demand, family = 'negative_binomial', life, order } = request;
  const protection_days = protectionDays(demand);
  requireNumber('daily_mean', demand.daily_mean, { max: 1e12 });
  requireNumber('daily_sd', demand.daily_sd, { max: 1e12 });
  const protection = demandOf(request);
  const wanted_qty = roundOrder(order);
  const target =
    request.target.kind === 'fill_rate' ? { ...request.target, order_qty: wanted_qty } : request.target;
  const point = reorderPointFor(target, protection);
  const wanted = {
    safety_stock: Math.max(0, roundUp(point.safety_stock)),
    reorder_point: Math.max(0, roundUp(point.reorder_point)),
    order_qty: wanted_qty,
  };
  const cap = life ? shelfLifeCap({ ...life, qc_days: demand.qc_days }, demand, order, family) : null;
  const uncapped = outcomeOf(request, protection, wanted, cap);
  const rest = { protection_days, demand_in_protection: protection.mean, uncapped };
  if (!cap) return { ...uncapped, ...rest, order_up_to: wanted.reorder_point + wanted_qty, cap: null };

  const order_qty = Math.min(wanted_qty, cap.order_qty_max);
  const safety_stock_max = Math.max(0, Math.floor(cap.demand_p20 - order_qty / 2));
  const safety_stock = Math.min(wanted.safety_stock, safety_stock_max);
  const lower = safety_stock < wanted.safety_stock;
  const reorder_point = lower
    ? Math.min(wanted.reorder_point, roundUp(protection.mean + safety_stock))
    : wanted.reorder_point;
  const binds = lower || order_qty < wanted_qty;
  const capped = binds
    ? outcomeOf(request, protection, { safety_stock, reorder_point, order_qty }, cap)
    : uncapped;
  return {
    ...capped,
    ...rest,
    order_up_to: reorder_point + order_qty,
    cap: { ...cap, safety_stock_max, binds },
  };
}

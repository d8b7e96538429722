import { PlanningInputError, requireNumber, requireWhole } from '../errors.ts';
import type { EveningState, RedistributionNetwork, RedistributionSettings } from './redistribution.model.ts';

const QTY_MAX = 1e9;
const MONEY_MAX = 1e12;
const DAYS_MAX = 36_500;

type Column = { readonly length: number; readonly [index: number]: number };
type Range = { readonly min: number; readonly max: number; readonly whole?: boolean };

function requireColumn(field: string, column: Column, length: number, range: Range): void {
  if (column.length !== length)
    throw new PlanningInputError('out_of_range', `${field}.length`, column.length);
  const check = range.whole ? requireWhole : requireNumber;
  for (let index = 0; index < length; index += 1) {
    const value = column[index]!;
    // The name is made for the wrong value only: a day has thousands of right ones.
    if (!(value >= range.min && value <= range.max && (!range.whole || Number.isInteger(value))))
      check(`${field}[${index}]`, value, range);
  }
}

function requireTiers({ tiers }: RedistributionNetwork): void {
  if (tiers.length === 0) throw new PlanningInputError('out_of_range', 'tiers.length', 0);
  tiers.forEach((tier, k) => {
    requireNumber(`tiers[${k}].penalty`, tier.penalty, { max: MONEY_MAX });
    requireNumber(`tiers[${k}].late_penalty_per_day`, tier.late_penalty_per_day, { max: MONEY_MAX });
    requireWhole(`tiers[${k}].patience_days`, tier.patience_days, { max: DAYS_MAX });
    requireNumber(`tiers[${k}].share`, tier.share, { max: 1 });
  });
  const total = tiers.reduce((sum, tier) => sum + tier.share, 0);
  if (Math.abs(total - 1) > 1e-6) throw new PlanningInputError('out_of_range', 'tiers.share', total);
}

/** Refuses a network with a wrong length or a value out of range; the first wrong field is named. */
export function requireNetwork(network: RedistributionNetwork): void {
  const { warehouses, items } = network;
  requireWhole('warehouses', warehouses, { min: 1, max: 10_000 });
  requireWhole('items', items, { min: 1, max: 1_000_000 });
  requireWhole('warehouses * items', warehouses * items, { min: 1, max: 4_000_000 });
  requireWhole('review_days', network.review_days, { min: 1, max: 60 });
  requireWhole('arrival_horizon_days', network.arrival_horizon_days, { min: 1, max: 60 });
  requireTiers(network);
  const lanes = warehouses * warehouses;
  requireColumn('rate_per_day', network.rate_per_day, warehouses * items, { min: 0, max: QTY_MAX });
  requireColumn('dispersion', network.dispersion, items, { min: 0, max: 1000 });
  requireColumn('volume', network.volume, items, { min: 0, max: QTY_MAX });
  requireColumn('rescue_value', network.rescue_value, items, { min: 0, max: MONEY_MAX });
  requireColumn('lane_days', network.lane_days, lanes, { min: 1, max: DAYS_MAX, whole: true });
  requireColumn('lane_fixed_cost', network.lane_fixed_cost, lanes, { min: 0, max: MONEY_MAX });
  requireColumn('lane_volume_cost', network.lane_volume_cost, lanes, { min: 0, max: MONEY_MAX });
}

/** Refuses settings out of range, and a `recourse` that does not name every tier. */
export function requireSettings(settings: RedistributionSettings, tiers: number): void {
  requireColumn('settings.recourse', settings.recourse, tiers, { min: 0, max: 1 });
  requireNumber('settings.daily_discount', settings.daily_discount, { max: 1 });
  requireNumber('settings.lane_threshold', settings.lane_threshold, { max: 1e6 });
  requireNumber('settings.deferrable_weight', settings.deferrable_weight, { max: 1 });
  requireNumber('settings.urgency_share', settings.urgency_share, { max: 1e6 });
  requireNumber('settings.handling_cost', settings.handling_cost, { max: MONEY_MAX });
  requireWhole('settings.cycles_ahead', settings.cycles_ahead, { max: 200 });
  requireWhole('settings.expiry_horizon_days', settings.expiry_horizon_days, { max: DAYS_MAX });
}

function requireStarts(field: string, start: Column, pairs: number): number {
  requireColumn(field, start, pairs + 1, { min: 0, max: 1e9, whole: true });
  for (let pair = 0; pair < pairs; pair += 1)
    if (start[pair]! > start[pair + 1]!)
      throw new PlanningInputError('out_of_range', `${field}[${pair + 1}]`, start[pair + 1]);
  return start[pairs]!;
}

function requireLotOrder({ lot_start, lot_days_left }: EveningState, pairs: number): void {
  for (let pair = 0; pair < pairs; pair += 1)
    for (let lot = lot_start[pair]! + 1; lot < lot_start[pair + 1]!; lot += 1)
      if (lot_days_left[lot]! < lot_days_left[lot - 1]!)
        throw new PlanningInputError('out_of_range', `lot_days_left[${lot}]`, lot_days_left[lot]);
}

/** Refuses an evening that does not fit its network. */
export function requireEvening(network: RedistributionNetwork, evening: EveningState): void {
  const pairs = network.warehouses * network.items;
  const qty = { min: 0, max: QTY_MAX, whole: true };
  const lots = requireStarts('lot_start', evening.lot_start, pairs);
  requireColumn('lot_days_left', evening.lot_days_left, lots, { min: 0, max: DAYS_MAX, whole: true });
  requireColumn('lot_qty', evening.lot_qty, lots, qty);
  requireLotOrder(evening, pairs);
  const orders = requireStarts('order_start', evening.order_start, pairs);
  const tier = { min: 0, max: network.tiers.length - 1, whole: true };
  requireColumn('order_tier', evening.order_tier, orders, tier);
  requireColumn('order_waited_days', evening.order_waited_days, orders, {
    min: 0,
    max: DAYS_MAX,
    whole: true,
  });
  requireColumn('order_qty', evening.order_qty, orders, qty);
  requireColumn('inbound_qty', evening.inbound_qty, pairs, qty);
  const arrival = { min: 0, max: network.arrival_horizon_days, whole: true };
  requireColumn('arrival_days', evening.arrival_days, pairs, arrival);
  requireColumn('arrival_qty', evening.arrival_qty, pairs, qty);
  const lanes = network.warehouses ** 2;
  if (evening.lane_open)
    requireColumn('lane_open', evening.lane_open, lanes, { min: 0, max: 1, whole: true });
}

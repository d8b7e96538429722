import { computePolicy, type PolicyInput } from '@tongcang/planning';
import type { PairForecast } from './pair-forecasts.ts';
import type { Pins, Settings } from './planning.model.ts';

/** What a policy is made of. */
export type PolicyFacts = {
  readonly forecast: PairForecast;
  readonly shelf_life_days: number | null;
  /** Life that customers usually ask for on arrival. */
  readonly min_remaining_days: number;
  readonly settings: Settings;
  readonly pins: Pins;
  /** Days that inspections of the item took at the warehouse, where enough of them were measured. */
  readonly measured_qc_days?: number | undefined;
};

/** The computed columns of a policy. */
export type MadePolicy = {
  readonly service_level: number;
  readonly lead_time_days: number;
  readonly lead_time_sd_days: number;
  readonly qc_days: number;
  readonly safety_stock: number;
  readonly reorder_point: number;
  readonly order_up_to: number;
  readonly daily_mean: number;
  readonly daily_sd: number;
  readonly method: string;
  readonly pattern: string;
  readonly observations: number;
  readonly z: number;
  readonly protection_days: number;
  readonly safety_stock_uncapped: number;
  readonly capped_by_shelf_life: boolean;
};

const roundUp = (value: number) => Math.ceil(value - 1e-9);

/**
 * Safety stock, reorder point and order-up-to of an item at a warehouse. What a person has fixed goes before the
 * formula; a computed value is bent so that safety stock <= reorder point <= order-up-to still holds. Two fixed values
 * in the wrong order give a policy that breaks it, which the caller refuses.
 */
export function makePolicy({
  forecast,
  shelf_life_days,
  min_remaining_days,
  settings,
  pins,
  measured_qc_days,
}: PolicyFacts): MadePolicy {
  const { daily_mean, daily_sd, method, pattern, observations } = forecast;
  const input: PolicyInput = {
    daily_mean,
    daily_sd,
    service_level: pins.service_level ?? settings.service_level,
    lead_time_days: pins.lead_time_days ?? settings.lead_time_days,
    lead_time_sd_days: pins.lead_time_sd_days ?? settings.lead_time_sd_days,
    qc_days: pins.qc_days ?? measured_qc_days ?? settings.qc_days,
    shelf_life_days,
    min_remaining_days,
  };
  const computed = computePolicy(input);
  const below = Math.min(pins.reorder_point ?? Infinity, pins.order_up_to ?? Infinity);
  const safety_stock = pins.safety_stock ?? Math.min(computed.safety_stock, below);
  const expected = roundUp(daily_mean * computed.protection_days);
  const reorder_point = pins.reorder_point ?? Math.min(expected + safety_stock, pins.order_up_to ?? Infinity);
  const order_up_to = pins.order_up_to ?? reorder_point + roundUp(daily_mean * settings.order_cover_days);
  return {
    service_level: input.service_level,
    lead_time_days: input.lead_time_days,
    lead_time_sd_days: input.lead_time_sd_days,
    qc_days: input.qc_days,
    safety_stock,
    reorder_point,
    order_up_to,
    daily_mean,
    daily_sd,
    method,
    pattern,
    observations,
    z: computed.z,
    protection_days: computed.protection_days,
    safety_stock_uncapped: computed.safety_stock_uncapped,
    capped_by_shelf_life: computed.capped_by_shelf_life,
  };
}

/** Whether the three levels rise as they must. */
export function risesInOrder(
  policy: Pick<MadePolicy, 'safety_stock' | 'reorder_point' | 'order_up_to'>,
): boolean {
  return policy.safety_stock <= policy.reorder_point && policy.reorder_point <= policy.order_up_to;
}

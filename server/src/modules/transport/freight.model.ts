/** Freight in whole fen: what a rate asks for a load, and how a sum is laid on lines so that nothing is lost. Pure. */
import type { FREIGHT_BASES } from '@tongcang/contract';
import type { TemperatureClass } from './transport.model.ts';

export type FreightBasis = (typeof FREIGHT_BASES)[number];
export type Rate = {
  readonly rate_id: number;
  readonly lane_id: number | null;
  readonly temperature_class: TemperatureClass;
  readonly fixed_fen: number;
  readonly per_kg_fen: number;
  readonly per_km_fen: number;
  readonly per_drop_fen: number;
  readonly minimum_fen: number;
  readonly kg_per_m3: number;
};
export type Journey = {
  readonly lane_id: number | null;
  readonly temperature_class: TemperatureClass;
  readonly weight_g: number;
  readonly volume_ml: number;
  readonly distance_km: number;
  readonly drops: number;
};
export type Quote = {
  readonly charged_kg: number;
  readonly fixed_fen: number;
  readonly weight_fen: number;
  readonly distance_fen: number;
  readonly drops_fen: number;
  readonly minimum_fen: number;
  readonly quote_fen: number;
};

/** What a rate asks for a journey. Every kilogram begun counts, and light goods count by their volume. */
export function quoteOf(rate: Rate, journey: Journey): Quote {
  const by_volume = (journey.volume_ml / 1_000_000) * rate.kg_per_m3;
  const charged_kg = Math.ceil(Math.max(journey.weight_g / 1000, by_volume));
  const weight_fen = charged_kg * rate.per_kg_fen;
  const distance_fen = journey.distance_km * rate.per_km_fen;
  const drops_fen = journey.drops * rate.per_drop_fen;
  const sum = rate.fixed_fen + weight_fen + distance_fen + drops_fen;
  const minimum_fen = Math.max(0, rate.minimum_fen - sum);
  return {
    charged_kg,
    fixed_fen: rate.fixed_fen,
    weight_fen,
    distance_fen,
    drops_fen,
    minimum_fen,
    quote_fen: sum + minimum_fen,
  };
}

/** Whether a rate covers a journey: its class, and its lane where the rate names one. */
export function covers(rate: Rate, journey: Pick<Journey, 'lane_id' | 'temperature_class'>): boolean {
  return (
    rate.temperature_class === journey.temperature_class &&
    (rate.lane_id === null || rate.lane_id === journey.lane_id)
  );
}

/** The rates of one contract that speak of a journey: one for its lane comes before one for everywhere. */
export function mostSpecific<R extends Rate>(rates: readonly R[], journey: Journey): R[] {
  const fit = rates.filter((rate) => covers(rate, journey));
  const named = fit.filter((rate) => rate.lane_id !== null);
  return named.length > 0 ? named : fit;
}

/**
 * Lays an amount on shares by their weights with the largest remainder: the parts are whole and add up to the amount,
 * and none is further than one from its exact part. Without any weight all count alike. A negative amount is laid like
 * its opposite, so that taking back meets what was laid on before.
 */
export function allocateFen(amount_fen: number, weights: readonly number[]): number[] {
  if (weights.length === 0) return [];
  if (amount_fen < 0) return allocateFen(-amount_fen, weights).map((part) => (part === 0 ? 0 : -part));
  const usable = weights.some((weight) => weight > 0) ? weights : weights.map(() => 1);
  const total = usable.reduce((sum, weight) => sum + BigInt(weight), 0n);
  const exact = usable.map((weight) => BigInt(amount_fen) * BigInt(weight));
  const parts = exact.map((numerator) => Number(numerator / total));
  let left = amount_fen - parts.reduce((sum, part) => sum + part, 0);
  const byRemainder = exact
    .map((numerator, index) => ({ index, rest: numerator % total }))
    .toSorted((a, b) => (a.rest === b.rest ? a.index - b.index : a.rest > b.rest ? -1 : 1));
  for (const { index } of byRemainder) {
    if (left === 0) break;
    parts[index]! += 1;
    left -= 1;
  }
  return parts;
}

/** Whether a bill may differ from its quote by so much without a reason. */
export function needsReason(quote_fen: number, billed_fen: number, tolerance_bp: number): boolean {
  return Math.abs(billed_fen - quote_fen) * 10_000 > quote_fen * tolerance_bp;
}

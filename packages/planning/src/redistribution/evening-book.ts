import { negativeBinomialCdf, poissonCdf } from '../math/discrete.ts';
import type { EveningState, RedistributionNetwork, RedistributionSettings } from './redistribution.model.ts';
import type { UnitValues } from './unit-value.ts';

/** A departure takes no unit that would be unusable within so many days of its arrival. */
const USABLE_DAYS_MIN = 2;
/** More than any place of a unit, so that a pair and a place make one key. */
const PLACES = 2 ** 31;

/**
 * The evening with what has been given and promised so far while the plan is made. Answers what one unit more is
 * worth to a receiver and what one unit less costs a donor.
 */
export class EveningBook {
  readonly #network: RedistributionNetwork;
  readonly #settings: RedistributionSettings;
  readonly #evening: EveningState;
  readonly #values: UnitValues;
  readonly #on_hand: Float64Array;
  readonly #waiting: Float64Array;
  readonly #given: Float64Array;
  readonly #promised: Float64Array;
  /** By days of travel, then by pair and place. */
  readonly #gains: (Map<number, number> | undefined)[] = [];
  readonly #losses = new Map<number, number>();
  /** Waiting orders of a pair, urgent first, then the longest waiting: the order in which they are served. */
  readonly #queues = new Map<number, readonly number[]>();

  constructor(
    network: RedistributionNetwork,
    settings: RedistributionSettings,
    values: UnitValues,
    evening: EveningState,
  ) {
    const pairs = network.warehouses * network.items;
    this.#network = network;
    this.#settings = settings;
    this.#values = values;
    this.#evening = evening;
    this.#on_hand = sums(evening.lot_start, evening.lot_qty, pairs);
    this.#waiting = sums(evening.order_start, evening.order_qty, pairs);
    this.#given = new Float64Array(pairs);
    this.#promised = new Float64Array(pairs);
  }

  /** Units that a donor can still give; none while it has waiting orders of its own. */
  available(pair: number): number {
    return this.#waiting[pair]! > 0 ? 0 : this.#on_hand[pair]! - this.#given[pair]!;
  }
  given(pair: number): number {
    return this.#given[pair]!;
  }
  promised(pair: number): number {
    return this.#promised[pair]!;
  }
  commit(from: number, to: number, qty: number): void {
    this.#given[from]! += qty;
    this.#promised[to]! += qty;
  }

  /** Worth of the n-th unit (from 1) that is added to a pair and arrives after `days`. */
  gain(pair: number, n: number, days: number): number {
    this.#gains[days] ??= new Map();
    const memo = this.#gains[days];
    const key = pair * PLACES + n;
    const known = memo.get(key);
    if (known !== undefined) return known;
    const place = this.#evening.inbound_qty[pair]! + n;
    const waiting = this.#waiting[pair]!;
    const gain =
      place <= waiting
        ? this.#orderSaving(pair, place, days)
        : this.#unitValue(pair, this.#on_hand[pair]! + place - waiting, days);
    memo.set(key, gain);
    return gain;
  }

  /** What a donor loses with the unit at this place after `given` units have gone. */
  loss(pair: number, given: number): number {
    const key = pair * PLACES + given;
    const known = this.#losses.get(key);
    if (known !== undefined) return known;
    const loss = this.#unitValue(pair, this.#on_hand[pair]! + this.#evening.inbound_qty[pair]! - given, 1);
    this.#losses.set(key, loss);
    return loss;
  }

  #unitValue(pair: number, place: number, from_day: number): number {
    const arrival_days = this.#evening.arrival_days[pair]!;
    const arrival_qty = this.#evening.arrival_qty[pair]!;
    return this.#values.value({ pair, place, from_day, arrival_days, arrival_qty });
  }

  /** Saving for the waiting order at this place: served by the transfer, against by the supplier or not at all. */
  #orderSaving(pair: number, place: number, days: number): number {
    const order = this.#orderAt(pair, place);
    const tier = this.#network.tiers[this.#evening.order_tier[order]!]!;
    const waited = this.#evening.order_waited_days[order]!;
    const arrival_days = this.#evening.arrival_days[pair]!;
    const cost = (wait: number) =>
      wait <= tier.patience_days ? tier.late_penalty_per_day * wait : tier.penalty;
    const otherwise = arrival_days > 0 ? cost(waited + arrival_days) : tier.penalty;
    return Math.max(0, otherwise - cost(waited + days));
  }

  #orderAt(pair: number, place: number): number {
    const queue = this.#queue(pair);
    let reach = 0;
    for (const order of queue) {
      reach += this.#evening.order_qty[order]!;
      if (place <= reach) return order;
    }
    return queue[queue.length - 1]!;
  }

  #queue(pair: number): readonly number[] {
    const known = this.#queues.get(pair);
    if (known) return known;
    const { order_start, order_tier, order_waited_days } = this.#evening;
    const first = order_start[pair]!;
    const queue = Array.from({ length: order_start[pair + 1]! - first }, (_, k) => first + k);
    queue.sort(
      (a, b) => order_tier[a]! - order_tier[b]! || order_waited_days[b]! - order_waited_days[a]! || a - b,
    );
    this.#queues.set(pair, queue);
    return queue;
  }

  /** True where the earliest lot is close enough to its expiry to be weighed for rescue. */
  nearExpiry(pair: number): boolean {
    const lot = this.#evening.lot_start[pair]!;
    return (
      lot < this.#evening.lot_start[pair + 1]! &&
      this.#evening.lot_days_left[lot]! < this.#settings.expiry_horizon_days
    );
  }

  /** Days left of the lot that the next unit after `given` comes from. */
  daysLeft(pair: number, given: number): number {
    const { lot_start, lot_qty, lot_days_left } = this.#evening;
    let reach = 0;
    for (let lot = lot_start[pair]!; lot < lot_start[pair + 1]!; lot += 1) {
      reach += lot_qty[lot]!;
      if (given < reach) return lot_days_left[lot]!;
    }
    return 0;
  }

  isTooOld(days_left: number, days: number): boolean {
    return days_left - days <= USABLE_DAYS_MIN;
  }

  /**
   * Probability that one unit less at the head saves one unit from expiry at the donor: the largest over its lots of
   * P(D(until that expiry) < units up to and with that lot), served in the order of expiry.
   */
  donorExpiry(pair: number, given: number): number {
    const { lot_start, lot_qty, lot_days_left } = this.#evening;
    let reach = -given;
    let most = 0;
    for (let lot = lot_start[pair]!; lot < lot_start[pair + 1]!; lot += 1) {
      const days = lot_days_left[lot]! - 1;
      if (days > this.#settings.expiry_horizon_days) break;
      reach += lot_qty[lot]!;
      if (reach > 0) most = Math.max(most, this.#unsold(pair, days, reach));
    }
    return most;
  }

  /** Probability that a unit arriving as the n-th with these days left is not used at the receiver in time. */
  receiverExpiry(pair: number, n: number, days_left: number): number {
    return this.#unsold(pair, days_left, this.#on_hand[pair]! + this.#evening.inbound_qty[pair]! + n);
  }

  /** P(demand of so many days < qty). */
  #unsold(pair: number, days: number, qty: number): number {
    const rate = this.#network.rate_per_day[pair]!;
    const mean = rate * days;
    if (mean <= 0) return 1;
    const dispersion = this.#network.dispersion[pair % this.#network.items]!;
    if (dispersion === 0) return poissonCdf(qty - 1, mean);
    return negativeBinomialCdf(qty - 1, mean, mean * (1 + rate * dispersion));
  }
}

function sums(start: Int32Array, qty: Float64Array, pairs: number): Float64Array {
  const total = new Float64Array(pairs);
  for (let pair = 0; pair < pairs; pair += 1)
    for (let k = start[pair]!; k < start[pair + 1]!; k += 1) total[pair]! += qty[k]!;
  return total;
}

import { EveningBook } from './evening-book.ts';
import {
  type Departure,
  type EveningState,
  type MoveLine,
  REDISTRIBUTION_SETTINGS,
  type RedistributionNetwork,
  type RedistributionSettings,
} from './redistribution.model.ts';
import { requireEvening, requireNetwork, requireSettings } from './redistribution-input.ts';
import { UnitValues } from './unit-value.ts';

/** The daily transfer policy of one network. */
export type Redistribution = {
  /**
   * Departures of this evening, the best first. Never more than a donor has, never from a donor with waiting orders
   * of the item, never on a closed lane; every line's benefit exceeds its freight and handling, every departure's
   * its fixed cost. The same evening gives the same plan. Throws PlanningInputError for an evening that does not fit.
   */
  readonly decide: (evening: EveningState) => readonly Departure[];
};

/**
 * Prepares the policy; tables of demand are made on first use and kept, so that one value serves every day.
 * Throws PlanningInputError for a network or settings out of range.
 */
export function createRedistribution(
  network: RedistributionNetwork,
  settings: RedistributionSettings = REDISTRIBUTION_SETTINGS,
): Redistribution {
  requireNetwork(network);
  requireSettings(settings, network.tiers.length);
  const values = new UnitValues(network, settings);
  return {
    decide: (evening) => {
      requireEvening(network, evening);
      return new DeparturePlanner(network, settings, values, evening).plan();
    },
  };
}

type Unit = { readonly benefit: number; readonly urgent: number };

class DeparturePlanner {
  readonly #network: RedistributionNetwork;
  readonly #settings: RedistributionSettings;
  readonly #values: UnitValues;
  readonly #open: Uint8Array | undefined;
  readonly #book: EveningBook;

  constructor(
    network: RedistributionNetwork,
    settings: RedistributionSettings,
    values: UnitValues,
    evening: EveningState,
  ) {
    this.#network = network;
    this.#settings = settings;
    this.#values = values;
    this.#open = evening.lane_open;
    this.#book = new EveningBook(network, settings, values, evening);
  }

  /**
   * Greedy over lanes: the departure with the largest surplus over its threshold goes first, then every lane that
   * shares its donor or its receiver is filled anew with what is left.
   */
  plan(): Departure[] {
    const w = this.#network.warehouses;
    const candidates = Array.from({ length: w * w }, (_, lane) =>
      this.#bundle(Math.floor(lane / w), lane % w),
    );
    const chosen: Departure[] = [];
    for (;;) {
      const best = this.#best(candidates);
      if (best === undefined) return chosen;
      chosen.push(best);
      for (const line of best.lines)
        this.#book.commit(this.#pair(best.from, line.item), this.#pair(best.to, line.item), line.qty);
      candidates[best.from * w + best.to] = undefined;
      for (let other = 0; other < w; other += 1) {
        if (candidates[best.from * w + other])
          candidates[best.from * w + other] = this.#bundle(best.from, other);
        if (candidates[other * w + best.to]) candidates[other * w + best.to] = this.#bundle(other, best.to);
      }
    }
  }

  #pair(warehouse: number, item: number): number {
    return warehouse * this.#network.items + item;
  }

  #best(candidates: readonly (Departure | undefined)[]): Departure | undefined {
    let best: Departure | undefined;
    let most = 0;
    for (const candidate of candidates) {
      if (
        candidate === undefined ||
        candidate.urgent_benefit < this.#settings.urgency_share * candidate.fixed_cost
      )
        continue;
      const surplus = this.#surplus(candidate);
      if (surplus > most) {
        most = surplus;
        best = candidate;
      }
    }
    return best;
  }

  /** Benefit over the threshold; what waiting would not lose counts in part, because tomorrow may gather more. */
  #surplus({ benefit, urgent_benefit, fixed_cost }: Departure): number {
    const urgent = Math.min(benefit, urgent_benefit);
    return (
      urgent +
      (benefit - urgent) * this.#settings.deferrable_weight -
      Math.max(1, this.#settings.lane_threshold) * fixed_cost
    );
  }

  /** Everything that is worth its freight on this lane, given what is already decided. */
  #bundle(from: number, to: number): Departure | undefined {
    const lane = from * this.#network.warehouses + to;
    if (from === to || this.#open?.[lane] === 0) return undefined;
    const lines: MoveLine[] = [];
    let benefit = 0;
    let urgent_benefit = 0;
    for (let item = 0; item < this.#network.items; item += 1) {
      const line = this.#line(from, to, item);
      if (line === undefined) continue;
      lines.push({ item, qty: line.qty, benefit: line.benefit });
      benefit += line.benefit;
      urgent_benefit += line.urgent;
    }
    if (lines.length === 0) return undefined;
    return { from, to, lines, benefit, urgent_benefit, fixed_cost: this.#network.lane_fixed_cost[lane]! };
  }

  /** Units (in blocks for very fast movers) while the next one is worth more than it costs. */
  #line(from: number, to: number, item: number): (Unit & { readonly qty: number }) | undefined {
    const donor = this.#pair(from, item);
    const receiver = this.#pair(to, item);
    const available = this.#book.available(donor);
    if (available <= 0 || this.#network.rate_per_day[receiver]! <= 0) return undefined;
    const block = Math.max(1, Math.min(this.#values.block(donor), this.#values.block(receiver)));
    let qty = 0;
    let benefit = 0;
    let urgent = 0;
    while (qty < available) {
      const unit = this.#unit(donor, receiver, from * this.#network.warehouses + to, qty);
      if (unit === undefined) break;
      const step = Math.min(block, available - qty);
      qty += step;
      benefit += step * unit.benefit;
      urgent += step * unit.urgent;
    }
    return qty > 0 ? { qty, benefit, urgent } : undefined;
  }

  /** Benefit of one unit more after `qty` of this line, or nothing where it is not positive. */
  #unit(donor: number, receiver: number, lane: number, qty: number): Unit | undefined {
    const book = this.#book;
    const item = donor % this.#network.items;
    const days = this.#network.lane_days[lane]!;
    const given = book.given(donor) + qty;
    const n = book.promised(receiver) + qty + 1;
    const cost =
      this.#network.lane_volume_cost[lane]! * this.#network.volume[item]! + this.#settings.handling_cost;
    const near = book.nearExpiry(donor);
    let gain = book.gain(receiver, n, days);
    if (!near && gain <= cost) return undefined;
    const lost_by_waiting = (value: number) => Math.max(0, value - book.gain(receiver, n, days + 1));
    let loss = book.loss(donor, given);
    let rescue = 0;
    if (near) {
      const days_left = book.daysLeft(donor, given);
      if (book.isTooOld(days_left, days)) return undefined;
      if (days_left < this.#settings.expiry_horizon_days) {
        const at_donor = book.donorExpiry(donor, given);
        const at_receiver = book.receiverExpiry(receiver, n, days_left - days);
        gain *= 1 - at_receiver;
        loss *= 1 - at_donor;
        rescue = this.#network.rescue_value[item]! * (at_donor - at_receiver);
      }
    }
    const benefit = gain - loss + rescue - cost;
    return benefit > 0 ? { benefit, urgent: lost_by_waiting(gain) } : undefined;
  }
}

import { consumedOn, type DemandTable, demandTable } from './demand-table.ts';
import type { DemandTier, RedistributionNetwork, RedistributionSettings } from './redistribution.model.ts';

/** What a unit is asked about: where, the how-manieth, usable from which day, before which arrival. */
export type UnitQuestion = {
  readonly pair: number;
  /** Place of the unit in the stock, from 1. */
  readonly place: number;
  /** First day on which the unit can be used; 1 is tomorrow. */
  readonly from_day: number;
  /** Days until the next arrival from the supplier; 0 where none is in sight. */
  readonly arrival_days: number;
  readonly arrival_qty: number;
};

/** Value of the y-th block just after an arrival: before (`fixed`) and after (`typical`) a typical order is added. */
type LastingValue = { readonly fixed: Float64Array; readonly typical: Float64Array };

type PairModel = { readonly table: DemandTable; readonly lasting: LastingValue };

/** Expected cost of a unit short, u days before the next arrival, for one tier. */
function tierShortage(tier: DemandTier, recourse: number, u: number): number {
  const lost = recourse * tier.penalty;
  return u <= tier.patience_days ? Math.min(lost, tier.late_penalty_per_day * u) : lost;
}

/** What one unit more is worth, for any pair, place and time. Tables are made on first use and kept. */
export class UnitValues {
  readonly #network: RedistributionNetwork;
  readonly #settings: RedistributionSettings;
  readonly #pairs: (PairModel | undefined)[];
  readonly #shortage: Float64Array;
  readonly #discount: Float64Array;
  readonly #days: number;

  constructor(network: RedistributionNetwork, settings: RedistributionSettings) {
    this.#network = network;
    this.#settings = settings;
    this.#pairs = new Array(network.warehouses * network.items);
    this.#days = Math.max(network.review_days, network.arrival_horizon_days + 1);
    this.#shortage = Float64Array.from({ length: this.#days + 1 }, (_, u) =>
      network.tiers.reduce(
        (sum, tier, k) => sum + tier.share * tierShortage(tier, settings.recourse[k]!, u),
        0,
      ),
    );
    this.#discount = Float64Array.from({ length: this.#days + 1 }, (_, s) => settings.daily_discount ** s);
  }

  /** Units that are counted as one in a pair's tables; 1 but for very fast movers. */
  block(pair: number): number {
    return this.#network.rate_per_day[pair]! > 0 ? this.#model(pair).table.block : 1;
  }

  /**
   * Expected penalty that the unit saves, discounted by the day: what it saves before the next arrival, and what it is
   * still worth after it. With D(s) the demand of s days, a the arrival, q its size, c(u) the cost of a unit short u
   * days before an arrival, r the discount and L the lasting value:
   *   sum over s < a of r^(s-1) c(a - s) P(D(s-1) < y <= D(s)) + r^(a-1) sum over x < y of P(D(a-1) = x) L(y - x + q)
   * Demand is lost and not carried over (Zipkin 2000, 9.6): the second sum has no terms x >= y. Days before `from_day`
   * count for what tiers still accept late.
   */
  value(question: UnitQuestion): number {
    const { pair, place, arrival_days } = question;
    if (this.#network.rate_per_day[pair]! <= 0) return 0;
    const { table, lasting } = this.#model(pair);
    const y = Math.ceil(place / table.block);
    if (y > table.rows) return 0;
    const arrival = arrival_days === 0 ? this.#network.arrival_horizon_days + 1 : arrival_days;
    const before =
      question.from_day < arrival ? this.#beforeArrival(table, y, question.from_day, arrival) : 0;
    const added = Math.floor(question.arrival_qty / table.block);
    const after =
      arrival_days === 0
        ? carriedValue(table.pmf[arrival - 1]!, lasting.typical, y, 0)
        : carriedValue(table.pmf[arrival - 1]!, lasting.fixed, y, added);
    return before + this.#discount[arrival - 1]! * after;
  }

  #beforeArrival(table: DemandTable, y: number, from_day: number, arrival: number): number {
    let sum = 0;
    for (let s = 1; s < arrival; s += 1) {
      const saved =
        s >= from_day
          ? this.#discount[s - 1]! * this.#shortage[arrival - s]!
          : this.#lateSaving(from_day - s, arrival - s);
      if (saved > 0) sum += saved * consumedOn(table, s, y);
    }
    return sum;
  }

  /** Saving of a unit that comes after `late` days to an order that else waits `natural` days for the supplier. */
  #lateSaving(late: number, natural: number): number {
    let sum = 0;
    this.#network.tiers.forEach((tier, k) => {
      if (late > tier.patience_days) return;
      const otherwise = tierShortage(tier, this.#settings.recourse[k]!, natural);
      sum += tier.share * Math.max(0, otherwise - tier.late_penalty_per_day * late);
    });
    return sum;
  }

  #model(pair: number): PairModel {
    const known = this.#pairs[pair];
    if (known) return known;
    const dispersion = this.#network.dispersion[pair % this.#network.items]!;
    const table = demandTable(this.#network.rate_per_day[pair]!, dispersion, this.#days);
    const model = { table, lasting: this.#lastingValue(table) };
    this.#pairs[pair] = model;
    return model;
  }

  /**
   * Value iteration over replenishment cycles of G days. A base-stock rule orders what was sold, so that an order is
   * distributed as the demand of a cycle: L(y) = sum over s <= G of r^(s-1) c(G - s + 1) P(D(s-1) < y <= D(s))
   *   + r^G sum over x < y of P(D(G) = x) E[L(y - x + D(G))].
   */
  #lastingValue(table: DemandTable): LastingValue {
    const cycle_days = this.#network.review_days;
    const cycle = table.pmf[cycle_days]!;
    const own = new Float64Array(table.rows + 1);
    for (let y = 1; y <= table.rows; y += 1) own[y] = this.#beforeArrival(table, y, 1, cycle_days + 1);
    let fixed = own;
    let typical = withTypicalOrder(cycle, fixed);
    for (let round = 0; round < this.#settings.cycles_ahead; round += 1) {
      const kept = typical;
      const discount = this.#discount[cycle_days]!;
      fixed = own.map((value, y) => (y === 0 ? 0 : value + discount * carriedValue(cycle, kept, y, 0)));
      typical = withTypicalOrder(cycle, fixed);
    }
    return { fixed, typical };
  }
}

/** Sum over x < y of P(D = x) values[y - x + added]; values past the table are 0. */
function carriedValue(pmf: Float64Array, values: Float64Array, y: number, added: number): number {
  let sum = 0;
  for (let x = Math.max(0, y + added - values.length + 1); x < y; x += 1)
    sum += pmf[x]! * values[y - x + added]!;
  return sum;
}

/** E[values[y + D]] for every y. */
function withTypicalOrder(pmf: Float64Array, values: Float64Array): Float64Array {
  return values.map((_, y) => {
    if (y === 0) return 0;
    let sum = 0;
    for (let x = 0; x < pmf.length && y + x < values.length; x += 1) sum += pmf[x]! * values[y + x]!;
    return sum;
  });
}

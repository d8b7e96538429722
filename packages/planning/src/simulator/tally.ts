import type { DemandTier } from '../redistribution/index.ts';
import type { ItemBalance, SimulatedWorld, SimulationResult } from './simulator.model.ts';

/** Counts what happens after the warm-up; orders count by the day on which they were placed. */
export class Tally {
  readonly #world: SimulatedWorld;
  readonly #warm_up_days: number;
  readonly #demand: number[];
  readonly #same_day: number[];
  readonly #late: number[];
  readonly #lost: number[];
  #penalty = 0;
  #freight = 0;
  #departures = 0;
  #moved = 0;
  #outdated = 0;
  #outdated_cost = 0;
  #recalled = 0;
  #consumed = 0;
  #stock_days = 0;
  #holding = 0;
  #stock_outs = 0;
  #pair_days = 0;
  #days = 0;

  constructor(world: SimulatedWorld, warm_up_days: number) {
    this.#world = world;
    this.#warm_up_days = warm_up_days;
    const tiers = () => new Array<number>(world.tiers.length).fill(0);
    this.#demand = tiers();
    this.#same_day = tiers();
    this.#late = tiers();
    this.#lost = tiers();
  }

  ordered(day: number, tier: number, qty: number): void {
    if (day >= this.#warm_up_days) this.#demand[tier]! += qty;
  }

  served(order: { readonly day: number; readonly tier: number }, today: number, qty: number): void {
    if (today >= this.#warm_up_days) this.#consumed += qty;
    if (order.day < this.#warm_up_days) return;
    const waited = today - order.day;
    if (waited === 0) this.#same_day[order.tier]! += qty;
    else this.#late[order.tier]! += qty;
    this.#penalty += qty * waited * this.#tier(order.tier).late_penalty_per_day;
  }

  lost(order: { readonly day: number; readonly tier: number }, qty: number): void {
    if (order.day < this.#warm_up_days) return;
    this.#lost[order.tier]! += qty;
    this.#penalty += qty * this.#tier(order.tier).penalty;
  }

  #tier(tier: number): DemandTier {
    return this.#world.tiers[tier]!;
  }

  outdated(day: number, item: number, qty: number): void {
    if (day < this.#warm_up_days) return;
    this.#outdated += qty;
    this.#outdated_cost += qty * this.#world.unit_value[item]! * this.#world.outdated_share;
  }
  recalled(day: number, qty: number): void {
    if (day >= this.#warm_up_days) this.#recalled += qty;
  }
  departed(day: number, fixed_cost: number): void {
    if (day < this.#warm_up_days) return;
    this.#departures += 1;
    this.#freight += fixed_cost;
  }
  moved(day: number, qty: number, cost: number): void {
    if (day < this.#warm_up_days) return;
    this.#moved += qty;
    this.#freight += cost;
  }

  /** The stock of a pair in the evening, with what is on its way to it. */
  evening(day: number, pair: number, on_hand: number, inbound: number): void {
    if (day < this.#warm_up_days || this.#world.rate_per_day[pair] === 0) return;
    const held = on_hand + inbound;
    this.#stock_days += held;
    this.#holding +=
      (held * this.#world.unit_value[pair % this.#world.items]! * this.#world.holding_share_per_year) / 365;
    this.#pair_days += 1;
    if (on_hand === 0) this.#stock_outs += 1;
  }
  dayEnded(day: number): void {
    if (day >= this.#warm_up_days) this.#days += 1;
  }

  result(policy: string, seed: number, balance: readonly ItemBalance[]): SimulationResult {
    const rate = (part: (tier: number) => number) =>
      this.#demand.map((demand, tier) => (demand > 0 ? part(tier) / demand : 1));
    const mean_stock = this.#days > 0 ? this.#stock_days / this.#days : 0;
    return {
      policy,
      seed,
      demand_qty: this.#demand,
      same_day_rate: rate((tier) => this.#same_day[tier]!),
      fill_rate: rate((tier) => this.#same_day[tier]! + this.#late[tier]!),
      lost_qty: this.#lost,
      outdated_qty: this.#outdated,
      recalled_qty: this.#recalled,
      stock_out_share: this.#pair_days > 0 ? this.#stock_outs / this.#pair_days : 0,
      departures: this.#departures,
      moved_qty: this.#moved,
      turns_per_year: mean_stock > 0 ? (this.#consumed / mean_stock) * (365 / this.#days) : 0,
      penalty_cost: this.#penalty,
      freight_cost: this.#freight,
      outdated_cost: this.#outdated_cost,
      holding_cost: this.#holding,
      total_cost: this.#penalty + this.#freight + this.#outdated_cost + this.#holding,
      balance,
    };
  }
}

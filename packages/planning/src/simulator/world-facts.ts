import { delayAt, drawDemand, drawIndex, drawOutages, type Outage, type Stream, streamOf } from './draws.ts';
import type { SimulatedWorld } from './simulator.model.ts';

/** Purposes of the streams; each has numbers of its own. */
const DEMAND = 1;
const LEAD_TIME = 2;
const SUPPLIER = 3;
const LANE = 4;
const RECALL = 5;
const ORDER_HOURS = { from: 0.3, to: 0.7 };

export type PlacedOrder = {
  readonly pair: number;
  readonly at: number;
  readonly tier: number;
  readonly qty: number;
};
export type Recall = {
  readonly day: number;
  readonly item: number;
  readonly from: number;
  readonly to: number;
};

/**
 * What the outside does: orders, delays, outages and recalls. It depends on the seed alone and never on what a policy
 * decides, so that policies are compared on the same facts.
 */
export class WorldFacts {
  readonly #world: SimulatedWorld;
  readonly #seed: number;
  readonly #demand: readonly Stream[];
  readonly #supplier_outages: readonly (readonly Outage[])[];
  readonly #lane_outages: readonly (readonly Outage[])[];
  readonly recalls: readonly Recall[];

  constructor(world: SimulatedWorld, seed: number, days: number) {
    const { disruptions: d, warehouses, items } = world;
    this.#world = world;
    this.#seed = seed;
    this.#demand = Array.from({ length: warehouses * items }, (_, pair) => streamOf(seed, DEMAND, pair));
    this.#supplier_outages = Array.from({ length: world.suppliers }, (_, supplier) =>
      drawOutages(streamOf(seed, SUPPLIER, supplier), d.supplier_down_per_year, d.supplier_down_days, days),
    );
    this.#lane_outages = Array.from({ length: warehouses * warehouses }, (_, lane) =>
      drawOutages(streamOf(seed, LANE, lane), d.lane_closed_per_year, d.lane_closed_days, days),
    );
    this.recalls = Array.from({ length: items }, (_, item) => this.#recallsOf(item, days)).flat();
  }

  #recallsOf(item: number, days: number): Recall[] {
    const { recalls_per_year, recall_window_days } = this.#world.disruptions;
    const stream = streamOf(this.#seed, RECALL, item);
    return drawOutages(stream, recalls_per_year, 1, days).map(({ from: day }) => {
      const from = day + Math.floor(stream() * this.#world.shelf_life_days[item]!);
      return { day, item, from, to: from + recall_window_days };
    });
  }

  /** Orders of one pair on one day; to be asked once for every day in turn. */
  ordersOf(pair: number, day: number): PlacedOrder[] {
    const { items, rate_per_day, dispersion, order_qty_max, departments } = this.#world;
    const stream = this.#demand[pair]!;
    const of_warehouse = departments[Math.floor(pair / items)]!;
    const shares = of_warehouse.map((department) => department.share);
    let rest = drawDemand(stream, rate_per_day[pair]!, dispersion[pair % items]!);
    const orders: PlacedOrder[] = [];
    while (rest > 0) {
      const qty = Math.min(rest, 1 + Math.floor(stream() * order_qty_max));
      const tier = drawIndex(stream, of_warehouse[drawIndex(stream, shares)]!.tier_mix);
      const at = day + ORDER_HOURS.from + stream() * (ORDER_HOURS.to - ORDER_HOURS.from);
      orders.push({ pair, at, tier, qty });
      rest -= qty;
    }
    return orders;
  }

  /** When an order placed this evening is promised, when it comes, and until when its units may be used. */
  supplyOf(pair: number, day: number): { promised_day: number; arrival_day: number; expiry_day: number } {
    const { items, lead_time_days, delay, life_at_receipt_min, shelf_life_days, supplier } = this.#world;
    const item = pair % items;
    const stream = streamOf(this.#seed, LEAD_TIME, pair, day);
    const departure = outageAt(this.#supplier_outages[supplier[item]!]!, day)?.to ?? day;
    const delayed = Math.round(delayAt(delay, stream()));
    const arrival_day = Math.max(day + 1, departure + lead_time_days + delayed);
    const life = Math.max(
      1,
      Math.round(shelf_life_days[item]! * (life_at_receipt_min + (1 - life_at_receipt_min) * stream())),
    );
    return { promised_day: day + lead_time_days, arrival_day, expiry_day: arrival_day + life };
  }

  isLaneOpen(lane: number, day: number): boolean {
    return outageAt(this.#lane_outages[lane]!, day) === undefined;
  }
}

const outageAt = (outages: readonly Outage[], day: number): Outage | undefined =>
  outages.find(({ from, to }) => from <= day && day < to);

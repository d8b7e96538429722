import { type Lot, LotStore, totalQty } from './lot-store.ts';
import type { ItemBalance, SimulatedWorld } from './simulator.model.ts';

type Shipment = { readonly pair: number; lots: readonly Lot[] };
type Outflow = 'consumed' | 'outdated' | 'recalled';

/**
 * Where every unit is. Each movement changes the stock and the item's account together, so that no unit appears or
 * is lost: initial + received = consumed + outdated + recalled + on hand + in transit.
 */
export class UnitLedger {
  readonly #items: number;
  readonly #stores: readonly LotStore[];
  readonly #shipments = new Set<Shipment>();
  readonly #inbound: Float64Array;
  readonly #initial: Float64Array;
  readonly #received: Float64Array;
  readonly #out: Record<Outflow, Float64Array>;

  constructor(world: SimulatedWorld) {
    const pairs = world.warehouses * world.items;
    this.#items = world.items;
    this.#stores = Array.from({ length: pairs }, () => new LotStore());
    this.#inbound = new Float64Array(pairs);
    const column = () => new Float64Array(world.items);
    this.#initial = column();
    this.#received = column();
    this.#out = { consumed: column(), outdated: column(), recalled: column() };
    for (let pair = 0; pair < pairs; pair += 1) {
      const qty = world.initial_qty[pair]!;
      this.#stores[pair]!.add({ expiry_day: world.initial_days_left[pair]!, qty });
      this.#initial[pair % this.#items]! += qty;
    }
  }

  onHand(pair: number): number {
    return this.#stores[pair]!.on_hand;
  }
  inbound(pair: number): number {
    return this.#inbound[pair]!;
  }
  lots(pair: number): readonly Lot[] {
    return this.#stores[pair]!.lots;
  }

  receive(pair: number, lot: Lot): void {
    this.#stores[pair]!.add(lot);
    this.#received[pair % this.#items]! += lot.qty;
  }

  /** Hands out up to so many units, the first expiry first; answers how many. */
  consume(pair: number, qty: number): number {
    const served = totalQty(this.#stores[pair]!.take(qty));
    this.#out.consumed[pair % this.#items]! += served;
    return served;
  }

  /** Takes units off the shelf; they belong to nobody's stock until `deliver` is called with the answer. */
  ship({ from, to, qty }: { from: number; to: number; qty: number }): Shipment {
    const shipment = { pair: to, lots: this.#stores[from]!.take(qty) };
    this.#shipments.add(shipment);
    this.#inbound[to]! += totalQty(shipment.lots);
    return shipment;
  }
  deliver(shipment: Shipment): void {
    this.#shipments.delete(shipment);
    this.#inbound[shipment.pair]! -= totalQty(shipment.lots);
    for (const lot of shipment.lots) this.#stores[shipment.pair]!.add(lot);
  }

  /** Removes what may not be used on this day any more; answers the units. */
  expire(pair: number, day: number): number {
    const first = this.#stores[pair]!.lots[0];
    if (first === undefined || first.expiry_day > day) return 0;
    const qty = this.#stores[pair]!.withdraw(Number.NEGATIVE_INFINITY, day + 1);
    this.#out.outdated[pair % this.#items]! += qty;
    return qty;
  }

  /** Withdraws an item's units with an expiry in [from, to), on shelves and on the road; answers the units. */
  recall(item: number, from: number, to: number): number {
    let qty = 0;
    for (let pair = item; pair < this.#stores.length; pair += this.#items)
      qty += this.#stores[pair]!.withdraw(from, to);
    for (const shipment of this.#shipments) {
      if (shipment.pair % this.#items !== item) continue;
      const kept = shipment.lots.filter((lot) => lot.expiry_day < from || lot.expiry_day >= to);
      const withdrawn = totalQty(shipment.lots) - totalQty(kept);
      shipment.lots = kept;
      this.#inbound[shipment.pair]! -= withdrawn;
      qty += withdrawn;
    }
    this.#out.recalled[item]! += qty;
    return qty;
  }

  balance(): ItemBalance[] {
    const on_hand = new Float64Array(this.#items);
    const in_transit = new Float64Array(this.#items);
    this.#stores.forEach((store, pair) => {
      on_hand[pair % this.#items]! += totalQty(store.lots);
    });
    for (const shipment of this.#shipments)
      in_transit[shipment.pair % this.#items]! += totalQty(shipment.lots);
    return Array.from({ length: this.#items }, (_, item) => ({
      initial: this.#initial[item]!,
      received: this.#received[item]!,
      consumed: this.#out.consumed[item]!,
      outdated: this.#out.outdated[item]!,
      recalled: this.#out.recalled[item]!,
      on_hand: on_hand[item]!,
      in_transit: in_transit[item]!,
    }));
  }
}

/** Units of one item that expire together: not usable from the morning of `expiry_day` on. */
export type Lot = { readonly expiry_day: number; readonly qty: number };

/** The stock of one item in one warehouse, always in the order of expiry. */
export class LotStore {
  #lots: Lot[] = [];
  #on_hand = 0;

  get on_hand(): number {
    return this.#on_hand;
  }
  get lots(): readonly Lot[] {
    return this.#lots;
  }

  add(lot: Lot): void {
    if (lot.qty <= 0) return;
    let at = this.#lots.length;
    while (at > 0 && this.#lots[at - 1]!.expiry_day > lot.expiry_day) at -= 1;
    this.#lots.splice(at, 0, lot);
    this.#on_hand += lot.qty;
  }

  /** Takes up to so many units, the first expiry first, and says from which lots. */
  take(qty: number): Lot[] {
    const taken: Lot[] = [];
    let rest = qty;
    while (rest > 0 && this.#lots.length > 0) {
      const first = this.#lots[0]!;
      const part = Math.min(rest, first.qty);
      taken.push({ expiry_day: first.expiry_day, qty: part });
      if (part === first.qty) this.#lots.shift();
      else this.#lots[0] = { expiry_day: first.expiry_day, qty: first.qty - part };
      rest -= part;
      this.#on_hand -= part;
    }
    return taken;
  }

  /** Removes the lots whose expiry lies in [from, to) and answers their units. */
  withdraw(from: number, to: number): number {
    const kept = this.#lots.filter((lot) => lot.expiry_day < from || lot.expiry_day >= to);
    const qty = totalQty(this.#lots) - totalQty(kept);
    this.#lots = kept;
    this.#on_hand -= qty;
    return qty;
  }
}

export const totalQty = (lots: readonly Lot[]): number => lots.reduce((sum, lot) => sum + lot.qty, 0);

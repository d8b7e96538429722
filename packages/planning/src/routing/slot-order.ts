import type { VehicleKind } from './search-problem.ts';

/** The slots of each kind with those in use in front, so that the others are never looked at. */
export class SlotOrder {
  /** A permutation of the slots; those of a kind lie from `first[kind]` on, the first `used[kind]` are in use. */
  readonly slots: Int32Array;
  readonly first: Int32Array;
  readonly used: Int32Array;
  readonly kind_of: Int32Array;
  total_used = 0;
  readonly #rank: Int32Array;

  constructor(kinds: readonly VehicleKind[]) {
    const count = kinds.reduce((total, kind) => total + kind.count, 0);
    this.slots = Int32Array.from({ length: count }, (_, slot) => slot);
    this.#rank = this.slots.slice();
    this.kind_of = new Int32Array(count);
    this.first = new Int32Array(kinds.length);
    this.used = new Int32Array(kinds.length);
    let slot = 0;
    for (const [kind, { count }] of kinds.entries()) {
      this.first[kind] = slot;
      this.kind_of.fill(kind, slot, slot + count);
      slot += count;
    }
  }

  *inUse(): Generator<number> {
    for (let kind = 0; kind < this.used.length; kind++)
      for (let i = 0; i < this.used[kind]!; i++) yield this.slots[this.first[kind]! + i]!;
  }

  /** A slot changes places with the one at the border between used and free. */
  setUse(slot: number, in_use: boolean): void {
    const kind = this.kind_of[slot]!;
    const border = this.first[kind]! + this.used[kind]!;
    const own_rank = this.#rank[slot]!;
    if (own_rank < border === in_use) return;
    const other_rank = in_use ? border : border - 1;
    const other = this.slots[other_rank]!;
    this.slots[own_rank] = other;
    this.#rank[other] = own_rank;
    this.slots[other_rank] = slot;
    this.#rank[slot] = other_rank;
    this.used[kind]! += in_use ? 1 : -1;
    this.total_used += in_use ? 1 : -1;
  }
}

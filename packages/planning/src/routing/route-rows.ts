/**
 * The stops of every slot in order, side by side in one array, and where each stop is. `version` names the content of
 * a slot: it is new with every change and comes back when the content comes back.
 */
export class RouteRows {
  /** Entries of a slot in `row`. */
  readonly stride: number;
  readonly row: Int32Array;
  readonly length: Int32Array;
  readonly version: Int32Array;
  /** -1 for an absent stop. */
  readonly slot_of: Int32Array;
  readonly place_of: Int32Array;
  #versions = 0;
  readonly #saved_slots: Int32Array;
  readonly #saved_row: Int32Array;
  readonly #saved_length: Int32Array;
  readonly #saved_version: Int32Array;
  readonly #is_saved: Uint8Array;
  #saved = 0;

  constructor(slots: number, stops: number) {
    this.stride = stops;
    this.row = new Int32Array(slots * stops);
    this.length = new Int32Array(slots);
    this.version = new Int32Array(slots);
    this.slot_of = new Int32Array(stops + 1).fill(-1);
    this.place_of = new Int32Array(stops + 1);
    this.#saved_slots = new Int32Array(slots);
    this.#saved_row = new Int32Array(slots * stops);
    this.#saved_length = new Int32Array(slots);
    this.#saved_version = new Int32Array(slots);
    this.#is_saved = new Uint8Array(slots);
  }

  stopsOf(slot: number): Int32Array {
    return this.row.slice(slot * this.stride, slot * this.stride + this.length[slot]!);
  }

  /** The slots changed since `begin`. */
  get changed(): Int32Array {
    return this.#saved_slots.subarray(0, this.#saved);
  }

  begin(): void {
    for (let i = 0; i < this.#saved; i++) this.#is_saved[this.#saved_slots[i]!] = 0;
    this.#saved = 0;
  }

  /** Gives a slot back what it held at `begin`, with its version. */
  restore(slot: number): void {
    const from = slot * this.stride;
    this.row.set(this.#saved_row.subarray(from, from + this.#saved_length[slot]!), from);
    this.length[slot] = this.#saved_length[slot]!;
    this.version[slot] = this.#saved_version[slot]!;
    this.#locate(slot);
  }

  cut(slot: number, place: number, count: number): void {
    this.#change(slot);
    const from = slot * this.stride;
    for (let i = 0; i < count; i++) this.slot_of[this.row[from + place + i]!] = -1;
    this.row.copyWithin(from + place, from + place + count, from + this.length[slot]!);
    this.length[slot]! -= count;
    this.#locate(slot);
  }

  insert(stop: number, slot: number, place: number): void {
    this.#change(slot);
    const from = slot * this.stride;
    this.row.copyWithin(from + place + 1, from + place, from + this.length[slot]!);
    this.row[from + place] = stop;
    this.length[slot]!++;
    this.#locate(slot);
  }

  /** Replaces all of a slot. The stops must be in no other slot. */
  fill(slot: number, stops: Int32Array): void {
    this.#change(slot);
    this.row.set(stops, slot * this.stride);
    this.length[slot] = stops.length;
    this.#locate(slot);
  }

  #change(slot: number): void {
    if (this.#is_saved[slot] === 0) this.#save(slot);
    this.version[slot] = ++this.#versions;
  }

  #save(slot: number): void {
    this.#is_saved[slot] = 1;
    this.#saved_slots[this.#saved++] = slot;
    const from = slot * this.stride;
    const length = this.length[slot]!;
    this.#saved_row.set(this.row.subarray(from, from + length), from);
    this.#saved_length[slot] = length;
    this.#saved_version[slot] = this.version[slot]!;
  }

  #locate(slot: number): void {
    const from = slot * this.stride;
    for (let place = 0; place < this.length[slot]!; place++) {
      const stop = this.row[from + place]!;
      this.slot_of[stop] = slot;
      this.place_of[stop] = place;
    }
  }
}

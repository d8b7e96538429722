/** Something that happens at a moment; equal moments go by rank, then in the order they were planned. */
type Planned<T> = {
  readonly at: number;
  readonly rank: number;
  readonly sequence: number;
  readonly event: T;
};

const isBefore = <T>(a: Planned<T>, b: Planned<T>): boolean =>
  a.at !== b.at ? a.at < b.at : a.rank !== b.rank ? a.rank < b.rank : a.sequence < b.sequence;

/** The calendar of a discrete-event simulation: a binary heap (Williams 1964) with a total order, so runs repeat. */
export class EventQueue<T> {
  readonly #heap: Planned<T>[] = [];
  #planned = 0;

  get size(): number {
    return this.#heap.length;
  }

  plan(at: number, rank: number, event: T): void {
    const heap = this.#heap;
    const planned = { at, rank, sequence: this.#planned++, event };
    let hole = heap.push(planned) - 1;
    while (hole > 0) {
      const parent = (hole - 1) >> 1;
      if (!isBefore(planned, heap[parent]!)) break;
      heap[hole] = heap[parent]!;
      hole = parent;
    }
    heap[hole] = planned;
  }

  next(): { readonly at: number; readonly event: T } | undefined {
    const heap = this.#heap;
    const first = heap[0];
    const last = heap.pop();
    if (first === undefined || last === undefined || heap.length === 0) return first;
    let hole = 0;
    for (;;) {
      let child = 2 * hole + 1;
      if (child >= heap.length) break;
      if (child + 1 < heap.length && isBefore(heap[child + 1]!, heap[child]!)) child += 1;
      if (!isBefore(heap[child]!, last)) break;
      heap[hole] = heap[child]!;
      hole = child;
    }
    heap[hole] = last;
    return first;
  }
}

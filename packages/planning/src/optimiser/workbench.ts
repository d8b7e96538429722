import { type Asking, insertLine, removeLine, restoreLine } from './insert.ts';
import type { Network } from './network.ts';
import { Plan } from './plan.ts';

/** Share of chances that placing a line overlooks, so that the same ruin is not rebuilt the same way each time. */
const OVERLOOKED_SHARE = 0.01;
/** How far the order of urgency may be shuffled while lines are placed again. */
const SHUFFLE = 0.5;

/**
 * A plan with lines taken out and lanes asked for at other than their cost: what a move prepares and `rebuild`
 * puts together again.
 */
export class Workbench {
  readonly net: Network;
  readonly plan: Plan;
  readonly rng: () => number;
  readonly #asking: Asking;
  readonly #asked: number[] = [];
  readonly #removed: Int32Array;
  readonly #stamp: Int32Array;
  readonly #key: Float64Array;
  #round = 0;
  #count = 0;
  /** The line that is placed before all others, -1 for none. */
  #first = -1;

  constructor(net: Network, rng: () => number) {
    this.net = net;
    this.plan = new Plan(net);
    this.rng = rng;
    this.#asking = net.lane_fixed.slice();
    this.#removed = new Int32Array(net.lines);
    this.#stamp = new Int32Array(net.lines);
    this.#key = new Float64Array(net.lines);
  }

  /** A whole number below `count`. */
  pick(count: number): number {
    return Math.floor(this.rng() * count);
  }

  begin(): void {
    this.plan.begin();
    this.#round += 1;
    this.#count = 0;
    this.#first = -1;
  }

  isTaken(line: number): boolean {
    return this.#stamp[line] === this.#round;
  }

  /** Takes a line out of the plan, to be placed again. */
  take(line: number): void {
    if (this.isTaken(line)) return;
    this.#stamp[line] = this.#round;
    this.#removed[this.#count++] = line;
    removeLine(this.plan, line);
  }

  takeFirst(line: number): void {
    this.take(line);
    this.#first = line;
  }

  /** What opening the lane shall be taken to cost in this round. */
  ask(lane: number, price: number): void {
    this.#asking[lane] = price;
    this.#asked.push(lane);
  }

  /**
   * Places every line of the network once, the heaviest first, each only if the freight stays within its limit.
   * `start` holds loads on each arc that a line gets back first: as far as heavier lines have left room for them, or
   * with `keep_start` before any line gets more.
   */
  buildAll(start: Int32Array | null, keep_start = false): void {
    const { net, plan } = this;
    const order = Int32Array.from(net.line_weight.keys()).sort(
      (a, b) => plan.urgency[b]! - plan.urgency[a]! || a - b,
    );
    if (start && keep_start)
      for (const line of order) this.#withinFreight(() => restoreLine(plan, line, start));
    for (const line of order) {
      if (start && !keep_start) this.#withinFreight(() => restoreLine(plan, line, start));
      this.#withinFreight(() => insertLine(plan, line, this.#asking, () => false));
    }
  }

  /** A step that is taken back where the freight passes its limit. */
  #withinFreight(step: () => void): void {
    const { plan } = this;
    plan.begin();
    step();
    if (plan.freight > (this.net.terms.freight_max ?? Number.POSITIVE_INFINITY)) plan.rollback(0);
  }

  /** Places what was taken out; answers how many lines that were. Lanes then ask for their cost again. */
  rebuild(): number {
    const lines = this.#removed.subarray(0, this.#count);
    this.#order(lines);
    const blink = () => this.rng() < OVERLOOKED_SHARE;
    for (const line of lines) insertLine(this.plan, line, this.#asking, blink);
    for (const lane of this.#asked) this.#asking[lane] = this.net.lane_fixed[lane]!;
    this.#asked.length = 0;
    return this.#count;
  }

  /** Half of the time by urgency, a quarter by what the whole line is worth, else at random. */
  #order(lines: Int32Array): void {
    const { urgency } = this.plan;
    const way = this.rng();
    for (const line of lines) {
      const noise = this.rng();
      const weight = -urgency[line]! * (1 + SHUFFLE * noise);
      const key = way < 0.5 ? weight : way < 0.75 ? weight * this.net.line_qty[line]! : noise;
      this.#key[line] = line === this.#first ? Number.NEGATIVE_INFINITY : key;
    }
    lines.sort((a, b) => this.#key[a]! - this.#key[b]!);
  }
}

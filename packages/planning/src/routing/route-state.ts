import { PlaceFinder } from './place-finder.ts';
import { RouteFigures } from './route-figures.ts';
import { RouteRows } from './route-rows.ts';
import type { SearchProblem } from './search-problem.ts';
import { SlotOrder } from './slot-order.ts';

/** For each slot its stops in order; slots that are empty or missing drive nothing. */
export type RoutePicture = { readonly routes: readonly Int32Array[]; readonly cost: number };

const NO_STOPS = new Int32Array(0);

/** Routes under change: every slot (vehicle) drives its row of stops, a stop is in one slot or absent. */
export class RouteState {
  readonly problem: SearchProblem;
  readonly rows: RouteRows;
  readonly order: SlotOrder;
  /** Stops in no route; the first `absent_count`. */
  readonly absent: Int32Array;
  absent_count = 0;
  /** Routes that may be driven at the same time. */
  routes_max: number;
  readonly #figures: RouteFigures;
  readonly #finder: PlaceFinder;
  readonly #saved_absent: Int32Array;
  #saved_absent_count = 0;

  /** All stops are absent at first. */
  constructor(problem: SearchProblem, random: () => number) {
    this.problem = problem;
    this.order = new SlotOrder(problem.kinds);
    this.routes_max = this.order.slots.length;
    this.rows = new RouteRows(this.routes_max, problem.stops);
    this.#figures = new RouteFigures(problem, this.rows);
    const { rows, order } = this;
    this.#finder = new PlaceFinder({ problem, rows, order, figures: this.#figures }, random);
    this.absent = new Int32Array(problem.stops);
    this.#saved_absent = new Int32Array(problem.stops);
    this.#listAbsent();
  }

  get routes_used(): number {
    return this.order.total_used;
  }

  /** Driving cost of the routes in use. */
  drivingCost(): number {
    let total = 0;
    for (let kind = 0; kind < this.problem.kinds.length; kind++) {
      const { cost_per_km } = this.problem.kinds[kind]!;
      const first = this.order.first[kind]!;
      for (let i = 0; i < this.order.used[kind]!; i++)
        total += cost_per_km * this.#figures.km[this.order.slots[first + i]!]!;
    }
    return total;
  }

  /** Driving and fixed cost of the routes in use. */
  routeCost(): number {
    let total = this.drivingCost();
    for (let kind = 0; kind < this.problem.kinds.length; kind++)
      total += this.order.used[kind]! * this.problem.kinds[kind]!.fixed_cost;
    return total;
  }

  penaltyCost(): number {
    let total = 0;
    for (let i = 0; i < this.absent_count; i++) total += this.problem.penalty[this.absent[i]!]!;
    return total;
  }

  cost(): number {
    return this.routeCost() + this.penaltyCost();
  }

  /** From here on changes can be undone by `rollback`. */
  begin(): void {
    this.rows.begin();
    this.#saved_absent.set(this.absent.subarray(0, this.absent_count));
    this.#saved_absent_count = this.absent_count;
  }

  rollback(): void {
    for (const slot of this.rows.changed) {
      this.rows.restore(slot);
      this.#refresh(slot);
    }
    this.absent_count = this.#saved_absent_count;
    for (let i = 0; i < this.absent_count; i++) {
      this.absent[i] = this.#saved_absent[i]!;
      this.rows.slot_of[this.absent[i]!] = -1;
    }
  }

  /**
   * Whether the routes changed since `begin` keep times and driver rules. Insertions do; a removal need not, where the
   * way without a stop is longer than over it, or where a break moves from before a wait to behind it.
   */
  keepsLimits(): boolean {
    if (!this.problem.timed) return true;
    for (const slot of this.rows.changed) if (!this.#finder.keepsLimits(slot)) return false;
    return true;
  }

  /** Takes `count` stops from `place` on out of a route; they are absent then. */
  remove(slot: number, place: number, count: number): void {
    const from = slot * this.rows.stride + place;
    for (let i = 0; i < count; i++) this.absent[this.absent_count++] = this.rows.row[from + i]!;
    this.rows.cut(slot, place, count);
    this.#refresh(slot);
  }

  /**
   * Puts a stop that is in no route where it costs least, unless that costs `cost_max` or more; false where it stays
   * out. The list of absent stops is the caller's to mend.
   */
  insertBest(stop: number, cost_max: number): boolean {
    if (this.#finder.find(stop, this.routes_used < this.routes_max) >= cost_max) return false;
    const { slot, place } = this.#finder;
    this.rows.insert(stop, slot, place);
    this.#refresh(slot);
    return true;
  }

  /** A picture to come back to. */
  take(): RoutePicture {
    const routes = Array.from(this.rows.length, (_, slot) => this.rows.stopsOf(slot));
    return { routes, cost: this.cost() };
  }

  /** Makes the routes those of the picture; stops in none of them are absent. */
  show({ routes }: RoutePicture): void {
    this.rows.slot_of.fill(-1);
    for (let slot = 0; slot < this.rows.length.length; slot++) {
      this.rows.fill(slot, routes[slot] ?? NO_STOPS);
      this.#refresh(slot);
    }
    this.#listAbsent();
  }

  #listAbsent(): void {
    this.absent_count = 0;
    for (let stop = 1; stop < this.problem.nodes; stop++)
      if (this.rows.slot_of[stop] === -1) this.absent[this.absent_count++] = stop;
  }

  #refresh(slot: number): void {
    this.order.setUse(slot, this.rows.length[slot]! > 0);
    this.#figures.refresh(slot, this.order.kind_of[slot]!);
  }
}

import { dutyOf } from './route-duty.ts';
import type { RouteFigures } from './route-figures.ts';
import type { RouteRows } from './route-rows.ts';
import { hasDriverRules, type SearchProblem } from './search-problem.ts';
import type { SlotOrder } from './slot-order.ts';

const BLINK_SHARE = 0.01;
const LOG_SEEN = Math.log(1 - BLINK_SHARE);

export type Routes = {
  readonly problem: SearchProblem;
  readonly rows: RouteRows;
  readonly figures: RouteFigures;
  readonly order: SlotOrder;
};

/**
 * Finds the cheapest place for a stop. The best place of every stop in every slot is kept as long as the slot's
 * version stays, so that most questions are answered by looking it up.
 */
export class PlaceFinder {
  /** Where the last search found its place; slot -1 for nowhere. */
  slot = -1;
  place = -1;
  readonly #routes: Routes;
  readonly #random: () => number;
  readonly #slots: number;
  readonly #ruled: Uint8Array;
  /** [stop * slots + slot] */
  readonly #version: Int32Array;
  readonly #place: Int32Array;
  readonly #cost: Float64Array;
  #until_blink: number;

  constructor(routes: Routes, random: () => number) {
    const { problem, order } = routes;
    const slots = order.slots.length;
    this.#routes = routes;
    this.#random = random;
    this.#slots = slots;
    this.#ruled = Uint8Array.from(problem.kinds, (kind) => (hasDriverRules(kind) ? 1 : 0));
    this.#version = new Int32Array(problem.nodes * slots).fill(-1);
    this.#place = new Int32Array(problem.nodes * slots);
    this.#cost = new Float64Array(problem.nodes * slots);
    this.#until_blink = this.#drawBlink();
  }

  /**
   * The least extra cost at which the stop fits into a route, or into a free vehicle where `may_open`; Infinity where
   * nowhere. One route in a hundred is not looked at (the blinks of Christiaens and Vanden Berghe).
   */
  find(stop: number, may_open: boolean): number {
    const { kinds, alone, nodes, km } = this.#routes.problem;
    const { slots, first, used } = this.#routes.order;
    let best = Infinity;
    this.slot = -1;
    for (let kind = 0; kind < kinds.length; kind++) {
      if (alone[kind * nodes + stop] === 0) continue;
      best = this.#findAmongUsed(stop, kind, best);
      const { count, fixed_cost, cost_per_km } = kinds[kind]!;
      if (!may_open || used[kind] === count) continue;
      const cost = fixed_cost + cost_per_km * (km[stop]! + km[stop * nodes]!);
      if (cost >= best) continue;
      best = cost;
      this.slot = slots[first[kind]! + used[kind]!]!;
      this.place = 0;
    }
    return best;
  }

  #findAmongUsed(stop: number, kind: number, best: number): number {
    const { slots, first, used } = this.#routes.order;
    const { version } = this.#routes.rows;
    const from = first[kind]!;
    const end = from + used[kind]!;
    let least = best;
    for (let rank = from; rank < end; rank++) {
      const slot = slots[rank]!;
      if (!this.#hasRoom(stop, slot, kind)) continue;
      if (--this.#until_blink <= 0) {
        this.#until_blink = this.#drawBlink();
        continue;
      }
      const entry = stop * this.#slots + slot;
      if (this.#version[entry] !== version[slot]) this.#findInRoute(stop, slot, kind);
      if (this.#cost[entry]! >= least) continue;
      least = this.#cost[entry]!;
      this.slot = slot;
      this.place = this.#place[entry]!;
    }
    return least;
  }

  /** Whether the route as it stands keeps times and driver rules. */
  keepsLimits(slot: number): boolean {
    const { rows, figures, order } = this.#routes;
    if (rows.length[slot] === 0) return true;
    const kind = order.kind_of[slot]!;
    return this.#ruled[kind] === 1 ? this.#keepsRules(-1, slot, -1, kind) : figures.is_late[slot] === 0;
  }

  #drawBlink(): number {
    return Math.ceil(Math.log(1 - this.#random()) / LOG_SEEN);
  }

  #hasRoom(stop: number, slot: number, kind: number): boolean {
    const { dimensions, load, kinds } = this.#routes.problem;
    const loaded = this.#routes.figures.load;
    const { capacity } = kinds[kind]!;
    for (let d = 0; d < dimensions; d++)
      if (loaded[slot * dimensions + d]! + load[stop * dimensions + d]! > capacity[d]!) return false;
    return true;
  }

  /** Keeps the cheapest lawful place of a stop in a route, cost Infinity where there is none. */
  #findInRoute(stop: number, slot: number, kind: number): void {
    const { km, km_to, minutes, minutes_to, nodes, timed, ready, due, service, kinds } = this.#routes.problem;
    const { cost_per_km, from_minutes, until_minutes } = kinds[kind]!;
    const { leg_in, leg_home, departs: departs_at, latest: latest_at } = this.#routes.figures;
    const { row, length: lengths, stride, version } = this.#routes.rows;
    const from = slot * stride;
    const length = lengths[slot]!;
    const out = stop * nodes;
    const ruled = this.#ruled[kind] === 1;
    const ready_stop = ready[stop]!;
    const due_stop = due[stop]!;
    const service_stop = service[stop]!;
    let best = Infinity;
    let best_place = -1;
    let previous = 0;
    let departs = from_minutes;
    for (let place = 0; place <= length; place++) {
      const next = place < length ? row[from + place]! : 0;
      const replaced = next === 0 ? leg_home[slot]! : leg_in[next]!;
      const cost = km_to[out + previous]! + km[out + next]! - replaced;
      if (cost < best) {
        let fits = true;
        if (timed) {
          const arrives = departs + minutes_to[out + previous]!;
          const leaves = (arrives > ready_stop ? arrives : ready_stop) + service_stop;
          const latest = next === 0 ? until_minutes : latest_at[next]!;
          fits = arrives <= due_stop && leaves + minutes[out + next]! <= latest;
          if (fits && ruled) fits = this.#keepsRules(stop, slot, place, kind);
        }
        if (fits) {
          best = cost;
          best_place = place;
        }
      }
      previous = next;
      departs = departs_at[next]!;
    }
    const entry = stop * this.#slots + slot;
    this.#version[entry] = version[slot]!;
    this.#cost[entry] = best_place < 0 ? Infinity : best * cost_per_km;
    this.#place[entry] = best_place;
  }

  #keepsRules(stop: number, slot: number, place: number, kind: number): boolean {
    const { problem, rows } = this.#routes;
    const view = {
      nodes: rows.row,
      from: slot * rows.stride,
      length: rows.length[slot]!,
      at: place,
      extra: stop,
    };
    return dutyOf(problem, problem.kinds[kind]!, view) !== null;
  }
}

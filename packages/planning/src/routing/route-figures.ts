import type { RouteRows } from './route-rows.ts';
import { breaksAfter, ROUNDING_MINUTES, type SearchProblem } from './search-problem.ts';

/** What is kept beside the routes, so that an insertion is judged by its neighbours alone. */
export class RouteFigures {
  /** [slot * dimensions + dimension] */
  readonly load: Float64Array;
  readonly km: Float64Array;
  /** Kilometres of the leg into each stop, and of the leg home of each slot. */
  readonly leg_in: Float64Array;
  readonly leg_home: Float64Array;
  /** Earliest departure from each stop, and latest arrival at it that keeps what follows in time. */
  readonly departs: Float64Array;
  readonly latest: Float64Array;
  readonly is_late: Uint8Array;
  readonly #problem: SearchProblem;
  readonly #rows: RouteRows;

  constructor(problem: SearchProblem, rows: RouteRows) {
    const { nodes, dimensions } = problem;
    const slots = rows.length.length;
    this.#problem = problem;
    this.#rows = rows;
    this.load = new Float64Array(slots * dimensions);
    this.km = new Float64Array(slots);
    this.leg_in = new Float64Array(nodes);
    this.leg_home = new Float64Array(slots);
    this.departs = new Float64Array(nodes);
    this.latest = new Float64Array(nodes);
    this.is_late = new Uint8Array(slots);
  }

  /** Computes the figures of a slot of the kind anew. */
  refresh(slot: number, kind: number): void {
    const { km, nodes, dimensions, load, timed } = this.#problem;
    const { row, length, stride } = this.#rows;
    const from = slot * stride;
    const end = from + length[slot]!;
    for (let d = 0; d < dimensions; d++) this.load[slot * dimensions + d] = 0;
    let total = 0;
    let previous = 0;
    for (let at = from; at < end; at++) {
      const stop = row[at]!;
      const leg = km[previous * nodes + stop]!;
      this.leg_in[stop] = leg;
      total += leg;
      for (let d = 0; d < dimensions; d++) this.load[slot * dimensions + d]! += load[stop * dimensions + d]!;
      previous = stop;
    }
    const home = km[previous * nodes]!;
    this.leg_home[slot] = home;
    this.km[slot] = total + home;
    if (!timed) return;
    this.#setDepartures(slot, kind);
    this.#setLatest(slot, kind);
  }

  #setDepartures(slot: number, kind: number): void {
    const { minutes, nodes, ready, due, service, kinds } = this.#problem;
    const { from_minutes, until_minutes, rules } = kinds[kind]!;
    const { row, length, stride } = this.#rows;
    const from = slot * stride;
    const end = from + length[slot]!;
    let time = from_minutes;
    let driving = 0;
    let breaks = 0;
    let previous = 0;
    let is_late = false;
    for (let at = from; at < end; at++) {
      const stop = row[at]!;
      const leg = minutes[previous * nodes + stop]!;
      driving += leg;
      time += leg;
      if (driving > rules.break_after_minutes) {
        const breaks_now = breaksAfter(rules, driving);
        time += (breaks_now - breaks) * rules.break_minutes;
        breaks = breaks_now;
      }
      is_late ||= time > due[stop]! + ROUNDING_MINUTES;
      time = Math.max(time, ready[stop]!) + service[stop]!;
      this.departs[stop] = time;
      previous = stop;
    }
    is_late ||= time + minutes[previous * nodes]! > until_minutes + ROUNDING_MINUTES;
    this.is_late[slot] = is_late ? 1 : 0;
  }

  /**
   * Without any breaks, because an insertion may move a break forward: this excludes too little, never too much, and
   * the look at the whole route settles it.
   */
  #setLatest(slot: number, kind: number): void {
    const { minutes, nodes, due, service, kinds } = this.#problem;
    const { row, length, stride } = this.#rows;
    const from = slot * stride;
    let latest = kinds[kind]!.until_minutes;
    let next = 0;
    for (let at = from + length[slot]! - 1; at >= from; at--) {
      const stop = row[at]!;
      latest = Math.min(due[stop]!, latest - minutes[stop * nodes + next]! - service[stop]!);
      this.latest[stop] = latest;
      next = stop;
    }
  }
}

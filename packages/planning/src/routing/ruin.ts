import type { RouteState } from './route-state.ts';

/** Stops removed on average, most stops of a string, and how often a string is split and its middle part grows. */
const REMOVED_MEAN = 10;
const STRING_MAX = 10;
const SPLIT_SHARE = 0.5;
const GROWTH_SHARE = 0.01;

/**
 * Takes strings of neighbouring stops out of routes that pass near a random stop, so that room arises in several
 * routes at one place (adjacent string removal of Christiaens and Vanden Berghe 2020, section 5.2).
 */
export function ruin(state: RouteState, random: () => number): void {
  const { problem, routes_used, rows } = state;
  if (routes_used === 0) return;
  const served = problem.stops - state.absent_count;
  const string_max = Math.min(STRING_MAX, served / routes_used);
  const strings_max = (4 * REMOVED_MEAN) / (1 + string_max) - 1;
  const strings = Math.floor(random() * strings_max + 1);
  const seed = 1 + Math.floor(random() * problem.stops);
  const ruined: number[] = [];
  for (const stop of problem.neighbours[seed]!) {
    const slot = rows.slot_of[stop]!;
    if (slot < 0 || ruined.includes(slot)) continue;
    const length = rows.length[slot]!;
    const size = Math.floor(random() * Math.min(length, string_max) + 1);
    removeString(state, slot, rows.place_of[stop]!, Math.min(size, length), random);
    ruined.push(slot);
    if (ruined.length >= strings) return;
  }
}

/** Removes a random string of `size` stops around a place; in a split string a part in the middle stays. */
function removeString(state: RouteState, slot: number, place: number, size: number, random: () => number) {
  const length = state.rows.length[slot]!;
  let kept = 0;
  if (size > 1 && size < length && random() < SPLIT_SHARE) {
    kept = 1;
    while (size + kept < length && random() < GROWTH_SHARE) kept++;
  }
  const span = size + kept;
  const first_min = Math.max(0, place - span + 1);
  const first_max = Math.min(place, length - span);
  const first = first_min + Math.floor(random() * (first_max - first_min + 1));
  if (kept === 0) {
    state.remove(slot, first, size);
    return;
  }
  const before = 1 + Math.floor(random() * (size - 1));
  state.remove(slot, first + before + kept, size - before);
  state.remove(slot, first, before);
}

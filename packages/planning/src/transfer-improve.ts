import { change, openingFen, place, type State, undoTo, variableFen } from './transfer-state.ts';

/** Keeps what was changed since `mark` when everything found a place and freight fell; takes it back otherwise. */
function keepIfCheaper(state: State, mark: number, before_fen: number, complete: boolean): boolean {
  if (complete && state.freight_fen < before_fen) return true;
  undoTo(state, mark);
  return false;
}

/** Closes a lane and sends its load other ways. */
function dropLane(state: State, lane: number): boolean {
  const [mark, before] = [state.journal.length, state.freight_fen];
  const load = [...state.flowsOfLane[lane]!.values()].map(({ need, lot, qty }) => ({ need, lot, qty }));
  for (const { need, lot, qty } of load) change(state, need, lot, lane, -qty);
  const complete = load.every(({ need, qty }) => place(state, need, qty, { notLane: lane }) === qty);
  return keepIfCheaper(state, mark, before, complete);
}

/** Gathers on one lane what now reaches its destination by others, as far as each move saves weight freight or empties a lane. */
function gatherOnLane(state: State, lane: number, needs: readonly number[]): boolean {
  const [mark, before] = [state.journal.length, state.freight_fen];
  let moved = 0;
  for (const need of needs) {
    if (!state.options[need]!.some(({ routes }) => routes.some((route) => route.lane === lane))) continue;
    for (const flow of [...state.flowsOfNeed[need]!.values()]) {
      if (flow.lane === lane) continue;
      const { lot, lane: old, qty } = flow;
      const step = state.journal.length;
      change(state, need, lot, old, -qty);
      const placed = place(state, need, qty, { onlyLane: lane });
      change(state, need, lot, old, qty - placed);
      moved += placed;
      // A flow that is dearer here and whose old lane stays open anyway is better left where it was.
      const dearer = variableFen(state.context, need, lane, qty) > variableFen(state.context, need, old, qty);
      if (placed > 0 && dearer && openingFen(state, old) === 0) {
        moved -= placed;
        undoTo(state, step);
      }
    }
  }
  return keepIfCheaper(state, mark, before, moved > 0);
}

/** Lanes in use, the dearest per gram of load first. */
function lanesByWaste(state: State): number[] {
  const used = state.context.lanes.map((_, lane) => lane).filter((lane) => state.flowsOfLane[lane]!.size > 0);
  const waste = (lane: number) =>
    state.context.lanes[lane]!.fixed_cost_fen / Math.max(1, state.laneLoad_g[lane]!);
  return used.sort((a, b) => waste(b) - waste(a) || a - b);
}

/** For every lane that some served need could use: those needs. Lanes with one need only cannot gather anything. */
function gatherings(state: State): { lane: number; needs: number[] }[] {
  const needsOfLane = new Map<number, number[]>();
  for (const [need, options] of state.options.entries()) {
    if (state.flowsOfNeed[need]!.size === 0) continue;
    for (const { routes } of options) {
      for (const { lane } of routes) {
        const needs = needsOfLane.get(lane);
        if (needs) needs.push(need);
        else needsOfLane.set(lane, [need]);
      }
    }
  }
  return [...needsOfLane]
    .map(([lane, needs]) => ({ lane, needs }))
    .filter(({ needs }) => needs.length > 1)
    .sort((a, b) => b.needs.length - a.needs.length || a.lane - b.lane);
}

/** One round of all moves, each an iteration, as a stream that can be stopped after any of them. */
function* moves(state: State): Generator<boolean> {
  for (const lane of lanesByWaste(state)) if (state.flowsOfLane[lane]!.size > 0) yield dropLane(state, lane);
  for (const { lane, needs } of gatherings(state)) yield gatherOnLane(state, lane, needs);
}

/**
 * Lowers freight without serving anyone less: closes badly loaded lanes and gathers loads on one lane
 * (a single flow that is cheaper there moves too), until a round brings nothing or the iterations are used up.
 */
export function improve(
  state: State,
  iterations: number,
): { readonly used: number; readonly improvements: number } {
  let [used, improvements] = [0, 0];
  for (let before = Number.POSITIVE_INFINITY; state.freight_fen < before; ) {
    before = state.freight_fen;
    const round = moves(state);
    while (used < iterations) {
      const { done, value } = round.next();
      if (done) break;
      used += 1;
      improvements += value ? 1 : 0;
    }
    if (used >= iterations) break;
  }
  return { used, improvements };
}

import { type InsertionOrders, recreate } from './recreate.ts';
import type { RouteState } from './route-state.ts';
import { ruin } from './ruin.ts';
import type { SearchProgress } from './search-budget.ts';

export type Search = {
  readonly state: RouteState;
  readonly orders: InsertionOrders;
  readonly random: () => number;
  readonly progress: SearchProgress;
  /** Temperatures at the start and the end, in cost. */
  readonly hot: number;
  readonly cold: number;
  best_cost: number;
};

/** A part of the budget, by shares. */
export type Phase = { readonly from: number; readonly upto: number };

/** Falls by the same factor in equal parts of the phase. Where driving costs nothing it is 0 throughout. */
export function temperature({ hot, cold }: Search, { from, upto }: Phase, share: number): number {
  if (hot === 0) return 0;
  return hot * (cold / hot) ** ((share - from) / (upto - from));
}

/** Ruins and recreates; false where what came out breaks a limit and must be undone. */
export function change({ state, orders, random }: Search): boolean {
  state.begin();
  ruin(state, random);
  recreate(state, orders, random);
  return state.keepsLimits();
}

/**
 * Ruin and recreate under simulated annealing until the phase ends; leaves the best routes in the state. A worse
 * solution is accepted if it is less than -T ln(u) dearer, u uniform in (0, 1] (Christiaens and Vanden Berghe 2020).
 */
export function anneal(search: Search, upto: number): void {
  const { state, random, progress } = search;
  let best = state.take();
  let cost = best.cost;
  let phase: Phase | null = null;
  for (let share = progress.step(); share < upto; share = progress.step()) {
    phase ??= { from: share, upto };
    const is_lawful = change(search);
    const found = state.cost();
    if (!is_lawful || found >= cost - temperature(search, phase, share) * Math.log(1 - random())) {
      state.rollback();
      continue;
    }
    cost = found;
    if (found < best.cost) {
      best = state.take();
      search.best_cost = best.cost;
    }
  }
  state.show(best);
}

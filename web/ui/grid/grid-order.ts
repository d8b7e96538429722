import { useSyncExternalStore } from 'react';

/**
 * The order in which a grid last showed its records, so that the page of one record can go to the next or the
 * previous one inside the same filter.
 */
const orders = new Map<string, readonly (string | number)[]>();
const watchers = new Set<() => void>();

export function rememberOrder(grid: string, keys: readonly (string | number)[]): void {
  orders.set(grid, keys);
  for (const watcher of watchers) watcher();
}

function watch(watcher: () => void): () => void {
  watchers.add(watcher);
  return () => watchers.delete(watcher);
}

export type Neighbours = {
  readonly previous: string | number | null;
  readonly next: string | number | null;
  /** Position from 1, and how many there are; null when the record was not in the list. */
  readonly at: number | null;
  readonly of: number;
};

export function neighboursOf(keys: readonly (string | number)[], key: string | number): Neighbours {
  const index = keys.findIndex((other) => String(other) === String(key));
  if (index < 0) return { previous: null, next: null, at: null, of: keys.length };
  return { previous: keys[index - 1] ?? null, next: keys[index + 1] ?? null, at: index + 1, of: keys.length };
}

const NONE: readonly (string | number)[] = [];

/** The records before and after `key` in the grid named `grid`, as it was last shown. */
export function useNeighbours(grid: string, key: string | number): Neighbours {
  const keys = useSyncExternalStore(watch, () => orders.get(grid) ?? NONE);
  return neighboursOf(keys, key);
}

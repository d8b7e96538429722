import type { World } from './world.ts';

/**
 * Deadlocks that the server has counted in this database. Sessions report when they end or idle, so close those of the
 * test first. Retries hide deadlocks from answers; this counter does not.
 */
export async function deadlocksOf(world: World): Promise<number> {
  const [row] = await world.sql<{ deadlocks: string }>(
    `select deadlocks from pg_stat_database where datname = current_database()`,
  );
  return Number(row!.deadlocks);
}

/** Lets a deadlock be found after 50 ms instead of a second; for connections opened from now on. */
export async function findDeadlocksSoon(world: World): Promise<void> {
  await world.sql(
    `do $$ begin execute format('alter database %I set deadlock_timeout = %L', current_database(), '50ms'); end $$`,
  );
}

import { setTimeout as sleep } from 'node:timers/promises';
import { HARNESS } from './apps.ts';
import type { World } from './world.ts';

/**
 * Deadlocks that the server has counted in this database. Sessions report when they end, so close those of the harness
 * first; this waits until they are gone. Retries hide deadlocks from answers, this counter does not.
 */
export async function deadlocksOf(world: World): Promise<number> {
  for (let waits = 0; waits < 200 && (await harnessSessions(world)) > 0; waits++) await sleep(10);
  const [row] = await world.sql<{ deadlocks: string }>(
    'select deadlocks from pg_stat_database where datname = current_database()',
  );
  return Number(row!.deadlocks);
}

async function harnessSessions(world: World): Promise<number> {
  const rows = await world.sql(
    'select 1 from pg_stat_activity where datname = current_database() and application_name = $1',
    [HARNESS],
  );
  return rows.length;
}

/** Lets a deadlock be found after 50 ms instead of a second; for connections opened from now on. */
export async function findDeadlocksSoon(world: World): Promise<void> {
  await world.sql(
    `do $$ begin execute format('alter database %I set deadlock_timeout = %L', current_database(), '50ms'); end $$`,
  );
}

import { createDb, type Db } from '../../src/platform/db.ts';
import { createRunner, type Runner } from '../../src/platform/use-case.ts';
import type { World } from './world.ts';

/** Name of sessions whose deadlocks are counted once they are closed. */
export const HARNESS = 'harness';

/** What a server process has of its own: connections, memory and the queues of its runner. */
export type AppInstance = { readonly db: Db; readonly runner: Runner };

/** `count` instances over the database of `world`, with the pool of an ordinary process each. */
export function openApps(
  world: World,
  count: number,
  pool_max = 4,
): { apps: AppInstance[]; close(): Promise<void> } {
  const { connectionString } = world.db.pool.options;
  const apps = Array.from({ length: count }, () => {
    const db = createDb({ url: connectionString!, max: pool_max, application_name: HARNESS });
    return { db, runner: createRunner(db) };
  });
  return {
    apps,
    close: async () => {
      await Promise.all(apps.map((app) => app.db.close()));
    },
  };
}

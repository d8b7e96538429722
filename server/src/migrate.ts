/** `npm run migrate`: brings the configured database to the state that this program needs, and says what it applied. */
import { loadConfig } from './platform/config.ts';
import { migrateJobs } from './platform/jobs.ts';
import { createLog } from './platform/log.ts';
import { migrate } from './platform/migrate.ts';
import { MIGRATIONS_DIR, reachServer } from './system.ts';

const config = loadConfig();
try {
  const server = await reachServer(config, createLog({ log_level: 'warn' }));
  try {
    const { applied } = await migrate({ ownerUrl: server.ownerUrl, dir: MIGRATIONS_DIR });
    await migrateJobs(server.ownerUrl);
    for (const name of applied) process.stdout.write(`${name} applied\n`);
    if (applied.length === 0) process.stdout.write('nothing to apply: the database is up to date\n');
  } finally {
    await server.stop();
  }
} catch (error) {
  process.stderr.write(`${(error as Error).message}\n`);
  process.exitCode = 1;
}

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { createApp } from './app.ts';
import { type Config, ConfigError, loadConfig } from './platform/config.ts';
import { createLog, type Logger } from './platform/log.ts';
import { startWorker } from './platform/worker.ts';
import { isEmpty } from './seed-example.ts';
import { type Database, openDatabase } from './system.ts';

// Requests make much short-lived garbage; a larger young generation lets most of it die before it is copied.
setFlagsFromString('--max-semi-space-size=32');
setFlagsFromString('--min-semi-space-size=8');

/** Starts the system in the configured role and stops it in order on SIGTERM or SIGINT. */
async function main(): Promise<void> {
  const config = loadConfig();
  const log = createLog(config);
  const database = await openDatabase(config, log);
  await fillWithExample(config, database, log);
  const app = createApp({ config, db: database.db, log });
  const worker =
    config.role === 'api'
      ? null
      : await startWorker({
          db: database.db,
          owner_url: database.ownerUrl,
          data_dir: config.data_dir,
          log,
          jobs: app.jobs,
          consumers: app.consumers,
          loops: app.loops,
        });
  if (config.role !== 'worker') {
    const address = await app.http.listen({ host: config.host, port: config.port });
    process.stdout.write(`Tongcang 通仓: ${address}\n`);
  }
  let stopping = false;
  const stop = async (signal: string) => {
    if (stopping) return;
    stopping = true;
    log.info({ signal }, 'stopping');
    await app.http.close();
    await worker?.stop();
    await database.stop();
    process.exit(0);
  };
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
}

/**
 * A new embedded database gets the example company, so that there is something to look at. Another process writes it:
 * what that takes in memory goes with it, and this one starts small.
 */
async function fillWithExample(config: Config, { db }: Database, log: Logger): Promise<void> {
  if (config.example === 'none' || !(await isEmpty(db))) return;
  log.info({ size: config.example }, 'writing the example company');
  const arguments_ = [join(import.meta.dirname, 'seed.ts'), `--size=${config.example}`];
  const child = spawn(process.execPath, arguments_, { stdio: ['ignore', 'inherit', 'inherit'] });
  const [code] = (await once(child, 'exit')) as [number | null];
  if (code !== 0) throw new Error(`the example company could not be written (${code})`);
}

main().catch((error) => {
  process.stderr.write(`${error instanceof ConfigError ? error.message : (error.stack ?? error)}\n`);
  process.exit(1);
});

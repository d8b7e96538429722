import { setFlagsFromString } from 'node:v8';
import { createApp } from './app.ts';
import { ConfigError, loadConfig } from './platform/config.ts';
import { createLog } from './platform/log.ts';
import { openDatabase } from './system.ts';

// Requests make much short-lived garbage; a larger young generation lets most of it die before it is copied.
setFlagsFromString('--max-semi-space-size=32');
setFlagsFromString('--min-semi-space-size=8');

/** Starts the system in the configured role and stops it in order on SIGTERM or SIGINT. */
async function main(): Promise<void> {
  const config = loadConfig();
  const log = createLog(config);
  const database = await openDatabase(config, log);
  const app = createApp({ config, db: database.db, log });
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
    await database.stop();
    process.exit(0);
  };
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
}

main().catch((error) => {
  const known = error instanceof ConfigError;
  process.stderr.write(`${known ? error.message : (error.stack ?? error)}\n`);
  process.exit(1);
});

/**
 * `npm run backup -- [--file=PATH] [--key-file=PATH]`: writes one archive of the configured database, as it is at one
 * moment, while the system goes on working. With a key file the archive is encrypted. Ends with 1 where it fails, and
 * then leaves no file.
 */
import { mkdirSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { backUp } from './platform/backup/dump.ts';
import { clock } from './platform/clock.ts';
import { loadConfig } from './platform/config.ts';
import { createLog } from './platform/log.ts';
import { reachServer } from './system.ts';

/** `DATA_DIR/backups/tongcang-20260131T235959Z.backup`: sorts by time, and is lawful on every file system. */
function defaultFile(data_dir: string): string {
  const stamp = new Date(clock.wall_ms()).toISOString().replace(/[-:]|\.\d+/g, '');
  return join(data_dir, 'backups', `tongcang-${stamp}.backup`);
}

try {
  const { values } = parseArgs({ options: { file: { type: 'string' }, 'key-file': { type: 'string' } } });
  const config = loadConfig();
  const file = values.file === undefined ? defaultFile(config.data_dir) : resolve(values.file);
  const secret = values['key-file'] === undefined ? null : readFileSync(values['key-file']);
  mkdirSync(dirname(file), { recursive: true });
  const server = await reachServer(config, createLog({ log_level: 'warn' }));
  try {
    const report = await backUp({ ownerUrl: server.ownerUrl, file, secret });
    process.stdout.write(
      `${JSON.stringify({ ...report, migrations: report.migrations.at(-1)?.name, encrypted: secret !== null })}\n`,
    );
  } finally {
    await server.stop();
  }
} catch (error) {
  process.stderr.write(`${(error as Error).message}\n`);
  process.exitCode = 1;
}

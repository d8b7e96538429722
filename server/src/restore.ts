/**
 * `npm run restore -- --file=PATH [--key-file=PATH]`: brings an archive back into an empty database, then holds the
 * invariants and the audit trail against it. Ends with 1 where anything is wrong; a restore that failed leaves the
 * database empty.
 */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { setAnchorsAside } from './platform/audit-anchor.ts';
import { restore } from './platform/backup/load.ts';
import { loadConfig } from './platform/config.ts';
import { createLog } from './platform/log.ts';
import { MIGRATIONS_DIR, reachServer } from './system.ts';

const say = (sentence: string) => void process.stdout.write(`${sentence}\n`);

/** The same commands that people use, so that a restored database is judged like any other. */
function passes(command: string): boolean {
  say(`${command}:`);
  return (
    spawnSync(process.execPath, [join(import.meta.dirname, `${command}.ts`)], { stdio: 'inherit' }).status ===
    0
  );
}

try {
  const { values } = parseArgs({ options: { file: { type: 'string' }, 'key-file': { type: 'string' } } });
  if (values.file === undefined) throw new Error('name the archive by --file=PATH');
  const config = loadConfig();
  const file = resolve(values.file);
  const secret = values['key-file'] === undefined ? null : readFileSync(values['key-file']);
  const server = await reachServer(config, createLog({ log_level: 'warn' }));
  try {
    const report = await restore({
      ownerUrl: server.ownerUrl,
      file,
      secret,
      migrationsDir: MIGRATIONS_DIR,
      log: say,
    });
    const aside = await setAnchorsAside(config.data_dir, report.audit_head?.seq ?? 0);
    if (aside !== null) say(`anchors of the audit trail later than the archive were set aside: ${aside}`);
    say(`${report.rows} rows in ${report.tables} tables restored, as of ${report.created_at}`);
    // Both are to speak, whatever the first one says.
    const sound = [passes('invariants'), passes('verify-audit')];
    if (sound.includes(false)) throw new Error('the database was restored, but it is not sound: see above');
  } finally {
    await server.stop();
  }
} catch (error) {
  process.stderr.write(`${(error as Error).message}\n`);
  process.exitCode = 1;
}

/**
 * `npm run invariants`: looks for anything in the configured database that must never be, prints it and ends with 1
 * where there is something. Changes nothing; to be run after every restore and every night.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { loadConfig } from './platform/config.ts';
import { type Db, SYSTEM_SCOPE } from './platform/db.ts';
import { createLog } from './platform/log.ts';
import { openDatabase } from './system.ts';

export type Violation = { readonly invariant: string; readonly detail: string };

/** The one query; it names what it finds. */
export const INVARIANTS = readFileSync(join(import.meta.dirname, '..', 'invariants.sql'), 'utf8');
/** A company of three million postings takes some seconds; a night has time for more. */
const TIMEOUT_MS = 1_800_000;

/** Everything that breaks an invariant, as the system sees it; empty when all is well. */
export function findViolations(db: Db): Promise<Violation[]> {
  return db.tx(SYSTEM_SCOPE, (tx) => tx.rows<Violation>(INVARIANTS), {
    read_only: true,
    statement_timeout_ms: TIMEOUT_MS,
  });
}

async function main(): Promise<void> {
  const database = await openDatabase(loadConfig(), createLog({ log_level: 'warn' }));
  try {
    const violations = await findViolations(database.db);
    for (const { invariant, detail } of violations) process.stdout.write(`${invariant}\t${detail}\n`);
    process.stdout.write(`${violations.length} violations\n`);
    process.exitCode = violations.length === 0 ? 0 : 1;
  } finally {
    await database.stop();
  }
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) await main();

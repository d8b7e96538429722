/**
 * `npm run verify-audit`: walks the chain of the configured database, holds it against the anchor file, and ends with
 * 1 where something was altered, deleted, inserted, reordered or cut off.
 */
import { verifyAudit } from './platform/audit.ts';
import { readAnchors } from './platform/audit-anchor.ts';
import { loadConfig } from './platform/config.ts';
import { createLog } from './platform/log.ts';
import { openDatabase } from './system.ts';

const config = loadConfig();
const database = await openDatabase(config, createLog({ log_level: 'warn' }));
try {
  const anchors = await readAnchors(config.data_dir);
  const report = await verifyAudit(database.db, { anchors });
  process.stdout.write(`${JSON.stringify({ ...report, anchors: anchors.length })}\n`);
  process.exitCode = report.first_broken === null ? 0 : 1;
} finally {
  await database.stop();
}

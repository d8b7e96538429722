import { sealAudit } from './audit.ts';
import { anchorAudit } from './audit-anchor.ts';
import type { Db } from './db.ts';
import { startLoop } from './jobs.ts';
import type { Logger } from './log.ts';

/**
 * Keeps the chain at most a second behind and writes its head to the anchor file each minute. Part of the worker
 * role; several of them do no harm.
 */
export function startSealer(options: {
  db: Db;
  data_dir: string;
  log: Logger;
  seal_ms?: number;
  anchor_ms?: number;
}): {
  stop(): Promise<void>;
} {
  const { db, data_dir, log, seal_ms = 500, anchor_ms = 60_000 } = options;
  const loops = [
    startLoop('seal the audit trail', seal_ms, () => sealAudit(db), log),
    startLoop('anchor the audit trail', anchor_ms, () => anchorAudit(db, data_dir), log),
  ];
  return {
    async stop() {
      await Promise.all(loops.map((loop) => loop.stop()));
    },
  };
}

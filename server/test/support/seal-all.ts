import { sealAudit, verifyAudit } from '../../src/platform/audit.ts';
import type { Db } from '../../src/platform/db.ts';

/**
 * Seals the trail to its end; gives the number of rows. Other test files keep transactions open on the same server, and
 * rows younger than those wait for their end.
 */
export async function sealAll(db: Db): Promise<number> {
  let sealed = 0;
  for (;;) {
    sealed += await sealAudit(db);
    if ((await verifyAudit(db)).unsealed === 0) return sealed;
  }
}

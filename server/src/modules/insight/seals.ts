import * as contract from '@tongcang/contract';
import { auditHead, verifyAudit } from '../../platform/audit.ts';
import { readAnchors } from '../../platform/audit-anchor.ts';
import { clock } from '../../platform/clock.ts';
import { type Db, SYSTEM_SCOPE } from '../../platform/db.ts';
import { defineJob, type Job } from '../../platform/jobs.ts';
import { definePreparedVerb, type ServerVerb } from '../../platform/use-case.ts';
import { insertSealCheck, type SealCheck } from './retention.write.ts';

type Check = contract.OutputOf<typeof contract.verifySeals>;
const CHECKS = `select checked_at, checked_by_name, rows as records, sealed, unsealed, head_seq, head_hash, anchors, duration_ms, broken
  from insight.seal_check order by seal_check_id desc limit 30`;

/** Walks the whole chain and holds it against the anchors; in long trails this takes minutes, so no transaction waits. */
async function walk(db: Db, data_dir: string): Promise<SealCheck> {
  const begun = clock.monotonic_ms();
  const anchors = await readAnchors(data_dir);
  const report = await verifyAudit(db, { anchors });
  return { ...report, anchors: anchors.length, duration_ms: Math.round(clock.monotonic_ms() - begun) };
}

/** Verbs and job of the seals. `data_dir` is where the anchors lie, outside of the database. */
export function createSeals({ data_dir }: { readonly data_dir: string }): {
  readonly verbs: readonly ServerVerb[];
  readonly jobs: readonly Job[];
} {
  const getSeals = definePreparedVerb(
    contract.getSeals,
    { permission: 'platform.read_audit', audit: null },
    async ({ db }) => ({ anchors: await readAnchors(data_dir), head: await auditHead(db) }),
    async ({ tx }, _input, { anchors, head }) => ({
      head,
      anchors: anchors.length,
      last_anchor: anchors.at(-1) ?? null,
      checks: await tx.rows<Check>(CHECKS),
    }),
  );
  const verifySeals = definePreparedVerb(
    contract.verifySeals,
    { permission: 'platform.read_audit', audit: 'insight.verify_seals' },
    ({ db }) => walk(db, data_dir),
    async ({ tx, actor, audit }, _input, found) => {
      const check = await insertSealCheck<Check>(tx, found, actor);
      audit({
        entity: 'audit',
        entity_id: 'chain',
        detail: { records: check.records, broken: check.broken },
      });
      return check;
    },
  );
  const downloadAnchors = definePreparedVerb(
    contract.downloadAnchors,
    { permission: 'platform.read_audit', audit: null },
    async () => readAnchors(data_dir),
    async (_context, _input, anchors) => ({
      name: 'audit-anchor.jsonl',
      type: 'text/plain; charset=utf-8',
      bytes: Buffer.from(anchors.map((anchor) => `${JSON.stringify(anchor)}\n`).join('')),
    }),
  );
  /** Every night at three in China. */
  const verifyJob = defineJob('insight.verify_seals', {
    cron: '0 19 * * *',
    attempts_max: 3,
    async run({ db, log }) {
      const found = await walk(db, data_dir);
      const by = { user_id: null, display_name: '系统' };
      await db.tx(SYSTEM_SCOPE, (tx) => insertSealCheck(tx, found, by));
      if (found.first_broken !== null) log.error({ broken: found.first_broken }, 'the audit trail is broken');
    },
  });
  return { verbs: [getSeals, verifySeals, downloadAnchors], jobs: [verifyJob] };
}

import { SYSTEM_SCOPE, type Tx } from './db.ts';
import { defineJob, type Job } from './jobs.ts';

/** Stored answers live this long: a scanner that was offline for a holiday still gets its old answers. */
const ANSWERS_KEPT_DAYS = 30;
const BATCH_ROWS = 20_000;

/** Removes, in batches, what nobody can ask for any more. 18:30 UTC is half past two at night in China. */
const prune: Job = defineJob('platform.prune', {
  cron: '30 18 * * *',
  async run({ db, log, signal }) {
    let answers = 0;
    for (let batch = BATCH_ROWS; batch === BATCH_ROWS && signal?.aborted !== true; answers += batch) {
      batch = await db.tx(SYSTEM_SCOPE, pruneAnswers, { statement_timeout_ms: 60_000 });
    }
    await db.rows(
      `delete from platform.heartbeat where beat_at < clock_timestamp() - interval '1 day' returning 1`,
    );
    log.info({ answers }, 'stored answers removed');
  },
});

export function pruneAnswers(tx: Tx): Promise<number> {
  return tx.run(
    `delete from platform.idempotency i using (
       select actor_key, idempotency_key from platform.idempotency
       where created_at < clock_timestamp() - interval '${ANSWERS_KEPT_DAYS} days' limit ${BATCH_ROWS}
     ) old where i.actor_key = old.actor_key and i.idempotency_key = old.idempotency_key`,
  );
}

export const platform_jobs: readonly Job[] = [prune];

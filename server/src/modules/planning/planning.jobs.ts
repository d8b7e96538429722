import { SYSTEM_SCOPE } from '../../platform/db.ts';
import { defineJob, type Job } from '../../platform/jobs.ts';
import { EVERYTHING } from './planning.model.ts';
import { aloneAtPlanning, computePlanning } from './recompute.ts';

/**
 * Forecasts, policies and risks of the whole company: after an import, and soon after midnight in China, because lots
 * have come a day nearer to their expiry then even where nothing moved.
 */
export const recomputeJob: Job = defineJob('planning.recompute', {
  cron: '10 16 * * *',
  attempts_max: 3,
  async run({ db, log }) {
    await db.tx(
      SYSTEM_SCOPE,
      async (tx) => {
        if (!(await aloneAtPlanning(tx))) return;
        log.info(await computePlanning(tx, EVERYTHING, null), 'planning was computed anew');
      },
      { statement_timeout_ms: 120_000 },
    );
  },
});
export const jobs: readonly Job[] = [recomputeJob];

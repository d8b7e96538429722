import { SYSTEM_SCOPE } from '../../platform/db.ts';
import { defineJob, type Job } from '../../platform/jobs.ts';
import { recordShortageRisks } from './insight.write.ts';
import { purgeJob } from './purges.ts';

/** Every hour, so that a day has a figure even when the machine was switched off before midnight. */
const recordKpis: Job = defineJob('insight.record_kpis', {
  cron: '7 * * * *',
  attempts_max: 3,
  run: ({ db }) => db.tx(SYSTEM_SCOPE, recordShortageRisks),
});
export const jobs: readonly Job[] = [recordKpis, purgeJob];

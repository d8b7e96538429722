import { SYSTEM_SCOPE } from '../../platform/db.ts';
import { defineJob, type Job } from '../../platform/jobs.ts';
import { pruneAttempts } from './identity.write.ts';

export const jobs: readonly Job[] = [
  defineJob('identity.prune-attempts', {
    cron: '10 18 * * *',
    run: async ({ db }) => {
      await db.tx(SYSTEM_SCOPE, pruneAttempts);
    },
  }),
];

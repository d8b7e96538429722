import { SYSTEM_ACTOR } from '../../platform/actor.ts';
import { type Db, SYSTEM_SCOPE, type Tx } from '../../platform/db.ts';
import { ids } from '../../platform/ids.ts';
import { defineJob, type Job } from '../../platform/jobs.ts';
import { createRunner, type ServerVerb } from '../../platform/use-case.ts';
import { expireAllocations, expiredBalances, expireLots, overdueAllocations } from './expiry.ts';
import { closePeriods, hasPeriodToClose, makePeriod, nextCutoff } from './periods.ts';

/** Shares of work in one run of a job; what is left then waits for the next run. */
const SHARES_MAX = 500;

/**
 * Runs a verb of the inside as the system, with transaction, audit and events but no request, as long as there is
 * something to do. It looks first, so that a minute in which nothing happens leaves no row anywhere.
 */
function whileDue(verb: ServerVerb, isDue: (tx: Tx) => Promise<boolean>): Job['run'] {
  return async ({ db, signal }) => {
    for (let share = 0; share < SHARES_MAX && signal?.aborted !== true; share++) {
      if (!(await db.tx(SYSTEM_SCOPE, isDue, { read_only: true }))) return;
      await runAsSystem(db, verb);
    }
  };
}

async function runAsSystem(db: Db, verb: ServerVerb): Promise<void> {
  const request_id = ids.uuid();
  const call = { verb, input: {}, actor: SYSTEM_ACTOR, request_id, ip: null, idempotency_key: null };
  await createRunner(db).call(call);
}

export const jobs: readonly Job[] = [
  defineJob('stock.expire-allocations', {
    cron: '* * * * *',
    attempts_max: 1,
    run: whileDue(expireAllocations, async (tx) => (await overdueAllocations(tx, 1)).length > 0),
  }),
  // Every quarter of an hour, because midnight comes at another time in every zone.
  defineJob('stock.expire-lots', {
    cron: '1,16,31,46 * * * *',
    attempts_max: 3,
    run: whileDue(expireLots, async (tx) => (await expiredBalances(tx, 1)).length > 0),
  }),
  defineJob('stock.make-periods', {
    cron: '40 18 * * *',
    run: whileDue(makePeriod, async (tx) => (await nextCutoff(tx)) !== null),
  }),
  defineJob('stock.close-periods', { cron: '50 18 * * *', run: whileDue(closePeriods, hasPeriodToClose) }),
];

import { verb } from '@tongcang/contract';
import { z } from 'zod';
import { SYSTEM_SCOPE, type Tx } from '../../platform/db.ts';
import { excludeJudges } from '../../platform/rules-lock.ts';
import { definePreparedVerb, defineVerb } from '../../platform/use-case.ts';
import { closePeriodsBefore, insertPeriod, type Period } from './stock.write.ts';

const ZONE = 'Asia/Shanghai';

/** Days after the end of a month in which late papers may still be posted into it. */
const GRACE_DAYS = 10;

/** Inside only: run by the jobs, not served. */
const make_contract = verb({
  name: 'stock.make-period',
  method: 'POST',
  path: '/inside/stock/period',
  summary: 'Sums the next month that has ended, if there is one',
  input: z.strictObject({}),
  output: z.object({ cutoff: z.string().nullable() }),
  errors: [],
});

/**
 * Makes the period of the next month with postings that has ended. The number up to which postings are in it is read
 * under the exclusive lock of rules, which waits for everything that posts: what has a lower number is committed
 * then, or never will be.
 */
export const makePeriod = definePreparedVerb(
  make_contract,
  {
    permission: 'stock.adjust',
    audit: 'stock.make_period',
    idempotent: false,
    statement_timeout_ms: 600_000,
  },
  ({ db }) =>
    db.tx(SYSTEM_SCOPE, async (tx) => {
      await excludeJudges(tx);
      const { last } = await tx.one<{ last: number }>(
        `select case when is_called then last_value else 0 end as last from stock.posting_posting_id_seq`,
      );
      return last;
    }),
  async ({ tx, audit }, _input, last_posting_id) => {
    const cutoff = await nextCutoff(tx);
    if (cutoff === null) return { cutoff };
    const previous = await newestPeriod(tx);
    const period_id = await insertPeriod(tx, { cutoff, last_posting_id, previous });
    audit({ entity: 'period', entity_id: period_id, detail: { cutoff, last_posting_id } });
    return { cutoff };
  },
);

async function newestPeriod(tx: Tx): Promise<Period | null> {
  const [period] = await tx.rows<Period>(
    'select period_id, cutoff, last_posting_id from stock.period order by cutoff desc limit 1',
  );
  return period ?? null;
}

/** End of the month of the first posting that no period holds, where that month is over; null otherwise. */
export async function nextCutoff(tx: Tx): Promise<string | null> {
  const { cutoff } = await tx.one<{ cutoff: string | null }>(
    `with first as (
       select (date_trunc('month', min(occurred_at) at time zone $1) + interval '1 month') at time zone $1 as cutoff
       from stock.posting where occurred_at >= coalesce((select max(cutoff) from stock.period), '-infinity')
     )
     select case when cutoff <= now() then cutoff end as cutoff from first`,
    [ZONE],
  );
  return cutoff;
}

const close_contract = verb({
  name: 'stock.close-periods',
  method: 'POST',
  path: '/inside/stock/period/close',
  summary: 'Closes the months whose days of grace are over',
  input: z.strictObject({}),
  output: z.object({ closed: z.number().int() }),
  errors: [],
});

/** Under the lock of rules, because a posting is judged by what is closed. */
export const closePeriods = defineVerb(
  close_contract,
  { permission: 'stock.adjust', audit: 'stock.close_period', idempotent: false },
  async ({ tx, audit }) => {
    await excludeJudges(tx);
    const closed = await closePeriodsBefore(tx, GRACE_DAYS);
    for (const { period_id, cutoff } of closed)
      audit({ entity: 'period', entity_id: period_id, detail: { cutoff } });
    return { closed: closed.length };
  },
);

/** Whether a month is open whose days of grace are over. */
export async function hasPeriodToClose(tx: Tx): Promise<boolean> {
  const { due } = await tx.one<{ due: boolean }>(
    `select exists (select from stock.period where not closed and cutoff < now() - make_interval(days => $1)) as due`,
    [GRACE_DAYS],
  );
  return due;
}

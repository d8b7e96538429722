import { verb } from '@tongcang/contract';
import { z } from 'zod';
import { SYSTEM_ACTOR } from '../../platform/actor.ts';
import { SYSTEM_SCOPE, type Tx } from '../../platform/db.ts';
import { ids } from '../../platform/ids.ts';
import { defineJob, type Job } from '../../platform/jobs.ts';
import { createRunner, defineVerb } from '../../platform/use-case.ts';
import { absorbArrivals, saveEscalated } from './recall.write.ts';
import { settleBalanced } from './recall-settlement.ts';

/** So many in one transaction; the next minute takes the rest. */
const NOTICES_AT_ONCE = 500;
const CASES_AT_ONCE = 50;

/** Inside only: run by the job, not served. */
const contract = verb({
  name: 'quality.follow-recalls',
  method: 'POST',
  path: '/inside/quality/recall/follow',
  summary:
    'Escalates overdue notices, takes new arrivals into their cases, reconciles what has come out even',
  input: z.strictObject({}),
  output: z.object({ escalated: z.number().int(), arrived: z.number().int(), reconciled: z.number().int() }),
  errors: [],
});

export const followRecalls = defineVerb(
  contract,
  { permission: 'quality.recall', audit: 'quality.escalate_recall_notice', idempotent: false },
  async ({ tx, actor, audit, emit }) => {
    const arrived = await absorbArrivals(tx);
    const overdue = await saveEscalated(tx, NOTICES_AT_ONCE);
    for (const { notice_id, case_id, notice_no, warehouse_id, due_at } of overdue) {
      audit({ entity: 'recall_notice', entity_id: notice_id, warehouse_id, detail: { notice_no, due_at } });
      emit('quality.recall_overdue', String(case_id), {
        case_id,
        notice_id,
        notice_no,
        warehouse_id,
        due_at,
      });
    }
    let reconciled = 0;
    for (const case_id of await waitingCases(tx)) {
      const even = await settleBalanced(tx, case_id, actor);
      const action = 'quality.reconcile_recall_notice';
      for (const notice_id of even) audit({ action, entity: 'recall_notice', entity_id: notice_id });
      reconciled += even.length;
    }
    return { escalated: overdue.length, arrived: arrived.length, reconciled };
  },
);

/** Active cases with answers that are not settled. */
async function waitingCases(tx: Tx): Promise<number[]> {
  const rows = await tx.rows<{ case_id: number }>(
    `select distinct c.case_id from quality.recall_case c join quality.recall_notice n on n.case_id = c.case_id
     where c.status = 'active' and n.status = 'confirmed' order by 1 limit $1`,
    [CASES_AT_ONCE],
  );
  return rows.map((row) => row.case_id);
}

export const recall_jobs: readonly Job[] = [
  defineJob('quality.follow-recalls', {
    cron: '* * * * *',
    attempts_max: 1,
    run: async ({ db }) => {
      const active = await db.tx(SYSTEM_SCOPE, isAnythingActive, { read_only: true });
      if (!active) return;
      const call = { verb: followRecalls, input: {}, actor: SYSTEM_ACTOR, request_id: ids.uuid(), ip: null };
      await createRunner(db).call({ ...call, idempotency_key: null });
    },
  }),
];

/** Whether the minute has anything to do, so that one in which nothing happens leaves no row anywhere. */
async function isAnythingActive(tx: Tx): Promise<boolean> {
  const { active } = await tx.one<{ active: boolean }>(
    `select exists (select from quality.recall_notice n join quality.recall_case c on c.case_id = n.case_id
       where c.status = 'active' and (n.status = 'confirmed'
         or (n.status in ('open', 'sent') and n.due_at < now() and n.escalated_at is null and c.kind <> 'mock')))
     or exists (select from quality.recall_case c join stock.v_hold h on h.document_key = 'recall:' || c.case_id
       where c.status = 'active' and h.serial_no is null and not exists (select from quality.recall_lot l
         where l.case_id = c.case_id and l.item_id = h.item_id and l.lot_id = h.lot_id)) as active`,
  );
  return active;
}

import * as contract from '@tongcang/contract';
import { noteAudit } from '../../platform/audit.ts';
import { SYSTEM_SCOPE, type Tx } from '../../platform/db.ts';
import { fail, notFound } from '../../platform/errors.ts';
import { defineJob, type Job, type JobContext } from '../../platform/jobs.ts';
import { defineVerb } from '../../platform/use-case.ts';
import { nextOf } from '../masterdata/index.ts';
import { requireCompanyWide } from './company-wide.ts';
import { followPurge, type PurgeStatus, refuseGoods } from './retention.model.ts';
import { deletePast, partsOn } from './retention.purge.ts';
import { today } from './retention.read.ts';
import { endPurge, insertPurge, savePurgeDecision } from './retention.write.ts';

type Row = contract.OutputOf<typeof contract.listPurges>['rows'][number];
const READING = { statement_timeout_ms: 60_000 };

export const previewPurge = defineVerb(
  contract.previewPurge,
  { permission: 'insight.retention', audit: null, ...READING },
  async ({ tx, actor }) => {
    requireCompanyWide(actor);
    const on = await today(tx);
    return { on, parts: await partsOn(tx, on) };
  },
);

export const requestPurge = defineVerb(
  contract.requestPurge,
  { permission: 'insight.retention', audit: 'insight.request_purge', ...READING },
  async ({ tx, actor, audit }, { record_kinds, reason }) => {
    requireCompanyWide(actor);
    refuseGoods(record_kinds, await implantsOnRecord(tx));
    const on_day = await today(tx);
    const preview = (await partsOn(tx, on_day)).filter((part) => record_kinds.includes(part.record_kind));
    if (preview.every(({ going }) => going === 0)) fail('insight.purge_empty');
    const kinds = preview.filter(({ going }) => going > 0).map(({ record_kind }) => record_kind);
    const made = await insertPurge(tx, { record_kinds: kinds, reason, preview, on_day }, actor);
    audit({ entity: 'purge', entity_id: made.purge_id, reason, detail: { ...made, preview } });
    return made;
  },
);

async function implantsOnRecord(tx: Tx): Promise<number> {
  const { implants } = await tx.one<{ implants: number }>(
    `select count(*) as implants from stock.v_lot l join masterdata.v_item i on i.item_id = l.item_id where i.implant`,
  );
  return implants;
}

type Locked = {
  readonly document_no: string;
  readonly status: PurgeStatus;
  readonly requested_by: number | null;
};

async function lockPurge(tx: Tx, purge_id: number): Promise<Locked> {
  const [found] = await tx.rows<Locked>(
    'select document_no, status, requested_by from insight.purge where purge_id = $1 for update',
    [purge_id],
  );
  return found ?? notFound('purge', purge_id);
}

export const decidePurge = defineVerb(
  contract.decidePurge,
  { permission: 'insight.retention', audit: 'insight.decide_purge' },
  async ({ tx, actor, audit }, { purge_id, approve, note }) => {
    requireCompanyWide(actor);
    const purge = await lockPurge(tx, purge_id);
    const status = followPurge(purge, approve ? 'approved' : 'rejected');
    if (actor.user_id !== null && actor.user_id === purge.requested_by) fail('insight.own_purge');
    await savePurgeDecision(tx, purge_id, status, note, actor);
    audit({ entity: 'purge', entity_id: purge_id, reason: note, detail: { status } });
    return { purge_id, status };
  },
);

export const cancelPurge = defineVerb(
  contract.cancelPurge,
  { permission: 'insight.retention', audit: 'insight.cancel_purge' },
  async ({ tx, actor, audit }, { purge_id, reason }) => {
    requireCompanyWide(actor);
    const status = followPurge(await lockPurge(tx, purge_id), 'cancelled');
    await savePurgeDecision(tx, purge_id, status, reason, null);
    audit({ entity: 'purge', entity_id: purge_id, reason, detail: { status } });
    return { purge_id, status };
  },
);

const LIST = `select purge_id, document_no, status, record_kinds, reason, requested_by_name, requested_at,
    coalesce(requested_by = $1, false) as requested_by_me, decided_by_name, decided_at, decision_note, done_at, preview, deleted
  from insight.purge where ($2::bigint is null or purge_id < $2) order by purge_id desc limit $3`;

export const listPurges = defineVerb(
  contract.listPurges,
  { permission: 'insight.retention', audit: null },
  async ({ tx, actor }, { limit, after }) => {
    const rows = await tx.rows<Row>(LIST, [actor.user_id, after ?? null, limit]);
    return { rows, next: nextOf(rows, 'purge_id', limit) };
  },
);

type Approved = {
  readonly purge_id: number;
  readonly record_kinds: contract.RecordKind[];
  readonly on_day: string;
  readonly document_no: string;
};

/** Every minute: does what two persons have agreed on. Repeated after a failure it finds less to do and ends the same. */
export const purgeJob: Job = defineJob('insight.purge', {
  cron: '* * * * *',
  attempts_max: 3,
  async run(context) {
    const approved = await context.db.rows<Approved>(
      `select purge_id, record_kinds, on_day, document_no from insight.purge where status = 'approved'`,
    );
    for (const purge of approved) await carryOut(context, purge);
  },
});

async function carryOut({ db, log, signal }: JobContext, purge: Approved): Promise<void> {
  const { purge_id, document_no } = purge;
  const deleted = await deletePast(db, purge.record_kinds, purge.on_day, signal);
  await db.tx(SYSTEM_SCOPE, async (tx) => {
    await endPurge(tx, purge_id, deleted);
    await noteAudit(tx, {
      action: 'insight.purge',
      entity: 'purge',
      entity_id: String(purge_id),
      request_id: null,
      detail: { document_no, deleted },
    });
  });
  log.info({ purge_id, deleted }, 'records past their date deleted');
}

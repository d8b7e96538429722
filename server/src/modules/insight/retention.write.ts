/** Writes of retention: markets, legal holds, purges, verifications of the chain. */
import type { PurgePart, RecordKind } from '@tongcang/contract';
import type { Actor } from '../../platform/actor.ts';
import type { AuditReport } from '../../platform/audit.ts';
import type { Tx } from '../../platform/db.ts';
import type { PurgeStatus } from './retention.model.ts';

export async function saveMarket(tx: Tx, customer_id: number, region: string, actor: Actor): Promise<void> {
  if (region === 'CN') {
    await tx.run('delete from insight.retention_market where customer_id = $1', [customer_id]);
    return;
  }
  await tx.run(
    `insert into insight.retention_market (customer_id, region, set_by_name) values ($1, $2, $3)
     on conflict (customer_id) do update set region = excluded.region, set_by_name = excluded.set_by_name,
       set_at = clock_timestamp()`,
    [customer_id, region, actor.display_name],
  );
}

export async function insertLegalHold(
  tx: Tx,
  hold: { record_kind?: RecordKind; item_id?: number; lot_id?: number; reason: string },
  actor: Actor,
): Promise<number> {
  const { legal_hold_id } = await tx.one<{ legal_hold_id: number }>(
    `insert into insight.legal_hold (record_kind, item_id, lot_id, reason, placed_by, placed_by_name)
     values ($1, $2, $3, $4, $5, $6) returning legal_hold_id`,
    [
      hold.record_kind ?? null,
      hold.item_id ?? null,
      hold.lot_id ?? null,
      hold.reason,
      actor.user_id,
      actor.display_name,
    ],
  );
  return legal_hold_id;
}

export async function endLegalHold(
  tx: Tx,
  legal_hold_id: number,
  reason: string,
  actor: Actor,
): Promise<void> {
  await tx.run(
    `update insight.legal_hold set lifted_by = $2, lifted_by_name = $3, lifted_at = clock_timestamp(), lift_reason = $4
     where legal_hold_id = $1`,
    [legal_hold_id, actor.user_id, actor.display_name, reason],
  );
}

export function insertPurge(
  tx: Tx,
  purge: {
    record_kinds: readonly RecordKind[];
    reason: string;
    preview: readonly PurgePart[];
    on_day: string;
  },
  actor: Actor,
): Promise<{ purge_id: number; document_no: string }> {
  return tx.one(
    `insert into insight.purge (record_kinds, reason, preview, on_day, requested_by, requested_by_name)
     values ($1, $2, $3::text::jsonb, $4, $5, $6) returning purge_id, document_no`,
    [
      purge.record_kinds,
      purge.reason,
      JSON.stringify(purge.preview),
      purge.on_day,
      actor.user_id,
      actor.display_name,
    ],
  );
}

export async function savePurgeDecision(
  tx: Tx,
  purge_id: number,
  status: PurgeStatus,
  note: string,
  actor: Actor | null,
): Promise<void> {
  await tx.run(
    `update insight.purge set status = $2, decision_note = $3, decided_by = $4, decided_by_name = $5,
       decided_at = case when $5::text is null then decided_at else clock_timestamp() end
     where purge_id = $1`,
    [purge_id, status, note || null, actor?.user_id ?? null, actor?.display_name ?? null],
  );
}

export async function endPurge(
  tx: Tx,
  purge_id: number,
  deleted: Readonly<Record<string, number>>,
): Promise<void> {
  await tx.run(
    `update insight.purge set status = 'done', done_at = clock_timestamp(), deleted = $2::text::jsonb where purge_id = $1`,
    [purge_id, JSON.stringify(deleted)],
  );
}

export type SealCheck = AuditReport & { readonly anchors: number; readonly duration_ms: number };

/** Notes that the chain was walked and what was found; gives the row. */
export function insertSealCheck<T>(
  tx: Tx,
  { rows, sealed, unsealed, head, anchors, duration_ms, first_broken }: SealCheck,
  by: { user_id: number | null; display_name: string },
): Promise<T> {
  return tx.one<T>(
    `insert into insight.seal_check (checked_by, checked_by_name, rows, sealed, unsealed, head_seq, head_hash, anchors,
       duration_ms, broken)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10::text::jsonb)
     returning checked_at, checked_by_name, rows as records, sealed, unsealed, head_seq, head_hash, anchors, duration_ms, broken`,
    [
      by.user_id,
      by.display_name,
      rows,
      sealed,
      unsealed,
      head?.seq ?? null,
      head?.hash ?? null,
      anchors,
      duration_ms,
      first_broken && JSON.stringify(first_broken),
    ],
  );
}

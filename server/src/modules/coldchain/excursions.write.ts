import type { Actor } from '../../platform/actor.ts';
import type { Tx } from '../../platform/db.ts';

/** Ends at the last reading of its area, or where it began if there is none since. */
export async function closeLost(
  tx: Tx,
  excursion_id: number,
  reason: string,
  user_id: number | null,
): Promise<void> {
  await tx.run(
    `update coldchain.excursion e set status = 'ended', end_kind = 'sensor_lost', end_reason = $2, ended_by = $3,
       ended_at = greatest(e.started_at, (
         select max(d.last_at) from coldchain.watch w join coldchain.device d using (device_id)
         where w.area_id = e.area_id and d.last_at >= w.from_at))
     where e.excursion_id = $1`,
    [excursion_id, reason, user_id],
  );
  await tx.run(
    `update coldchain.alarm a set ended_at = e.ended_at from coldchain.excursion e
     where e.excursion_id = $1 and a.excursion_id = e.excursion_id and a.ended_at is null`,
    [excursion_id],
  );
}

export type NewDecision = {
  readonly item_id: number;
  readonly lot_id: number;
  readonly outcome: 'release' | 'reject';
  readonly qty: number;
  readonly movement_id: number | null;
};

export async function insertDecisions(
  tx: Tx,
  excursion_id: number,
  decisions: readonly NewDecision[],
  more: { reason: string; signature_id: number },
  actor: Actor,
): Promise<void> {
  await tx.run(
    `insert into coldchain.decision (excursion_id, item_id, lot_id, outcome, qty, movement_id, reason, signature_id, decided_by,
       decided_by_name)
     select $1, i, l, o, q, m, $7, $8, $9, $10
     from unnest($2::bigint[], $3::bigint[], $4::text[], $5::bigint[], $6::bigint[]) as k(i, l, o, q, m)`,
    [
      excursion_id,
      decisions.map((one) => one.item_id),
      decisions.map((one) => one.lot_id),
      decisions.map((one) => one.outcome),
      decisions.map((one) => one.qty),
      decisions.map((one) => one.movement_id),
      more.reason,
      more.signature_id,
      actor.user_id,
      actor.display_name,
    ],
  );
}

export async function saveDecided(tx: Tx, excursion_id: number): Promise<void> {
  await tx.run(
    `update coldchain.excursion set status = 'decided', decided_at = clock_timestamp() where excursion_id = $1`,
    [excursion_id],
  );
}

import type * as contract from '@tongcang/contract';
import type { InputOf } from '@tongcang/contract';
import type { Actor } from '../../platform/actor.ts';
import type { Tx } from '../../platform/db.ts';

export async function upsertBudgets(
  tx: Tx,
  lines: InputOf<typeof contract.saveTorBudgets>['lines'],
  user_id: number | null,
): Promise<void> {
  await tx.run(
    `insert into coldchain.item_budget (item_id, minutes, up_to_c, changed_by)
     select i, m, c, $4 from unnest($1::bigint[], $2::integer[], $3::double precision[]) as k(i, m, c) order by i
     on conflict on constraint item_budget_pk do update set minutes = excluded.minutes, up_to_c = excluded.up_to_c,
       changed_by = excluded.changed_by, changed_at = clock_timestamp()`,
    [
      lines.map((line) => line.item_id),
      lines.map((line) => line.minutes),
      lines.map((line) => line.up_to_c ?? null),
      user_id,
    ],
  );
}

/** Lots that do not exist are passed over; the caller names them. */
export async function insertHandling(
  tx: Tx,
  lines: InputOf<typeof contract.recordHandling>['lines'],
  actor: Actor,
): Promise<void> {
  await tx.run(
    `insert into coldchain.exposure (item_id, lot_id, kind, minutes, highest_c, at, note, recorded_by, recorded_by_name)
     select l.item_id, l.lot_id, 'handling', k.minutes, k.highest, clock_timestamp(), k.note, $6, $7
     from unnest($1::bigint[], $2::bigint[], $3::integer[], $4::double precision[], $5::text[])
       as k(item_id, lot_id, minutes, highest, note)
     join stock.v_lot l using (item_id, lot_id)`,
    [
      lines.map((line) => line.item_id),
      lines.map((line) => line.lot_id),
      lines.map((line) => line.minutes),
      lines.map((line) => line.highest_c ?? null),
      lines.map((line) => line.note ?? null),
      actor.user_id,
      actor.display_name,
    ],
  );
}

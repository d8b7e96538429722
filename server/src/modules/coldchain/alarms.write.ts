import type { Actor } from '../../platform/actor.ts';
import type { Tx } from '../../platform/db.ts';

export async function acknowledge(
  tx: Tx,
  alarm_ids: readonly number[],
  reason: string,
  actor: Actor,
): Promise<void> {
  await tx.run(
    `update coldchain.alarm set acknowledged_at = clock_timestamp(), acknowledged_by = $2, acknowledged_by_name = $3,
       acknowledge_reason = $4
     where alarm_id = any($1::bigint[])`,
    [alarm_ids, actor.user_id, actor.display_name, reason],
  );
}

export type Raised = {
  readonly alarm_id: number;
  readonly area_id: number;
  readonly from_warehouse_id: number | null;
};

/** Alarms that wait for longer than so many minutes climb to the second level. */
export function raiseLevel(tx: Tx, minutes: number): Promise<Raised[]> {
  return tx.rows(
    `update coldchain.alarm set level = 2, escalated_at = clock_timestamp()
     where acknowledged_at is null and level = 1 and raised_at < clock_timestamp() - make_interval(mins => $1)
     returning alarm_id, area_id, from_warehouse_id`,
    [minutes],
  );
}

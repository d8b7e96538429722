import type { Actor } from '../../platform/actor.ts';
import type { Tx } from '../../platform/db.ts';

export type NewManual = {
  readonly area_id: number;
  readonly warehouse_id: number | null;
  readonly day: string;
  readonly slot: number;
  readonly at: string;
  readonly temp_c: number;
  readonly humidity: number | undefined;
  readonly in_range: boolean;
  readonly action: string | undefined;
};

export async function insertManual(tx: Tx, made: NewManual, actor: Actor): Promise<void> {
  await tx.run(
    `insert into coldchain.manual_reading (area_id, warehouse_id, day, slot, at, temp_c, humidity, in_range, action,
       recorded_by, recorded_by_name)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
    [
      made.area_id,
      made.warehouse_id,
      made.day,
      made.slot,
      made.at,
      made.temp_c,
      made.humidity === undefined ? null : Math.round(made.humidity),
      made.in_range,
      made.action || null,
      actor.user_id,
      actor.display_name,
    ],
  );
}

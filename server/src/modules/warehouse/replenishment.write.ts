/** Pick faces and the tasks that fill them: every statement that changes them, and their lock. */
import type { Tx } from '../../platform/db.ts';
import { assert, notFound } from '../../platform/errors.ts';
import type { Task } from './replenish.ts';

export type FaceLimit = {
  readonly location_id: number;
  readonly item_id: number;
  readonly min_qty: number | null;
  readonly max_qty: number | null;
};

/** Sets the limits given and removes those that are null. */
export async function saveFaces(
  tx: Tx,
  warehouse_id: number,
  limits: readonly FaceLimit[],
): Promise<{ saved: number; removed: number }> {
  const kept = limits.filter((limit) => limit.max_qty !== null && limit.min_qty !== null);
  const gone = limits.filter((limit) => limit.max_qty === null || limit.min_qty === null);
  const saved = await tx.run(
    `insert into warehouse.pick_face (warehouse_id, location_id, item_id, min_qty, max_qty)
     select $1, k.* from unnest($2::bigint[], $3::bigint[], $4::bigint[], $5::bigint[]) as k(location_id, item_id, min_qty, max_qty)
     on conflict (location_id, item_id) do update set min_qty = excluded.min_qty, max_qty = excluded.max_qty,
       changed_at = clock_timestamp()`,
    [
      warehouse_id,
      kept.map((limit) => limit.location_id),
      kept.map((limit) => limit.item_id),
      kept.map((limit) => limit.min_qty),
      kept.map((limit) => limit.max_qty),
    ],
  );
  const removed = await tx.run(
    `delete from warehouse.pick_face f using unnest($2::bigint[], $3::bigint[]) as k(location_id, item_id)
     where f.warehouse_id = $1 and f.location_id = k.location_id and f.item_id = k.item_id`,
    [warehouse_id, gone.map((limit) => limit.location_id), gone.map((limit) => limit.item_id)],
  );
  return { saved, removed };
}

/** Writes tasks; goods that an open task moves along the same way already are added to it. */
export function insertTasks(
  tx: Tx,
  warehouse_id: number,
  created_by: number | null,
  tasks: readonly Task[],
): Promise<number> {
  return tx.run(
    `insert into warehouse.replenishment as r (warehouse_id, created_by, item_id, lot_id, owner_id, from_account_id,
       to_account_id, qty)
     select $1, $2, k.* from unnest($3::bigint[], $4::bigint[], $5::bigint[], $6::bigint[], $7::bigint[], $8::bigint[])
       as k(item_id, lot_id, owner_id, from_account_id, to_account_id, qty)
     on conflict (item_id, lot_id, owner_id, from_account_id, to_account_id) where status = 'open'
       do update set qty = r.qty + excluded.qty`,
    [
      warehouse_id,
      created_by,
      tasks.map((task) => task.item_id),
      tasks.map((task) => task.lot_id),
      tasks.map((task) => task.owner_id),
      tasks.map((task) => task.from_account_id),
      tasks.map((task) => task.to_account_id),
      tasks.map((task) => task.qty),
    ],
  );
}

export type OpenTask = Task & {
  readonly replenishment_id: number;
  readonly warehouse_id: number;
  readonly status: 'open' | 'done' | 'cancelled';
  readonly lot_no: string;
  readonly to_code: string;
};

/** Locks a task, so that it is done once. Out of sight it does not exist. */
export async function lockTask(tx: Tx, replenishment_id: number): Promise<OpenTask> {
  const [task] = await tx.rows<OpenTask>(
    `select r.replenishment_id, r.warehouse_id, r.status, r.item_id, r.lot_id, r.owner_id, r.from_account_id,
       r.to_account_id, r.qty, t.lot_no, p.location_code as to_code
     from warehouse.replenishment r
     join stock.v_lot t on t.item_id = r.item_id and t.lot_id = r.lot_id
     join stock.v_account a on a.account_id = r.to_account_id
     join masterdata.v_location p on p.location_id = a.location_id
     where r.replenishment_id = $1 for update of r`,
    [replenishment_id],
  );
  if (task === undefined) notFound('replenishment', replenishment_id);
  return task;
}

export async function endTask(
  tx: Tx,
  end: {
    readonly replenishment_id: number;
    readonly status: 'done' | 'cancelled';
    readonly qty_done: number;
    readonly done_by: number | null;
    readonly done_by_name: string;
    readonly note: string | null;
    readonly movement_id: number | null;
  },
): Promise<void> {
  const written = await tx.run(
    `update warehouse.replenishment set status = $2, qty_done = $3, done_by = $4, done_by_name = $5, note = $6,
       movement_id = $7, done_at = clock_timestamp()
     where replenishment_id = $1 and status = 'open'`,
    [
      end.replenishment_id,
      end.status,
      end.qty_done,
      end.done_by,
      end.done_by_name,
      end.note,
      end.movement_id,
    ],
  );
  assert(written === 1, 'a locked task had ended before');
}

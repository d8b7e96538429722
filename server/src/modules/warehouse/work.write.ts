/** Every INSERT and UPDATE of bills of material and work orders. */
import type { Tx } from '../../platform/db.ts';
import { assert } from '../../platform/errors.ts';
import type { Disposition } from '../compliance/index.ts';
import type { WorkKind, WorkRunStatus, WorkStatus } from './work.model.ts';

/** Puts a new version of a bill in force. The caller's transaction holds the item by the version before. */
export async function insertBom(
  tx: Tx,
  bom: {
    readonly item_id: number;
    readonly note: string | null;
    readonly created_by: number | null;
    readonly lines: readonly { readonly item_id: number; readonly qty: number }[];
  },
): Promise<{ bom_id: number; version: number }> {
  await tx.run('update warehouse.bom set active = false where item_id = $1 and active', [bom.item_id]);
  const made = await tx.one<{ bom_id: number; version: number }>(
    `insert into warehouse.bom (item_id, version, note, created_by)
     select $1, coalesce(max(version), 0) + 1, $2, $3 from warehouse.bom where item_id = $1 returning bom_id, version`,
    [bom.item_id, bom.note, bom.created_by],
  );
  await tx.run(
    `insert into warehouse.bom_line (bom_id, item_id, line_no, qty)
     select $1, k.item_id, k.ord, k.qty from unnest($2::bigint[], $3::bigint[]) with ordinality as k(item_id, qty, ord)`,
    [made.bom_id, bom.lines.map((line) => line.item_id), bom.lines.map((line) => line.qty)],
  );
  return made;
}

export type NewWorkOrder = {
  readonly warehouse_id: number;
  readonly kind: WorkKind;
  readonly item_id: number;
  readonly lot_id: number | null;
  readonly bom_id: number | null;
  readonly qty: number;
  readonly label_version: string | null;
  readonly disposition: 'released' | 'quarantine';
  readonly reason: string;
  readonly created_by: number | null;
  readonly created_by_name: string;
  readonly lines: readonly {
    readonly item_id: number;
    readonly lot_id: number | null;
    readonly per_unit: number;
  }[];
};

export async function insertWorkOrder(
  tx: Tx,
  order: NewWorkOrder,
): Promise<{ work_order_id: number; document_no: string }> {
  const made = await tx.one<{ work_order_id: number; document_no: string }>(
    `insert into warehouse.work_order (warehouse_id, kind, item_id, lot_id, bom_id, qty, label_version, reason, created_by,
       created_by_name, disposition)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) returning work_order_id, document_no`,
    [
      order.warehouse_id,
      order.kind,
      order.item_id,
      order.lot_id,
      order.bom_id,
      order.qty,
      order.label_version,
      order.reason,
      order.created_by,
      order.created_by_name,
      order.disposition,
    ],
  );
  await tx.run(
    `insert into warehouse.work_order_line (work_order_id, warehouse_id, line_no, item_id, lot_id, per_unit)
     select $1, $2, k.ord, k.item_id, k.lot_id, k.per_unit
     from unnest($3::bigint[], $4::bigint[], $5::bigint[]) with ordinality as k(item_id, lot_id, per_unit, ord)`,
    [
      made.work_order_id,
      order.warehouse_id,
      order.lines.map((line) => line.item_id),
      order.lines.map((line) => line.lot_id),
      order.lines.map((line) => line.per_unit),
    ],
  );
  return made;
}

export type NewPiece = {
  readonly item_id: number;
  readonly lot_id: number;
  readonly owner_id: number;
  readonly account_id: number;
  readonly disposition: Disposition;
  readonly qty: number;
  readonly serial_nos: readonly string[];
};

export async function insertRun(
  tx: Tx,
  run: {
    readonly work_order_id: number;
    readonly warehouse_id: number;
    readonly run_no: number;
    readonly qty: number;
    readonly started_by: number | null;
    readonly started_by_name: string;
    readonly out_movement_id: number;
    readonly label_version: string | null;
    readonly pieces: readonly NewPiece[];
  },
): Promise<number> {
  const { work_run_id } = await tx.one<{ work_run_id: number }>(
    `insert into warehouse.work_run (work_order_id, warehouse_id, run_no, qty, started_by, started_by_name, out_movement_id,
       label_version)
     values ($1, $2, $3, $4, $5, $6, $7, $8) returning work_run_id`,
    [
      run.work_order_id,
      run.warehouse_id,
      run.run_no,
      run.qty,
      run.started_by,
      run.started_by_name,
      run.out_movement_id,
      run.label_version,
    ],
  );
  await insertPieces(tx, { work_run_id, warehouse_id: run.warehouse_id, side: 'taken' }, run.pieces);
  return work_run_id;
}

export async function insertPieces(
  tx: Tx,
  of: { readonly work_run_id: number; readonly warehouse_id: number; readonly side: 'taken' | 'made' },
  pieces: readonly NewPiece[],
): Promise<void> {
  await tx.run(
    `insert into warehouse.work_piece (work_run_id, side, piece_no, warehouse_id, item_id, lot_id, owner_id, account_id,
       disposition, qty, serial_nos)
     select $1, $2, r.ord, $3, r.item_id, r.lot_id, r.owner_id, r.account_id, r.disposition, r.qty, r.serial_nos
     from rows from (jsonb_to_recordset($4::jsonb) as (item_id bigint, lot_id bigint, owner_id bigint, account_id bigint,
       disposition stock.disposition, qty bigint, serial_nos text[])) with ordinality
       as r(item_id, lot_id, owner_id, account_id, disposition, qty, serial_nos, ord)`,
    [of.work_run_id, of.side, of.warehouse_id, JSON.stringify(pieces)],
  );
}

export async function endRun(
  tx: Tx,
  end: {
    readonly work_run_id: number;
    readonly status: Extract<WorkRunStatus, 'finished' | 'undone'>;
    readonly finished_by: number | null;
    readonly finished_by_name: string;
    readonly in_movement_id: number;
    readonly note: string | null;
  },
): Promise<void> {
  const written = await tx.run(
    `update warehouse.work_run set status = $2, finished_by = $3, finished_by_name = $4, in_movement_id = $5, note = $6,
       finished_at = clock_timestamp()
     where work_run_id = $1 and status = 'started'`,
    [end.work_run_id, end.status, end.finished_by, end.finished_by_name, end.in_movement_id, end.note],
  );
  assert(written === 1, 'a run ended twice under its lock');
}

export function saveWorkStatus(
  tx: Tx,
  work_order_id: number,
  status: WorkStatus,
  note: string | null = null,
): Promise<number> {
  return tx.run(
    `update warehouse.work_order set status = $2, note = coalesce($3, note),
       closed_at = case when $2 = 'open' then null else clock_timestamp() end
     where work_order_id = $1`,
    [work_order_id, status, note],
  );
}

import type { Tx } from '../../platform/db.ts';
import { notFound } from '../../platform/errors.ts';
import { ensureAccounts } from '../stock/index.ts';
import type { OrderLine, Origin, Tied, WorkKind, WorkRunStatus, WorkStatus } from './work.model.ts';
import type { NewPiece } from './work.write.ts';

export type WorkOrder = {
  readonly work_order_id: number;
  readonly document_no: string;
  readonly warehouse_id: number;
  readonly kind: WorkKind;
  readonly status: WorkStatus;
  readonly item_id: number;
  readonly lot_id: number | null;
  readonly bom_id: number | null;
  readonly qty: number;
  readonly label_version: string | null;
  /** What it works on: released goods, or for labels those that wait for release. */
  readonly disposition: 'released' | 'quarantine';
  readonly reason: string;
};
export type WorkLine = OrderLine & {
  readonly line_no: number;
  readonly item_id: number;
  readonly lot_id: number | null;
  readonly qty_tied: number;
};

const ORDER = `select work_order_id, document_no, warehouse_id, kind, status, item_id, lot_id, bom_id, qty, label_version,
    disposition, reason
  from warehouse.work_order`;

/** Locks an order, so that its verbs follow each other; balances are locked after it. Out of sight it does not exist. */
export async function lockWorkOrder(tx: Tx, work_order_id: number): Promise<WorkOrder> {
  const [order] = await tx.rows<WorkOrder>(`${ORDER} where work_order_id = $1 for update`, [work_order_id]);
  if (order === undefined) notFound('work_order', work_order_id);
  return order;
}

export type WorkRun = {
  readonly work_run_id: number;
  readonly run_no: number;
  readonly status: WorkRunStatus;
  readonly qty: number;
  readonly started_by: number | null;
};

/** Locks the order of a run and reads the run under it. */
export async function lockRun(tx: Tx, work_run_id: number): Promise<{ order: WorkOrder; run: WorkRun }> {
  const [order] = await tx.rows<WorkOrder>(
    `${ORDER} where work_order_id = (select work_order_id from warehouse.work_run where work_run_id = $1) for update`,
    [work_run_id],
  );
  if (order === undefined) notFound('work_run', work_run_id);
  const run = await tx.one<WorkRun>(
    'select work_run_id, run_no, status, qty, started_by from warehouse.work_run where work_run_id = $1',
    [work_run_id],
  );
  return { order, run };
}

/** Pieces under way, pieces finished and runs of a locked order. */
export function progressOf(
  tx: Tx,
  work_order_id: number,
): Promise<{ started: number; finished: number; runs: number; under_way: number }> {
  return tx.one(
    `select coalesce(sum(qty) filter (where status <> 'undone'), 0)::bigint as started,
       coalesce(sum(qty) filter (where status = 'finished'), 0)::bigint as finished, count(*)::integer as runs,
       count(*) filter (where status = 'started')::integer as under_way
     from warehouse.work_run where work_order_id = $1`,
    [work_order_id],
  );
}

export function linesOf(tx: Tx, work_order_id: number): Promise<WorkLine[]> {
  return tx.rows<WorkLine>(
    `select l.work_order_line_id, l.line_no, l.item_id, l.lot_id, l.per_unit, i.tracking,
       coalesce((select sum(a.qty) from stock.v_allocation a where a.demand_kind = 'work_order_line'
         and a.demand_id = l.work_order_line_id and a.status in ('open', 'picked')), 0)::bigint as qty_tied
     from warehouse.work_order_line l join masterdata.v_item i on i.item_id = l.item_id
     where l.work_order_id = $1 order by l.line_no`,
    [work_order_id],
  );
}

/** What an order may take: what is tied to it, or for labels of goods that wait, what stands of its lot in quarantine. */
export function goodsFor(tx: Tx, order: WorkOrder): Promise<Tied[]> {
  return order.disposition === 'released' ? tiedTo(tx, order.work_order_id) : waitingFor(tx, order);
}

function waitingFor(tx: Tx, { work_order_id, warehouse_id }: WorkOrder): Promise<Tied[]> {
  return tx.rows<Tied>(
    `select null::bigint as allocation_id, l.work_order_line_id, b.item_id, b.lot_id, t.lot_no, b.account_id, b.owner_id,
       b.qty - b.allocated as qty
     from warehouse.work_order_line l
     join stock.v_balance b on b.item_id = l.item_id and b.lot_id = l.lot_id and b.warehouse_id = $2
       and b.disposition = 'quarantine' and b.qty > b.allocated
     join stock.v_account a on a.account_id = b.account_id and a.kind = 'bin'
     join stock.v_lot t on t.item_id = b.item_id and t.lot_id = b.lot_id
     where l.work_order_id = $1 order by b.account_id, b.owner_id`,
    [work_order_id, warehouse_id],
  );
}

/** What is tied to an order, what expires first coming first. */
export function tiedTo(tx: Tx, work_order_id: number): Promise<Tied[]> {
  return tx.rows<Tied>(
    `select a.allocation_id, a.demand_id as work_order_line_id, a.item_id, a.lot_id, t.lot_no, a.account_id, a.owner_id, a.qty
     from warehouse.work_order_line l
     join stock.v_allocation a on a.demand_kind = 'work_order_line' and a.demand_id = l.work_order_line_id
       and a.status in ('open', 'picked')
     join stock.v_lot t on t.item_id = a.item_id and t.lot_id = a.lot_id
     where l.work_order_id = $1 order by t.expiry_date nulls last, a.allocation_id`,
    [work_order_id],
  );
}

export type TakenPiece = NewPiece & {
  readonly expiry_date: string | null;
  readonly recalled: boolean;
  readonly held: boolean;
  readonly unit_cost_fen: number;
};

export function takenBy(tx: Tx, work_run_id: number): Promise<TakenPiece[]> {
  return tx.rows<TakenPiece>(
    `select p.item_id, p.lot_id, p.owner_id, p.account_id, p.disposition, p.qty, p.serial_nos, t.expiry_date, t.recalled,
       t.held or exists (select from stock.v_hold h where h.item_id = p.item_id and h.lot_id = p.lot_id and h.kind = 'hold'
         and h.lifted_at is null and (h.warehouse_id is null or h.warehouse_id = p.warehouse_id)) as held,
       coalesce(t.unit_cost_fen, i.unit_cost_fen) as unit_cost_fen
     from warehouse.work_piece p
     join stock.v_lot t on t.item_id = p.item_id and t.lot_id = p.lot_id
     join masterdata.v_item i on i.item_id = p.item_id
     where p.work_run_id = $1 and p.side = 'taken' order by p.piece_no`,
    [work_run_id],
  );
}

/** What a kit is made of, by the bill that it was made by. */
export function billOf(tx: Tx, bom_id: number | null): Promise<{ item_id: number; qty: number }[]> {
  return tx.rows('select item_id, qty from warehouse.bom_line where bom_id = $1 order by line_no', [bom_id]);
}

/** Lots that went into a lot of kits, less what came out of it again. */
export function originsOf(tx: Tx, item_id: number, lot_id: number): Promise<Origin[]> {
  return tx.rows<Origin>(
    `select g.item_id, g.lot_id, t.lot_no, sum(g.qty)::bigint as qty
     from (
       select from_item_id as item_id, from_lot_id as lot_id, from_qty as qty from warehouse.v_genealogy
       where kind = 'assemble' and to_item_id = $1 and to_lot_id = $2
       union all
       select to_item_id, to_lot_id, -to_qty from warehouse.v_genealogy
       where kind = 'disassemble' and from_item_id = $1 and from_lot_id = $2
     ) g
     join stock.v_lot t on t.item_id = g.item_id and t.lot_id = g.lot_id
     group by 1, 2, 3 order by 1, 2`,
    [item_id, lot_id],
  );
}

/**
 * The place of goods at a bench. One for the whole company, so that a kit that is taken apart at another warehouse finds
 * its numbered pieces where they went in.
 */
export async function bench(tx: Tx): Promise<number> {
  const [account_id] = await ensureAccounts(tx, [{ kind: 'conversion', document_key: 'work_order' }]);
  return account_id!;
}

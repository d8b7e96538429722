import { type Actor, can, sees } from '../../platform/actor.ts';
import type { Tx } from '../../platform/db.ts';
import { fail, notFound } from '../../platform/errors.ts';
import type { SentLot, TransferStatus } from './transfer.model.ts';

export type Order = {
  readonly transfer_id: number;
  readonly document_no: string;
  readonly from_warehouse_id: number;
  readonly to_warehouse_id: number;
  readonly lane_id: number | null;
  readonly status: TransferStatus;
  readonly requested_by: number | null;
  readonly received_by: number | null;
  readonly reason: string;
  readonly needed_at: string | null;
  readonly cost_fen: number;
  readonly value_fen: number;
  /** Null in orders from before entities were kept: then nothing changes owner. */
  readonly from_entity_id: number | null;
  readonly to_entity_id: number | null;
};
export type Line = {
  readonly transfer_line_id: number;
  readonly line_no: number;
  readonly item_id: number;
  readonly lot_id: number | null;
  readonly qty: number;
};

/**
 * Locks an order, so that its verbs follow each other; balances are locked after it, never before. Row-level security
 * shows it from both ends; to anybody else it does not exist.
 */
export async function lockOrder(tx: Tx, transfer_id: number): Promise<Order> {
  const [order] = await tx.rows<Order>(
    `select transfer_id, document_no, from_warehouse_id, to_warehouse_id, lane_id, status, requested_by, received_by,
       reason, needed_at, cost_fen, value_fen, from_entity_id, to_entity_id
     from transfer.transfer_order where transfer_id = $1 for update`,
    [transfer_id],
  );
  if (order === undefined) notFound('transfer', transfer_id);
  return order;
}

export function linesOf(tx: Tx, transfer_id: number): Promise<Line[]> {
  return tx.rows<Line>(
    `select transfer_line_id, line_no, item_id, lot_id, qty from transfer.transfer_line
     where transfer_id = $1 order by line_no`,
    [transfer_id],
  );
}

export function sentLotsOf(tx: Tx, transfer_id: number): Promise<SentLot[]> {
  return tx.rows<SentLot>(
    `select s.transfer_line_id, l.line_no, s.item_id, s.lot_id, t.lot_no, s.owner_id, i.tracking, i.storage_condition,
       s.qty_shipped, s.qty_received, s.qty_damaged, s.qty_lost, s.qty_returned
     from transfer.sent_lot s
     join transfer.transfer_line l on l.transfer_line_id = s.transfer_line_id
     join stock.v_lot t on t.item_id = s.item_id and t.lot_id = s.lot_id
     join masterdata.v_item i on i.item_id = s.item_id
     where s.transfer_id = $1 order by l.line_no, s.lot_id, s.owner_id`,
    [transfer_id],
  );
}

/**
 * Demands a permission at one end of an order that is in sight. The counter-party sees the document as well, so it is
 * told that it may not instead of being told that there is nothing.
 */
export function requireAtEnd(actor: Actor, permission: string, warehouse_id: number): void {
  if (!can(actor, permission, warehouse_id)) fail('platform.forbidden', { permission, warehouse_id });
}

/** Demands a permission at either end; who sees neither end is answered as if there were no such warehouse. */
export function requireAtEitherEnd(
  actor: Actor,
  permission: string,
  ends: { readonly from_warehouse_id: number; readonly to_warehouse_id: number },
): void {
  const { from_warehouse_id, to_warehouse_id } = ends;
  if (can(actor, permission, from_warehouse_id) || can(actor, permission, to_warehouse_id)) return;
  if (!sees(actor, from_warehouse_id) && !sees(actor, to_warehouse_id))
    notFound('warehouse', to_warehouse_id);
  fail('platform.forbidden', { permission, warehouse_id: to_warehouse_id });
}

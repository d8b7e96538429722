import type { Actor } from '../../platform/actor.ts';
import { requireAt } from '../../platform/actor.ts';
import type { Tx } from '../../platform/db.ts';
import { AppError, fail, notFound } from '../../platform/errors.ts';
import { isOutsider } from './fulfilment.read.ts';
import { RETURN_TRANSITIONS, type ReturnStatus } from './outbound.model.ts';

export type Return = {
  readonly return_id: number;
  readonly document_no: string;
  readonly shipment_id: number;
  readonly warehouse_id: number;
  readonly partner_id: number;
  readonly department_id: number;
  readonly legal_entity_id: number;
  readonly status: ReturnStatus;
  readonly requested_by: number | null;
  readonly received_by: number | null;
  readonly chain_unbroken: boolean | null;
};

/** Locks a return, so that its verbs follow each other. One out of sight does not exist. */
export async function lockReturn(tx: Tx, return_id: number): Promise<Return> {
  const [found] = await tx.rows<Return>(
    `select r.return_id, r.document_no, r.shipment_id, r.warehouse_id, r.partner_id, d.department_id, w.legal_entity_id,
       r.status, r.requested_by, r.received_by, r.chain_unbroken
     from fulfilment.customer_return r
     join fulfilment.shipment s on s.shipment_id = r.shipment_id
     join fulfilment.demand d on d.demand_id = s.demand_id
     join masterdata.v_warehouse w on w.warehouse_id = r.warehouse_id
     where r.return_id = $1 for update of r`,
    [return_id],
  );
  return found ?? notFound('return', return_id);
}

/** Refuses what may not follow. */
export function mayBecome({ document_no, status }: Return, action: ReturnStatus): void {
  if (!RETURN_TRANSITIONS[status].includes(action))
    fail('fulfilment.return_status', { document_no, status, action });
}

/** Our people need the permission at the warehouse; a customer's people are shown their own deliveries only. */
export function requireAtOrOwn(actor: Actor, permission: string, warehouse_id: number): void {
  if (!isOutsider(actor)) requireAt(actor, permission, warehouse_id);
}

export type ReturnLine = {
  readonly return_line_id: number;
  readonly demand_line_id: number;
  readonly item_id: number;
  readonly lot_id: number;
  readonly lot_no: string;
  readonly tracking: 'lot' | 'serial';
  readonly storage_condition: string;
  readonly qty: number;
  readonly serial_nos: readonly string[];
  readonly qty_received: number;
  readonly received_serial_nos: readonly string[];
  readonly account_id: number | null;
};

export function returnLines(tx: Tx, return_id: number): Promise<ReturnLine[]> {
  return tx.rows<ReturnLine>(
    `select k.return_line_id, k.demand_line_id, k.item_id, k.lot_id, t.lot_no, i.tracking, i.storage_condition, k.qty,
       k.serial_nos, k.qty_received, k.received_serial_nos, k.account_id
     from fulfilment.customer_return_line k
     join stock.v_lot t on t.item_id = k.item_id and t.lot_id = k.lot_id
     join masterdata.v_item i on i.item_id = k.item_id
     where k.return_id = $1 order by k.return_line_id`,
    [return_id],
  );
}

/** The first mistake gives the error its code; all of them are named with their lines. */
export function firstOf(
  errors: readonly { path: string; code: string; params: AppError['params'] }[],
): AppError {
  return new AppError(errors[0]!.code, errors[0]!.params, { errors });
}

import { type Actor, requireAt } from '../../platform/actor.ts';
import type { Tx } from '../../platform/db.ts';
import { notFound } from '../../platform/errors.ts';
import type { Disposition } from '../compliance/index.ts';
import type { ReturnStatus } from './receiving.model.ts';

export type SupplierReturn = {
  readonly supplier_return_id: number;
  readonly document_no: string;
  readonly warehouse_id: number;
  readonly supplier_id: number;
  readonly status: ReturnStatus;
  readonly reason: string;
  readonly requested_by: number | null;
};
export type ReturnLine = {
  readonly supplier_return_line_id: number;
  readonly line_no: number;
  readonly item_id: number;
  readonly lot_id: number;
  readonly lot_no: string;
  readonly tracking: 'lot' | 'serial';
  readonly storage_condition: 'ambient' | 'cool' | 'cold' | 'frozen';
  readonly account_id: number;
  readonly owner_id: number;
  readonly disposition: Disposition;
  readonly qty: number;
  readonly shipped: number;
};
/** A live allocation of a line whose goods are released. */
export type ReturnGoods = {
  readonly allocation_id: number;
  readonly supplier_return_line_id: number;
  readonly account_id: number;
  readonly owner_id: number;
  readonly qty: number;
  readonly status: 'open' | 'picked';
};

/** Locks a return, so that its verbs follow each other, and asks for the permission at its warehouse. */
export async function lockReturn(
  tx: Tx,
  actor: Actor,
  permission: string,
  supplier_return_id: number,
): Promise<SupplierReturn> {
  const [found] = await tx.rows<SupplierReturn>(
    `select supplier_return_id, document_no, warehouse_id, supplier_id, status, reason, requested_by
     from supply.supplier_return where supplier_return_id = $1 for update`,
    [supplier_return_id],
  );
  if (found === undefined) notFound('supplier_return', supplier_return_id);
  requireAt(actor, permission, found.warehouse_id);
  return found;
}

export function returnLines(tx: Tx, supplier_return_id: number): Promise<ReturnLine[]> {
  return tx.rows<ReturnLine>(
    `select l.supplier_return_line_id, l.line_no, l.item_id, l.lot_id, t.lot_no, i.tracking, i.storage_condition,
       l.account_id, l.owner_id, l.disposition, l.qty, l.qty_shipped as shipped
     from supply.supplier_return_line l
     join stock.v_lot t on t.item_id = l.item_id and t.lot_id = l.lot_id
     join masterdata.v_item i on i.item_id = l.item_id
     where l.supplier_return_id = $1 order by l.line_no`,
    [supplier_return_id],
  );
}

/** Live allocations of the lines, oldest first. */
export function allocatedGoods(tx: Tx, lines: readonly ReturnLine[]): Promise<ReturnGoods[]> {
  return tx.rows<ReturnGoods>(
    `select allocation_id, demand_id as supplier_return_line_id, account_id, owner_id, qty, status
     from stock.v_allocation
     where demand_kind = 'supplier_return_line' and demand_id = any($1::bigint[]) and status in ('open', 'picked')
     order by allocation_id`,
    [lines.map((line) => line.supplier_return_line_id)],
  );
}

/** Loose serials that stand at these places, by `item|lot|account|owner|disposition`. */
export async function serialsStanding(
  tx: Tx,
  places: readonly Pick<ReturnLine, 'item_id' | 'lot_id' | 'account_id' | 'owner_id' | 'disposition'>[],
): Promise<Map<string, string[]>> {
  if (places.length === 0) return new Map();
  const rows = await tx.rows<Parameters<typeof placeText>[0] & { serial_no: string }>(
    `select s.item_id, s.lot_id, s.account_id, s.owner_id, s.disposition, s.serial_no
     from unnest($1::bigint[], $2::bigint[], $3::bigint[], $4::bigint[], $5::text[]) as k(item_id, lot_id, account_id, owner_id, disposition)
     join stock.v_serial s on (s.item_id, s.lot_id, s.account_id, s.owner_id, s.disposition)
       = (k.item_id, k.lot_id, k.account_id, k.owner_id, k.disposition::stock.disposition)
     where s.handling_unit_id is null order by s.serial_no`,
    [
      places.map((p) => p.item_id),
      places.map((p) => p.lot_id),
      places.map((p) => p.account_id),
      places.map((p) => p.owner_id),
      places.map((p) => p.disposition),
    ],
  );
  const found = new Map<string, Set<string>>();
  for (const row of rows) {
    const key = placeText(row);
    found.set(key, (found.get(key) ?? new Set()).add(row.serial_no));
  }
  return new Map([...found].map(([key, serials]) => [key, [...serials]]));
}

export const placeText = (
  p: Pick<ReturnLine, 'item_id' | 'lot_id' | 'account_id' | 'owner_id' | 'disposition'>,
) => `${p.item_id}|${p.lot_id}|${p.account_id}|${p.owner_id}|${p.disposition}`;

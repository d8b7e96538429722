import type { Tx } from '../../platform/db.ts';
import { fail, notFound } from '../../platform/errors.ts';
import type { Disposition } from '../compliance/index.ts';
import { ensureAccounts } from '../stock/index.ts';
import { type DeliveryStatus, deliveryKey } from './outbound.model.ts';

export type Shipment = {
  readonly shipment_id: number;
  readonly delivery_note_no: string;
  readonly demand_id: number;
  readonly warehouse_id: number;
  readonly partner_id: number;
  readonly department_id: number;
  readonly status: DeliveryStatus;
  readonly shipped_at: string;
};

/** Locks shipments in the order of their ids; those out of sight are absent. */
export function lockShipments(tx: Tx, ids: readonly number[]): Promise<Shipment[]> {
  return tx.rows<Shipment>(
    `select s.shipment_id, s.delivery_note_no, s.demand_id, s.warehouse_id, s.partner_id, d.department_id, s.status,
       s.shipped_at
     from fulfilment.shipment s join fulfilment.demand d on d.demand_id = s.demand_id
     where s.shipment_id = any($1::bigint[]) order by s.shipment_id for update of s`,
    [ids],
  );
}

export async function lockShipment(tx: Tx, shipment_id: number): Promise<Shipment> {
  const [shipment] = await lockShipments(tx, [shipment_id]);
  return shipment ?? notFound('shipment', shipment_id);
}

export type ShippedLine = {
  readonly shipment_id: number;
  readonly demand_line_id: number;
  readonly item_id: number;
  readonly lot_id: number;
  readonly lot_no: string;
  readonly tracking: 'lot' | 'serial';
  readonly storage_condition: string;
  readonly qty: number;
  readonly qty_delivered: number;
  readonly serial_nos: readonly string[];
  readonly refused_serial_nos: readonly string[];
};

export function shippedLines(tx: Tx, ids: readonly number[]): Promise<ShippedLine[]> {
  return tx.rows<ShippedLine>(
    `select l.shipment_id, l.demand_line_id, l.item_id, l.lot_id, t.lot_no, i.tracking, i.storage_condition, l.qty,
       l.qty_delivered, l.serial_nos, l.refused_serial_nos
     from fulfilment.shipment_line l
     join stock.v_lot t on t.item_id = l.item_id and t.lot_id = l.lot_id
     join masterdata.v_item i on i.item_id = l.item_id
     where l.shipment_id = any($1::bigint[]) order by l.shipment_id, l.demand_line_id, l.lot_id`,
    [ids],
  );
}

/** Goods of a shipment on the road, as the ledger has them now: a recall may have changed what they are. */
export type RoadStock = {
  readonly shipment_id: number;
  readonly account_id: number;
  readonly item_id: number;
  readonly lot_id: number;
  readonly owner_id: number;
  readonly disposition: Disposition;
  readonly qty: number;
  /** Empty for goods that are tracked by lot. */
  readonly serial_nos: readonly string[];
};

export function roadStocks(tx: Tx, ids: readonly number[]): Promise<RoadStock[]> {
  return tx.rows<RoadStock>(
    `select k.shipment_id, b.account_id, b.item_id, b.lot_id, b.owner_id, b.disposition::text as disposition, b.qty,
       array(select s.serial_no from stock.v_serial s
         where (s.item_id, s.lot_id, s.account_id, s.owner_id, s.disposition)
           = (b.item_id, b.lot_id, b.account_id, b.owner_id, b.disposition) order by s.serial_no) as serial_nos
     from unnest($1::bigint[], $2::text[]) as k(shipment_id, document_key)
     join stock.v_account a on a.kind = 'in_transit' and a.document_key = k.document_key
     join stock.v_balance b on b.account_id = a.account_id and b.qty > 0
     order by k.shipment_id, b.item_id, b.lot_id, b.owner_id, b.disposition`,
    [ids, ids.map(deliveryKey)],
  );
}

/**
 * Where goods that come back are put at a warehouse: a place of the returns zone that keeps them as they must be kept,
 * otherwise the receiving place that does best. Two statements, two more where a place is used for the first time.
 */
export async function returnsPlaces(
  tx: Tx,
  warehouse_id: number,
): Promise<(storage_condition: string) => number> {
  const rows = await tx.rows<{
    location_id: number;
    zone_kind: string;
    storage_condition: string;
    account_id: number | null;
  }>(
    `select distinct on (p.zone_kind, p.storage_condition) p.location_id, p.zone_kind, p.storage_condition, a.account_id
     from masterdata.v_location p
     left join stock.v_account a on a.kind = 'bin' and a.warehouse_id = p.warehouse_id and a.location_id = p.location_id
     where p.warehouse_id = $1 and p.zone_kind in ('returns', 'receiving') and p.retired_at is null
     order by p.zone_kind, p.storage_condition, p.location_code`,
    [warehouse_id],
  );
  const fresh = rows.filter((row) => row.account_id === null);
  const made = await ensureAccounts(
    tx,
    fresh.map(({ location_id }) => ({ kind: 'bin', warehouse_id, location_id })),
  );
  const account = (row: (typeof rows)[number]) => row.account_id ?? made[fresh.indexOf(row)]!;
  return (condition) => {
    const fit = rows.find((row) => row.zone_kind === 'returns' && row.storage_condition === condition);
    const receiving = rows.filter((row) => row.zone_kind === 'receiving');
    const place = fit ?? receiving.find((row) => row.storage_condition === condition) ?? receiving[0];
    if (place === undefined) fail('fulfilment.no_returns_place');
    return account(place);
  };
}

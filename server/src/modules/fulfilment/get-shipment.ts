import * as contract from '@tongcang/contract';
import type { Tx } from '../../platform/db.ts';
import { notFound } from '../../platform/errors.ts';
import { defineVerb } from '../../platform/use-case.ts';
import { SHIPMENT_COLUMNS, SHIPMENT_TABLES } from './list-shipments.ts';
import { packageRows } from './packages.read.ts';

type Output = contract.OutputOf<typeof contract.getShipment>;
type Head = Omit<Output, 'line_rows' | 'packages' | 'prints' | 'proofs' | 'returns'>;

export const getShipment = defineVerb(
  contract.getShipment,
  { permission: 'fulfilment.read', audit: null },
  async ({ tx }, { shipment_id }) => {
    const [[head], line_rows, packages, prints, proofs, returns] = await Promise.all([
      tx.rows<Head>(`select ${SHIPMENT_COLUMNS}, v.note from ${SHIPMENT_TABLES} where s.shipment_id = $1`, [
        shipment_id,
      ]),
      linesOf(tx, shipment_id),
      packageRows(tx, { shipment_id }),
      tx.rows<Output['prints'][number]>(
        `select copy_no, template_version, reason, printed_by_name, printed_at from fulfilment.note_print
         where shipment_id = $1 order by copy_no`,
        [shipment_id],
      ),
      tx.rows<Output['proofs'][number]>(
        `select delivery_proof_id, file_name, media_type, added_at from fulfilment.delivery_proof
         where shipment_id = $1 order by delivery_proof_id`,
        [shipment_id],
      ),
      tx.rows<Output['returns'][number]>(
        `select return_id, document_no, status from fulfilment.customer_return where shipment_id = $1 order by return_id`,
        [shipment_id],
      ),
    ]);
    if (head === undefined) notFound('shipment', shipment_id);
    return { ...head, line_rows, packages, prints, proofs, returns };
  },
);

function linesOf(tx: Tx, shipment_id: number): Promise<Output['line_rows']> {
  return tx.rows(
    `select l.demand_line_id, l.item_id, i.item_code, i.name as item_name, i.unit, i.tracking, i.storage_condition, l.lot_id,
       t.lot_no, t.expiry_date, l.qty, l.qty_delivered, l.qty_refused, coalesce(b.qty, 0)::bigint as qty_returned,
       r.reason as refusal_reason, l.serial_nos
     from fulfilment.shipment_line l
     join masterdata.v_item i on i.item_id = l.item_id
     join stock.v_lot t on t.item_id = l.item_id and t.lot_id = l.lot_id
     left join fulfilment.delivery_refusal r
       on (r.shipment_id, r.demand_line_id, r.lot_id) = (l.shipment_id, l.demand_line_id, l.lot_id)
     left join lateral (
       select sum(k.qty_received) as qty from fulfilment.customer_return_line k
       where (k.shipment_id, k.demand_line_id, k.lot_id) = (l.shipment_id, l.demand_line_id, l.lot_id)) b on true
     where l.shipment_id = $1 order by i.item_code, t.lot_no`,
    [shipment_id],
  );
}

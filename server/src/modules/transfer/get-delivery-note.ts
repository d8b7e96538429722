import * as contract from '@tongcang/contract';
import type { Tx } from '../../platform/db.ts';
import { notFound } from '../../platform/errors.ts';
import { defineVerb } from '../../platform/use-case.ts';

type Output = contract.OutputOf<typeof contract.getTransferNote>;

export const getDeliveryNote = defineVerb(
  contract.getTransferNote,
  { permission: 'transfer.read', audit: null },
  ({ tx }, { transfer_id }) => noteOf(tx, transfer_id),
);

/** What the note says; not found before the goods have left. */
export async function noteOf(tx: Tx, transfer_id: number): Promise<Output> {
  const [[head], lines] = await Promise.all([
    tx.rows<Omit<Output, 'lines'>>(
      `select o.transfer_id, o.document_no, o.shipped_at, o.expected_arrival, s.name as supplier_name,
           f.name as from_warehouse_name, f.address as from_warehouse_address, r.name as receiver_name,
           t.name as to_warehouse_name, t.address as to_warehouse_address, c.name as carrier_name,
           o.from_entity_id is distinct from o.to_entity_id as intercompany,
           array(select k.licence_no from compliance.v_licence k where k.partner_id = s.partner_id
             and o.shipped_at::date between k.valid_from and k.valid_to order by 1) as supplier_licences,
           array(select k.licence_no from compliance.v_licence k where k.partner_id = r.partner_id
             and o.shipped_at::date between k.valid_from and k.valid_to order by 1) as receiver_licences
         from transfer.transfer_order o
         join masterdata.v_warehouse f on f.warehouse_id = o.from_warehouse_id
         join masterdata.v_partner s on s.partner_id = f.legal_entity_id
         join masterdata.v_warehouse t on t.warehouse_id = o.to_warehouse_id
         join masterdata.v_partner r on r.partner_id = t.legal_entity_id
         left join masterdata.v_lane n on n.lane_id = o.lane_id
         left join masterdata.v_partner c on c.partner_id = n.carrier_id
         where o.transfer_id = $1 and o.shipped_at is not null`,
      [transfer_id],
    ),
    tx.rows<Output['lines'][number]>(
      `select i.item_code, i.name as item_name, i.model, i.unit, i.registration_no, m.name as manufacturer_name, b.lot_no,
           b.production_date, b.expiry_date, i.storage_condition, l.qty_shipped as qty, l.serial_nos,
           w.name as owner_name, n.unit_price_fen
         from transfer.sent_lot l
         join transfer.transfer_line n on n.transfer_line_id = l.transfer_line_id
         join masterdata.v_partner w on w.partner_id = l.owner_id
         join masterdata.v_item i on i.item_id = l.item_id
         join masterdata.v_partner m on m.partner_id = i.manufacturer_id
         join stock.v_lot b on b.item_id = l.item_id and b.lot_id = l.lot_id
         where l.transfer_id = $1 order by i.item_code, b.lot_no, l.transfer_line_id`,
      [transfer_id],
    ),
  ]);
  if (head === undefined) notFound('delivery_note', transfer_id);
  return { ...head, lines };
}

import * as contract from '@tongcang/contract';
import { notFound } from '../../platform/errors.ts';
import { defineVerb } from '../../platform/use-case.ts';

type Output = contract.OutputOf<typeof contract.getDeliveryNote>;

export const getDeliveryNote = defineVerb(
  contract.getDeliveryNote,
  { permission: 'fulfilment.read', audit: null },
  async ({ tx }, { shipment_id }) => {
    const [[head], lines] = await Promise.all([
      tx.rows<Omit<Output, 'lines'>>(
        `select s.shipment_id, s.delivery_note_no, d.demand_id, d.document_no, s.shipped_at, s.arrival_date,
           o.name as supplier_name, w.name as warehouse_name, w.address as warehouse_address, p.name as customer_name,
           p.address as customer_address, e.name as department_name
         from fulfilment.shipment s
         join fulfilment.demand d on d.demand_id = s.demand_id
         join masterdata.v_warehouse w on w.warehouse_id = s.warehouse_id
         join masterdata.v_partner o on o.partner_id = w.legal_entity_id
         join masterdata.v_partner p on p.partner_id = s.partner_id
         join masterdata.v_department e on e.department_id = d.department_id
         where s.shipment_id = $1`,
        [shipment_id],
      ),
      tx.rows<Output['lines'][number]>(
        `select i.item_code, i.name as item_name, i.model, i.unit, i.registration_no, m.name as manufacturer_name, t.lot_no,
           t.production_date, t.expiry_date, i.storage_condition, l.qty, l.serial_nos
         from fulfilment.shipment_line l
         join masterdata.v_item i on i.item_id = l.item_id
         join masterdata.v_partner m on m.partner_id = i.manufacturer_id
         join stock.v_lot t on t.item_id = l.item_id and t.lot_id = l.lot_id
         where l.shipment_id = $1 order by i.item_code, t.lot_no`,
        [shipment_id],
      ),
    ]);
    if (head === undefined) notFound('shipment', shipment_id);
    return { ...head, lines };
  },
);

import * as contract from '@tongcang/contract';
import type { Tx } from '../../platform/db.ts';
import { notFound } from '../../platform/errors.ts';
import { defineVerb } from '../../platform/use-case.ts';

type Output = contract.OutputOf<typeof contract.getDeliveryNote>;

export const getDeliveryNote = defineVerb(
  contract.getDeliveryNote,
  { permission: 'fulfilment.read', audit: null },
  ({ tx }, { shipment_id }) => noteOf(tx, shipment_id),
);

/** What the delivery note prints. */
export async function noteOf(tx: Tx, shipment_id: number): Promise<Output> {
  const [[head], lines] = await Promise.all([
    tx.rows<Omit<Output, 'lines'>>(
      `select s.shipment_id, s.delivery_note_no, d.demand_id, d.document_no, d.customer_order_no, s.shipped_at,
         s.shipped_by_name, s.arrival_date,
         (select count(*)::integer from fulfilment.note_print n where n.shipment_id = s.shipment_id) as copies,
         coalesce((select value #>> '{}' from platform.setting where name = 'fulfilment.note_template'), $2) as template_version,
         o.name as supplier_name, ${licencesOf('o.partner_id', "'distribution_licence', 'distribution_filing'")} as supplier_licence_nos,
         c.name as carrier_name,
         (select count(*)::integer from fulfilment.package k where k.shipment_id = s.shipment_id) as packages,
         w.name as warehouse_name, w.address as warehouse_address, p.name as customer_name,
         p.address as customer_address, e.name as department_name
       from fulfilment.shipment s
       join fulfilment.demand d on d.demand_id = s.demand_id
       join masterdata.v_warehouse w on w.warehouse_id = s.warehouse_id
       join masterdata.v_partner o on o.partner_id = w.legal_entity_id
       join masterdata.v_partner p on p.partner_id = s.partner_id
       join masterdata.v_department e on e.department_id = d.department_id
       left join masterdata.v_lane n on n.lane_id = s.lane_id
       left join masterdata.v_partner c on c.partner_id = n.carrier_id
       where s.shipment_id = $1`,
      [shipment_id, contract.COMPANY_DEFAULTS['fulfilment.note_template']],
    ),
    tx.rows<Output['lines'][number]>(
      `select i.item_code, i.name as item_name, i.model, i.unit, i.registration_no, g.name as registrant_name,
         m.name as manufacturer_name,
         ${licencesOf('m.partner_id', "'production_licence', 'production_filing'")} as production_licence_nos, t.lot_no,
         t.production_date, t.expiry_date, i.storage_condition, l.qty, l.serial_nos
       from fulfilment.shipment_line l
       join fulfilment.shipment s on s.shipment_id = l.shipment_id
       join masterdata.v_item i on i.item_id = l.item_id
       join masterdata.v_partner m on m.partner_id = i.manufacturer_id
       join stock.v_lot t on t.item_id = l.item_id and t.lot_id = l.lot_id
       cross join lateral (
         select coalesce((
           select x.name from compliance.v_registration r join masterdata.v_partner x on x.partner_id = r.registrant_id
           where r.registration_no = i.registration_no order by r.valid_from desc limit 1), m.name) as name) g
       where l.shipment_id = $1 order by i.item_code, t.lot_no`,
      [shipment_id],
    ),
  ]);
  if (head === undefined) notFound('shipment', shipment_id);
  return { ...head, lines };
}

/** Numbers of the licences that a company held on the day of the shipment. */
function licencesOf(partner: string, kinds: string): string {
  return `array(select x.licence_no from compliance.v_licence x where x.partner_id = ${partner} and x.kind in (${kinds})
    and x.valid_from <= s.shipped_at::date and (x.valid_to is null or x.valid_to >= s.shipped_at::date) order by x.licence_no)`;
}

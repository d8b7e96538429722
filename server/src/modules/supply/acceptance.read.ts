import type { Tx } from '../../platform/db.ts';
import { keptUntil, retentionRules } from '../../platform/retention.ts';
import type { RecordFacts, Travelled } from './acceptance.ts';
import type { Receipt } from './receiving.read.ts';

/**
 * What the legal record of each line needs, from master data, registrations, licences, the lot and the order. Of
 * several versions of a certificate the one counts under which the lot was made, else the newest.
 */
export async function recordFacts(tx: Tx, receipt: Receipt): Promise<Map<number, RecordFacts>> {
  const rows = await tx.rows<Omit<RecordFacts, 'retain_until'>>(
    `select l.receipt_line_id, i.name as item_name, i.model, i.unit, i.implant, i.shelf_life_days, i.temp_min_c, i.temp_max_c,
       i.registration_no, g.name as registrant_name, m.name as producer_name, c.licence_no as producer_licence_no,
       coalesce(t.production_date, l.production_date) as production_date, coalesce(t.expiry_date, l.expiry_date) as expiry_date,
       (coalesce(o.submitted_at, o.created_at) at time zone w.timezone)::date as purchase_date,
       (r.arrived_at at time zone w.timezone)::date as arrival_date,
       s.name as supplier_name, s.address as supplier_address, coalesce(s.phone, s.contact) as supplier_contact,
       array(select n.serial_no from stock.v_serial n where n.item_id = l.item_id and n.lot_id = l.lot_id
         and n.account_id = l.account_id and n.disposition = 'quarantine' and n.serial_no = any (l.serial_nos)
         order by n.serial_no) as serials_waiting
     from supply.receipt_line l
     join supply.receipt r on r.receipt_id = l.receipt_id
     join masterdata.v_warehouse w on w.warehouse_id = l.warehouse_id
     join masterdata.v_item i on i.item_id = l.item_id
     join masterdata.v_partner m on m.partner_id = i.manufacturer_id
     join masterdata.v_partner s on s.partner_id = r.supplier_id
     join stock.v_lot t on t.item_id = l.item_id and t.lot_id = l.lot_id
     left join supply.purchase_order_line ol on ol.purchase_order_line_id = l.purchase_order_line_id
     left join supply.purchase_order o on o.purchase_order_id = ol.purchase_order_id
     left join lateral (
       select p.name from compliance.v_registration x join masterdata.v_partner p on p.partner_id = x.registrant_id
       where x.registration_no = i.registration_no
       order by (coalesce(t.production_date, r.arrived_at::date) between x.valid_from and coalesce(x.valid_to, 'infinity')) desc,
         x.valid_from desc limit 1) g on true
     left join lateral (
       select x.licence_no from compliance.v_licence x
       where x.partner_id = i.manufacturer_id and x.kind in ('production_licence', 'production_filing')
       order by (coalesce(t.production_date, r.arrived_at::date) between x.valid_from and coalesce(x.valid_to, 'infinity')) desc,
         x.valid_from desc limit 1) c on true
     where l.receipt_id = $1 and l.lot_id is not null`,
    [receipt.receipt_id],
  );
  const rules = await retentionRules(tx);
  return new Map(
    rows.map((row) => {
      const { implant, expiry_date, arrival_date } = row;
      const lot = { implant, expiry_date, arrived_on: arrival_date, ...NOT_SOLD_YET };
      return [row.receipt_line_id, { ...row, retain_until: keptUntil(rules, arrival_date, lot).until }];
    }),
  );
}

const NOT_SOLD_YET = { sold_in_eu_on: null, recalled: false, certificate_ends_on: null };

/** How the goods of a receipt travelled, by the newest record; null where nobody has said. */
export async function travelledOf(tx: Tx, receipt_id: number): Promise<Travelled | null> {
  const [row] = await tx.rows<Travelled>(
    `select transport_mode, (extract(epoch from arrived_at - departed_at) / 60)::bigint as transit_minutes,
       arrival_temp_c, min_temp_c, max_temp_c, record_no
     from supply.transport_record where receipt_id = $1 order by transport_record_id desc limit 1`,
    [receipt_id],
  );
  return row ?? null;
}

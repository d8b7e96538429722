import type { OutputOf } from '@tongcang/contract';
import * as contract from '@tongcang/contract';
import type { Tx } from '../../platform/db.ts';
import { notFound } from '../../platform/errors.ts';
import { defineVerb } from '../../platform/use-case.ts';
import { DESTINATION, SHIPMENT_COLUMNS, SHIPMENT_TABLES } from './shipment-rows.ts';

type Output = OutputOf<typeof contract.getTransportShipment>;
type Stop = Output['stop_rows'][number];
type Document = Stop['documents'][number];
type Line = Document['lines'][number];

export const getShipment = defineVerb(
  contract.getTransportShipment,
  { permission: 'transport.read', audit: null },
  ({ tx }, { shipment_id }) => readShipment(tx, shipment_id),
);

/** One journey with everything that belongs to it; 404 where it is not in sight. */
export async function readShipment(tx: Tx, shipment_id: number): Promise<Output> {
  const [[head], stops, documents, lines, handovers, events, attachments] = await Promise.all([
    headOf(tx, shipment_id),
    stopsOf(tx, shipment_id),
    documentsOf(tx, shipment_id),
    linesOf(tx, shipment_id),
    handoversOf(tx, shipment_id),
    eventsOf(tx, shipment_id),
    attachmentsOf(tx, shipment_id),
  ]);
  if (head === undefined) notFound('shipment', shipment_id);
  const carried = documents.map(({ stop_id, ...document }) => ({
    stop_id,
    document: {
      ...document,
      lines: lines.filter((l) => l.transport_document_id === document.transport_document_id),
    },
  }));
  const stop_rows = stops.map((stop) => ({
    ...stop,
    documents: carried.filter((one) => one.stop_id === stop.stop_id).map((one) => one.document),
    handover: handovers.find((one) => one.stop_id === stop.stop_id) ?? null,
  }));
  return { ...head, stop_rows, events, attachments };
}

function headOf(tx: Tx, id: number): Promise<Omit<Output, 'stop_rows' | 'events' | 'attachments'>[]> {
  return tx.rows(
    `select ${SHIPMENT_COLUMNS}, f.name as from_warehouse_name, s.logger_no, s.seal_no, s.departure_temp_c,
       array(select x.vehicle_code from transport.vehicle x where x.vehicle_id = any(s.box_ids) order by 1) as box_codes,
       s.quote, s.cancel_reason
     from ${SHIPMENT_TABLES} where s.shipment_id = $1`,
    [id],
  );
}

/** Row-level security stands on the shipment, so everything below it is reached through it. */
function stopsOf(tx: Tx, id: number): Promise<Omit<Stop, 'documents' | 'handover'>[]> {
  return tx.rows(
    `select p.stop_id, p.stop_no, p.customer_id, p.department_id, ${DESTINATION} as destination,
       coalesce(u.address, t.address) as address, nullif(concat_ws(' ', u.contact, u.phone), '') as contact,
       c.instructions, p.status, p.leg_km, p.leg_minutes, p.needed_at, p.planned_arrival_at, p.eta_at, p.arrived_at, p.left_at
     from transport.shipment s join transport.stop p using (shipment_id)
     left join masterdata.v_partner u on u.partner_id = p.customer_id
     left join masterdata.v_department e on e.department_id = p.department_id
     left join masterdata.v_warehouse t on t.warehouse_id = s.to_warehouse_id
     left join transport.place c on c.customer_id = p.customer_id
     where s.shipment_id = $1 order by p.stop_no`,
    [id],
  );
}

function documentsOf(tx: Tx, id: number): Promise<(Omit<Document, 'lines'> & { stop_id: number })[]> {
  return tx.rows(
    `select d.stop_id, d.transport_document_id, d.document_key, d.document_no, d.kind, d.status, d.storage_condition,
       d.packages, array(select k.sscc from transport.package k
         where k.transport_document_id = d.transport_document_id and k.sscc is not null order by k.package_no) as ssccs
     from transport.document d where d.shipment_id = $1 order by d.transport_document_id`,
    [id],
  );
}

function linesOf(tx: Tx, id: number): Promise<(Line & { transport_document_id: number })[]> {
  return tx.rows(
    `select d.transport_document_id, l.line_no, l.item_id, i.item_code, i.name as item_name, i.unit, l.lot_id, b.lot_no,
       b.expiry_date, l.qty, l.qty_refused, l.refusal_reason
     from transport.document d join transport.document_line l using (transport_document_id)
     join masterdata.v_item i on i.item_id = l.item_id
     join stock.v_lot b on b.item_id = l.item_id and b.lot_id = l.lot_id
     where d.shipment_id = $1 order by d.transport_document_id, l.line_no`,
    [id],
  );
}

function handoversOf(tx: Tx, id: number): Promise<(NonNullable<Stop['handover']> & { stop_id: number })[]> {
  return tx.rows(
    `select h.stop_id, h.handover_id, h.document_no, h.result, h.cold, h.departure_temp_c, h.arrival_temp_c, h.logger_no,
       h.departed_at, h.arrived_at, h.handed_over_at, h.minutes, h.limit_minutes, h.handed_over_by_name, h.received_by_name,
       h.reason, h.measured_min_c, h.measured_max_c, h.measured_mkt_c, h.measured_readings
     from transport.shipment s join transport.handover h using (shipment_id) where s.shipment_id = $1`,
    [id],
  );
}

function eventsOf(tx: Tx, id: number): Promise<Output['events']> {
  return tx.rows(
    `select e.event_id, e.stop_id, e.kind, e.occurred_at, e.recorded_at, u.display_name as recorded_by_name, e.place,
       e.longitude, e.latitude, e.temp_c, e.eta_at, e.note
     from transport.shipment s join transport.event e using (shipment_id)
     left join identity.v_user u on u.user_id = e.recorded_by
     where s.shipment_id = $1 order by e.occurred_at, e.kind = 'completed', e.event_id`,
    [id],
  );
}

function attachmentsOf(tx: Tx, id: number): Promise<Output['attachments']> {
  return tx.rows(
    `select a.attachment_id, a.stop_id, a.kind, a.file_name, a.media_type, octet_length(a.bytes) as size, a.occurred_at
     from transport.shipment s join transport.attachment a using (shipment_id)
     where s.shipment_id = $1 order by a.attachment_id`,
    [id],
  );
}

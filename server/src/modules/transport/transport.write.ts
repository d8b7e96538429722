/** Every INSERT and UPDATE of documents, shipments, stops and what happens to them. */
import type { Tx } from '../../platform/db.ts';
import { assert } from '../../platform/errors.ts';
import type { NewShipment } from './decide-shipments.ts';
import type { DocumentKind, TemperatureClass } from './transport.model.ts';

export type NewDocument = {
  readonly document_key: string;
  readonly document_no: string;
  readonly kind: DocumentKind;
  readonly from_warehouse_id: number;
  readonly to_warehouse_id: number | null;
  readonly customer_id: number | null;
  readonly department_id: number | null;
  readonly lane_id: number | null;
  readonly needed_at: string | null;
  readonly storage_condition: string;
  readonly temperature_class: TemperatureClass;
  readonly temp_min_c: number | null;
  readonly temp_max_c: number | null;
  readonly packages: number;
  readonly ssccs: readonly string[];
  readonly weight_g: number;
  readonly volume_ml: number;
  readonly value_fen: number;
  readonly lines: readonly {
    readonly item_id: number;
    readonly lot_id: number;
    readonly qty: number;
    readonly weight_g: number;
    readonly volume_ml: number;
    readonly value_fen: number;
  }[];
};

/** Documents with their lines and packages, in one statement; gives their ids in the order given. */
export async function insertDocuments(tx: Tx, documents: readonly NewDocument[]): Promise<number[]> {
  const rows = await tx.rows<{ transport_document_id: number; document_key: string }>(
    `with given as (
       select * from jsonb_to_recordset($1::jsonb) as d(document_key text, document_no text, kind text,
         from_warehouse_id bigint, to_warehouse_id bigint, customer_id bigint, department_id bigint, lane_id bigint,
         needed_at timestamptz, storage_condition text, temperature_class text, temp_min_c double precision,
         temp_max_c double precision, packages integer, ssccs jsonb, weight_g bigint, volume_ml bigint, value_fen bigint,
         lines jsonb)
     ), made as (
       insert into transport.document (document_key, document_no, kind, from_warehouse_id, to_warehouse_id, customer_id,
         department_id, lane_id, needed_at, storage_condition, temperature_class, temp_min_c, temp_max_c, packages,
         weight_g, volume_ml, value_fen)
       select document_key, document_no, kind, from_warehouse_id, to_warehouse_id, customer_id, department_id, lane_id,
         needed_at, storage_condition, temperature_class, temp_min_c, temp_max_c, packages, weight_g, volume_ml, value_fen
       from given
       returning transport_document_id, document_key
     ), lined as (
       insert into transport.document_line (transport_document_id, line_no, item_id, lot_id, qty, weight_g, volume_ml, value_fen)
       select m.transport_document_id, l.ord, r.item_id, r.lot_id, r.qty, r.weight_g, r.volume_ml, r.value_fen
       from made m join given g using (document_key)
       cross join lateral jsonb_array_elements(g.lines) with ordinality as l(line, ord)
       cross join lateral jsonb_to_record(l.line) as r(item_id bigint, lot_id bigint, qty bigint, weight_g bigint,
         volume_ml bigint, value_fen bigint)
     ), packed as (
       insert into transport.package (transport_document_id, package_no, sscc)
       select m.transport_document_id, n, g.ssccs ->> (n - 1)
       from made m join given g using (document_key) cross join lateral generate_series(1, g.packages) as n
     )
     select transport_document_id, document_key from made`,
    [JSON.stringify(documents)],
  );
  const ids = new Map(rows.map((row) => [row.document_key, row.transport_document_id]));
  assert(ids.size === documents.length, 'not every document was booked');
  return documents.map((document) => ids.get(document.document_key)!);
}

/** The same goods once more, waiting for a shipment; what was refused stays as it is. */
export async function rebook(tx: Tx, refused_id: number, reason: string): Promise<number> {
  const { transport_document_id } = await tx.one<{ transport_document_id: number }>(
    `with made as (
       insert into transport.document (document_key, document_no, kind, from_warehouse_id, to_warehouse_id, customer_id,
         department_id, lane_id, needed_at, storage_condition, temperature_class, temp_min_c, temp_max_c, packages,
         weight_g, volume_ml, value_fen, rebooks_id, rebook_reason)
       select document_key, document_no, kind, from_warehouse_id, to_warehouse_id, customer_id, department_id, lane_id,
         needed_at, storage_condition, temperature_class, temp_min_c, temp_max_c, packages, weight_g, volume_ml, value_fen,
         transport_document_id, $2
       from transport.document where transport_document_id = $1
       returning transport_document_id
     ), lined as (
       insert into transport.document_line (transport_document_id, line_no, item_id, lot_id, qty, weight_g, volume_ml, value_fen)
       select m.transport_document_id, l.line_no, l.item_id, l.lot_id, l.qty, l.weight_g, l.volume_ml, l.value_fen
       from made m, transport.document_line l where l.transport_document_id = $1
     ), packed as (
       insert into transport.package (transport_document_id, package_no, sscc)
       select m.transport_document_id, k.package_no, k.sscc
       from made m, transport.package k where k.transport_document_id = $1
     )
     select transport_document_id from made`,
    [refused_id, reason],
  );
  return transport_document_id;
}

/** Documents that wait and shall not travel any more. */
export function withdraw(tx: Tx, document_keys: readonly string[]): Promise<number> {
  return tx.run(
    `update transport.document set status = 'withdrawn' where document_key = any($1::text[]) and status = 'waiting'`,
    [document_keys],
  );
}

/**
 * Shipments with their stops, and the documents that they take, in three statements. Gives ids and numbers in the order
 * given: rows that one statement inserts in an order get their ids in that order.
 */
export async function insertShipments(
  tx: Tx,
  shipments: readonly NewShipment[],
  created_by: number | null,
): Promise<{ shipment_id: number; document_no: string }[]> {
  const made = await tx.rows<{ shipment_id: number; document_no: string }>(
    `insert into transport.shipment (from_warehouse_id, to_warehouse_id, partner_id, lane_id, vehicle_id, driver_id,
       temperature_class, temp_min_c, temp_max_c, weight_g, volume_ml, distance_km, planned_departure_at, planned_return_at,
       eta_at, rate_id, quote_fen, quote, created_by)
     select s.from_warehouse_id, s.to_warehouse_id, s.carrier_id, s.lane_id, s.vehicle_id, s.driver_id, s.temperature_class,
       s.temp_min_c, s.temp_max_c, s.weight_g, s.volume_ml, s.distance_km, s.planned_departure_at, s.planned_return_at,
       s.eta_at, s.rate_id, s.quote_fen, s.quote, $2
     from jsonb_array_elements($1::jsonb) with ordinality as k(shipment, ord)
     cross join lateral jsonb_to_record(k.shipment) as s(from_warehouse_id bigint, to_warehouse_id bigint, carrier_id bigint,
       lane_id bigint, vehicle_id bigint, driver_id bigint, temperature_class text, temp_min_c double precision,
       temp_max_c double precision, weight_g bigint, volume_ml bigint, distance_km integer,
       planned_departure_at timestamptz, planned_return_at timestamptz, eta_at timestamptz, rate_id bigint,
       quote_fen bigint, quote jsonb)
     order by k.ord
     returning shipment_id, document_no`,
    [JSON.stringify(shipments), created_by],
  );
  const ordered = made.toSorted((a, b) => a.shipment_id - b.shipment_id);
  const stops = shipments.flatMap((shipment, index) =>
    shipment.stops.map((stop) => ({ ...stop, shipment_id: ordered[index]!.shipment_id })),
  );
  const written = await tx.run(
    `with stopped as (
       insert into transport.stop (shipment_id, stop_no, customer_id, department_id, leg_km, leg_minutes, needed_at,
         planned_arrival_at, eta_at)
       select shipment_id, stop_no, customer_id, department_id, leg_km, leg_minutes, needed_at, planned_arrival_at,
         planned_arrival_at
       from jsonb_to_recordset($1::jsonb) as s(shipment_id bigint, stop_no integer, customer_id bigint,
         department_id bigint, leg_km integer, leg_minutes integer, needed_at timestamptz, planned_arrival_at timestamptz)
       returning stop_id, shipment_id, stop_no
     )
     update transport.document d set status = 'planned', shipment_id = t.shipment_id, stop_id = t.stop_id,
       partner_id = h.partner_id
     from jsonb_to_recordset($1::jsonb) as s(shipment_id bigint, stop_no integer, document_ids jsonb)
     join stopped t using (shipment_id, stop_no)
     join transport.shipment h on h.shipment_id = s.shipment_id
     cross join lateral jsonb_array_elements_text(s.document_ids) as k(id)
     where d.transport_document_id = k.id::bigint and d.status = 'waiting'`,
    [JSON.stringify(stops)],
  );
  const asked = stops.reduce((sum, stop) => sum + stop.document_ids.length, 0);
  assert(written === asked, 'not every document was put on a shipment');
  return ordered;
}

export type Assignment = {
  readonly shipment_id: number;
  readonly carrier_id: number | null;
  readonly vehicle_id: number;
  readonly driver_id: number;
  readonly box_ids: readonly number[];
  readonly planned_departure_at: string;
  readonly rate_id: number | null;
  readonly quote_fen: number;
  readonly quote: unknown;
};

/** Who drives what for whom. Where it had been checked it is to be checked anew; planned arrivals move with the departure. */
export async function saveAssignment(tx: Tx, to: Assignment): Promise<void> {
  await tx.run(
    `with moved as (
       update transport.stop t set planned_arrival_at = t.planned_arrival_at + ($6::timestamptz - s.planned_departure_at),
         eta_at = t.planned_arrival_at + ($6::timestamptz - s.planned_departure_at)
       from transport.shipment s where s.shipment_id = $1 and t.shipment_id = $1
     ), documents as (
       update transport.document set partner_id = $2 where shipment_id = $1
     )
     update transport.shipment set partner_id = $2, vehicle_id = $3, driver_id = $4, box_ids = $5::bigint[],
       eta_at = eta_at + ($6::timestamptz - planned_departure_at), planned_departure_at = $6::timestamptz, rate_id = $7,
       quote_fen = $8, quote = $9::jsonb, status = 'planned', logger_no = null, seal_no = null, departure_temp_c = null
     where shipment_id = $1`,
    [
      to.shipment_id,
      to.carrier_id,
      to.vehicle_id,
      to.driver_id,
      to.box_ids,
      to.planned_departure_at,
      to.rate_id,
      to.quote_fen,
      JSON.stringify(to.quote),
    ],
  );
}

/** A shipment that is taken back; gives the number of documents that wait again. */
export async function saveCancelled(tx: Tx, shipment_id: number, reason: string): Promise<number> {
  return tx.run(
    `with cancelled as (
       update transport.shipment set status = 'cancelled', cancel_reason = $2 where shipment_id = $1
     )
     update transport.document set status = 'waiting', shipment_id = null, stop_id = null, partner_id = null
     where shipment_id = $1 and status = 'planned'`,
    [shipment_id, reason],
  );
}

export type NewEvent = {
  readonly shipment_id: number;
  readonly stop_id?: number | null;
  readonly kind: string;
  readonly event_key: string;
  readonly occurred_at: string;
  readonly place?: string | null;
  readonly longitude?: number | null;
  readonly latitude?: number | null;
  readonly temp_c?: number | null;
  readonly eta_at?: string | null;
  readonly note?: string | null;
};

/** Events from the road; gives those that had not been told before, as `shipment_id|event_key`. */
export async function insertEvents(
  tx: Tx,
  events: readonly NewEvent[],
  recorded_by: number | null,
): Promise<Set<string>> {
  const rows = await tx.rows<{ shipment_id: number; event_key: string }>(
    `insert into transport.event (shipment_id, stop_id, kind, event_key, occurred_at, place, longitude, latitude, temp_c,
       eta_at, note, recorded_by)
     select shipment_id, stop_id, kind, event_key, occurred_at, place, longitude, latitude, temp_c, eta_at, note, $2
     from jsonb_to_recordset($1::jsonb) as e(shipment_id bigint, stop_id bigint, kind text, event_key text,
       occurred_at timestamptz, place text, longitude double precision, latitude double precision, temp_c double precision,
       eta_at timestamptz, note text)
     order by shipment_id, event_key
     on conflict (shipment_id, event_key) do nothing
     returning shipment_id, event_key`,
    [JSON.stringify(events), recorded_by],
  );
  return new Set(rows.map((row) => `${row.shipment_id}|${row.event_key}`));
}

export type Checked = {
  readonly shipment_id: number;
  readonly logger_no: string | null;
  readonly seal_no: string | null;
  readonly departure_temp_c: number | null;
};

export function saveChecked(tx: Tx, checked: Checked): Promise<number> {
  return tx.run(
    `update transport.shipment set status = 'ready', logger_no = $2, seal_no = $3, departure_temp_c = $4 where shipment_id = $1`,
    [checked.shipment_id, checked.logger_no, checked.seal_no, checked.departure_temp_c],
  );
}

/** When stops are expected now, and what that means for their shipments. */
export type Forecast = {
  readonly shipment_id: number;
  readonly eta_at: string;
  readonly eta_told_at: string;
  readonly delayed_minutes: number;
  readonly delay_reason: string | null;
  readonly stops: readonly { readonly stop_id: number; readonly eta_at: string }[];
};

export async function saveForecasts(tx: Tx, forecasts: readonly Forecast[]): Promise<void> {
  if (forecasts.length === 0) return;
  await tx.run(
    `with given as (
       select * from jsonb_to_recordset($1::jsonb) as f(shipment_id bigint, eta_at timestamptz, eta_told_at timestamptz,
         delayed_minutes integer, delay_reason text, stops jsonb)
     ), stopped as (
       update transport.stop t set eta_at = s.eta_at
       from given g cross join lateral jsonb_to_recordset(g.stops) as s(stop_id bigint, eta_at timestamptz)
       where t.stop_id = s.stop_id
     )
     update transport.shipment h set eta_at = g.eta_at, eta_told_at = g.eta_told_at, delayed_minutes = g.delayed_minutes,
       delay_reason = coalesce(g.delay_reason, h.delay_reason)
     from given g where h.shipment_id = g.shipment_id`,
    [JSON.stringify(forecasts)],
  );
}

export function saveDeparted(tx: Tx, shipment_id: number, departed_at: string): Promise<number> {
  return tx.run(
    `with documents as (
       update transport.document set status = 'on_the_road' where shipment_id = $1
     )
     update transport.shipment set status = 'on_the_road', departed_at = $2 where shipment_id = $1`,
    [shipment_id, departed_at],
  );
}

export function saveArrived(tx: Tx, stop_id: number, arrived_at: string): Promise<number> {
  return tx.run(
    `update transport.stop set status = 'arrived', arrived_at = $2, eta_at = $2 where stop_id = $1`,
    [stop_id, arrived_at],
  );
}

export type NewHandover = {
  readonly shipment_id: number;
  readonly stop_id: number;
  readonly result: 'delivered' | 'partly_refused' | 'refused';
  readonly cold: boolean;
  readonly departure_temp_c: number | null;
  readonly arrival_temp_c: number | null;
  readonly logger_no: string | null;
  readonly departed_at: string;
  readonly arrived_at: string;
  readonly handed_over_at: string;
  readonly minutes: number;
  readonly limit_minutes: number;
  readonly handed_over_by_name: string;
  readonly received_by_name: string;
  readonly reason: string | null;
  readonly created_by: number | null;
  /** By the devices in the boxes or the vehicle; null where there are none. */
  readonly measured_min_c: number | null;
  readonly measured_max_c: number | null;
  readonly measured_mkt_c: number | null;
  readonly measured_readings: number | null;
};
export type DocumentOutcome = {
  readonly transport_document_id: number;
  readonly status: 'delivered' | 'partly_refused' | 'refused';
};
export type RefusedLine = {
  readonly transport_document_id: number;
  readonly line_no: number;
  readonly qty: number;
  readonly reason: string;
};

/** A handover with what it says of every document and line, and the end of the journey at its last stop. */
export function saveHandover(
  tx: Tx,
  handover: NewHandover,
  outcomes: readonly DocumentOutcome[],
  refused: readonly RefusedLine[],
  completed: boolean,
): Promise<{ handover_id: number; document_no: string }> {
  return tx.one(
    `with made as (
       insert into transport.handover (shipment_id, stop_id, result, cold, departure_temp_c, arrival_temp_c, logger_no,
         departed_at, arrived_at, handed_over_at, minutes, limit_minutes, handed_over_by_name, received_by_name, reason,
         created_by, measured_min_c, measured_max_c, measured_mkt_c, measured_readings)
       select shipment_id, stop_id, result, cold, departure_temp_c, arrival_temp_c, logger_no, departed_at, arrived_at,
         handed_over_at, minutes, limit_minutes, handed_over_by_name, received_by_name, reason, created_by,
         measured_min_c, measured_max_c, measured_mkt_c, measured_readings
       from jsonb_to_record($1::jsonb) as h(shipment_id bigint, stop_id bigint, result text, cold boolean,
         departure_temp_c double precision, arrival_temp_c double precision, logger_no text, departed_at timestamptz,
         arrived_at timestamptz, handed_over_at timestamptz, minutes integer, limit_minutes integer,
         handed_over_by_name text, received_by_name text, reason text, created_by bigint,
         measured_min_c double precision, measured_max_c double precision, measured_mkt_c double precision,
         measured_readings integer)
       returning handover_id, document_no, stop_id, shipment_id, result, handed_over_at
     ), stopped as (
       update transport.stop t set status = m.result, left_at = m.handed_over_at from made m where t.stop_id = m.stop_id
     ), documents as (
       update transport.document d set status = o.status
       from jsonb_to_recordset($2::jsonb) as o(transport_document_id bigint, status text)
       where d.transport_document_id = o.transport_document_id
     ), lines as (
       update transport.document_line l set qty_refused = r.qty, refusal_reason = r.reason
       from jsonb_to_recordset($3::jsonb) as r(transport_document_id bigint, line_no integer, qty bigint, reason text)
       where (l.transport_document_id, l.line_no) = (r.transport_document_id, r.line_no)
     ), ended as (
       update transport.shipment s set status = 'completed', completed_at = m.handed_over_at
       from made m where $4 and s.shipment_id = m.shipment_id
     )
     select handover_id, document_no from made`,
    [JSON.stringify(handover), JSON.stringify(outcomes), JSON.stringify(refused), completed],
  );
}

export function insertAttachment(
  tx: Tx,
  file: {
    readonly shipment_id: number;
    readonly stop_id: number | null;
    readonly kind: string;
    readonly file_name: string;
    readonly media_type: string;
    readonly bytes: Uint8Array;
    readonly occurred_at: string | null;
    readonly recorded_by: number | null;
  },
): Promise<{ attachment_id: number }> {
  return tx.one(
    `insert into transport.attachment (shipment_id, stop_id, kind, file_name, media_type, bytes, occurred_at, recorded_by)
     values ($1, $2, $3, $4, $5, $6, coalesce($7::timestamptz, clock_timestamp()), $8) returning attachment_id`,
    [
      file.shipment_id,
      file.stop_id,
      file.kind,
      file.file_name,
      file.media_type,
      Buffer.from(file.bytes),
      file.occurred_at,
      file.recorded_by,
    ],
  );
}

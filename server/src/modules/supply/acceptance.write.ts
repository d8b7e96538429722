import type { Actor } from '../../platform/actor.ts';
import type { Tx } from '../../platform/db.ts';
import { type AcceptanceRecord, arrivedIn } from './acceptance.ts';
import type { Receipt } from './receiving.read.ts';

/** Writes the signature and the records under it in one statement. They are never changed. */
export function insertAcceptance(
  tx: Tx,
  actor: Actor,
  receipt: Receipt,
  movements: { readonly release: number | null; readonly reject: number | null },
  records: readonly AcceptanceRecord[],
): Promise<{ acceptance_id: number; document_no: string }> {
  return tx.one(
    `with head as (
       insert into supply.acceptance (receipt_id, warehouse_id, received_by, accepted_by, accepted_by_name,
         release_movement_id, reject_movement_id)
       values ($1, $2, $3, $4, $5, $6, $7) returning acceptance_id, document_no
     ), body as (
       insert into supply.acceptance_line (acceptance_id, receipt_id, warehouse_id, accepted_by, receipt_line_id, bought_by,
         item_id, lot_id, item_code, item_name, model, unit, registration_no, registrant_name, producer_name,
         producer_licence_no, lot_no, serial_nos, production_date, expiry_date, without_expiry, purchase_date, arrival_date,
         supplier_name, supplier_address, supplier_contact, arrived_qty, sample_qty, qualified_qty, unqualified_qty,
         unqualified_reason, unqualified_action, result, packaging_ok, label_ok, documents_ok, transport_mode,
         transit_minutes, arrival_temp_c, min_temp_c, max_temp_c, temperature_record_no, retain_until, udi_ok,
         chinese_label_ok)
       select h.acceptance_id, $1, $2, $4, k.receipt_line_id, k.bought_by, k.item_id, k.lot_id, k.item_code, k.item_name,
         k.model, k.unit, k.registration_no, k.registrant_name, k.producer_name, k.producer_licence_no, k.lot_no,
         array(select jsonb_array_elements_text(k.serial_nos)), k.production_date, k.expiry_date, k.without_expiry,
         k.purchase_date, k.arrival_date, k.supplier_name, k.supplier_address, k.supplier_contact, k.arrived_qty,
         k.sample_qty, k.qualified_qty, k.unqualified_qty, k.unqualified_reason, k.unqualified_action, k.result,
         k.packaging_ok, k.label_ok, k.documents_ok, k.transport_mode, k.transit_minutes, k.arrival_temp_c, k.min_temp_c,
         k.max_temp_c, k.temperature_record_no, k.retain_until, k.udi_ok, k.chinese_label_ok
       from head h, jsonb_to_recordset($8::jsonb) as k(receipt_line_id bigint, bought_by bigint, item_id bigint,
         lot_id bigint, item_code text, item_name text, model text, unit text, registration_no text, registrant_name text,
         producer_name text, producer_licence_no text, lot_no text, serial_nos jsonb, production_date date,
         expiry_date date, without_expiry boolean, purchase_date date, arrival_date date, supplier_name text,
         supplier_address text, supplier_contact text, arrived_qty bigint, sample_qty bigint, qualified_qty bigint,
         unqualified_qty bigint, unqualified_reason text, unqualified_action text, result text, packaging_ok boolean,
         label_ok boolean, documents_ok boolean, transport_mode text, transit_minutes bigint,
         arrival_temp_c double precision, min_temp_c double precision, max_temp_c double precision,
         temperature_record_no text, retain_until date, udi_ok boolean, chinese_label_ok boolean)
     )
     select acceptance_id, document_no from head`,
    [
      receipt.receipt_id,
      receipt.warehouse_id,
      receipt.received_by,
      actor.user_id,
      actor.display_name,
      movements.release,
      movements.reject,
      JSON.stringify(records.map(rowOf)),
    ],
  );
}

function rowOf(record: AcceptanceRecord) {
  const { line, judged, facts, travelled } = record;
  return {
    receipt_line_id: line.receipt_line_id,
    bought_by: line.bought_by,
    item_id: line.item_id,
    lot_id: line.lot_id,
    item_code: line.item_code,
    item_name: facts.item_name,
    model: facts.model,
    unit: facts.unit,
    registration_no: facts.registration_no,
    registrant_name: record.registrant_name,
    producer_name: record.producer_name,
    producer_licence_no: record.producer_licence_no,
    lot_no: line.lot_no,
    serial_nos: [...(record.qualified_serial_nos ?? []), ...(record.unqualified_serial_nos ?? [])],
    production_date: record.production_date,
    expiry_date: facts.expiry_date,
    without_expiry: facts.expiry_date === null,
    purchase_date: record.purchase_date,
    arrival_date: facts.arrival_date,
    supplier_name: facts.supplier_name,
    supplier_address: facts.supplier_address,
    supplier_contact: record.supplier_contact,
    arrived_qty: arrivedIn(line),
    sample_qty: judged.sample,
    qualified_qty: judged.qualified,
    unqualified_qty: judged.unqualified,
    unqualified_reason: judged.unqualified > 0 ? judged.unqualified_reason : null,
    unqualified_action: judged.unqualified > 0 ? judged.unqualified_action : null,
    result: record.result,
    packaging_ok: judged.packaging_ok,
    label_ok: judged.label_ok,
    udi_ok: judged.udi_ok ?? null,
    chinese_label_ok: judged.chinese_label_ok ?? null,
    documents_ok: judged.documents_ok,
    transport_mode: travelled?.transport_mode ?? null,
    transit_minutes: travelled?.transit_minutes ?? null,
    arrival_temp_c: travelled?.arrival_temp_c ?? null,
    min_temp_c: travelled?.min_temp_c ?? null,
    max_temp_c: travelled?.max_temp_c ?? null,
    temperature_record_no: travelled?.record_no ?? null,
    retain_until: record.retain_until,
  };
}

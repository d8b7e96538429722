/** INSERT and UPDATE of deliveries, their proofs and the prints of their notes. */
import type { Tx } from '../../platform/db.ts';
import { assert } from '../../platform/errors.ts';
import type { DeliveryStatus } from './outbound.model.ts';

export type NewDelivery = {
  readonly shipment_id: number;
  readonly warehouse_id: number;
  readonly partner_id: number;
  readonly status: DeliveryStatus;
  readonly signed_by: string;
  readonly delivered_at: string;
  readonly note: string | null;
  readonly source: 'desk' | 'transport';
  readonly movement_id: number | null;
  readonly undelivered_movement_id: number | null;
  readonly recorded_by: number | null;
};
export type NewArrival = {
  readonly shipment_id: number;
  readonly demand_line_id: number;
  readonly lot_id: number;
  readonly delivered: number;
  readonly refused: number;
  readonly refused_serial_nos: readonly string[];
  readonly reason: string | null;
  readonly note: string | null;
};

/** Writes signatures and what became of every line. The caller has locked the shipments. */
export async function insertDeliveries(
  tx: Tx,
  deliveries: readonly NewDelivery[],
  lines: readonly NewArrival[],
): Promise<void> {
  await tx.run(
    `with signed as (
       insert into fulfilment.delivery (shipment_id, warehouse_id, partner_id, signed_by, delivered_at, note, source,
         movement_id, undelivered_movement_id, recorded_by)
       select shipment_id, warehouse_id, partner_id, signed_by, delivered_at, note, source, movement_id,
         undelivered_movement_id, recorded_by
       from unnest($1::bigint[], $2::bigint[], $3::bigint[], $4::text[], $5::timestamptz[], $6::text[], $7::text[],
         $8::bigint[], $9::bigint[], $10::bigint[])
         as k(shipment_id, warehouse_id, partner_id, signed_by, delivered_at, note, source, movement_id,
           undelivered_movement_id, recorded_by)
     )
     update fulfilment.shipment s set status = k.status
     from unnest($1::bigint[], $11::text[]) as k(shipment_id, status) where s.shipment_id = k.shipment_id`,
    [
      deliveries.map((d) => d.shipment_id),
      deliveries.map((d) => d.warehouse_id),
      deliveries.map((d) => d.partner_id),
      deliveries.map((d) => d.signed_by),
      deliveries.map((d) => d.delivered_at),
      deliveries.map((d) => d.note),
      deliveries.map((d) => d.source),
      deliveries.map((d) => d.movement_id),
      deliveries.map((d) => d.undelivered_movement_id),
      deliveries.map((d) => d.recorded_by),
      deliveries.map((d) => d.status),
    ],
  );
  await saveArrivals(tx, lines);
}

async function saveArrivals(tx: Tx, lines: readonly NewArrival[]): Promise<void> {
  const written = await tx.run(
    `with k as (
       select * from unnest($1::bigint[], $2::bigint[], $3::bigint[], $4::bigint[], $5::bigint[], $6::text[], $7::text[], $8::text[])
         as k(shipment_id, demand_line_id, lot_id, delivered, refused, serial_nos, reason, note)
     ), refused as (
       insert into fulfilment.delivery_refusal (shipment_id, demand_line_id, lot_id, warehouse_id, partner_id, qty, reason, note)
       select k.shipment_id, k.demand_line_id, k.lot_id, s.warehouse_id, s.partner_id, k.refused, k.reason, k.note
       from k join fulfilment.shipment s on s.shipment_id = k.shipment_id where k.refused > 0
     )
     update fulfilment.shipment_line l set qty_delivered = k.delivered, qty_refused = k.refused,
       refused_serial_nos = array(select jsonb_array_elements_text(k.serial_nos::jsonb))
     from k where (l.shipment_id, l.demand_line_id, l.lot_id) = (k.shipment_id, k.demand_line_id, k.lot_id)`,
    [
      lines.map((l) => l.shipment_id),
      lines.map((l) => l.demand_line_id),
      lines.map((l) => l.lot_id),
      lines.map((l) => l.delivered),
      lines.map((l) => l.refused),
      lines.map((l) => JSON.stringify(l.refused_serial_nos)),
      lines.map((l) => l.reason),
      lines.map((l) => l.note),
    ],
  );
  assert(written === lines.length, 'a line of a locked shipment has changed');
}

export async function insertProof(
  tx: Tx,
  proof: {
    readonly shipment_id: number;
    readonly warehouse_id: number;
    readonly partner_id: number;
    readonly file_name: string;
    readonly media_type: string;
    readonly bytes: Uint8Array;
    readonly added_by: number | null;
  },
): Promise<number> {
  const { delivery_proof_id } = await tx.one<{ delivery_proof_id: number }>(
    `insert into fulfilment.delivery_proof (shipment_id, warehouse_id, partner_id, file_name, media_type, bytes, added_by)
     values ($1, $2, $3, $4, $5, $6, $7) returning delivery_proof_id`,
    [
      proof.shipment_id,
      proof.warehouse_id,
      proof.partner_id,
      proof.file_name,
      proof.media_type,
      Buffer.from(proof.bytes),
      proof.added_by,
    ],
  );
  return delivery_proof_id;
}

/** Notes one more print. The caller has locked the shipment. */
export async function insertPrint(
  tx: Tx,
  print: {
    readonly shipment_id: number;
    readonly warehouse_id: number;
    readonly partner_id: number;
    readonly copy_no: number;
    readonly template_version: string;
    readonly reason: string | null;
    readonly printed_by: number | null;
    readonly printed_by_name: string;
  },
): Promise<void> {
  await tx.run(
    `insert into fulfilment.note_print (shipment_id, warehouse_id, partner_id, copy_no, template_version, reason, printed_by,
       printed_by_name) values ($1, $2, $3, $4, $5, $6, $7, $8)`,
    [
      print.shipment_id,
      print.warehouse_id,
      print.partner_id,
      print.copy_no,
      print.template_version,
      print.reason,
      print.printed_by,
      print.printed_by_name,
    ],
  );
}

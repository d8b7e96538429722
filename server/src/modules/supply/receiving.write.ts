import type { transport_given } from '@tongcang/contract';
import type { z } from 'zod';
import type { Actor } from '../../platform/actor.ts';
import type { Tx } from '../../platform/db.ts';
import { assert } from '../../platform/errors.ts';
import type { NewDiscrepancy, ReceivedLine } from './receipt.ts';
import type { DiscrepancyKind, ReceiptStatus, Resolution } from './receiving.model.ts';

export type NewReceipt = {
  readonly warehouse_id: number;
  readonly supplier_id: number;
  readonly owner_id: number;
  readonly purchase_order_id: number | null;
  readonly asn_id: number | null;
  readonly delivery_note_no: string;
  readonly status: ReceiptStatus;
  readonly arrived_at: string | null;
  readonly note: string | null;
};
export type PlacedLine = ReceivedLine & {
  readonly lot_id: number | null;
  readonly account_id: number | null;
};

/** Id and number of a receipt before it is written, so that its movement can name it. */
export function reserveReceipt(tx: Tx): Promise<{ receipt_id: number; document_no: string }> {
  return tx.one(
    `select nextval(pg_get_serial_sequence('supply.receipt', 'receipt_id')) as receipt_id,
       'GR' || to_char(now() at time zone 'Asia/Shanghai', 'YYMMDD') || '-'
         || to_char(nextval('supply.receipt_no'), 'FM99999900000') as document_no`,
  );
}

/** Writes a receipt with its lines, how the goods travelled, and its differences: three statements at most. */
export async function insertReceipt(
  tx: Tx,
  actor: Actor,
  made: NewReceipt & {
    readonly receipt_id: number;
    readonly document_no: string;
    readonly movement_id: number | null;
  },
  lines: readonly PlacedLine[],
): Promise<{ line_ids: number[] }> {
  return tx.one(
    `with head as (
       insert into supply.receipt (receipt_id, warehouse_id, supplier_id, owner_id, purchase_order_id, asn_id,
         delivery_note_no, status, arrived_at, received_by, received_by_name, movement_id, note, document_no) overriding system value
       values ($1, $2, $3, $4, $5, $6, $7, $8, coalesce($9::timestamptz, now()), $10, $11, $12, $13, $15)
       returning receipt_id
     ), body as (
       insert into supply.receipt_line (receipt_id, warehouse_id, line_no, item_id, lot_id, lot_no, production_date,
         expiry_date, purchase_order_line_id, asn_line_id, bought_by, unit_price_fen, sscc, account_id, qty_expected,
         qty_noted, qty_received, qty_damaged, qty_refused, refusal_reason, note, serial_nos, qty_over)
       select h.receipt_id, $2, k.line_no, k.item_id, k.lot_id, k.lot_no, k.production_date, k.expiry_date,
         k.purchase_order_line_id, k.asn_line_id, k.bought_by, k.unit_price_fen, k.sscc, k.account_id, k.qty_expected,
         k.qty_noted, k.qty_received, k.qty_damaged, k.qty_refused, k.refusal_reason, k.note,
         array(select jsonb_array_elements_text(k.serial_nos)), k.qty_over
       from head h, jsonb_to_recordset($14::jsonb) as k(line_no integer, item_id bigint, lot_id bigint, lot_no text,
         production_date date, expiry_date date, purchase_order_line_id bigint, asn_line_id bigint, bought_by bigint,
         unit_price_fen bigint, sscc text, account_id bigint, qty_expected bigint, qty_noted bigint, qty_received bigint,
         qty_damaged bigint, qty_refused bigint, refusal_reason text, note text, serial_nos jsonb, qty_over bigint)
       returning receipt_line_id, line_no
     )
     select (select array_agg(receipt_line_id order by line_no) from body) as line_ids`,
    [
      made.receipt_id,
      made.warehouse_id,
      made.supplier_id,
      made.owner_id,
      made.purchase_order_id,
      made.asn_id,
      made.delivery_note_no,
      made.status,
      made.arrived_at,
      actor.user_id,
      actor.display_name,
      made.movement_id,
      made.note,
      JSON.stringify(lines.map(rowOf)),
      made.document_no,
    ],
  );
}

function rowOf(line: PlacedLine, index: number) {
  const { expected } = line;
  return {
    line_no: index + 1,
    item_id: line.item_id,
    lot_id: line.lot_id,
    lot_no: line.lot_no,
    production_date: line.production_date ?? expected?.production_date ?? null,
    expiry_date: line.expiry_date ?? expected?.expiry_date ?? null,
    purchase_order_line_id: expected?.purchase_order_line_id ?? null,
    asn_line_id: expected?.asn_line_id ?? null,
    bought_by: expected?.bought_by ?? null,
    unit_price_fen: expected?.unit_price_fen ?? null,
    sscc: line.sscc ?? expected?.sscc ?? null,
    account_id: line.account_id,
    qty_expected: line.qty_expected,
    qty_noted: line.noted ?? null,
    qty_received: line.received,
    qty_damaged: line.damaged,
    qty_refused: line.refused,
    refusal_reason: line.refused > 0 ? (line.refusal_reason ?? null) : null,
    note: line.note || null,
    serial_nos: line.serial_nos ?? [],
    qty_over: line.over,
  };
}

export type OpenedDiscrepancy = {
  readonly receipt_discrepancy_id: number;
  readonly document_no: string;
  readonly kind: DiscrepancyKind;
  readonly qty: number;
};

export async function insertReceiptDiscrepancies(
  tx: Tx,
  receipt: { readonly receipt_id: number; readonly warehouse_id: number; readonly opened_by: number | null },
  line_ids: readonly number[],
  rows: readonly NewDiscrepancy[],
): Promise<OpenedDiscrepancy[]> {
  if (rows.length === 0) return [];
  return tx.rows<OpenedDiscrepancy>(
    `insert into supply.receipt_discrepancy (receipt_id, warehouse_id, opened_by, receipt_line_id, item_id, lot_no,
       purchase_order_line_id, asn_line_id, kind, qty, note)
     select $1, $2, $3, k.* from unnest($4::bigint[], $5::bigint[], $6::text[], $7::bigint[], $8::bigint[], $9::text[],
       $10::bigint[], $11::text[]) as k(receipt_line_id, item_id, lot_no, purchase_order_line_id, asn_line_id, kind, qty, note)
     returning receipt_discrepancy_id, document_no, kind, qty`,
    [
      receipt.receipt_id,
      receipt.warehouse_id,
      receipt.opened_by,
      rows.map((r) => (r.index === null ? null : line_ids[r.index]!)),
      rows.map((r) => r.item_id),
      rows.map((r) => r.lot_no),
      rows.map((r) => r.purchase_order_line_id),
      rows.map((r) => r.asn_line_id),
      rows.map((r) => r.kind),
      rows.map((r) => r.qty),
      rows.map((r) => r.note),
    ],
  );
}

export type Transport = z.infer<typeof transport_given>;

export async function insertTransport(
  tx: Tx,
  actor: Actor,
  receipt: { readonly receipt_id: number; readonly warehouse_id: number },
  given: Transport,
): Promise<number> {
  const { transport_record_id } = await tx.one<{ transport_record_id: number }>(
    `insert into supply.transport_record (receipt_id, warehouse_id, transport_mode, carrier_name, vehicle_no, departed_at,
       arrived_at, departure_temp_c, arrival_temp_c, min_temp_c, max_temp_c, record_no, recorded_by, recorded_by_name)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14) returning transport_record_id`,
    [
      receipt.receipt_id,
      receipt.warehouse_id,
      given.transport_mode,
      given.carrier_name || null,
      given.vehicle_no || null,
      given.departed_at ?? null,
      given.arrived_at ?? null,
      given.departure_temp_c ?? null,
      given.arrival_temp_c ?? null,
      given.min_temp_c ?? null,
      given.max_temp_c ?? null,
      given.record_no || null,
      actor.user_id,
      actor.display_name,
    ],
  );
  return transport_record_id;
}

/** What a decision or a put-away adds to a line of a locked receipt. The CHECKs refuse more than there is. */
export type LineChange = {
  readonly receipt_line_id: number;
  readonly qualified?: number;
  readonly unqualified?: number;
  readonly put_away?: number;
};

export async function addToLines(
  tx: Tx,
  receipt: { readonly receipt_id: number; readonly status: ReceiptStatus },
  changes: readonly LineChange[],
): Promise<void> {
  const written = await tx.run(
    `with moved_on as (update supply.receipt set status = $2 where receipt_id = $1 and status <> $2)
     update supply.receipt_line l set qty_qualified = l.qty_qualified + k.qualified,
       qty_unqualified = l.qty_unqualified + k.unqualified, qty_put_away = l.qty_put_away + k.put_away
     from unnest($3::bigint[], $4::bigint[], $5::bigint[], $6::bigint[]) as k(receipt_line_id, qualified, unqualified, put_away)
     where l.receipt_line_id = k.receipt_line_id and l.receipt_id = $1`,
    [
      receipt.receipt_id,
      receipt.status,
      changes.map((c) => c.receipt_line_id),
      changes.map((c) => c.qualified ?? 0),
      changes.map((c) => c.unqualified ?? 0),
      changes.map((c) => c.put_away ?? 0),
    ],
  );
  assert(written === changes.length, 'not every receipt line was changed');
}

export async function saveReversal(
  tx: Tx,
  actor: Actor,
  reversal: { receipt_id: number; warehouse_id: number; reason: string; movement_id: number },
): Promise<string> {
  const { document_no } = await tx.one<{ document_no: string }>(
    `with head as (update supply.receipt set status = 'reversed' where receipt_id = $1),
     voided as (update supply.receipt_discrepancy set status = 'void' where receipt_id = $1 and status = 'open')
     insert into supply.receipt_reversal (receipt_id, warehouse_id, reason, movement_id, reversed_by, reversed_by_name)
     values ($1, $2, $3, $4, $5, $6) returning document_no`,
    [
      reversal.receipt_id,
      reversal.warehouse_id,
      reversal.reason,
      reversal.movement_id,
      actor.user_id,
      actor.display_name,
    ],
  );
  return document_no;
}

/** Settles a locked difference; goods over that are kept may from now on be qualified. */
export async function saveDiscrepancyResolution(
  tx: Tx,
  actor: Actor,
  resolved: {
    readonly receipt_discrepancy_id: number;
    readonly resolution: Resolution;
    readonly responsible: string;
    readonly reason: string;
  },
): Promise<void> {
  const written = await tx.run(
    `with settled as (
       update supply.receipt_discrepancy set status = 'resolved', resolution = $2, responsible = $3, reason = $4,
         resolved_by = $5, resolved_by_name = $6, resolved_at = clock_timestamp()
       where receipt_discrepancy_id = $1 and status = 'open' returning receipt_line_id, qty
     ), kept as (
       update supply.receipt_line l set qty_over = l.qty_over - s.qty from settled s
       where l.receipt_line_id = s.receipt_line_id and $2 = 'accepted_over'
     )
     select from settled`,
    [
      resolved.receipt_discrepancy_id,
      resolved.resolution,
      resolved.responsible,
      resolved.reason,
      actor.user_id,
      actor.display_name,
    ],
  );
  assert(written === 1, 'a locked difference was no longer open');
}

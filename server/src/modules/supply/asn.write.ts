/** Every INSERT and UPDATE of arrival notices, and what a receipt adds to them and to the orders behind them. */
import type { Tx } from '../../platform/db.ts';
import type { AsnStatus } from './purchase.model.ts';

export type NewAsn = {
  readonly partner_id: number;
  readonly warehouse_id: number;
  readonly delivery_note_no: string;
  readonly carrier_name: string | null;
  readonly tracking_no: string | null;
  readonly transport_mode: string;
  readonly logger_no: string | null;
  readonly shipped_at: string | null;
  readonly expected_at: string;
  readonly created_by: number | null;
  readonly created_by_name: string;
  readonly created_by_supplier: boolean;
  readonly lines: readonly {
    readonly purchase_order_line_id: number;
    readonly item_id: number;
    readonly lot_no: string;
    readonly production_date: string | null;
    readonly expiry_date: string | null;
    readonly qty: number;
    readonly sscc: string | null;
    readonly serial_nos: readonly string[];
  }[];
};

export async function insertAsn(tx: Tx, asn: NewAsn): Promise<{ asn_id: number; document_no: string }> {
  const made = await tx.one<{ asn_id: number; document_no: string }>(
    `insert into supply.asn (partner_id, warehouse_id, delivery_note_no, carrier_name, tracking_no, transport_mode,
       logger_no, shipped_at, expected_at, created_by, created_by_name, created_by_supplier)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) returning asn_id, document_no`,
    [
      asn.partner_id,
      asn.warehouse_id,
      asn.delivery_note_no,
      asn.carrier_name,
      asn.tracking_no,
      asn.transport_mode,
      asn.logger_no,
      asn.shipped_at,
      asn.expected_at,
      asn.created_by,
      asn.created_by_name,
      asn.created_by_supplier,
    ],
  );
  const { lines } = asn;
  await tx.run(
    `insert into supply.asn_line (asn_id, partner_id, warehouse_id, line_no, purchase_order_line_id, item_id, lot_no,
       production_date, expiry_date, qty, sscc, serial_nos)
     select $1, $2, $3, k.line_no, k.order_line_id, k.item_id, k.lot_no, k.production_date, k.expiry_date, k.qty, k.sscc,
       array(select jsonb_array_elements_text(k.serial_nos::jsonb))
     from unnest($4::bigint[], $5::bigint[], $6::text[], $7::date[], $8::date[], $9::bigint[], $10::text[], $11::text[])
       with ordinality as k(order_line_id, item_id, lot_no, production_date, expiry_date, qty, sscc, serial_nos, line_no)`,
    [
      made.asn_id,
      asn.partner_id,
      asn.warehouse_id,
      lines.map((l) => l.purchase_order_line_id),
      lines.map((l) => l.item_id),
      lines.map((l) => l.lot_no),
      lines.map((l) => l.production_date),
      lines.map((l) => l.expiry_date),
      lines.map((l) => l.qty),
      lines.map((l) => l.sscc),
      lines.map((l) => JSON.stringify(l.serial_nos)),
    ],
  );
  return made;
}

export function cancelAsnRow(tx: Tx, asn_id: number, reason: string): Promise<number> {
  return tx.run(
    `update supply.asn set status = 'cancelled', cancel_reason = $2, changed_at = clock_timestamp() where asn_id = $1`,
    [asn_id, reason],
  );
}

export async function saveAsnStatuses(
  tx: Tx,
  notices: readonly { readonly asn_id: number; readonly status: AsnStatus }[],
): Promise<void> {
  if (notices.length === 0) return;
  await tx.run(
    `update supply.asn n set status = k.status, changed_at = clock_timestamp()
     from unnest($1::bigint[], $2::text[]) as k(asn_id, status) where n.asn_id = k.asn_id`,
    [notices.map((n) => n.asn_id), notices.map((n) => n.status)],
  );
}

/** Adds what was received; gives the orders and arrival notices that are touched. */
export async function addReceived(
  tx: Tx,
  received: {
    readonly order_lines: readonly { readonly purchase_order_line_id: number; readonly qty: number }[];
    readonly asn_lines: readonly { readonly asn_line_id: number; readonly qty: number }[];
  },
): Promise<{ order_ids: number[]; asn_ids: number[] }> {
  return tx.one<{ order_ids: number[]; asn_ids: number[] }>(
    `with lines as (
       update supply.purchase_order_line l set qty_received = l.qty_received + k.qty
       from (select id, sum(qty)::bigint as qty from unnest($1::bigint[], $2::bigint[]) as t(id, qty) group by id) k
       where l.purchase_order_line_id = k.id returning l.purchase_order_id
     ), announced as (
       update supply.asn_line x set qty_received = x.qty_received + k.qty
       from (select id, sum(qty)::bigint as qty from unnest($3::bigint[], $4::bigint[]) as t(id, qty) group by id) k
       where x.asn_line_id = k.id returning x.asn_id
     )
     select coalesce((select array_agg(distinct purchase_order_id) from lines), '{}') as order_ids,
       coalesce((select array_agg(distinct asn_id) from announced), '{}') as asn_ids`,
    [
      received.order_lines.map((l) => l.purchase_order_line_id),
      received.order_lines.map((l) => l.qty),
      received.asn_lines.map((l) => l.asn_line_id),
      received.asn_lines.map((l) => l.qty),
    ],
  );
}

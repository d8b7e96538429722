/** Every INSERT and UPDATE of schema fulfilment. */
import type { Tx } from '../../platform/db.ts';
import { assert } from '../../platform/errors.ts';
import type { DemandStatus } from './fulfilment.model.ts';

export type NewDemand = {
  readonly kind: 'departmental' | 'order';
  readonly partner_id: number;
  readonly department_id: number;
  readonly warehouse_id: number;
  readonly needed_at: string;
  readonly priority_class: number;
  readonly department_priority_class: number;
  readonly reason: string | null;
  readonly customer_order_no: string | null;
  readonly requested_by: number | null;
  readonly requested_by_name: string;
  readonly lines: readonly {
    readonly item_id: number;
    readonly qty: number;
    readonly single_lot: boolean;
    readonly min_remaining_days: number;
    readonly unit_price_fen: number | null;
    readonly tax_rate_bp: number | null;
    readonly listing_price_fen: number | null;
  }[];
};

export async function insertDemand(
  tx: Tx,
  demand: NewDemand,
): Promise<{ demand_id: number; document_no: string }> {
  const made = await tx.one<{ demand_id: number; document_no: string }>(
    `insert into fulfilment.demand (partner_id, department_id, warehouse_id, needed_at, priority_class,
       department_priority_class, reason, customer_order_no, requested_by, requested_by_name, kind)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) returning demand_id, document_no`,
    [
      demand.partner_id,
      demand.department_id,
      demand.warehouse_id,
      demand.needed_at,
      demand.priority_class,
      demand.department_priority_class,
      demand.reason,
      demand.customer_order_no,
      demand.requested_by,
      demand.requested_by_name,
      demand.kind,
    ],
  );
  await tx.run(
    `insert into fulfilment.demand_line (demand_id, warehouse_id, partner_id, line_no, item_id, qty, single_lot, min_remaining_days,
       unit_price_fen, tax_rate_bp, listing_price_fen)
     select $1, $2, $3, k.line_no, k.item_id, k.qty, k.single_lot, k.min_remaining_days, k.unit_price_fen, k.tax_rate_bp,
       k.listing_price_fen
     from unnest($4::bigint[], $5::bigint[], $6::boolean[], $7::integer[], $8::bigint[], $9::integer[], $10::bigint[])
       with ordinality as k(item_id, qty, single_lot, min_remaining_days, unit_price_fen, tax_rate_bp, listing_price_fen, line_no)`,
    [
      made.demand_id,
      demand.warehouse_id,
      demand.partner_id,
      demand.lines.map((l) => l.item_id),
      demand.lines.map((l) => l.qty),
      demand.lines.map((l) => l.single_lot),
      demand.lines.map((l) => l.min_remaining_days),
      demand.lines.map((l) => l.unit_price_fen),
      demand.lines.map((l) => l.tax_rate_bp),
      demand.lines.map((l) => l.listing_price_fen),
    ],
  );
  return made;
}

export type LineProgress = {
  readonly demand_line_id: number;
  /** How many have just left. */
  readonly shipped_delta: number;
  /** What stands ready now. */
  readonly allocated: number;
  readonly lane_id: number | null;
  readonly status: DemandStatus;
};

export type DemandProgress = {
  readonly demand_id: number;
  readonly status: DemandStatus;
  /** Why it was cancelled, and only then. */
  readonly cancel_reason?: string;
};

/** Notes what was done with lines of demands, whose rows the caller has locked. */
export async function saveProgress(
  tx: Tx,
  demands: readonly DemandProgress[],
  lines: readonly LineProgress[],
): Promise<void> {
  const written = await tx.run(
    `with changed as (
       update fulfilment.demand d set status = k.status, cancel_reason = k.cancel_reason, changed_at = clock_timestamp()
       from unnest($1::bigint[], $2::text[], $3::text[]) as k(demand_id, status, cancel_reason)
       where d.demand_id = k.demand_id
     )
     update fulfilment.demand_line l set qty_shipped = l.qty_shipped + k.shipped_delta, qty_allocated = k.allocated,
       lane_id = coalesce(k.lane_id, l.lane_id), status = k.status
     from unnest($4::bigint[], $5::bigint[], $6::bigint[], $7::bigint[], $8::text[])
       as k(demand_line_id, shipped_delta, allocated, lane_id, status)
     where l.demand_line_id = k.demand_line_id`,
    [
      demands.map((d) => d.demand_id),
      demands.map((d) => d.status),
      demands.map((d) => d.cancel_reason ?? null),
      lines.map((l) => l.demand_line_id),
      lines.map((l) => l.shipped_delta),
      lines.map((l) => l.allocated),
      lines.map((l) => l.lane_id),
      lines.map((l) => l.status),
    ],
  );
  assert(written === lines.length, `${lines.length} demand lines to change, ${written} changed`);
}

/** Id and number of a shipment, taken before posting because account and movement carry them. */
export type ShipmentName = { readonly shipment_id: number; readonly delivery_note_no: string };

export type NewShipment = ShipmentName & {
  readonly lane_id: number | null;
  readonly movement_id: number;
  readonly arrival_date: string;
  readonly lines: readonly {
    readonly demand_line_id: number;
    readonly item_id: number;
    readonly lot_id: number;
    readonly qty: number;
    readonly serial_nos: readonly string[];
    /** Invoices between the maker and the customer; null where nobody knows. */
    readonly invoices: number | null;
  }[];
};

export function reserveShipments(tx: Tx, count: number): Promise<ShipmentName[]> {
  return tx.rows<ShipmentName>(
    `select nextval(pg_get_serial_sequence('fulfilment.shipment', 'shipment_id')) as shipment_id,
       'DN' || to_char(now() at time zone 'Asia/Shanghai', 'YYMMDD') || '-'
         || to_char(nextval('fulfilment.delivery_note_no'), 'FM99999990000') as delivery_note_no
     from generate_series(1, $1::integer)`,
    [count],
  );
}

/** Writes delivery notes with their lines. */
export async function insertShipments(
  tx: Tx,
  demand: {
    demand_id: number;
    warehouse_id: number;
    partner_id: number;
    shipped_by: number | null;
    shipped_by_name: string;
  },
  shipments: readonly NewShipment[],
): Promise<void> {
  await tx.run(
    `insert into fulfilment.shipment (demand_id, warehouse_id, partner_id, shipped_by, shipped_by_name, shipment_id,
       delivery_note_no, lane_id, movement_id, arrival_date) overriding system value
     select $1, $2, $3, $4, $5, k.* from unnest($6::bigint[], $7::text[], $8::bigint[], $9::bigint[], $10::date[])
       as k(shipment_id, delivery_note_no, lane_id, movement_id, arrival_date)`,
    [
      demand.demand_id,
      demand.warehouse_id,
      demand.partner_id,
      demand.shipped_by,
      demand.shipped_by_name,
      shipments.map((s) => s.shipment_id),
      shipments.map((s) => s.delivery_note_no),
      shipments.map((s) => s.lane_id),
      shipments.map((s) => s.movement_id),
      shipments.map((s) => s.arrival_date),
    ],
  );
  const lines = shipments.flatMap((s) => s.lines.map((line) => ({ ...line, shipment_id: s.shipment_id })));
  // Serials differ in number from line to line, which an array of arrays cannot be.
  await tx.run(
    `insert into fulfilment.shipment_line (shipment_id, demand_line_id, lot_id, warehouse_id, partner_id, item_id, qty, serial_nos,
       invoices)
     select k.shipment_id, k.demand_line_id, k.lot_id, $1, $2, k.item_id, k.qty,
       array(select jsonb_array_elements_text(k.serial_nos::jsonb)), k.invoices
     from unnest($3::bigint[], $4::bigint[], $5::bigint[], $6::bigint[], $7::bigint[], $8::text[], $9::integer[])
       as k(shipment_id, demand_line_id, lot_id, item_id, qty, serial_nos, invoices)`,
    [
      demand.warehouse_id,
      demand.partner_id,
      lines.map((l) => l.shipment_id),
      lines.map((l) => l.demand_line_id),
      lines.map((l) => l.lot_id),
      lines.map((l) => l.item_id),
      lines.map((l) => l.qty),
      lines.map((l) => JSON.stringify(l.serial_nos)),
      lines.map((l) => l.invoices),
    ],
  );
}

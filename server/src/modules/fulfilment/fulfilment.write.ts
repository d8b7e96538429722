/** Every INSERT and UPDATE of schema fulfilment. */
import type { Tx } from '../../platform/db.ts';
import { assert } from '../../platform/errors.ts';
import type { DemandStatus } from './fulfilment.model.ts';

export type NewDemand = {
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
  }[];
};

export async function insertDemand(
  tx: Tx,
  demand: NewDemand,
): Promise<{ demand_id: number; document_no: string }> {
  const made = await tx.one<{ demand_id: number; document_no: string }>(
    `insert into fulfilment.demand (partner_id, department_id, warehouse_id, needed_at, priority_class,
       department_priority_class, reason, customer_order_no, requested_by, requested_by_name)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) returning demand_id, document_no`,
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
    ],
  );
  await tx.run(
    `insert into fulfilment.demand_line (demand_id, warehouse_id, partner_id, line_no, item_id, qty, single_lot, min_remaining_days)
     select $1, $2, $3, k.line_no, k.item_id, k.qty, k.single_lot, k.min_remaining_days
     from unnest($4::bigint[], $5::bigint[], $6::boolean[], $7::integer[]) with ordinality
       as k(item_id, qty, single_lot, min_remaining_days, line_no)`,
    [
      made.demand_id,
      demand.warehouse_id,
      demand.partner_id,
      demand.lines.map((l) => l.item_id),
      demand.lines.map((l) => l.qty),
      demand.lines.map((l) => l.single_lot),
      demand.lines.map((l) => l.min_remaining_days),
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

export type NewShipment = {
  readonly delivery_note_no: string;
  readonly lane_id: number | null;
  readonly movement_id: number;
  readonly arrival_date: string;
  readonly lines: readonly {
    readonly demand_line_id: number;
    readonly item_id: number;
    readonly lot_id: number;
    readonly qty: number;
    readonly serial_nos: readonly string[];
  }[];
};

/** Numbers for delivery notes, taken before posting because the movement carries them. */
export async function reserveDeliveryNotes(tx: Tx, count: number): Promise<string[]> {
  const { numbers } = await tx.one<{ numbers: string[] }>(
    `select array_agg('DN' || to_char(now() at time zone 'Asia/Shanghai', 'YYMMDD') || '-'
       || to_char(nextval('fulfilment.delivery_note_no'), 'FM99999990000')) as numbers from generate_series(1, $1::integer)`,
    [count],
  );
  return numbers;
}

/** Writes delivery notes with their lines, and gives their ids in the order asked. */
export async function insertShipments(
  tx: Tx,
  demand: { demand_id: number; warehouse_id: number; partner_id: number; shipped_by: number | null },
  shipments: readonly NewShipment[],
): Promise<number[]> {
  const rows = await tx.rows<{ shipment_id: number; delivery_note_no: string }>(
    `insert into fulfilment.shipment (demand_id, warehouse_id, partner_id, shipped_by, delivery_note_no, lane_id, movement_id, arrival_date)
     select $1, $2, $3, $4, k.* from unnest($5::text[], $6::bigint[], $7::bigint[], $8::date[])
       as k(delivery_note_no, lane_id, movement_id, arrival_date)
     returning shipment_id, delivery_note_no`,
    [
      demand.demand_id,
      demand.warehouse_id,
      demand.partner_id,
      demand.shipped_by,
      shipments.map((s) => s.delivery_note_no),
      shipments.map((s) => s.lane_id),
      shipments.map((s) => s.movement_id),
      shipments.map((s) => s.arrival_date),
    ],
  );
  const ids = new Map(rows.map((row) => [row.delivery_note_no, row.shipment_id]));
  const lines = shipments.flatMap((s) =>
    s.lines.map((line) => ({ ...line, shipment_id: ids.get(s.delivery_note_no)! })),
  );
  // Serials differ in number from line to line, which an array of arrays cannot be.
  await tx.run(
    `insert into fulfilment.shipment_line (shipment_id, demand_line_id, lot_id, warehouse_id, partner_id, item_id, qty, serial_nos)
     select k.shipment_id, k.demand_line_id, k.lot_id, $1, $2, k.item_id, k.qty,
       array(select jsonb_array_elements_text(k.serial_nos::jsonb))
     from unnest($3::bigint[], $4::bigint[], $5::bigint[], $6::bigint[], $7::bigint[], $8::text[])
       as k(shipment_id, demand_line_id, lot_id, item_id, qty, serial_nos)`,
    [
      demand.warehouse_id,
      demand.partner_id,
      lines.map((l) => l.shipment_id),
      lines.map((l) => l.demand_line_id),
      lines.map((l) => l.lot_id),
      lines.map((l) => l.item_id),
      lines.map((l) => l.qty),
      lines.map((l) => JSON.stringify(l.serial_nos)),
    ],
  );
  return shipments.map((s) => ids.get(s.delivery_note_no)!);
}

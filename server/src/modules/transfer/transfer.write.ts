/** Every INSERT and UPDATE of schema transfer. */
import type { Tx } from '../../platform/db.ts';
import { assert } from '../../platform/errors.ts';
import type { DiscrepancyKind, Resolution, TransferStatus } from './transfer.model.ts';

export type NewOrder = {
  readonly from_warehouse_id: number;
  readonly to_warehouse_id: number;
  readonly lane_id: number | null;
  readonly requested_by: number | null;
  readonly requested_by_name: string | null;
  readonly proposal_id: number | null;
  readonly reason: string;
  readonly needed_at: string | null;
  readonly expected_arrival: string | null;
  readonly cost_fen: number;
  readonly explanation: unknown;
  readonly from_entity_id: number;
  readonly to_entity_id: number;
  readonly value_fen: number;
  readonly lines: readonly {
    readonly item_id: number;
    readonly lot_id?: number | null;
    readonly qty: number;
    readonly unit_price_fen: number | null;
  }[];
};

export async function insertOrder(
  tx: Tx,
  order: NewOrder,
): Promise<{ transfer_id: number; document_no: string }> {
  const made = await tx.one<{ transfer_id: number; document_no: string }>(
    `insert into transfer.transfer_order (from_warehouse_id, to_warehouse_id, lane_id, requested_by, requested_by_name,
       proposal_id, reason, needed_at, expected_arrival, cost_fen, explanation, from_entity_id, to_entity_id, value_fen)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11::jsonb, $12, $13, $14) returning transfer_id, document_no`,
    [
      order.from_warehouse_id,
      order.to_warehouse_id,
      order.lane_id,
      order.requested_by,
      order.requested_by_name,
      order.proposal_id,
      order.reason,
      order.needed_at,
      order.expected_arrival,
      order.cost_fen,
      order.explanation == null ? null : JSON.stringify(order.explanation),
      order.from_entity_id,
      order.to_entity_id,
      order.value_fen,
    ],
  );
  await tx.run(
    `insert into transfer.transfer_line (transfer_id, from_warehouse_id, to_warehouse_id, line_no, item_id, lot_id, qty,
       unit_price_fen)
     select $1, $2, $3, k.line_no, k.item_id, k.lot_id, k.qty, k.unit_price_fen
     from unnest($4::bigint[], $5::bigint[], $6::bigint[], $7::bigint[]) with ordinality
       as k(item_id, lot_id, qty, unit_price_fen, line_no)`,
    [
      made.transfer_id,
      order.from_warehouse_id,
      order.to_warehouse_id,
      order.lines.map((l) => l.item_id),
      order.lines.map((l) => l.lot_id ?? null),
      order.lines.map((l) => l.qty),
      order.lines.map((l) => l.unit_price_fen),
    ],
  );
  return made;
}

/** Notes a decision on a request. */
export function saveDecision(
  tx: Tx,
  decision: {
    readonly transfer_id: number;
    readonly status: TransferStatus;
    readonly note: string | null;
    /** Who approved; nobody where it was declined or taken back. */
    readonly approved_by: number | null;
    readonly approved_by_name: string | null;
    /** What the approval takes of a budget; nothing where it is declined or taken back. */
    readonly budget?: { readonly month: string; readonly exceeded: boolean };
  },
): Promise<number> {
  return tx.run(
    `update transfer.transfer_order set status = $2, decision_note = coalesce($3, decision_note),
       approved_by = coalesce($4, approved_by), approved_by_name = coalesce($5, approved_by_name),
       approved_at = case when $2 = 'approved' then clock_timestamp() else approved_at end,
       budget_month = coalesce($6::date, budget_month), over_budget = coalesce($7, over_budget)
     where transfer_id = $1`,
    [
      decision.transfer_id,
      decision.status,
      decision.note,
      decision.approved_by,
      decision.approved_by_name,
      decision.budget?.month ?? null,
      decision.budget?.exceeded ?? null,
    ],
  );
}

export type Departure = {
  readonly transfer_id: number;
  readonly from_warehouse_id: number;
  readonly to_warehouse_id: number;
  readonly status: TransferStatus;
  readonly shipped_by: number | null;
  readonly expected_arrival: string;
  readonly lots: readonly {
    readonly transfer_line_id: number;
    readonly item_id: number;
    readonly lot_id: number;
    readonly owner_id: number;
    readonly qty: number;
    readonly serial_nos: readonly string[];
  }[];
};

export async function saveDeparture(tx: Tx, departure: Departure): Promise<void> {
  const { lots } = departure;
  const written = await tx.run(
    `with left_now as (
       update transfer.transfer_order set status = $4, shipped_by = $5, shipped_at = clock_timestamp(), expected_arrival = $6
       where transfer_id = $1
     )
     insert into transfer.sent_lot (transfer_line_id, lot_id, owner_id, transfer_id, from_warehouse_id, to_warehouse_id,
       item_id, qty_shipped, serial_nos)
     select k.transfer_line_id, k.lot_id, k.owner_id, $1, $2, $3, k.item_id, k.qty,
       array(select jsonb_array_elements_text(k.serial_nos::jsonb))
     from unnest($7::bigint[], $8::bigint[], $9::bigint[], $10::bigint[], $11::bigint[], $12::text[])
       as k(transfer_line_id, item_id, lot_id, owner_id, qty, serial_nos)`,
    [
      departure.transfer_id,
      departure.from_warehouse_id,
      departure.to_warehouse_id,
      departure.status,
      departure.shipped_by,
      departure.expected_arrival,
      lots.map((l) => l.transfer_line_id),
      lots.map((l) => l.item_id),
      lots.map((l) => l.lot_id),
      lots.map((l) => l.owner_id),
      lots.map((l) => l.qty),
      lots.map((l) => JSON.stringify(l.serial_nos)),
    ],
  );
  assert(written === lots.length, 'not every sent lot was written');
}

/** What became of pieces of one sent lot, to be added. */
export type LotChange = {
  readonly transfer_line_id: number;
  readonly lot_id: number;
  readonly owner_id: number;
  readonly received?: number;
  readonly damaged?: number;
  readonly lost?: number;
  readonly returned?: number;
};

/** Adds to sent lots of one order, whose row the caller has locked. The CHECK refuses more than was shipped. */
export async function addToSentLots(tx: Tx, changes: readonly LotChange[]): Promise<void> {
  if (changes.length === 0) return;
  const written = await tx.run(
    `update transfer.sent_lot s set qty_received = s.qty_received + k.received, qty_damaged = s.qty_damaged + k.damaged,
       qty_lost = s.qty_lost + k.lost, qty_returned = s.qty_returned + k.returned
     from unnest($1::bigint[], $2::bigint[], $3::bigint[], $4::bigint[], $5::bigint[], $6::bigint[], $7::bigint[])
       as k(transfer_line_id, lot_id, owner_id, received, damaged, lost, returned)
     where (s.transfer_line_id, s.lot_id, s.owner_id) = (k.transfer_line_id, k.lot_id, k.owner_id)`,
    [
      changes.map((c) => c.transfer_line_id),
      changes.map((c) => c.lot_id),
      changes.map((c) => c.owner_id),
      changes.map((c) => c.received ?? 0),
      changes.map((c) => c.damaged ?? 0),
      changes.map((c) => c.lost ?? 0),
      changes.map((c) => c.returned ?? 0),
    ],
  );
  assert(written === changes.length, 'not every sent lot was changed');
}

/** Notes an arrival; who received stays the first one, who must not settle the differences. */
export function saveArrival(
  tx: Tx,
  arrival: { transfer_id: number; status: TransferStatus; received_by: number | null },
): Promise<number> {
  return tx.run(
    `update transfer.transfer_order set status = $2, received_by = coalesce(received_by, $3),
       received_at = clock_timestamp() where transfer_id = $1`,
    [arrival.transfer_id, arrival.status, arrival.received_by],
  );
}

export type NewDiscrepancy = {
  readonly transfer_line_id: number;
  readonly item_id: number;
  readonly lot_id: number;
  readonly owner_id: number;
  readonly kind: DiscrepancyKind;
  readonly qty: number;
  readonly note: string | null;
};

export async function insertDiscrepancies(
  tx: Tx,
  order: {
    transfer_id: number;
    from_warehouse_id: number;
    to_warehouse_id: number;
    opened_by: number | null;
  },
  rows: readonly NewDiscrepancy[],
): Promise<
  { discrepancy_id: number; document_no: string; kind: DiscrepancyKind; lot_id: number; qty: number }[]
> {
  if (rows.length === 0) return [];
  return tx.rows(
    `insert into transfer.discrepancy (transfer_id, from_warehouse_id, to_warehouse_id, opened_by, transfer_line_id, item_id,
       lot_id, owner_id, kind, qty, note)
     select $1, $2, $3, $4, k.*
     from unnest($5::bigint[], $6::bigint[], $7::bigint[], $8::bigint[], $9::text[], $10::bigint[], $11::text[])
       as k(transfer_line_id, item_id, lot_id, owner_id, kind, qty, note)
     returning discrepancy_id, document_no, kind, lot_id, qty`,
    [
      order.transfer_id,
      order.from_warehouse_id,
      order.to_warehouse_id,
      order.opened_by,
      rows.map((r) => r.transfer_line_id),
      rows.map((r) => r.item_id),
      rows.map((r) => r.lot_id),
      rows.map((r) => r.owner_id),
      rows.map((r) => r.kind),
      rows.map((r) => r.qty),
      rows.map((r) => r.note),
    ],
  );
}

export async function saveResolution(
  tx: Tx,
  resolved: {
    readonly discrepancy_id: number;
    readonly resolution: Resolution;
    readonly responsible: string;
    readonly reason: string;
    readonly resolved_by: number | null;
    readonly movement_id: number | null;
  },
): Promise<void> {
  const written = await tx.run(
    `update transfer.discrepancy set status = 'resolved', resolution = $2, responsible = $3, reason = $4, resolved_by = $5,
       movement_id = $6, resolved_at = clock_timestamp()
     where discrepancy_id = $1 and status = 'open'`,
    [
      resolved.discrepancy_id,
      resolved.resolution,
      resolved.responsible,
      resolved.reason,
      resolved.resolved_by,
      resolved.movement_id,
    ],
  );
  assert(written === 1, 'a locked discrepancy was no longer open');
}

/** Closes an order whose last difference is settled; gives the status it has now. */
export async function closeWhenSettled(
  tx: Tx,
  order: { readonly transfer_id: number; readonly status: TransferStatus },
): Promise<TransferStatus> {
  const closed = await tx.run(
    `update transfer.transfer_order o set status = 'closed' where o.transfer_id = $1 and o.status = 'received'
       and not exists (select from transfer.discrepancy d where d.transfer_id = o.transfer_id and d.status = 'open')`,
    [order.transfer_id],
  );
  return closed === 1 ? 'closed' : order.status;
}

/** INSERT and UPDATE of customer returns. */
import type { Tx } from '../../platform/db.ts';
import { assert } from '../../platform/errors.ts';
import type { CameBack, Judged, ToReturn } from './decide-returns.ts';
import type { ReturnStatus } from './outbound.model.ts';

export async function insertReturn(
  tx: Tx,
  head: {
    readonly shipment_id: number;
    readonly warehouse_id: number;
    readonly partner_id: number;
    readonly reason: string;
    readonly note: string | null;
    readonly requested_by: number | null;
    readonly requested_by_name: string;
  },
  lines: readonly ToReturn[],
): Promise<{ return_id: number; document_no: string }> {
  const made = await tx.one<{ return_id: number; document_no: string }>(
    `insert into fulfilment.customer_return (shipment_id, warehouse_id, partner_id, reason, note, requested_by,
       requested_by_name) values ($1, $2, $3, $4, $5, $6, $7) returning return_id, document_no`,
    [
      head.shipment_id,
      head.warehouse_id,
      head.partner_id,
      head.reason,
      head.note,
      head.requested_by,
      head.requested_by_name,
    ],
  );
  await tx.run(
    `insert into fulfilment.customer_return_line (return_id, warehouse_id, partner_id, shipment_id, demand_line_id, item_id,
       lot_id, qty, serial_nos)
     select $1, $2, $3, $4, k.demand_line_id, k.item_id, k.lot_id, k.qty,
       array(select jsonb_array_elements_text(k.serial_nos::jsonb))
     from unnest($5::bigint[], $6::bigint[], $7::bigint[], $8::bigint[], $9::text[])
       as k(demand_line_id, item_id, lot_id, qty, serial_nos)`,
    [
      made.return_id,
      head.warehouse_id,
      head.partner_id,
      head.shipment_id,
      lines.map((l) => l.line.demand_line_id),
      lines.map((l) => l.line.item_id),
      lines.map((l) => l.line.lot_id),
      lines.map((l) => l.qty),
      lines.map((l) => JSON.stringify(l.serial_nos)),
    ],
  );
  return made;
}

export async function saveDecision(
  tx: Tx,
  decision: {
    readonly return_id: number;
    readonly status: ReturnStatus;
    readonly decided_by: number | null;
    readonly decided_by_name: string;
    readonly note: string;
  },
): Promise<void> {
  await tx.run(
    `update fulfilment.customer_return set status = $2, decided_by = $3, decided_by_name = $4, decision_note = $5,
       decided_at = clock_timestamp() where return_id = $1`,
    [decision.return_id, decision.status, decision.decided_by, decision.decided_by_name, decision.note],
  );
}

export async function saveReceipt(
  tx: Tx,
  receipt: {
    readonly return_id: number;
    readonly received_by: number | null;
    readonly received_by_name: string;
    readonly storage_proof: string | null;
    readonly chain_unbroken: boolean;
    readonly movement_id: number | null;
  },
  lines: readonly (CameBack & { readonly account_id: number })[],
): Promise<void> {
  const written = await tx.run(
    `with head as (
       update fulfilment.customer_return set status = 'received', received_by = $2, received_by_name = $3,
         received_at = clock_timestamp(), storage_proof = $4, chain_unbroken = $5, movement_id = $6 where return_id = $1
     )
     update fulfilment.customer_return_line l set qty_received = k.qty, account_id = k.account_id,
       received_serial_nos = array(select jsonb_array_elements_text(k.serial_nos::jsonb))
     from unnest($7::bigint[], $8::bigint[], $9::bigint[], $10::text[]) as k(return_line_id, qty, account_id, serial_nos)
     where l.return_line_id = k.return_line_id`,
    [
      receipt.return_id,
      receipt.received_by,
      receipt.received_by_name,
      receipt.storage_proof,
      receipt.chain_unbroken,
      receipt.movement_id,
      lines.map((l) => l.line.return_line_id),
      lines.map((l) => l.qty),
      lines.map((l) => l.account_id),
      lines.map((l) => JSON.stringify(l.serial_nos)),
    ],
  );
  assert(written === lines.length, 'a line of a locked return has changed');
}

export async function saveAcceptance(
  tx: Tx,
  head: {
    readonly return_id: number;
    readonly accepted_by: number | null;
    readonly accepted_by_name: string;
  },
  lines: readonly Judged[],
): Promise<void> {
  const written = await tx.run(
    `with head as (
       update fulfilment.customer_return set status = 'closed', accepted_by = $2, accepted_by_name = $3,
         accepted_at = clock_timestamp() where return_id = $1
     )
     update fulfilment.customer_return_line l set qty_accepted = k.accepted, qty_rejected = k.rejected,
       result_reason = k.reason
     from unnest($4::bigint[], $5::bigint[], $6::bigint[], $7::text[]) as k(return_line_id, accepted, rejected, reason)
     where l.return_line_id = k.return_line_id`,
    [
      head.return_id,
      head.accepted_by,
      head.accepted_by_name,
      lines.map((l) => l.line.return_line_id),
      lines.map((l) => l.accepted),
      lines.map((l) => l.rejected),
      lines.map((l) => l.reason),
    ],
  );
  assert(written === lines.length, 'a line of a locked return has changed');
}

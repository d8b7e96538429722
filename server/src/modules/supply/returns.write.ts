import type * as contract from '@tongcang/contract';
import type { requestSupplierReturn } from '@tongcang/contract';
import type { Actor } from '../../platform/actor.ts';
import type { Tx } from '../../platform/db.ts';
import { assert } from '../../platform/errors.ts';
import type { ReturnStatus } from './receiving.model.ts';

export function insertReturn(
  tx: Tx,
  actor: Actor,
  asked: contract.InputOf<typeof requestSupplierReturn>,
): Promise<{ supplier_return_id: number; document_no: string }> {
  const { lines } = asked;
  return tx.one(
    `with head as (
       insert into supply.supplier_return (warehouse_id, supplier_id, reason_kind, reason, consent_no, requested_by, requested_by_name)
       values ($1, $2, $3, $4, $5, $6, $7) returning supplier_return_id, document_no
     ), body as (
       insert into supply.supplier_return_line (supplier_return_id, warehouse_id, line_no, item_id, lot_id, account_id,
         owner_id, disposition, qty)
       select h.supplier_return_id, $1, k.line_no, k.item_id, k.lot_id, k.account_id, k.owner_id,
         k.disposition::stock.disposition, k.qty
       from head h, unnest($8::bigint[], $9::bigint[], $10::bigint[], $11::bigint[], $12::text[], $13::bigint[]) with ordinality
         as k(item_id, lot_id, account_id, owner_id, disposition, qty, line_no)
     )
     select supplier_return_id, document_no from head`,
    [
      asked.warehouse_id,
      asked.supplier_id,
      asked.reason_kind,
      asked.reason,
      asked.consent_no || null,
      actor.user_id,
      actor.display_name,
      lines.map((line) => line.item_id),
      lines.map((line) => line.lot_id),
      lines.map((line) => line.account_id),
      lines.map((line) => line.owner_id),
      lines.map((line) => line.disposition),
      lines.map((line) => line.qty),
    ],
  );
}

export async function saveReturnDecision(
  tx: Tx,
  actor: Actor,
  decided: { supplier_return_id: number; status: ReturnStatus; note: string | null },
): Promise<void> {
  await tx.run(
    `update supply.supplier_return set status = $2, decided_by = $3, decided_by_name = $4, decision_note = $5,
       decided_at = clock_timestamp() where supplier_return_id = $1`,
    [decided.supplier_return_id, decided.status, actor.user_id, actor.display_name, decided.note],
  );
}

/** Adds what left to the lines of a locked return. The CHECK refuses more than was asked for. */
export async function saveReturnShipment(
  tx: Tx,
  actor: Actor,
  order: { readonly supplier_return_id: number; readonly status: ReturnStatus },
  left: ReadonlyMap<number, number>,
): Promise<void> {
  const written = await tx.run(
    `with head as (
       update supply.supplier_return set status = $2, shipped_by = $3, shipped_at = coalesce(shipped_at, clock_timestamp())
       where supplier_return_id = $1)
     update supply.supplier_return_line l set qty_shipped = l.qty_shipped + k.qty
     from unnest($4::bigint[], $5::bigint[]) as k(id, qty)
     where l.supplier_return_line_id = k.id and l.supplier_return_id = $1`,
    [order.supplier_return_id, order.status, actor.user_id, [...left.keys()], [...left.values()]],
  );
  assert(written === left.size, 'not every return line was changed');
}

export async function saveReturnConfirmation(
  tx: Tx,
  actor: Actor,
  confirmed: Omit<contract.InputOf<typeof contract.confirmSupplierReturn>, 'lines'>,
  lines: readonly { readonly supplier_return_line_id: number; readonly confirmed: number }[],
): Promise<void> {
  const written = await tx.run(
    `with head as (
       update supply.supplier_return set status = 'confirmed', confirmed_by = $2, confirmed_at = clock_timestamp(),
         credit_note_no = $3, credit_fen = $4, confirm_note = $5 where supplier_return_id = $1)
     update supply.supplier_return_line l set qty_confirmed = k.qty
     from unnest($6::bigint[], $7::bigint[]) as k(id, qty)
     where l.supplier_return_line_id = k.id and l.supplier_return_id = $1`,
    [
      confirmed.supplier_return_id,
      actor.user_id,
      confirmed.credit_note_no,
      confirmed.credit_fen,
      confirmed.note || null,
      lines.map((line) => line.supplier_return_line_id),
      lines.map((line) => line.confirmed),
    ],
  );
  assert(written === lines.length, 'not every return line was changed');
}

/** Every INSERT and UPDATE of budgets, limits, claims and what transport tells. */
import type { Tx } from '../../platform/db.ts';
import { assert } from '../../platform/errors.ts';
import type { ClaimStatus } from './transfer.model.ts';

export type NewClaim = {
  readonly discrepancy_id: number;
  readonly against: string;
  readonly debtor_id: number;
  readonly qty: number;
  readonly amount_fen: number;
  readonly reason: string;
  readonly opened_by: number | null;
};

export function insertClaim(
  tx: Tx,
  order: {
    readonly transfer_id: number;
    readonly from_warehouse_id: number;
    readonly to_warehouse_id: number;
  },
  claim: NewClaim,
): Promise<{ claim_id: number; document_no: string }> {
  return tx.one(
    `insert into transfer.claim (discrepancy_id, transfer_id, from_warehouse_id, to_warehouse_id, against, debtor_id, qty,
       amount_fen, reason, opened_by)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) returning claim_id, document_no`,
    [
      claim.discrepancy_id,
      order.transfer_id,
      order.from_warehouse_id,
      order.to_warehouse_id,
      claim.against,
      claim.debtor_id,
      claim.qty,
      claim.amount_fen,
      claim.reason,
      claim.opened_by,
    ],
  );
}

export async function saveClaimDecision(
  tx: Tx,
  decision: {
    readonly claim_id: number;
    readonly status: ClaimStatus;
    readonly agreed_fen: number | null;
    readonly outcome: string;
    readonly decided_by: number | null;
  },
): Promise<void> {
  const written = await tx.run(
    `update transfer.claim set status = $2, agreed_fen = coalesce($3, agreed_fen), outcome = $4,
       decided_by = coalesce(decided_by, $5), decided_at = coalesce(decided_at, clock_timestamp()),
       settled_at = case when $2 = 'settled' then clock_timestamp() end
     where claim_id = $1`,
    [decision.claim_id, decision.status, decision.agreed_fen, decision.outcome, decision.decided_by],
  );
  assert(written === 1, 'a locked claim is gone');
}

export function upsertBudget(
  tx: Tx,
  budget: {
    readonly warehouse_id: number;
    readonly month: string;
    readonly amount_fen: number;
    readonly reason: string;
    readonly set_by: number | null;
  },
): Promise<number> {
  return tx.run(
    `insert into transfer.budget (warehouse_id, month, amount_fen, reason, set_by) values ($1, $2::date, $3, $4, $5)
     on conflict (warehouse_id, month) do update set amount_fen = excluded.amount_fen, reason = excluded.reason,
       set_by = excluded.set_by, set_at = clock_timestamp()`,
    [budget.warehouse_id, budget.month, budget.amount_fen, budget.reason, budget.set_by],
  );
}

export function upsertLimit(
  tx: Tx,
  limit: {
    readonly role: string;
    readonly max_value_fen: number | null;
    readonly max_cost_fen: number | null;
    readonly reason: string;
    readonly set_by: number | null;
  },
): Promise<number> {
  return tx.run(
    `insert into transfer.approval_limit (role, max_value_fen, max_cost_fen, reason, set_by) values ($1, $2, $3, $4, $5)
     on conflict (role) do update set max_value_fen = excluded.max_value_fen, max_cost_fen = excluded.max_cost_fen,
       reason = excluded.reason, set_by = excluded.set_by, set_at = clock_timestamp()`,
    [limit.role, limit.max_value_fen, limit.max_cost_fen, limit.reason, limit.set_by],
  );
}

/** What transport has told of a transfer since the last time; absent parts stay as they are. */
export type TransportNews = {
  readonly transfer_id: number;
  readonly expected_arrival: string | null;
  readonly delayed_minutes: number | null;
  readonly delay_reason: string | null;
  readonly delivered_at: string | null;
  readonly signed_by: string | null;
  /** To be added to the freight of approved bills. */
  readonly freight_fen: number | null;
};

/** Notes news in orders; one that was received meanwhile keeps its arrival. Gives those that are still expected. */
export function saveTransportNews(
  tx: Tx,
  news: readonly TransportNews[],
): Promise<{ transfer_id: number; from_warehouse_id: number; to_warehouse_id: number }[]> {
  return tx.rows(
    `update transfer.transfer_order o set
       expected_arrival = case when o.status = 'in_transit' then coalesce(n.expected_arrival, o.expected_arrival)
         else o.expected_arrival end,
       delayed_minutes = coalesce(n.delayed_minutes, o.delayed_minutes), delay_reason = coalesce(n.delay_reason, o.delay_reason),
       delivered_at = coalesce(n.delivered_at, o.delivered_at), signed_by = coalesce(n.signed_by, o.signed_by),
       actual_cost_fen = case when n.freight_fen is null then o.actual_cost_fen
         else coalesce(o.actual_cost_fen, 0) + n.freight_fen end
     from jsonb_to_recordset($1::jsonb) as n(transfer_id bigint, expected_arrival timestamptz, delayed_minutes integer,
       delay_reason text, delivered_at timestamptz, signed_by text, freight_fen bigint)
     where o.transfer_id = n.transfer_id
     returning o.transfer_id, o.from_warehouse_id, o.to_warehouse_id`,
    [JSON.stringify(news)],
  );
}

/** Counts a print of the note that travels with the goods; null before they have left or where they are not in sight. */
export async function countNoteCopy(
  tx: Tx,
  transfer_id: number,
): Promise<{ copy_no: number; from_warehouse_id: number; document_no: string } | null> {
  const [noted] = await tx.rows<{ copy_no: number; from_warehouse_id: number; document_no: string }>(
    `update transfer.transfer_order set note_copies = note_copies + 1 where transfer_id = $1 and shipped_at is not null
     returning note_copies as copy_no, from_warehouse_id, document_no`,
    [transfer_id],
  );
  return noted ?? null;
}

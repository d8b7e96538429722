import type { CaseSeverity, InputOf, openDeviation } from '@tongcang/contract';
import type { Tx } from '../../platform/db.ts';
import type { DeviationStatus } from './deviation.model.ts';

export type By = { readonly user_id: number | null; readonly display_name: string };
export type AffectedLot = {
  readonly item_id: number;
  readonly lot_id: number;
  readonly qty: number;
  /** The hold that was put on the lot for this case, so that the case lifts it. */
  readonly hold_id?: number | null;
};

export function insertDeviation(
  tx: Tx,
  deviation: Omit<InputOf<typeof openDeviation>, 'lots' | 'hold'> & {
    source_entity: string | null;
    source_id: number | null;
    due_on: string;
  },
  by: By,
): Promise<{ deviation_id: number; document_no: string }> {
  return tx.one(
    `insert into quality.deviation (warehouse_id, kind, severity, title, description, place, happened_at, found_at,
       source_entity, source_id, due_on, opened_by, opened_by_name)
     values ($1, $2, $3, $4, $5, $6, $7, coalesce($8::timestamptz, now()), $9, $10, $11, $12, $13)
     returning deviation_id, document_no`,
    [
      deviation.warehouse_id,
      deviation.kind,
      deviation.severity,
      deviation.title,
      deviation.description,
      deviation.place,
      deviation.happened_at ?? null,
      deviation.found_at ?? null,
      deviation.source_entity,
      deviation.source_id,
      deviation.due_on,
      by.user_id,
      by.display_name,
    ],
  );
}

/** Adds lots to a deviation; one that is there already keeps the larger quantity and gets the newer hold. */
export async function insertAffected(
  tx: Tx,
  deviation: { deviation_id: number; warehouse_id: number },
  lots: readonly AffectedLot[],
): Promise<void> {
  if (lots.length === 0) return;
  await tx.run(
    `insert into quality.deviation_lot as d (deviation_id, warehouse_id, line_no, item_id, lot_id, qty, hold_id)
     select $1, $2, row_number() over (order by min(ord))
         + (select coalesce(max(line_no), 0) from quality.deviation_lot where deviation_id = $1),
       item_id, lot_id, sum(qty)::bigint, max(hold_id)
     from unnest($3::bigint[], $4::bigint[], $5::bigint[], $6::bigint[]) with ordinality as t(item_id, lot_id, qty, hold_id, ord)
     group by item_id, lot_id
     on conflict on constraint deviation_lot_once
       do update set qty = greatest(d.qty, excluded.qty), hold_id = coalesce(excluded.hold_id, d.hold_id)`,
    [
      deviation.deviation_id,
      deviation.warehouse_id,
      lots.map((lot) => lot.item_id),
      lots.map((lot) => lot.lot_id),
      lots.map((lot) => lot.qty),
      lots.map((lot) => lot.hold_id ?? null),
    ],
  );
}

type Of = { readonly deviation_id: number };

export async function saveContainment(tx: Tx, { deviation_id, text }: Of & { text: string }, by: By) {
  await tx.run(
    `update quality.deviation set containment = $2, contained_by_name = $3, contained_at = clock_timestamp()
     where deviation_id = $1`,
    [deviation_id, text, by.display_name],
  );
}

export async function saveAssignment(
  tx: Tx,
  change: Of & { owner_id: number; owner_name: string; severity: CaseSeverity; due_on: string },
) {
  await tx.run(
    `update quality.deviation set owner_id = $2, owner_name = $3, severity = $4, due_on = $5 where deviation_id = $1`,
    [change.deviation_id, change.owner_id, change.owner_name, change.severity, change.due_on],
  );
}

export async function saveInvestigation(
  tx: Tx,
  found: Of & {
    status: DeviationStatus;
    root_cause: string;
    whys: readonly string[];
    impact: string;
    corrections: string;
  },
  by: By,
) {
  await tx.run(
    `update quality.deviation set status = $2, root_cause = $3, whys = $4, impact = $5, corrections = nullif($6, ''),
       investigated_by_name = $7, investigated_at = clock_timestamp() where deviation_id = $1`,
    [
      found.deviation_id,
      found.status,
      found.root_cause,
      found.whys,
      found.impact,
      found.corrections,
      by.display_name,
    ],
  );
}

export type Decided = {
  readonly item_id: number;
  readonly lot_id: number;
  readonly qty: number;
  readonly movement_id: number | null;
};

export async function insertDecisions(
  tx: Tx,
  decision: Of & {
    warehouse_id: number;
    decision: string;
    reason: string;
    destruction_id: number | null;
    signature_id: number;
    lots: readonly Decided[];
  },
  by: By,
) {
  await tx.run(
    `insert into quality.deviation_decision (deviation_id, warehouse_id, decision, reason, destruction_id, signature_id, decided_by,
       decided_by_name, item_id, lot_id, qty, movement_id)
     select $1, $2, $3, $4, $5, $6, $7, $8, item_id, lot_id, qty, movement_id
     from unnest($9::bigint[], $10::bigint[], $11::bigint[], $12::bigint[]) as t(item_id, lot_id, qty, movement_id)`,
    [
      decision.deviation_id,
      decision.warehouse_id,
      decision.decision,
      decision.reason,
      decision.destruction_id,
      decision.signature_id,
      by.user_id,
      by.display_name,
      decision.lots.map((lot) => lot.item_id),
      decision.lots.map((lot) => lot.lot_id),
      decision.lots.map((lot) => lot.qty),
      decision.lots.map((lot) => lot.movement_id),
    ],
  );
}

export async function saveDeviationClosed(
  tx: Tx,
  { deviation_id, status, conclusion }: Of & { status: DeviationStatus; conclusion: string },
  by: By,
) {
  await tx.run(
    `update quality.deviation set status = $2, conclusion = $3, closed_by = $4, closed_by_name = $5,
       closed_at = clock_timestamp() where deviation_id = $1`,
    [deviation_id, status, conclusion, by.user_id, by.display_name],
  );
}

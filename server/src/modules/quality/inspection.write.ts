/** Every write to the tables of inspection. */
import type { Tx } from '../../platform/db.ts';
import type { Draw, DrawnClass, InspectionStatus } from './inspection.model.ts';
import type { SamplingSeverity, SamplingState, SwitchRule } from './switching.ts';

type By = { readonly user_id: number | null; readonly display_name: string };
type Pair = { readonly item_id: number; readonly supplier_id: number };

/** Makes the rows of pairs that were never drawn before. */
export async function ensureStates(tx: Tx, pairs: readonly Pair[]): Promise<void> {
  await tx.run(
    `insert into quality.sampling_state (item_id, supplier_id)
     select distinct item_id, supplier_id from unnest($1::bigint[], $2::bigint[]) as t(item_id, supplier_id)
     order by 1, 2 on conflict do nothing`,
    [pairs.map((pair) => pair.item_id), pairs.map((pair) => pair.supplier_id)],
  );
}

export type NewInspection = {
  readonly movement_id: number;
  readonly purpose: string;
  readonly document_key: string | null;
  readonly source_no: string | null;
  readonly arrived_by: number | null;
  readonly arrived_at: string;
  readonly settled_by: 'inspection' | 'document';
  readonly warehouse_id: number;
  readonly account_id: number;
  readonly item_id: number;
  readonly lot_id: number;
  readonly owner_id: number;
  readonly supplier_id: number;
  readonly qty: number;
  readonly plan_id: number;
  readonly plan_version: number;
  readonly target_hours: number;
  readonly severity: SamplingSeverity;
  readonly skipped: boolean;
  /** Lots skipped in a row, this one included. */
  readonly skipped_after: number;
  readonly sample: number;
  readonly classes: readonly DrawnClass[];
};

/** Inspections with their first draw; the count of skipped lots goes along. One statement. */
export function insertInspections(
  tx: Tx,
  drawn: readonly NewInspection[],
  by: By,
): Promise<{ inspection_id: number; document_no: string; warehouse_id: number }[]> {
  return tx.rows(
    `with given as (
       select * from jsonb_to_recordset($1::jsonb) as k(movement_id bigint, purpose text, document_key text, source_no text,
         arrived_by bigint, arrived_at timestamptz, settled_by text, warehouse_id bigint, account_id bigint, item_id bigint,
         lot_id bigint, owner_id bigint, supplier_id bigint, qty bigint, plan_id bigint, plan_version integer,
         target_hours integer, severity text, skipped boolean, skipped_after integer, sample bigint, classes jsonb)
     ), made as (
       insert into quality.inspection (movement_id, purpose, document_key, source_no, arrived_by, arrived_at, target_at,
         settled_by, warehouse_id, account_id, item_id, lot_id, owner_id, supplier_id, qty, plan_id, plan_version, severity,
         skipped)
       select movement_id, purpose, document_key, source_no, arrived_by, arrived_at,
         arrived_at + make_interval(hours => target_hours), settled_by, warehouse_id, account_id, item_id, lot_id, owner_id,
         supplier_id, qty, plan_id, plan_version, severity, skipped
       from given
       on conflict do nothing
       returning inspection_id, document_no, warehouse_id, movement_id, item_id, lot_id, owner_id, account_id
     ), drawn as (
       insert into quality.inspection_round (inspection_id, warehouse_id, round, severity, sample, classes, opened_by,
         opened_by_name)
       select m.inspection_id, m.warehouse_id, 1, g.severity, g.sample, g.classes, $2, $3
       from made m join given g using (movement_id, item_id, lot_id, owner_id, account_id)
     ), counted as (
       update quality.sampling_state s set skipped = c.skipped
       from (select item_id, supplier_id, (array_agg(skipped_after order by lot_id desc, account_id desc))[1] as skipped
         from given group by 1, 2) c
       where s.item_id = c.item_id and s.supplier_id = c.supplier_id and s.skipped <> c.skipped
     )
     select inspection_id, document_no, warehouse_id from made order by inspection_id`,
    [JSON.stringify(drawn), by.user_id, by.display_name],
  );
}

export type NewResult = {
  readonly line_no: number;
  readonly checked: number;
  readonly nonconforming: number;
  readonly readings: readonly number[];
  readonly serial_nos: readonly string[];
  readonly note: string;
};
type Place = { readonly inspection_id: number; readonly warehouse_id: number; readonly round: number };

export async function insertResults(
  tx: Tx,
  { inspection_id, warehouse_id, round }: Place,
  results: readonly NewResult[],
  by: By,
): Promise<void> {
  await tx.run(
    `insert into quality.inspection_result (inspection_id, warehouse_id, round, line_no, checked, nonconforming, readings,
       serial_nos, note, recorded_by, recorded_by_name)
     select $1, $2, $3, k.line_no, k.checked, k.nonconforming,
       array(select v::double precision from jsonb_array_elements_text(k.readings) v),
       array(select jsonb_array_elements_text(k.serial_nos)), nullif(k.note, ''), $5, $6
     from jsonb_to_recordset($4::jsonb) as k(line_no integer, checked bigint, nonconforming bigint, readings jsonb,
       serial_nos jsonb, note text)`,
    [inspection_id, warehouse_id, round, JSON.stringify(results), by.user_id, by.display_name],
  );
}

export async function insertVoid(
  tx: Tx,
  {
    result_id,
    inspection_id,
    warehouse_id,
    reason,
  }: Omit<Place, 'round'> & { result_id: number; reason: string },
  by: By,
): Promise<void> {
  await tx.run(
    `insert into quality.inspection_result_void (result_id, inspection_id, warehouse_id, reason, voided_by, voided_by_name)
     values ($1, $2, $3, $4, $5, $6)`,
    [result_id, inspection_id, warehouse_id, reason, by.user_id, by.display_name],
  );
}

/** A step that changes the record; gives its new version. */
export async function saveStep(tx: Tx, inspection_id: number, status: InspectionStatus): Promise<number> {
  const { version } = await tx.one<{ version: number }>(
    `update quality.inspection set status = $2, version = version + 1 where inspection_id = $1 returning version`,
    [inspection_id, status],
  );
  return version;
}

export async function saveConclusion(
  tx: Tx,
  { inspection_id, accepted, note }: { inspection_id: number; accepted: boolean; note: string },
  by: By,
): Promise<number> {
  const { version } = await tx.one<{ version: number }>(
    `update quality.inspection set status = 'concluded', version = version + 1, conclusion = $2,
       conclusion_note = nullif($3, ''), concluded_by = $4, concluded_by_name = $5, concluded_at = clock_timestamp()
     where inspection_id = $1 returning version`,
    [inspection_id, accepted ? 'accepted' : 'not_accepted', note, by.user_id, by.display_name],
  );
  return version;
}

/** Opens the next round: the conclusion falls, what was seen stays. */
export async function insertRound(
  tx: Tx,
  { inspection_id, warehouse_id, round, reason, draw }: Place & { reason: string; draw: Draw },
  by: By,
): Promise<number> {
  const { version } = await tx.one<{ version: number }>(
    `with drawn as (
       insert into quality.inspection_round (inspection_id, warehouse_id, round, severity, sample, classes, reason,
         opened_by, opened_by_name)
       values ($1, $2, $3, 'tightened', $4, $5, $6, $7, $8)
     )
     update quality.inspection set status = 'recording', version = version + 1, round = $3, skipped = false,
       conclusion = null, conclusion_note = null, concluded_by = null, concluded_by_name = null, concluded_at = null
     where inspection_id = $1 returning version`,
    [
      inspection_id,
      warehouse_id,
      round,
      draw.sample,
      JSON.stringify(draw.classes),
      reason,
      by.user_id,
      by.display_name,
    ],
  );
  return version;
}

export async function saveCancelledInspections(
  tx: Tx,
  inspection_ids: readonly number[],
  reason: string,
): Promise<void> {
  await tx.run(
    `update quality.inspection set status = 'cancelled', version = version + 1, cancel_reason = $2, conclusion = null,
       conclusion_note = null, concluded_by = null, concluded_by_name = null, concluded_at = null
     where inspection_id = any($1::bigint[])`,
    [inspection_ids, reason],
  );
}

export type NewDecision = {
  readonly inspection_id: number;
  readonly warehouse_id: number;
  readonly decision_no: number;
  readonly round: number;
  readonly record_version: number;
  readonly released: number;
  readonly rejected: number;
  readonly rejected_serial_nos: readonly string[];
  readonly reason: string;
  readonly inspected_by: number | null;
  readonly release_movement_id: number | null;
  readonly reject_movement_id: number | null;
  readonly status: InspectionStatus;
};

/** The decision, and how far the lot is decided on now. The version of the record stays: it is what was signed. */
export function insertDecision(tx: Tx, d: NewDecision, by: By): Promise<{ decision_id: number }> {
  return tx.one(
    `with noted as (
       update quality.inspection set status = $13, qty_released = qty_released + $6, qty_rejected = qty_rejected + $7,
         closed_at = case when $13 = 'closed' then clock_timestamp() end
       where inspection_id = $1
     )
     insert into quality.inspection_decision (inspection_id, warehouse_id, decision_no, round, record_version, released,
       rejected, rejected_serial_nos, reason, inspected_by, release_movement_id, reject_movement_id, signed_by,
       signed_by_name)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $14, $15) returning decision_id`,
    [
      d.inspection_id,
      d.warehouse_id,
      d.decision_no,
      d.round,
      d.record_version,
      d.released,
      d.rejected,
      d.rejected_serial_nos,
      d.reason,
      d.inspected_by,
      d.release_movement_id,
      d.reject_movement_id,
      d.status,
      by.user_id,
      by.display_name,
    ],
  );
}

export type Settled = {
  readonly inspection_id: number;
  readonly released: number;
  readonly rejected: number;
};

/** What the acceptance of a document has posted of what was signed. */
export async function addSettled(tx: Tx, settled: readonly Settled[]): Promise<void> {
  await tx.run(
    `update quality.inspection i set qty_settled_released = qty_settled_released + k.released,
       qty_settled_rejected = qty_settled_rejected + k.rejected
     from unnest($1::bigint[], $2::bigint[], $3::bigint[]) as k(inspection_id, released, rejected)
     where i.inspection_id = k.inspection_id`,
    [settled.map((s) => s.inspection_id), settled.map((s) => s.released), settled.map((s) => s.rejected)],
  );
}

/** The state of a pair after a lot or a person's word, and the switch where its severity changed. */
export async function saveState(
  tx: Tx,
  { item_id, supplier_id }: Pair,
  state: SamplingState,
  change: {
    from: SamplingSeverity;
    rule: SwitchRule | null;
    inspection_id: number | null;
    reason: string | null;
  },
  by: By,
): Promise<void> {
  await tx.run(
    `with saved as (
       update quality.sampling_state set severity = $3, score = $4, recent = $5, accepted_in_row = $6,
         refused_tightened = $7, lots = $8, changed_at = clock_timestamp()
       where item_id = $1 and supplier_id = $2
     )
     insert into quality.sampling_switch (item_id, supplier_id, inspection_id, from_severity, to_severity, rule, reason,
       switched_by_name)
     select $1, $2, $9, $10, $3, $11, $12, $13 where $11::text is not null`,
    [
      item_id,
      supplier_id,
      state.severity,
      state.score,
      state.recent,
      state.accepted_in_row,
      state.refused_tightened,
      state.lots,
      change.inspection_id,
      change.from,
      change.rule,
      change.reason,
      by.display_name,
    ],
  );
}

import type { getInspection, InputOf, listInspections, OutputOf } from '@tongcang/contract';
import type { Tx } from '../../platform/db.ts';
import { notFound } from '../../platform/errors.ts';
import type { Check, DrawnClass, InspectionStatus, PlanTerms } from './inspection.model.ts';
import type { SamplingSeverity } from './switching.ts';

/** An inspection with what its verbs decide by. */
export type Inspection = PlanTerms & {
  readonly inspection_id: number;
  readonly document_no: string;
  readonly warehouse_id: number;
  readonly movement_id: number;
  readonly item_id: number;
  readonly lot_id: number;
  readonly owner_id: number;
  readonly account_id: number;
  readonly supplier_id: number;
  readonly plan_id: number;
  readonly plan_version: number;
  readonly settled_by: 'inspection' | 'document';
  readonly arrived_by: number | null;
  readonly qty: number;
  readonly qty_released: number;
  readonly qty_rejected: number;
  readonly severity: SamplingSeverity;
  readonly skipped: boolean;
  readonly status: InspectionStatus;
  readonly round: number;
  readonly version: number;
  readonly conclusion: 'accepted' | 'not_accepted' | null;
  readonly concluded_by: number | null;
  readonly allow_reduced: boolean;
  readonly coa_required: boolean;
  readonly tracking: 'lot' | 'serial';
  readonly storage_condition: string;
  readonly lot_no: string;
  /** Of the present round. */
  readonly classes: readonly DrawnClass[];
};

/** The inspection, locked; 404 where it is out of sight. */
export async function lockInspection(tx: Tx, inspection_id: number): Promise<Inspection> {
  const [found] = await tx.rows<Inspection>(
    `select i.inspection_id, i.document_no, i.warehouse_id, i.movement_id, i.item_id, i.lot_id, i.owner_id, i.account_id, i.supplier_id,
       i.plan_id, i.plan_version, i.settled_by, i.arrived_by, i.qty, i.qty_released, i.qty_rejected, i.severity, i.skipped,
       i.status, i.round, i.version, i.conclusion, i.concluded_by, v.level, v.aql_critical, v.aql_major, v.aql_minor,
       v.allow_reduced, v.coa_required, m.tracking, m.storage_condition, t.lot_no, r.classes
     from quality.inspection i
     join quality.inspection_plan_version v on v.plan_id = i.plan_id and v.version = i.plan_version
     join quality.inspection_round r on r.inspection_id = i.inspection_id and r.round = i.round
     join masterdata.v_item m on m.item_id = i.item_id
     join stock.v_lot t on t.item_id = i.item_id and t.lot_id = i.lot_id
     where i.inspection_id = $1 for update of i`,
    [inspection_id],
  );
  return found ?? notFound('inspection', inspection_id);
}

export function checksOf(
  tx: Tx,
  plan: { readonly plan_id: number; readonly plan_version: number },
): Promise<(Check & { method: string | null; unit: string | null })[]> {
  return tx.rows(
    `select line_no, name, kind, defect_class, extent, sample_qty, method, unit, lower_limit, upper_limit
     from quality.inspection_check where plan_id = $1 and version = $2 order by line_no`,
    [plan.plan_id, plan.plan_version],
  );
}

export type Result = OutputOf<typeof getInspection>['results'][number] & {
  readonly recorded_by: number | null;
};

/** Everything that was entered, void or not, in the order in which it was. */
export function resultsOf(tx: Tx, inspection_id: number): Promise<Result[]> {
  return tx.rows(
    `select r.result_id, r.round, r.line_no, c.name, r.checked, r.nonconforming, r.readings, r.serial_nos, r.note,
       r.recorded_by, r.recorded_by_name, r.recorded_at, v.reason as void_reason, v.voided_by_name
     from quality.inspection_result r
     join quality.inspection i on i.inspection_id = r.inspection_id
     join quality.inspection_check c on c.plan_id = i.plan_id and c.version = i.plan_version and c.line_no = r.line_no
     left join quality.inspection_result_void v on v.result_id = r.result_id
     where r.inspection_id = $1 order by r.result_id`,
    [inspection_id],
  );
}

/** Results that count for a round. */
export const countedIn = (results: readonly Result[], round: number): Result[] =>
  results.filter((result) => result.round === round && result.void_reason === null);

export type Head = OutputOf<typeof listInspections>['rows'][number];
const HEAD = `i.inspection_id, i.document_no, i.warehouse_id, w.name as warehouse_name, i.purpose, i.source_no, i.item_id,
  m.item_code, m.name as item_name, m.unit, i.lot_id, t.lot_no, t.expiry_date, s.name as supplier_name, i.qty, i.qty_released,
  i.qty_rejected, r.sample, r.severity, i.skipped, i.status, i.conclusion, i.arrived_at, i.target_at, i.closed_at,
  (extract(epoch from coalesce(i.closed_at, now()) - i.arrived_at) / 3600)::double precision as waiting_hours,
  i.status <> 'cancelled' and coalesce(i.closed_at, now()) > i.target_at as overdue`;
const FROM = `from quality.inspection i
  join quality.inspection_round r on r.inspection_id = i.inspection_id and r.round = i.round
  join masterdata.v_warehouse w on w.warehouse_id = i.warehouse_id
  join masterdata.v_item m on m.item_id = i.item_id
  join stock.v_lot t on t.item_id = i.item_id and t.lot_id = i.lot_id
  left join masterdata.v_partner s on s.partner_id = i.supplier_id`;

/** Those that wait by the hour they are due, or those that are done, newest first. */
export async function inspectionRows(
  tx: Tx,
  input: InputOf<typeof listInspections> & { readonly search: string | undefined },
): Promise<{ rows: Head[]; total: number }> {
  const rows = await tx.rows<Head & { total: number }>(
    `select ${HEAD}, (count(*) over ())::integer as total ${FROM}
     where ($1 = 'all' or (i.status in ('closed', 'cancelled')) = ($1 = 'done'))
       and ($7::text is null or i.document_key = $7)
       and ($2::bigint is null or i.warehouse_id = $2)
       and ($3::text is null or i.document_no ilike '%' || $3 || '%' or i.source_no ilike '%' || $3 || '%'
         or m.item_code ilike '%' || $3 || '%' or m.name ilike '%' || $3 || '%' or t.lot_no ilike '%' || $3 || '%')
       and ($4::bigint is null or i.item_id = $4) and ($5::bigint is null or i.lot_id = $5)
     order by case when $1 = 'done' then null else i.target_at end, i.closed_at desc nulls last, i.inspection_id desc
     limit $6`,
    [
      input.state,
      input.warehouse_id ?? null,
      input.search ?? null,
      input.item_id ?? null,
      input.lot_id ?? null,
      input.limit,
      input.document_key ?? null,
    ],
  );
  return { rows: rows.map(({ total: _total, ...row }) => row), total: rows[0]?.total ?? 0 };
}

export type Detail = Head &
  Pick<
    OutputOf<typeof getInspection>,
    | 'version'
    | 'round'
    | 'plan_id'
    | 'plan_no'
    | 'plan_version'
    | 'level'
    | 'coa_required'
    | 'tracking'
    | 'production_date'
    | 'registration_no'
    | 'settled_by'
    | 'document_key'
    | 'to_settle'
    | 'conclusion_note'
    | 'concluded_by_name'
    | 'concluded_at'
    | 'cancel_reason'
    | 'arrived_by_me'
    | 'discontinued'
    | 'mean_days'
  > & { readonly classes: readonly DrawnClass[]; readonly concluded_by: number | null };

export async function inspectionDetail(
  tx: Tx,
  inspection_id: number,
  reader_id: number | null,
): Promise<Detail> {
  const [row] = await tx.rows<Detail>(
    `select ${HEAD}, i.version, i.round, i.plan_id, p.document_no as plan_no, i.plan_version, v.level, v.coa_required,
       m.tracking, t.production_date, m.registration_no, i.settled_by, i.document_key,
       case when i.settled_by = 'document' then i.qty_released + i.qty_rejected - i.qty_settled_released
         - i.qty_settled_rejected else 0 end as to_settle,
       i.conclusion_note, i.concluded_by, i.concluded_by_name, i.concluded_at, i.cancel_reason,
       coalesce(i.arrived_by = $2, false) as arrived_by_me, coalesce(z.severity = 'discontinued', false) as discontinued,
       (select sum(l.mean_days * l.inspections) / sum(l.inspections) from quality.v_qc_lead_time l
         where l.item_id = i.item_id and l.warehouse_id = i.warehouse_id) as mean_days,
       r.classes
     ${FROM}
     join quality.inspection_plan p on p.plan_id = i.plan_id
     join quality.inspection_plan_version v on v.plan_id = i.plan_id and v.version = i.plan_version
     left join quality.sampling_state z on z.item_id = i.item_id and z.supplier_id = i.supplier_id
     where i.inspection_id = $1`,
    [inspection_id, reader_id],
  );
  return row ?? notFound('inspection', inspection_id);
}

export function roundsOf(tx: Tx, inspection_id: number): Promise<OutputOf<typeof getInspection>['rounds']> {
  return tx.rows(
    `select round, severity, sample, reason, opened_by_name, opened_at from quality.inspection_round
     where inspection_id = $1 order by round`,
    [inspection_id],
  );
}

export type Decision = {
  readonly decision_id: number;
  readonly decision_no: number;
  readonly round: number;
  readonly record_version: number;
  readonly released: number;
  readonly rejected: number;
  readonly rejected_serial_nos: readonly string[];
  readonly reason: string;
};
export function decisionsOf(tx: Tx, inspection_id: number): Promise<Decision[]> {
  return tx.rows(
    `select decision_id, decision_no, round, record_version, released, rejected, rejected_serial_nos, reason
     from quality.inspection_decision where inspection_id = $1 order by decision_no`,
    [inspection_id],
  );
}

/** Whether other inspections of the same lot and arrival still wait; the lock on its release stays until the last is done. */
export async function waitsElsewhere(
  tx: Tx,
  { inspection_id, movement_id, item_id, lot_id, warehouse_id }: Inspection,
): Promise<boolean> {
  const { waits } = await tx.one<{ waits: boolean }>(
    `select exists (select 1 from quality.inspection where movement_id = $2 and item_id = $3 and lot_id = $4
       and warehouse_id = $5 and inspection_id <> $1 and status not in ('closed', 'cancelled')) as waits`,
    [inspection_id, movement_id, item_id, lot_id, warehouse_id],
  );
  return waits;
}

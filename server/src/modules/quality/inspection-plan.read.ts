import type { getInspectionPlan, listInspectionPlans, OutputOf } from '@tongcang/contract';
import type { Tx } from '../../platform/db.ts';
import { fail, notFound } from '../../platform/errors.ts';

/** The plan, locked: versions of one plan are written one after the other. */
export async function lockPlan(tx: Tx, plan_id: number): Promise<{ plan_id: number; document_no: string }> {
  const [plan] = await tx.rows<{ plan_id: number; document_no: string; retired: boolean }>(
    `select plan_id, document_no, retired_at is not null as retired from quality.inspection_plan where plan_id = $1
     for update`,
    [plan_id],
  );
  if (plan === undefined) notFound('inspection_plan', plan_id);
  const { document_no } = plan;
  if (plan.retired) fail('quality.plan_retired', { document_no });
  return { plan_id, document_no };
}

type Row = OutputOf<typeof listInspectionPlans>['rows'][number];
const PLANS = `select p.plan_id, p.document_no, p.name, p.item_id, p.device_class, p.supplier_id, p.storage_condition,
    i.item_code, i.name as item_name, s.name as supplier_name, p.retired_at, v.version, d.version as draft_version,
    coalesce(v.level, d.level) as level, coalesce(v.target_hours, d.target_hours) as target_hours,
    (select count(*)::integer from quality.inspection_check c
      where c.plan_id = p.plan_id and c.version = coalesce(v.version, d.version)) as checks
  from quality.inspection_plan p
  left join masterdata.v_item i on i.item_id = p.item_id
  left join masterdata.v_partner s on s.partner_id = p.supplier_id
  left join quality.inspection_plan_version v on v.plan_id = p.plan_id and v.status = 'approved'
  left join quality.inspection_plan_version d on d.plan_id = p.plan_id and d.status = 'draft'`;

export function planRows(tx: Tx): Promise<Row[]> {
  return tx.rows(`${PLANS} order by p.retired_at is not null, p.plan_id desc limit 1000`);
}
export async function planRow(tx: Tx, plan_id: number): Promise<Row> {
  const [row] = await tx.rows<Row>(`${PLANS} where p.plan_id = $1`, [plan_id]);
  return row ?? notFound('inspection_plan', plan_id);
}

type Detail = OutputOf<typeof getInspectionPlan>;

/** All versions, newest first, with their checks. */
export function versionsOf(tx: Tx, plan_id: number, reader_id: number | null): Promise<Detail['versions']> {
  return tx.rows(
    `select v.version, v.status, v.level, v.aql_critical, v.aql_major, v.aql_minor, v.purposes, v.allow_reduced, v.skip_after,
       v.skip_every, v.target_hours, v.coa_required, v.note, v.written_by_name, v.written_at,
       coalesce(v.written_by = $2, false) as written_by_me, v.decided_by_name, v.decided_at, v.decision_note,
       (select jsonb_agg(jsonb_build_object('line_no', c.line_no, 'name', c.name, 'kind', c.kind, 'defect_class',
          c.defect_class, 'extent', c.extent, 'sample_qty', c.sample_qty, 'method', c.method, 'unit', c.unit,
          'lower_limit', c.lower_limit, 'upper_limit', c.upper_limit) order by c.line_no)
        from quality.inspection_check c where c.plan_id = v.plan_id and c.version = v.version) as checks
     from quality.inspection_plan_version v where v.plan_id = $1 order by v.version desc`,
    [plan_id, reader_id],
  );
}

/** Items and suppliers that the plan has drawn, with how strictly they are drawn now. */
export function samplingOf(tx: Tx, plan_id: number): Promise<Detail['sampling']> {
  return tx.rows(
    `select s.item_id, i.item_code, i.name as item_name, s.supplier_id, p.name as supplier_name, s.severity, s.score, s.recent,
       s.accepted_in_row, s.refused_tightened, s.lots
     from quality.sampling_state s
     join masterdata.v_item i on i.item_id = s.item_id
     join masterdata.v_partner p on p.partner_id = s.supplier_id
     where (s.item_id, s.supplier_id) in (select n.item_id, n.supplier_id from quality.inspection n where n.plan_id = $1)
     order by s.severity = 'normal', i.item_code, p.name limit 200`,
    [plan_id],
  );
}

export function switchesOf(tx: Tx, plan_id: number): Promise<Detail['switches']> {
  return tx.rows(
    `select i.item_code, p.name as supplier_name, w.from_severity, w.to_severity, w.rule, w.reason, w.switched_by_name,
       w.switched_at
     from quality.sampling_switch w
     join masterdata.v_item i on i.item_id = w.item_id
     join masterdata.v_partner p on p.partner_id = w.supplier_id
     where (w.item_id, w.supplier_id) in (select n.item_id, n.supplier_id from quality.inspection n where n.plan_id = $1)
     order by w.switch_id desc limit 50`,
    [plan_id],
  );
}

/** Days from arrival to release by item and supplier, of one plan's goods, one warehouse or all that is in sight. */
export function leadTimes(
  tx: Tx,
  { plan_id, warehouse_id }: { plan_id: number | null; warehouse_id: number | null },
): Promise<Detail['lead_times']> {
  return tx.rows(
    `select l.item_id, i.item_code, i.name as item_name, l.supplier_id, p.name as supplier_name,
       sum(l.inspections)::integer as inspections, sum(l.mean_days * l.inspections) / sum(l.inspections) as mean_days,
       max(l.p90_days) as p90_days, sum(l.late)::integer as late
     from quality.v_qc_lead_time l
     join masterdata.v_item i on i.item_id = l.item_id
     join masterdata.v_partner p on p.partner_id = l.supplier_id
     where ($1::bigint is null or l.item_id in (select n.item_id from quality.inspection n where n.plan_id = $1))
       and ($2::bigint is null or l.warehouse_id = $2)
     group by 1, 2, 3, 4, 5 order by mean_days desc limit 500`,
    [plan_id, warehouse_id],
  );
}

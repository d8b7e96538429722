import type { Tx } from '../../platform/db.ts';
import { fail, notFound } from '../../platform/errors.ts';
import type { PriceSource } from './price.ts';
import type { PlanStatus } from './purchase.model.ts';

export type Plan = { readonly plan_id: number; readonly document_no: string; readonly status: PlanStatus };
export type PlanLine = {
  readonly plan_line_id: number;
  readonly warehouse_id: number;
  readonly item_id: number;
  readonly needed_on: string;
  readonly qty_order: number;
  readonly supplier_id: number | null;
  readonly unit_price_fen: number | null;
  readonly price_source: PriceSource | null;
  readonly agreement_line_id: number | null;
};

/** Locks a plan with the lines in sight; one without any of them is not there. */
export async function lockPlan(tx: Tx, plan_id: number): Promise<{ plan: Plan; lines: PlanLine[] }> {
  const [plan] = await tx.rows<Plan & { line_count: number }>(
    'select plan_id, document_no, status, line_count from supply.purchase_plan where plan_id = $1 for update',
    [plan_id],
  );
  const lines = await tx.rows<PlanLine>(
    `select plan_line_id, warehouse_id, item_id, needed_on, qty_order, supplier_id, unit_price_fen, price_source,
       agreement_line_id
     from supply.plan_line where plan_id = $1 order by plan_line_id`,
    [plan_id],
  );
  if (plan === undefined || lines.length === 0) notFound('purchase_plan', plan_id);
  // A plan is ordered or given up whole; who sees a part of it leaves that to somebody who sees all.
  if (lines.length < plan.line_count) fail('platform.forbidden', { permission: 'supply.plan' });
  return { plan, lines };
}

/** Requisitions that a plan has taken up. */
export async function requisitionsOf(tx: Tx, plan_id: number): Promise<number[]> {
  const rows = await tx.rows<{ requisition_id: number }>(
    `select distinct r.requisition_id from supply.plan_line p
     join supply.requisition_line r on r.requisition_line_id = p.requisition_line_id where p.plan_id = $1`,
    [plan_id],
  );
  return rows.map((row) => row.requisition_id);
}

export const PLAN_COLUMNS = `n.plan_id, n.document_no, n.status, n.source, n.note, s.lines, s.warehouses, s.suppliers,
    s.qty_order, s.total_fen, n.created_by_name, n.created_at`;
export const PLAN_TABLES = `supply.purchase_plan n
  cross join lateral (
    select count(*)::integer as lines, count(distinct l.warehouse_id)::integer as warehouses,
      count(distinct l.supplier_id)::integer as suppliers, coalesce(sum(l.qty_order), 0)::bigint as qty_order,
      coalesce(sum(l.qty_order * l.unit_price_fen), 0)::bigint as total_fen
    from supply.plan_line l where l.plan_id = n.plan_id) s`;

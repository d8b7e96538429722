/** Every INSERT and UPDATE of requisitions and plans. */
import type { Tx } from '../../platform/db.ts';
import { assert } from '../../platform/errors.ts';
import type { PriceSource } from './price.ts';
import type { PlanStatus, RequisitionStatus } from './purchase.model.ts';

type Made = { readonly document_no: string };

export async function insertRequisition(
  tx: Tx,
  asked: {
    readonly warehouse_id: number;
    readonly reason: string;
    readonly urgent: boolean;
    readonly requested_by: number | null;
    readonly requested_by_name: string;
    readonly lines: readonly {
      readonly item_id: number;
      readonly qty: number;
      readonly needed_on: string;
      readonly note?: string;
    }[];
  },
): Promise<Made & { requisition_id: number }> {
  const made = await tx.one<Made & { requisition_id: number }>(
    `insert into supply.requisition (warehouse_id, reason, urgent, requested_by, requested_by_name)
     values ($1, $2, $3, $4, $5) returning requisition_id, document_no`,
    [asked.warehouse_id, asked.reason, asked.urgent, asked.requested_by, asked.requested_by_name],
  );
  const { lines } = asked;
  await tx.run(
    `insert into supply.requisition_line (requisition_id, warehouse_id, line_no, item_id, qty, needed_on, note)
     select $1, $2, k.line_no, k.item_id, k.qty, k.needed_on, k.note
     from unnest($3::bigint[], $4::bigint[], $5::date[], $6::text[]) with ordinality
       as k(item_id, qty, needed_on, note, line_no)`,
    [
      made.requisition_id,
      asked.warehouse_id,
      lines.map((l) => l.item_id),
      lines.map((l) => l.qty),
      lines.map((l) => l.needed_on),
      lines.map((l) => l.note ?? null),
    ],
  );
  return made;
}

export function saveRequisition(
  tx: Tx,
  decided: {
    readonly requisition_id: number;
    readonly status: RequisitionStatus;
    readonly by: number | null;
    readonly by_name: string;
    readonly note: string | null;
  },
): Promise<number> {
  return tx.run(
    `update supply.requisition set status = $2, decided_by = $3, decided_by_name = $4, decision_note = $5,
       decided_at = clock_timestamp() where requisition_id = $1`,
    [decided.requisition_id, decided.status, decided.by, decided.by_name, decided.note],
  );
}

/** Marks requisitions as taken up by a plan, or as waiting again. */
export function saveRequisitionStatuses(
  tx: Tx,
  requisition_ids: readonly number[],
  status: RequisitionStatus,
): Promise<number> {
  return tx.run('update supply.requisition set status = $2 where requisition_id = any($1::bigint[])', [
    requisition_ids,
    status,
  ]);
}

export type NewPlanLine = {
  readonly warehouse_id: number;
  readonly item_id: number;
  readonly requisition_line_id: number | null;
  readonly needed_on: string;
  readonly qty_needed: number;
  readonly qty_on_hand: number;
  readonly qty_on_order: number;
  readonly qty_net: number;
  readonly qty_order: number;
  readonly supplier_id: number | null;
  readonly unit_price_fen: number | null;
  readonly price_source: PriceSource | null;
  readonly agreement_line_id: number | null;
  readonly explanation: unknown;
};

export async function insertPlan(
  tx: Tx,
  plan: {
    readonly source: string;
    readonly note: string | null;
    readonly created_by: number | null;
    readonly created_by_name: string;
    readonly lines: readonly NewPlanLine[];
  },
): Promise<Made & { plan_id: number }> {
  const made = await tx.one<Made & { plan_id: number }>(
    `insert into supply.purchase_plan (source, note, created_by, created_by_name, line_count)
     values ($1, $2, $3, $4, $5) returning plan_id, document_no`,
    [plan.source, plan.note, plan.created_by, plan.created_by_name, plan.lines.length],
  );
  const { lines } = plan;
  await tx.run(
    `insert into supply.plan_line (plan_id, warehouse_id, item_id, requisition_line_id, needed_on, qty_needed, qty_on_hand,
       qty_on_order, qty_net, qty_order, supplier_id, unit_price_fen, price_source, agreement_line_id, explanation)
     select $1, k.warehouse_id, k.item_id, k.requisition_line_id, k.needed_on, k.qty_needed, k.qty_on_hand, k.qty_on_order,
       k.qty_net, k.qty_order, k.supplier_id, k.unit_price_fen, k.price_source, k.agreement_line_id, k.explanation::jsonb
     from unnest($2::bigint[], $3::bigint[], $4::bigint[], $5::date[], $6::bigint[], $7::bigint[], $8::bigint[],
       $9::bigint[], $10::bigint[], $11::bigint[], $12::bigint[], $13::text[], $14::bigint[], $15::text[])
       as k(warehouse_id, item_id, requisition_line_id, needed_on, qty_needed, qty_on_hand, qty_on_order, qty_net, qty_order,
         supplier_id, unit_price_fen, price_source, agreement_line_id, explanation)`,
    [
      made.plan_id,
      lines.map((l) => l.warehouse_id),
      lines.map((l) => l.item_id),
      lines.map((l) => l.requisition_line_id),
      lines.map((l) => l.needed_on),
      lines.map((l) => l.qty_needed),
      lines.map((l) => l.qty_on_hand),
      lines.map((l) => l.qty_on_order),
      lines.map((l) => l.qty_net),
      lines.map((l) => l.qty_order),
      lines.map((l) => l.supplier_id),
      lines.map((l) => l.unit_price_fen),
      lines.map((l) => l.price_source),
      lines.map((l) => l.agreement_line_id),
      lines.map((l) => JSON.stringify(l.explanation)),
    ],
  );
  return made;
}

export function savePlanStatus(tx: Tx, plan_id: number, status: PlanStatus): Promise<number> {
  return tx.run('update supply.purchase_plan set status = $2 where plan_id = $1', [plan_id, status]);
}

/** Notes what was ordered of each planned need, and which line of which order serves it. */
export async function saveOrderedLines(
  tx: Tx,
  lines: readonly {
    readonly plan_line_id: number;
    readonly qty_order: number;
    readonly supplier_id: number;
    readonly unit_price_fen: number;
    readonly price_source: PriceSource;
    readonly purchase_order_id: number;
  }[],
): Promise<void> {
  const written = await tx.run(
    `update supply.plan_line p set qty_order = k.qty_order, supplier_id = k.supplier_id,
       unit_price_fen = k.unit_price_fen, price_source = k.price_source,
       purchase_order_line_id = (select l.purchase_order_line_id from supply.purchase_order_line l
         where l.purchase_order_id = k.order_id and l.item_id = p.item_id)
     from unnest($1::bigint[], $2::bigint[], $3::bigint[], $4::bigint[], $5::text[], $6::bigint[])
       as k(plan_line_id, qty_order, supplier_id, unit_price_fen, price_source, order_id)
     where p.plan_line_id = k.plan_line_id`,
    [
      lines.map((l) => l.plan_line_id),
      lines.map((l) => l.qty_order),
      lines.map((l) => l.supplier_id),
      lines.map((l) => l.unit_price_fen),
      lines.map((l) => l.price_source),
      lines.map((l) => l.purchase_order_id),
    ],
  );
  assert(written === lines.length, 'not every planned line was ordered');
}

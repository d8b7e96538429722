import type { PURCHASE_PLAN_SOURCES } from '@tongcang/contract';
import { fail } from '../../platform/errors.ts';
import type { Context } from '../../platform/use-case.ts';
import { addDays } from './burn-down.ts';
import { consolidate } from './consolidate.ts';
import { netNeeds, type StatedNeed } from './net-needs.ts';
import { insertPlan, type NewPlanLine } from './planning.write.ts';
import { knownItems, requireSuppliers, sitesOf, today } from './purchase.read.ts';
import { positionsOf } from './stock-position.ts';
import { termsOf } from './terms.read.ts';

/** A need as a plan takes it up. */
export type PlanNeed = StatedNeed & {
  readonly supplier_id?: number | null;
  readonly requisition_line_id?: number | null;
};
export type PlanMade = {
  readonly plan_id: number;
  readonly document_no: string;
  readonly lines: number;
  readonly to_buy: number;
  readonly total_fen: number;
  readonly without_supplier: number;
};

/**
 * Makes one purchase plan of the needs of many warehouses: takes off stock and open orders, chooses suppliers, rounds to
 * their terms and finds the price of the whole. A fixed number of statements. The caller has asked where the actor may
 * plan; other modules hand in their needs here (`source: 'planning'`).
 */
export async function proposePurchases(
  { tx, actor, audit, emit }: Pick<Context, 'tx' | 'actor' | 'audit' | 'emit'>,
  needs: readonly PlanNeed[],
  plan: { readonly source: (typeof PURCHASE_PLAN_SOURCES)[number]; readonly note: string | null },
): Promise<PlanMade> {
  const lines = await plannedLines(tx, needs);
  if (lines.every((line) => line.qty_order === 0)) fail('supply.nothing_to_buy');
  const made = await insertPlan(tx, {
    ...plan,
    created_by: actor.user_id,
    created_by_name: actor.display_name,
    lines,
  });
  const summary = {
    ...made,
    lines: lines.length,
    to_buy: lines.filter((line) => line.qty_order > 0).length,
    total_fen: lines.reduce((sum, line) => sum + line.qty_order * (line.unit_price_fen ?? 0), 0),
    without_supplier: lines.filter((line) => line.qty_order > 0 && line.supplier_id === null).length,
  };
  audit({
    action: 'supply.make_plan',
    entity: 'purchase_plan',
    entity_id: made.plan_id,
    detail: { ...summary, source: plan.source, before: null, after: { status: 'draft' } },
  });
  emit('supply.plan_made', String(made.plan_id), { ...summary, source: plan.source });
  return summary;
}

async function plannedLines(tx: Context['tx'], needs: readonly PlanNeed[]): Promise<NewPlanLine[]> {
  const item_ids = [...new Set(needs.map((need) => need.item_id))];
  const named = [...new Set(needs.flatMap((need) => need.supplier_id ?? []))];
  const sites = await sitesOf(
    tx,
    needs.map((need) => need.warehouse_id),
  );
  await requireSuppliers(tx, named);
  const goods = await knownItems(tx, item_ids);
  const day = await today(tx);
  const [positions, terms_of] = await Promise.all([positionsOf(tx, needs), termsOf(tx, item_ids, null, day)]);
  const net = netNeeds(needs, positions);
  const planned = consolidate(
    needs.map((need, index) => ({
      warehouse_id: need.warehouse_id,
      province: sites.get(need.warehouse_id)!.province,
      item_id: need.item_id,
      qty_net: net[index]!.qty_net,
      supplier_id: need.supplier_id ?? null,
    })),
    terms_of,
  );
  return needs.map((need, index) => {
    const { qty_order, supplier_id, price, explanation } = planned[index]!;
    const { lead_time_days } = explanation;
    const late = lead_time_days !== undefined && addDays(day, lead_time_days) > need.needed_on;
    return {
      warehouse_id: need.warehouse_id,
      item_id: need.item_id,
      requisition_line_id: need.requisition_line_id ?? null,
      needed_on: need.needed_on,
      qty_needed: need.qty,
      ...net[index]!,
      qty_order,
      supplier_id,
      // Without any price it is planned at what it cost before.
      unit_price_fen:
        price?.unit_price_fen ?? (supplier_id === null ? null : goods.get(need.item_id)!.unit_cost_fen),
      price_source: price?.price_source ?? (supplier_id === null ? null : 'item_cost'),
      agreement_line_id: price?.agreement?.agreement_line_id ?? null,
      explanation: lead_time_days === undefined ? explanation : { ...explanation, late },
    };
  });
}

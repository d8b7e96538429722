import * as contract from '@tongcang/contract';
import { requireAt } from '../../platform/actor.ts';
import type { Tx } from '../../platform/db.ts';
import { fail } from '../../platform/errors.ts';
import { type Context, defineVerb } from '../../platform/use-case.ts';
import { draftOrders } from './draft.ts';
import { lockPlan, type Plan, type PlanLine } from './plan.read.ts';
import { saveOrderedLines, savePlanStatus } from './planning.write.ts';
import { findPrice } from './price.ts';
import { advance, PLAN_TRANSITIONS } from './purchase.model.ts';
import { type Goods, knownItems, requireSuppliers, type Site, sitesOf, today } from './purchase.read.ts';
import type { MadeOrder, NewOrder, NewOrderLine } from './purchase.write.ts';
import { lockAgreementLines, termsOf } from './terms.read.ts';

type Input = contract.InputOf<typeof contract.orderPurchasePlan>;
type Chosen = PlanLine & { readonly supplier_id: number };
type TermsOf = Awaited<ReturnType<typeof termsOf>>;

export const orderPlan = defineVerb(
  contract.orderPurchasePlan,
  { permission: 'supply.order', audit: 'supply.order_plan' },
  async (context, input) => {
    const { tx, actor } = context;
    const { plan, lines } = await lockPlan(tx, input.plan_id);
    for (const warehouse_id of new Set(lines.map((line) => line.warehouse_id))) {
      requireAt(actor, 'supply.order', warehouse_id);
    }
    const status = advance(PLAN_TRANSITIONS, plan, 'ordered');
    const chosen = choose(lines, input);
    const { orders, prices } = await ordersOf(context, plan, chosen, input.reason);
    const made = await draftOrders(context, orders);
    await noteOrdered(tx, chosen, prices, made);
    await savePlanStatus(tx, plan.plan_id, status);
    context.audit({
      entity: 'purchase_plan',
      entity_id: plan.plan_id,
      reason: input.reason,
      detail: {
        document_no: plan.document_no,
        orders: made.map((order) => order.document_no),
        before: { status: plan.status },
        after: { status },
      },
    });
    return { plan_id: plan.plan_id, orders: made };
  },
);

/** The lines with what a person changed; what is not to be bought falls away, what nobody sells is refused. */
function choose(lines: readonly PlanLine[], { changes }: Input): Chosen[] {
  const known = new Set(lines.map((line) => line.plan_line_id));
  const unknown = changes.find((change) => !known.has(change.plan_line_id));
  if (unknown !== undefined) fail('supply.line_unknown', { line_id: unknown.plan_line_id });
  const changed = new Map(changes.map((change) => [change.plan_line_id, change]));
  const bought = lines
    .map((line) => {
      const change = changed.get(line.plan_line_id);
      return {
        ...line,
        qty_order: change?.qty ?? line.qty_order,
        supplier_id: change?.supplier_id ?? line.supplier_id,
      };
    })
    .filter((line) => line.qty_order > 0);
  if (bought.length === 0) fail('supply.nothing_to_buy');
  const orphans = bought.filter((line) => line.supplier_id === null);
  if (orphans.length > 0) fail('supply.no_supplier', { lines: orphans.length });
  return bought as Chosen[];
}

type Prices = ReadonlyMap<
  string,
  Pick<NewOrderLine, 'unit_price_fen' | 'price_source' | 'agreement_line_id' | 'rfq_offer_id'>
>;
const priceKey = (line: { supplier_id: number; item_id: number }) => `${line.supplier_id}|${line.item_id}`;

/** One order for each supplier and warehouse, at the price of the quantity that the supplier is asked for in all. */
async function ordersOf(
  { tx, actor }: Context,
  plan: Plan,
  lines: readonly Chosen[],
  reason: string,
): Promise<{ orders: NewOrder[]; prices: Prices }> {
  const item_ids = [...new Set(lines.map((line) => line.item_id))];
  const partner_ids = [...new Set(lines.map((line) => line.supplier_id))];
  await requireSuppliers(tx, partner_ids);
  const goods = await knownItems(tx, item_ids);
  const sites = await sitesOf(
    tx,
    lines.map((line) => line.warehouse_id),
  );
  await lockAgreementLines(tx, item_ids, partner_ids);
  const terms_of = await termsOf(tx, item_ids, partner_ids, await today(tx));
  const prices = pricesOf(lines, goods, sites, terms_of);
  const groups = Map.groupBy(lines, (line) => `${line.supplier_id}|${line.warehouse_id}`);
  const orders = [...groups.values()].map<NewOrder>((group) => ({
    partner_id: group[0]!.supplier_id,
    warehouse_id: group[0]!.warehouse_id,
    owner_id: sites.get(group[0]!.warehouse_id)!.legal_entity_id,
    reason,
    urgent: false,
    plan_id: plan.plan_id,
    rfq_id: null,
    requested_by: actor.user_id,
    requested_by_name: actor.display_name,
    lines: linesOf(group, prices),
  }));
  return { orders, prices };
}

function pricesOf(
  lines: readonly Chosen[],
  goods: ReadonlyMap<number, Goods>,
  sites: ReadonlyMap<number, Site>,
  terms_of: TermsOf,
): Prices {
  const groups = Map.groupBy(lines, priceKey);
  return new Map(
    [...groups].map(([key, group]) => {
      const { item_id, supplier_id } = group[0]!;
      const qty = group.reduce((sum, line) => sum + line.qty_order, 0);
      const provinces = new Set(group.map((line) => sites.get(line.warehouse_id)!.province));
      const province = provinces.size === 1 ? [...provinces][0]! : null;
      const terms = terms_of.get(item_id)?.find((one) => one.partner_id === supplier_id);
      const found = terms === undefined ? null : findPrice(terms, { qty, province });
      return [
        key,
        {
          unit_price_fen: found?.unit_price_fen ?? goods.get(item_id)!.unit_cost_fen,
          price_source: found?.price_source ?? 'item_cost',
          agreement_line_id: found?.agreement?.agreement_line_id ?? null,
          rfq_offer_id: found?.rfq_offer_id ?? null,
        },
      ];
    }),
  );
}

/** Several needs of one item at one warehouse become one line, needed on the earliest day. */
function linesOf(group: readonly Chosen[], prices: Prices): NewOrderLine[] {
  const items = Map.groupBy(group, (line) => line.item_id);
  return [...items].map(([item_id, needs]) => ({
    item_id,
    qty: needs.reduce((sum, need) => sum + need.qty_order, 0),
    needed_on: needs.map((need) => need.needed_on).reduce((first, day) => (day < first ? day : first)),
    note: null,
    ...prices.get(priceKey(needs[0]!))!,
  }));
}

async function noteOrdered(
  tx: Tx,
  chosen: readonly Chosen[],
  prices: Prices,
  made: readonly MadeOrder[],
): Promise<void> {
  const orders = new Map(made.map((order) => [`${order.partner_id}|${order.warehouse_id}`, order]));
  await saveOrderedLines(
    tx,
    chosen.map((line) => ({
      ...line,
      ...prices.get(priceKey(line))!,
      purchase_order_id: orders.get(`${line.supplier_id}|${line.warehouse_id}`)!.purchase_order_id,
    })),
  );
}

/** Makes of the needs of many warehouses one purchase for each item: pure, property-tested. */
import { breaksFor, type FoundPrice, findPrice, type PriceFacts } from './price.ts';

/** How one supplier sells one item. */
export type Terms = PriceFacts & {
  readonly partner_id: number;
  readonly min_order_qty: number;
  readonly order_multiple: number;
  readonly lead_time_days: number;
  readonly preferred: boolean;
};
export type Need = {
  readonly warehouse_id: number;
  readonly province: string;
  readonly item_id: number;
  /** Still to be bought, after stock and open orders. */
  readonly qty_net: number;
  readonly supplier_id: number | null;
};
export type PlannedNeed = {
  readonly qty_order: number;
  readonly supplier_id: number | null;
  readonly price: FoundPrice | null;
  readonly explanation: Explanation;
};
export type Explanation = {
  readonly min_order_qty?: number;
  readonly order_multiple?: number;
  readonly group_net?: number;
  readonly group_order?: number;
  readonly break_qty?: number;
  readonly raised_to_break?: boolean;
  readonly next_break?: { readonly min_qty: number; readonly unit_price_fen: number } | null;
  readonly agreement_no?: string | null;
  readonly lead_time_days?: number;
};

/**
 * Plans each need. Needs of one item at one supplier are bought together: the sum is rounded up to the supplier's least
 * order and multiple, and further up to the next price break where that costs less in all. What rounding adds goes to
 * the largest need, so that nobody is given pieces that were not asked for anywhere.
 */
export function consolidate(
  needs: readonly Need[],
  terms_of: ReadonlyMap<number, readonly Terms[]>,
): PlannedNeed[] {
  const planned = needs.map<PlannedNeed>((need) => ({
    qty_order: need.qty_net,
    supplier_id: need.supplier_id,
    price: null,
    explanation: {},
  }));
  const groups = Map.groupBy(
    needs.map((need, index) => ({ need, index, terms: chooseTerms(need, needs, terms_of) })),
    ({ need, terms }) => `${need.item_id}|${terms?.partner_id ?? `none ${need.supplier_id}`}`,
  );
  for (const group of groups.values()) planGroup(group, planned);
  return planned;
}

type Member = { readonly need: Need; readonly index: number; readonly terms: Terms | null };

/** The supplier asked for; else the preferred one; else whose price for all of the item is lowest. */
function chooseTerms(
  need: Need,
  needs: readonly Need[],
  terms_of: ReadonlyMap<number, readonly Terms[]>,
): Terms | null {
  const offered = terms_of.get(need.item_id) ?? [];
  if (need.supplier_id !== null) return offered.find((t) => t.partner_id === need.supplier_id) ?? null;
  const qty = Math.max(1, sum(needs.filter((n) => n.item_id === need.item_id).map((n) => n.qty_net)));
  const ranked = offered
    .map((terms) => ({ terms, price: findPrice(terms, { qty, province: null }) }))
    .sort(
      (a, b) => rank(a) - rank(b) || fen(a.price) - fen(b.price) || a.terms.partner_id - b.terms.partner_id,
    );
  return ranked[0]?.terms ?? null;
}

/** An owed volume comes before a preference, a preference before a price, any price before none. */
function rank({ terms, price }: { terms: Terms; price: FoundPrice | null }): number {
  if (price?.price_source === 'volume') return 0;
  if (terms.preferred) return 1;
  return price === null ? 3 : 2;
}
const fen = (price: FoundPrice | null) => price?.unit_price_fen ?? Number.MAX_SAFE_INTEGER;

function planGroup(group: readonly Member[], planned: PlannedNeed[]): void {
  const { terms } = group[0]!;
  const net = sum(group.map(({ need }) => need.qty_net));
  if (terms === null || net === 0) return;
  const province = sharedProvince(group);
  const { qty, raised_to_break } = quantityFor(net, terms, province);
  const price = findPrice(terms, { qty, province });
  const shares = shareOut(group, qty - net);
  const next = breaksFor(terms.listed, province).find((b) => b.min_qty > qty);
  group.forEach(({ index, need }, position) => {
    planned[index] = {
      qty_order: need.qty_net + shares[position]!,
      supplier_id: terms.partner_id,
      price,
      explanation: {
        min_order_qty: terms.min_order_qty,
        order_multiple: terms.order_multiple,
        group_net: net,
        group_order: qty,
        break_qty: price?.break_qty,
        raised_to_break,
        next_break:
          next === undefined ? null : { min_qty: next.min_qty, unit_price_fen: next.unit_price_fen },
        agreement_no: price?.agreement?.agreement_no ?? null,
        lead_time_days: terms.lead_time_days,
      },
    };
  });
}

/** Prices of a province count where all needs are of it. */
function sharedProvince(group: readonly Member[]): string | null {
  const provinces = new Set(group.map(({ need }) => need.province));
  return provinces.size === 1 ? [...provinces][0]! : null;
}

/** The least lawful quantity for a need, or a larger one at a break that costs less in all. */
export function quantityFor(
  net: number,
  terms: Terms,
  province: string | null,
): { readonly qty: number; readonly raised_to_break: boolean } {
  const lawful = (qty: number) => roundUp(Math.max(qty, terms.min_order_qty), terms.order_multiple);
  const least = lawful(net);
  const cost = (qty: number) => {
    const price = findPrice(terms, { qty, province });
    return price === null ? Number.POSITIVE_INFINITY : price.unit_price_fen * qty;
  };
  const cheaper = breaksFor(terms.listed, province)
    .map(({ min_qty }) => lawful(min_qty))
    .filter((qty) => qty > least && cost(qty) < cost(least))
    .sort((a, b) => cost(a) - cost(b) || a - b);
  // Without any price a larger quantity is no cheaper.
  const better = Number.isFinite(cost(least)) ? cheaper[0] : undefined;
  return { qty: better ?? least, raised_to_break: better !== undefined };
}

export function roundUp(qty: number, multiple: number): number {
  return Math.ceil(qty / multiple) * multiple;
}

function shareOut(group: readonly Member[], extra: number): number[] {
  const largest = group.reduce(
    (best, { need }, position) => (need.qty_net > group[best]!.need.qty_net ? position : best),
    0,
  );
  return group.map((_, position) => (position === largest ? extra : 0));
}

const sum = (numbers: readonly number[]) => numbers.reduce((total, n) => total + n, 0);

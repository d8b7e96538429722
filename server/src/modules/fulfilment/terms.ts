/** Terms of trade: what an item costs a customer, what the customer asks of lots, and which customs a line touches. */
import type { Reason } from '@tongcang/contract';
import type { Tx } from '../../platform/db.ts';
import { AppError } from '../../platform/errors.ts';
import type { Facts } from '../compliance/index.ts';

/** What a customer asks of the lots of an item. */
export type LotRule = {
  readonly item_id: number | null;
  readonly category: string | null;
  readonly min_remaining_days: number | null;
  readonly min_remaining_pct: number | null;
  readonly one_lot: boolean;
  readonly same_lot: boolean;
};
export type ItemTerms = {
  readonly item_id: number;
  readonly item_code: string;
  readonly category: string;
  readonly shelf_life_days: number | null;
  readonly province: string;
  readonly price_fen: number | null;
  readonly tax_rate_bp: number | null;
  readonly listing_price_fen: number | null;
};
export type Terms = {
  readonly rules: readonly LotRule[];
  readonly items: ReadonlyMap<number, ItemTerms>;
};

/** Prices that hold today and rules of one customer for these items; unknown items are absent. Two statements. */
export async function termsOf(tx: Tx, partner_id: number, item_ids: readonly number[]): Promise<Terms> {
  const [rules, items] = await Promise.all([
    tx.rows<LotRule>(
      `select item_id, category, min_remaining_days, min_remaining_pct, one_lot, same_lot
       from fulfilment.customer_rule where partner_id = $1 and ended_at is null`,
      [partner_id],
    ),
    tx.rows<ItemTerms>(
      `select i.item_id, i.item_code, i.category, i.shelf_life_days, c.province, p.price_fen, p.tax_rate_bp,
         coalesce(p.listing_price_fen, g.listing_price_fen) as listing_price_fen
       from unnest($2::bigint[]) k(item_id)
       join masterdata.v_item i on i.item_id = k.item_id
       join masterdata.v_partner c on c.partner_id = $1
       cross join (select (now() at time zone 'Asia/Shanghai')::date as day) t
       left join lateral (
         select s.price_fen, s.tax_rate_bp, s.listing_price_fen from fulfilment.sales_price s
         where s.item_id = i.item_id and s.province = c.province and (s.partner_id is null or s.partner_id = $1)
           and s.valid_from <= t.day and (s.valid_to is null or s.valid_to >= t.day)
         order by s.partner_id is null, s.valid_from desc limit 1) p on true
       left join lateral (
         select s.listing_price_fen from fulfilment.sales_price s
         where s.item_id = i.item_id and s.province = c.province and s.partner_id is null
           and s.valid_from <= t.day and (s.valid_to is null or s.valid_to >= t.day)
         order by s.valid_from desc limit 1) g on true`,
      [partner_id, item_ids],
    ),
  ]);
  return { rules, items: new Map(items.map((item) => [item.item_id, item])) };
}

/** The narrowest rule that speaks of an item: of the item itself, of its sub-catalogue, of everything. */
export function ruleFor(
  rules: readonly LotRule[],
  item: { readonly item_id: number; readonly category: string },
): LotRule | undefined {
  return (
    rules.find((rule) => rule.item_id === item.item_id) ??
    rules.find((rule) => rule.item_id === null && rule.category === item.category) ??
    rules.find((rule) => rule.item_id === null && rule.category === null)
  );
}

/** Days of life that must remain on arrival: the stricter of days and share of the shelf life; null where nobody asks. */
export function remainingDays(rule: LotRule | undefined, shelf_life_days: number | null): number | null {
  const { min_remaining_days = null, min_remaining_pct = null } = rule ?? {};
  const share =
    min_remaining_pct === null || shelf_life_days === null
      ? null
      : Math.ceil((shelf_life_days * min_remaining_pct) / 100);
  if (min_remaining_days === null) return share;
  return share === null ? min_remaining_days : Math.max(min_remaining_days, share);
}

export type Price = {
  readonly unit_price_fen: number | null;
  readonly tax_rate_bp: number | null;
  readonly listing_price_fen: number | null;
};
const TAX_RATE_BP = 1300;

/** The price of a line: the one agreed, otherwise that of the list. */
export function priceOf(
  line: { readonly unit_price_fen?: number; readonly tax_rate_bp?: number },
  item: ItemTerms,
): Price {
  const unit_price_fen = line.unit_price_fen ?? item.price_fen;
  return {
    unit_price_fen,
    tax_rate_bp: unit_price_fen === null ? null : (line.tax_rate_bp ?? item.tax_rate_bp ?? TAX_RATE_BP),
    listing_price_fen: item.listing_price_fen,
  };
}

/** A custom that a line touches; `line_no` counts from 1. */
export type Finding = { readonly line_no: number; readonly code: string; readonly params: Reason['params'] };

/** What is to be said about the price of a line by the custom of listed prices (挂网价). */
export function priceFindings(line_no: number, price: Price, { item_code, province }: ItemTerms): Finding[] {
  const { unit_price_fen: price_fen, listing_price_fen } = price;
  if (price_fen === null) return [];
  if (listing_price_fen === null)
    return [{ line_no, code: 'fulfilment.not_listed', params: { item_code, province } }];
  return price_fen > listing_price_fen
    ? [
        {
          line_no,
          code: 'fulfilment.above_listing_price',
          params: { item_code, price_fen, listing_price_fen },
        },
      ]
    : [];
}

export type Warning = Finding & { readonly legal_basis: string | null };

/**
 * Weighs findings by the dated rules: those that block refuse the document, those that warn come back, others are
 * dropped. `path` names the place of a line in the input.
 */
export function weigh(
  facts: Facts,
  on_date: string,
  findings: readonly Finding[],
  path: (line_no: number) => string,
): Warning[] {
  const weighed = findings.flatMap((finding) => {
    const rule = facts.rules
      .get(finding.code)
      ?.find((r) => r.effective_from <= on_date && (r.effective_to === null || on_date <= r.effective_to));
    return rule === undefined || rule.severity === 'off' ? [] : [{ ...finding, rule }];
  });
  const blocked = weighed.filter(({ rule }) => rule.severity === 'block');
  if (blocked.length > 0) {
    throw new AppError(
      'fulfilment.terms_refused',
      { refused: blocked.length },
      {
        errors: blocked.map(({ line_no, code, params }) => ({ path: path(line_no), code, params })),
        reasons: blocked.map(({ code, params, rule }) => ({ code, params, legal_basis: rule.legal_basis })),
      },
    );
  }
  return weighed.map(({ line_no, code, params, rule }) => ({
    line_no,
    code,
    params,
    legal_basis: rule.legal_basis,
  }));
}

/**
 * Invoices between the maker and the hospital if this lot is sold by `seller_id` (两票制): one for each hand that it
 * went through. Null where nobody knows from whom it came.
 */
export function invoicesOf(lot: {
  readonly supplier_id: number | null;
  readonly supplier_kind: string | null;
  readonly manufacturer_id: number;
  readonly owner_id: number;
  readonly seller_id: number;
}): number | null {
  if (lot.supplier_id === null) return null;
  const from_maker = lot.supplier_id === lot.manufacturer_id || lot.supplier_kind === 'manufacturer';
  return 2 + (from_maker ? 0 : 1) + (lot.owner_id === lot.seller_id ? 0 : 1);
}
/** The rule allows two. */
export const INVOICES_MAX = 2;

/** Finds what an item costs: pure, on the terms and prices in force. */
import type { PRICE_SOURCES } from '@tongcang/contract';

export type PriceSource = (typeof PRICE_SOURCES)[number];

/** A price of a list: from `min_qty` pieces on, in a province or everywhere. */
export type ListPrice = {
  readonly province: string | null;
  readonly min_qty: number;
  readonly unit_price_fen: number;
  readonly valid_from: string;
};
/** A line of an agreement in force; `left` is null where nothing is promised. */
export type AgreedPrice = {
  readonly agreement_line_id: number;
  readonly agreement_no: string;
  readonly kind: 'volume' | 'framework';
  readonly unit_price_fen: number;
  readonly left: number | null;
};
/** An offer that won an inquiry and still holds. */
export type QuotedPrice = {
  readonly rfq_offer_id: number;
  readonly unit_price_fen: number;
};
/** All prices of one supplier for one item that are in force on the day. */
export type PriceFacts = {
  readonly agreed: readonly AgreedPrice[];
  readonly quoted: readonly QuotedPrice[];
  readonly listed: readonly ListPrice[];
};
export type FoundPrice = {
  readonly unit_price_fen: number;
  readonly price_source: PriceSource;
  readonly agreement: AgreedPrice | null;
  readonly rfq_offer_id: number | null;
  /** Quantity from which a listed price holds. */
  readonly break_qty: number;
};

/** Volume agreements come first, because their quantity is owed; then what is cheapest of all that holds. */
export function findPrice(
  facts: PriceFacts,
  want: { readonly qty: number; readonly province: string | null },
): FoundPrice | null {
  const agreed = facts.agreed.filter((line) => line.left === null || line.left >= want.qty);
  const owed = agreed.filter((line) => line.kind === 'volume');
  const candidates = owed.length > 0 ? owed.map(ofAgreement) : [...agreed.map(ofAgreement), ...others()];
  return candidates.reduce<FoundPrice | null>(
    (best, next) => (best === null || next.unit_price_fen < best.unit_price_fen ? next : best),
    null,
  );

  function others(): FoundPrice[] {
    const listed = listPriceAt(facts.listed, want);
    return [
      ...facts.quoted.map((offer) => ({
        unit_price_fen: offer.unit_price_fen,
        price_source: 'quote' as const,
        agreement: null,
        rfq_offer_id: offer.rfq_offer_id,
        break_qty: 1,
      })),
      ...(listed === null
        ? []
        : [
            {
              unit_price_fen: listed.unit_price_fen,
              price_source: 'price_list' as const,
              agreement: null,
              rfq_offer_id: null,
              break_qty: listed.min_qty,
            },
          ]),
    ];
  }
}

function ofAgreement(line: AgreedPrice): FoundPrice {
  return {
    unit_price_fen: line.unit_price_fen,
    price_source: line.kind,
    agreement: line,
    rfq_offer_id: null,
    break_qty: 1,
  };
}

/** The prices that count in a province, one for each quantity: the province's own before the general, the later first. */
export function breaksFor(listed: readonly ListPrice[], province: string | null): ListPrice[] {
  const best = new Map<number, ListPrice>();
  for (const price of listed) {
    if (price.province !== null && price.province !== province) continue;
    const known = best.get(price.min_qty);
    if (known === undefined || ranksBefore(price, known)) best.set(price.min_qty, price);
  }
  return [...best.values()].sort((a, b) => a.min_qty - b.min_qty);
}

function ranksBefore(a: ListPrice, b: ListPrice): boolean {
  if ((a.province === null) !== (b.province === null)) return a.province !== null;
  return a.valid_from > b.valid_from;
}

function listPriceAt(
  listed: readonly ListPrice[],
  { qty, province }: { readonly qty: number; readonly province: string | null },
): ListPrice | null {
  return breaksFor(listed, province).findLast((price) => price.min_qty <= qty) ?? null;
}

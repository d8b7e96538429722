/** Terms and prices in force, as the deciders want them. */
import type { Tx } from '../../platform/db.ts';
import type { Terms } from './consolidate.ts';
import type { AgreedPrice } from './price.ts';

/**
 * Locks the lines of agreements in force for these items, so that two orders cannot both take the last of a promised
 * quantity. Taken before anything else is read of them.
 */
export function lockAgreementLines(
  tx: Tx,
  item_ids: readonly number[],
  partner_ids: readonly number[],
): Promise<unknown> {
  return tx.rows(
    `select from supply.agreement_line l where l.item_id = any($1::bigint[]) and l.partner_id = any($2::bigint[])
     order by l.agreement_line_id for update`,
    [item_ids, partner_ids],
  );
}

/** What has been called off of a line: ordered, drafted too, and not given up. */
export const CALLED = `coalesce((select sum(x.qty - x.qty_cancelled) from supply.purchase_order_line x
    join supply.purchase_order o on o.purchase_order_id = x.purchase_order_id
    where x.agreement_line_id = l.agreement_line_id and o.status <> 'cancelled'), 0)::bigint`;

const USUAL_LEAD_TIME_DAYS = 7;

const AGREED = `select l.partner_id, l.item_id, l.agreement_line_id, a.document_no as agreement_no, a.kind, l.unit_price_fen,
    l.qty_committed - ${CALLED} as left
  from supply.agreement_line l join supply.agreement a on a.agreement_id = l.agreement_id
  where l.item_id = any($1::bigint[]) and ($2::bigint[] is null or l.partner_id = any($2)) and a.status = 'active'
    and $3::date between a.valid_from and a.valid_to`;

const LISTED = `select partner_id, item_id, province, min_qty, unit_price_fen, valid_from from supply.purchase_price
  where item_id = any($1::bigint[]) and ($2::bigint[] is null or partner_id = any($2))
    and valid_from <= $3::date and (valid_to is null or valid_to >= $3::date)`;

// An award that has not been used up is a price that holds; what was ordered by it is taken off by the order itself.
const QUOTED = `select partner_id, item_id, rfq_offer_id, unit_price_fen from supply.rfq_offer
  where item_id = any($1::bigint[]) and ($2::bigint[] is null or partner_id = any($2))
    and qty_awarded > 0 and valid_to >= $3::date`;

// Terms as they were agreed; and whoever has delivered the item before, on the usual terms, so that a plan knows whom to
// ask where nobody has entered any.
const SOLD = `select partner_id, item_id, min_order_qty, order_multiple, lead_time_days, preferred, active
  from supply.supplier_item where item_id = any($1::bigint[]) and ($2::bigint[] is null or partner_id = any($2))
  union all
  select distinct t.supplier_id, t.item_id, 1::bigint, 1::bigint, ${USUAL_LEAD_TIME_DAYS}, false, true
  from stock.v_lot t join masterdata.v_partner p on p.partner_id = t.supplier_id and p.kind in ('supplier', 'manufacturer')
  where t.item_id = any($1::bigint[]) and ($2::bigint[] is null or t.supplier_id = any($2))
    and not exists (select from supply.supplier_item s where s.partner_id = t.supplier_id and s.item_id = t.item_id)`;

type Of<T> = T & { readonly partner_id: number; readonly item_id: number };

/** Terms of all suppliers, or of those named, for these items on a day. Four statements, sent together. */
export async function termsOf(
  tx: Tx,
  item_ids: readonly number[],
  partner_ids: readonly number[] | null,
  on_date: string,
): Promise<Map<number, Terms[]>> {
  const values = [item_ids, partner_ids, on_date];
  const [sold, agreed, listed, quoted] = await Promise.all([
    tx.rows<Of<Omit<Terms, 'agreed' | 'listed' | 'quoted'> & { active: boolean }>>(SOLD, [
      item_ids,
      partner_ids,
    ]),
    tx.rows<Of<AgreedPrice>>(AGREED, values),
    tx.rows<Of<Terms['listed'][number]>>(LISTED, values),
    tx.rows<Of<Terms['quoted'][number]>>(QUOTED, values),
  ]);
  const key = (row: { partner_id: number; item_id: number }) => `${row.partner_id}|${row.item_id}`;
  const conditions = new Map(sold.map((row) => [key(row), row]));
  const agreements = Map.groupBy(agreed, key);
  const lists = Map.groupBy(listed, key);
  const quotes = Map.groupBy(quoted, key);
  const pairs = new Map([...sold, ...agreed, ...listed, ...quoted].map((row) => [key(row), row]));
  const terms = [...pairs].flatMap(([pair, { partner_id, item_id }]) => {
    const known = conditions.get(pair);
    if (known?.active === false) return [];
    return {
      item_id,
      partner_id,
      min_order_qty: known?.min_order_qty ?? 1,
      order_multiple: known?.order_multiple ?? 1,
      lead_time_days: known?.lead_time_days ?? USUAL_LEAD_TIME_DAYS,
      preferred: known?.preferred ?? false,
      agreed: agreements.get(pair) ?? [],
      listed: lists.get(pair) ?? [],
      quoted: quotes.get(pair) ?? [],
    };
  });
  return Map.groupBy(terms, (row) => row.item_id);
}

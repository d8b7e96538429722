/** INSERT and UPDATE of prices, customer rules, reserved lots and upstream invoices. */
import type {
  InputOf,
  recordUpstreamInvoice,
  reserveLot,
  setCustomerRule,
  setSalesPrice,
} from '@tongcang/contract';
import type { Tx } from '../../platform/db.ts';

/** Writes a price and ends the one that held before at the day before it. */
export async function insertPrice(
  tx: Tx,
  price: InputOf<typeof setSalesPrice>,
  recorded_by: number | null,
): Promise<number> {
  const { sales_price_id } = await tx.one<{ sales_price_id: number }>(
    `with ended as (
       update fulfilment.sales_price set valid_to = $7::date - 1
       where item_id = $1 and province = $2 and partner_id is not distinct from $3 and valid_from < $7
         and (valid_to is null or valid_to >= $7)
     )
     insert into fulfilment.sales_price (item_id, province, partner_id, price_fen, listing_price_fen, tax_rate_bp, valid_from,
       valid_to, recorded_by) values ($1, $2, $3, $4, $5, $6, $7, $8, $9) returning sales_price_id`,
    [
      price.item_id,
      price.province,
      price.partner_id ?? null,
      price.price_fen,
      price.listing_price_fen ?? null,
      price.tax_rate_bp,
      price.valid_from,
      price.valid_to ?? null,
      recorded_by,
    ],
  );
  return sales_price_id;
}

export async function insertCustomerRule(
  tx: Tx,
  rule: InputOf<typeof setCustomerRule>,
  changed_by: number | null,
): Promise<number> {
  const { customer_rule_id } = await tx.one<{ customer_rule_id: number }>(
    `insert into fulfilment.customer_rule (partner_id, item_id, category, min_remaining_days, min_remaining_pct, one_lot,
       same_lot, note, changed_by) values ($1, $2, $3, $4, $5, $6, $7, $8, $9) returning customer_rule_id`,
    [
      rule.partner_id,
      rule.item_id ?? null,
      rule.category || null,
      rule.min_remaining_days ?? null,
      rule.min_remaining_pct ?? null,
      rule.one_lot,
      rule.same_lot,
      rule.note || null,
      changed_by,
    ],
  );
  return customer_rule_id;
}

/** Gives how many there were to end. */
export function endRule(tx: Tx, customer_rule_id: number): Promise<number> {
  return tx.run(
    `update fulfilment.customer_rule set ended_at = clock_timestamp() where customer_rule_id = $1 and ended_at is null`,
    [customer_rule_id],
  );
}

export async function insertReservedLot(
  tx: Tx,
  { item_id, lot_id, partner_id, until, reason }: InputOf<typeof reserveLot>,
  reserved_by: number | null,
): Promise<number> {
  // One that has run out makes room for the next.
  await tx.run(
    `update fulfilment.reserved_lot set released_at = clock_timestamp()
     where item_id = $1 and lot_id = $2 and released_at is null and until < (now() at time zone 'Asia/Shanghai')::date`,
    [item_id, lot_id],
  );
  const { reserved_lot_id } = await tx.one<{ reserved_lot_id: number }>(
    `insert into fulfilment.reserved_lot (item_id, lot_id, partner_id, until, reason, reserved_by)
     values ($1, $2, $3, $4, $5, $6) returning reserved_lot_id`,
    [item_id, lot_id, partner_id, until, reason, reserved_by],
  );
  return reserved_lot_id;
}

export async function endReservation(
  tx: Tx,
  reserved_lot_id: number,
  released_by: number | null,
): Promise<void> {
  await tx.run(
    'update fulfilment.reserved_lot set released_at = clock_timestamp(), released_by = $2 where reserved_lot_id = $1',
    [reserved_lot_id, released_by],
  );
}

/** The same number twice for one lot is noted once. */
export async function insertUpstreamInvoice(
  tx: Tx,
  { item_id, lot_id, invoice_no, invoice_date }: InputOf<typeof recordUpstreamInvoice>,
  recorded_by: number | null,
): Promise<number> {
  await tx.run(
    `insert into fulfilment.upstream_invoice (item_id, lot_id, invoice_no, invoice_date, recorded_by)
     values ($1, $2, $3, $4, $5) on conflict do nothing`,
    [item_id, lot_id, invoice_no, invoice_date, recorded_by],
  );
  const { upstream_invoice_id } = await tx.one<{ upstream_invoice_id: number }>(
    'select upstream_invoice_id from fulfilment.upstream_invoice where item_id = $1 and lot_id = $2 and invoice_no = $3',
    [item_id, lot_id, invoice_no],
  );
  return upstream_invoice_id;
}

import { type Actor, canEverywhere } from '../../platform/actor.ts';
import type { Tx } from '../../platform/db.ts';
import { fail, notFound } from '../../platform/errors.ts';

/** Terms of trade hold for the whole company, so somebody of one warehouse does not change them. */
export function requireForCompany(actor: Actor, permission: string): void {
  if (!canEverywhere(actor, permission)) fail('platform.forbidden', { permission });
}

/** Answers 404 for the first that does not exist; null is nobody asked for. */
export async function requireKnown(
  tx: Tx,
  asked: { readonly item_id?: number; readonly lot_id?: number; readonly customer_id?: number },
): Promise<void> {
  const { item, lot, customer } = await tx.one<{ item: boolean; lot: boolean; customer: boolean }>(
    `select $1::bigint is null or exists (select from masterdata.v_item where item_id = $1) as item,
       $2::bigint is null or exists (select from stock.v_lot where item_id = $1 and lot_id = $2) as lot,
       $3::bigint is null or exists (select from masterdata.v_partner where partner_id = $3 and kind = 'customer') as customer`,
    [asked.item_id ?? null, asked.lot_id ?? null, asked.customer_id ?? null],
  );
  if (!item) notFound('item', asked.item_id!);
  if (!lot) notFound('lot', asked.lot_id!);
  if (!customer) notFound('partner', asked.customer_id!);
}

import * as contract from '@tongcang/contract';
import { type FieldError, fail } from '../../platform/errors.ts';
import { defineVerb } from '../../platform/use-case.ts';
import { requireEverywhere } from './everywhere.ts';
import { knownItems, requireSuppliers } from './purchase.read.ts';
import { insertPrices } from './terms.write.ts';

export const savePrices = defineVerb(
  contract.savePrices,
  { permission: 'supply.order', audit: 'supply.save_prices' },
  async ({ tx, actor, audit }, { partner_id, lines }) => {
    requireEverywhere(actor, 'supply.order');
    refusePeriods(lines);
    await requireSuppliers(tx, [partner_id]);
    await knownItems(
      tx,
      lines.map((line) => line.item_id),
    );
    const saved = await insertPrices(tx, partner_id, actor.user_id, lines);
    audit({ entity: 'partner', entity_id: partner_id, detail: { lines } });
    return { saved };
  },
);

/** Refuses a period that ends before it begins, by line. */
export function refusePeriods(
  lines: readonly { readonly valid_from: string; readonly valid_to?: string }[],
): void {
  const errors = lines.flatMap<FieldError>(({ valid_from, valid_to }, index) =>
    valid_to !== undefined && valid_to < valid_from
      ? { path: `lines.${index}.valid_to`, code: 'invalid', params: {} }
      : [],
  );
  if (errors.length > 0) fail('platform.invalid_input', {}, errors);
}

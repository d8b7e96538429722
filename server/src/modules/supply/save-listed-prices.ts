import * as contract from '@tongcang/contract';
import { defineVerb } from '../../platform/use-case.ts';
import { requireEverywhere } from './everywhere.ts';
import { knownItems } from './purchase.read.ts';
import { refusePeriods } from './save-prices.ts';
import { insertListedPrices } from './terms.write.ts';

export const saveListedPrices = defineVerb(
  contract.saveListedPrices,
  { permission: 'supply.order', audit: 'supply.save_listed_prices' },
  async ({ tx, actor, audit }, { lines }) => {
    requireEverywhere(actor, 'supply.order');
    refusePeriods(lines);
    await knownItems(
      tx,
      lines.map((line) => line.item_id),
    );
    const saved = await insertListedPrices(tx, actor.user_id, lines);
    audit({ entity: 'listed_price', entity_id: lines[0]!.item_id, detail: { lines } });
    return { saved };
  },
);

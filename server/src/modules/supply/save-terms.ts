import * as contract from '@tongcang/contract';
import { defineVerb } from '../../platform/use-case.ts';
import { requireEverywhere } from './everywhere.ts';
import { knownItems, refuseRepeated, requireSuppliers } from './purchase.read.ts';
import { saveSupplierItems } from './terms.write.ts';

export const saveTerms = defineVerb(
  contract.saveTerms,
  { permission: 'supply.order', audit: 'supply.save_terms' },
  async ({ tx, actor, audit }, { partner_id, lines }) => {
    requireEverywhere(actor, 'supply.order');
    const item_ids = lines.map((line) => line.item_id);
    refuseRepeated(item_ids);
    await requireSuppliers(tx, [partner_id]);
    await knownItems(tx, item_ids);
    const saved = await saveSupplierItems(tx, partner_id, lines);
    audit({ entity: 'partner', entity_id: partner_id, detail: { lines } });
    return { saved };
  },
);

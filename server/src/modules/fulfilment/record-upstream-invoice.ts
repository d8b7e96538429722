import * as contract from '@tongcang/contract';
import { defineVerb } from '../../platform/use-case.ts';
import { requireForCompany, requireKnown } from './terms.read.ts';
import { insertUpstreamInvoice } from './terms.write.ts';

export const recordUpstreamInvoice = defineVerb(
  contract.recordUpstreamInvoice,
  { permission: 'fulfilment.settle', audit: 'fulfilment.record_upstream_invoice' },
  async ({ tx, actor, audit }, input) => {
    requireForCompany(actor, 'fulfilment.settle');
    await requireKnown(tx, { item_id: input.item_id, lot_id: input.lot_id });
    const upstream_invoice_id = await insertUpstreamInvoice(tx, input, actor.user_id);
    audit({ entity: 'lot', entity_id: input.lot_id, detail: { ...input } });
    return { upstream_invoice_id };
  },
);

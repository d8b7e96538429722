import * as contract from '@tongcang/contract';
import { requireAt } from '../../platform/actor.ts';
import { defineVerb } from '../../platform/use-case.ts';
import { knownItems, refuseRepeated, requireSuppliers, sitesOf } from './purchase.read.ts';
import { insertRfq } from './rfq.write.ts';

export const openRfq = defineVerb(
  contract.openRfq,
  { permission: 'supply.order', audit: 'supply.open_rfq' },
  async ({ tx, actor, audit, emit }, input) => {
    const { warehouse_id, lines, closes_on } = input;
    requireAt(actor, 'supply.order', warehouse_id);
    refuseRepeated(lines.map((line) => line.item_id));
    await sitesOf(tx, [warehouse_id]);
    const partner_ids = [...new Set(input.partner_ids)];
    await requireSuppliers(tx, partner_ids);
    await knownItems(
      tx,
      lines.map((line) => line.item_id),
    );
    const made = await insertRfq(tx, {
      warehouse_id,
      closes_on,
      note: input.note || null,
      created_by: actor.user_id,
      created_by_name: actor.display_name,
      partner_ids,
      lines,
    });
    audit({
      entity: 'rfq',
      entity_id: made.rfq_id,
      warehouse_id,
      detail: {
        document_no: made.document_no,
        partner_ids,
        lines: lines.length,
        before: null,
        after: { status: 'open' },
      },
    });
    emit('supply.rfq_opened', String(made.rfq_id), { ...made, warehouse_id, partner_ids, closes_on });
    return made;
  },
);

import { decideRepair as contract } from '@tongcang/contract';
import { requireAt } from '../../platform/actor.ts';
import { fail } from '../../platform/errors.ts';
import { defineVerb } from '../../platform/use-case.ts';
import { saveQuoteDecision } from './quality.write.ts';
import { followRepair } from './repair.model.ts';
import { lockRepair } from './repair.read.ts';

export const decideRepair = defineVerb(
  contract,
  { permission: 'quality.repair', audit: 'quality.decide_repair' },
  async ({ tx, actor, audit }, { repair_id, accept, note }) => {
    const repair = await lockRepair(tx, repair_id);
    requireAt(actor, 'quality.repair', repair.warehouse_id);
    const status = followRepair(repair, accept ? 'accepted' : 'declined');
    if (repair.quoted_by !== null && repair.quoted_by === actor.user_id) fail('quality.own_quote');
    await saveQuoteDecision(tx, { repair_id, status, accepted: accept, decided_by: actor.user_id });
    const { document_no, warehouse_id } = repair;
    audit({
      entity: 'repair',
      entity_id: repair_id,
      warehouse_id,
      reason: note,
      detail: { document_no, status },
    });
    return { repair_id, status };
  },
);

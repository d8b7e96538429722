import { explainRecallNotice as contract } from '@tongcang/contract';
import { defineVerb } from '../../platform/use-case.ts';
import { followNotice } from './recall.model.ts';
import { lockNotice, requireEverywhere } from './recall.read.ts';
import { saveExplained } from './recall.write.ts';

export const explainRecallNotice = defineVerb(
  contract,
  { permission: 'quality.recall', audit: 'quality.explain_recall_notice' },
  async ({ tx, actor, audit }, { notice_id, explanation }) => {
    requireEverywhere(actor);
    const { notice_no, notice_status, document_no, warehouse_id } = await lockNotice(tx, notice_id);
    const status = followNotice({ notice_no, status: notice_status }, 'explained');
    await saveExplained(tx, { notice_id, status, explanation }, actor);
    const detail = { document_no, notice_no, before: { status: notice_status }, after: { status } };
    audit({ entity: 'recall_notice', entity_id: notice_id, warehouse_id, reason: explanation, detail });
    return { notice_id, status };
  },
);

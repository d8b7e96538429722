import { addRecallPaper as contract } from '@tongcang/contract';
import { insertAttachment } from '../../platform/attachments.ts';
import { defineVerb } from '../../platform/use-case.ts';
import { lockActive, requireEverywhere } from './recall.read.ts';

export const addRecallPaper = defineVerb(
  contract,
  { permission: 'quality.recall', audit: 'quality.add_recall_paper' },
  async ({ tx, actor, audit }, { case_id, ...paper }) => {
    requireEverywhere(actor);
    const { document_no } = await lockActive(tx, case_id);
    const attachment_id = await insertAttachment(
      tx,
      { entity: 'recall', entity_id: case_id, ...paper },
      actor,
    );
    const { kind, file_name } = paper;
    audit({ entity: 'recall', entity_id: case_id, detail: { document_no, attachment_id, kind, file_name } });
    return { attachment_id };
  },
);

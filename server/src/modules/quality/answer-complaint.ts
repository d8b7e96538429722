import { answerComplaint as contract } from '@tongcang/contract';
import { defineVerb } from '../../platform/use-case.ts';
import { COMPLAINT_TRANSITIONS } from './adverse.model.ts';
import { lockComplaint } from './complaint.read.ts';
import { saveAnswer } from './complaint.write.ts';
import { followCase } from './deviation.model.ts';

export const answerComplaint = defineVerb(
  contract,
  { permission: 'quality.case', audit: 'quality.answer_complaint' },
  async ({ tx, actor, audit }, { complaint_id, answer, answered_to }) => {
    const before = await lockComplaint(tx, actor, complaint_id);
    const status = followCase(COMPLAINT_TRANSITIONS, before, 'answered');
    await saveAnswer(tx, { complaint_id, status, answer, answered_to }, actor);
    const { document_no, warehouse_id } = before;
    audit({
      entity: 'complaint',
      entity_id: complaint_id,
      warehouse_id,
      detail: { document_no, answer, answered_to },
    });
    return { complaint_id, status };
  },
);

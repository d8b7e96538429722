import { investigateComplaint as contract } from '@tongcang/contract';
import { fail } from '../../platform/errors.ts';
import { defineVerb } from '../../platform/use-case.ts';
import { COMPLAINT_TRANSITIONS } from './adverse.model.ts';
import { lockComplaint } from './complaint.read.ts';
import { saveComplaintFinding } from './complaint.write.ts';
import { followCase } from './deviation.model.ts';

export const investigateComplaint = defineVerb(
  contract,
  { permission: 'quality.case', audit: 'quality.investigate_complaint' },
  async ({ tx, actor, audit }, { complaint_id, ...found }) => {
    const before = await lockComplaint(tx, actor, complaint_id);
    const status = followCase(COMPLAINT_TRANSITIONS, before, 'investigated');
    if (found.sample === 'received' && found.sample_return_no === '') fail('quality.sample_return_missing');
    await saveComplaintFinding(tx, { complaint_id, status, ...found }, actor);
    const { document_no, warehouse_id } = before;
    const detail = { document_no, before: { status: before.status }, after: { status, ...found } };
    audit({ entity: 'complaint', entity_id: complaint_id, warehouse_id, detail });
    return { complaint_id, status };
  },
);

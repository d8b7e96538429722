import { closeComplaint as contract } from '@tongcang/contract';
import { fail } from '../../platform/errors.ts';
import { defineVerb } from '../../platform/use-case.ts';
import { sign } from '../identity/index.ts';
import { COMPLAINT_TRANSITIONS, proposesAdverseEvent } from './adverse.model.ts';
import { CLOSED } from './case-trail.ts';
import { complaintBody, lockComplaint } from './complaint.read.ts';
import { saveComplaintClosed } from './complaint.write.ts';
import { followCase, refuseOwn } from './deviation.model.ts';
import { complaintRecord } from './get-complaint.ts';

export const closeComplaint = defineVerb(
  contract,
  { permission: 'quality.case', audit: 'quality.close_complaint' },
  async (context, { complaint_id, conclusion }) => {
    const { tx, actor, audit } = context;
    const complaint = await lockComplaint(tx, actor, complaint_id);
    const { document_no, warehouse_id, filed_by, owner_id } = complaint;
    refuseOwn({ document_no, people: [filed_by, owner_id] }, actor.user_id);
    const status = followCase(COMPLAINT_TRANSITIONS, complaint, 'closed');
    if (proposesAdverseEvent(complaint)) fail('quality.adverse_undecided', { document_no });
    const body = await complaintBody(tx, complaint_id, null);
    const record = complaintRecord(document_no, { ...body, conclusion });
    const meaning = CLOSED;
    await sign(context, {
      entity: 'complaint',
      entity_id: complaint_id,
      record,
      meaning,
      reason: conclusion,
    });
    await saveComplaintClosed(tx, { complaint_id, status, conclusion }, actor);
    const detail = { document_no, before: { status: complaint.status }, after: { status } };
    audit({ entity: 'complaint', entity_id: complaint_id, warehouse_id, reason: conclusion, detail });
    return { complaint_id, status };
  },
);

import { addEvidence as contract } from '@tongcang/contract';
import { requireAt } from '../../platform/actor.ts';
import { fail } from '../../platform/errors.ts';
import { defineVerb } from '../../platform/use-case.ts';
import { type DestructionStatus, followDestruction, isOfType } from './destruction.model.ts';
import { type Destruction, lockDestruction } from './destruction.read.ts';
import { insertEvidence, saveCertificate } from './quality.write.ts';

export const addEvidence = defineVerb(
  contract,
  { permission: 'quality.destroy', audit: 'quality.add_evidence' },
  async ({ tx, actor, audit }, { certificate_no, ...file }) => {
    const order = await lockDestruction(tx, file.destruction_id);
    requireAt(actor, 'quality.destroy', order.warehouse_id);
    if (!isOfType(file.bytes, file.media_type)) {
      fail('quality.evidence_unreadable', { media_type: file.media_type });
    }
    const status = statusAfter(order, file.kind, certificate_no);
    const { warehouse_id } = order;
    const evidence_id = await insertEvidence(tx, { ...file, warehouse_id }, actor);
    if (status === 'closed') {
      const closed = { destruction_id: order.destruction_id, status, certificate_no: certificate_no! };
      await saveCertificate(tx, closed);
    }
    const { kind, file_name } = file;
    const detail = { document_no: order.document_no, evidence_id, kind, file_name, certificate_no };
    audit({ entity: 'destruction', entity_id: order.destruction_id, warehouse_id, detail });
    return { evidence_id, status };
  },
);

/** A certificate with its number closes a destruction; photographs come from the approval until the witness. */
function statusAfter(
  order: Destruction,
  kind: 'photo' | 'certificate',
  certificate_no: string | undefined,
): DestructionStatus {
  if (kind === 'certificate' && certificate_no) return followDestruction(order, 'closed');
  const { document_no, status } = order;
  if (status !== 'approved' && status !== 'executed' && status !== 'destroyed') {
    fail('quality.destruction_status', { document_no, status });
  }
  return status;
}

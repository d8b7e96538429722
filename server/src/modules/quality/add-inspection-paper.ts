import { addInspectionPaper as contract } from '@tongcang/contract';
import { requireAt } from '../../platform/actor.ts';
import { insertAttachment } from '../../platform/attachments.ts';
import { fail } from '../../platform/errors.ts';
import { defineVerb } from '../../platform/use-case.ts';
import { lockInspection } from './inspection.read.ts';
import { saveStep } from './inspection.write.ts';

/** Until somebody has signed: papers are part of what the signature covers. */
const TAKES_PAPERS: ReadonlySet<string> = new Set(['open', 'recording', 'concluded']);

export const addInspectionPaper = defineVerb(
  contract,
  { permission: 'quality.inspect', audit: 'quality.add_inspection_paper' },
  async ({ tx, actor, audit }, { inspection_id, ...paper }) => {
    const inspection = await lockInspection(tx, inspection_id);
    const { warehouse_id, document_no, status } = inspection;
    requireAt(actor, 'quality.inspect', warehouse_id);
    if (!TAKES_PAPERS.has(status)) fail('quality.inspection_status', { document_no, status });
    const record = { entity: 'inspection', entity_id: inspection_id, warehouse_id };
    const attachment_id = await insertAttachment(tx, { ...record, ...paper }, actor);
    const version = await saveStep(tx, inspection_id, status);
    const { kind, file_name } = paper;
    audit({ ...record, detail: { document_no, attachment_id, kind, file_name, version } });
    return { attachment_id };
  },
);

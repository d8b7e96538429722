import { attachPaper as contract } from '@tongcang/contract';
import { insertAttachment } from '../../platform/attachments.ts';
import { defineVerb } from '../../platform/use-case.ts';
import { requireEverywhere } from './everywhere.ts';
import { fileEntity, paperHead } from './paper.read.ts';

export const attachPaper = defineVerb(
  contract,
  { permission: 'compliance.write', audit: 'compliance.attach_paper' },
  async ({ tx, actor, audit }, { paper, paper_id, ...file }) => {
    requireEverywhere(actor, 'compliance.write');
    await paperHead(tx, paper, paper_id);
    const attachment_id = await insertAttachment(
      tx,
      { entity: fileEntity(paper), entity_id: paper_id, ...file },
      actor,
    );
    const { kind, file_name } = file;
    audit({ entity: paper, entity_id: paper_id, detail: { attachment_id, kind, file_name } });
    return { attachment_id };
  },
);

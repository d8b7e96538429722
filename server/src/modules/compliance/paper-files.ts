import { getPaperFile as getting, listPaperFiles as listing } from '@tongcang/contract';
import { attachmentOf, attachmentsOf } from '../../platform/attachments.ts';
import { defineVerb } from '../../platform/use-case.ts';
import { fileEntity, paperHead } from './paper.read.ts';

const READ = { permission: 'compliance.read', audit: null } as const;

export const listPaperFiles = defineVerb(listing, READ, async ({ tx }, { paper, paper_id }) => {
  await paperHead(tx, paper, paper_id);
  return { rows: await attachmentsOf(tx, fileEntity(paper), paper_id) };
});

export const getPaperFile = defineVerb(getting, READ, async ({ tx }, { paper, attachment_id }) => {
  const { name, type, bytes } = await attachmentOf(tx, fileEntity(paper), attachment_id);
  return { name, type, bytes };
});

import { getInspectionPaper as contract } from '@tongcang/contract';
import { attachmentOf } from '../../platform/attachments.ts';
import { defineVerb } from '../../platform/use-case.ts';

export const getInspectionPaper = defineVerb(
  contract,
  { permission: 'stock.read', audit: null },
  async ({ tx }, { attachment_id }) => {
    const { name, type, bytes } = await attachmentOf(tx, 'inspection', attachment_id);
    return { name, type, bytes };
  },
);

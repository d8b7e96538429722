import { listComplaints as contract } from '@tongcang/contract';
import { defineVerb } from '../../platform/use-case.ts';
import { complaintHeads } from './complaint.read.ts';

export const listComplaints = defineVerb(
  contract,
  { permission: 'quality.complain', audit: null },
  async ({ tx, actor }, { warehouse_id, limit, after }) => {
    const rows = await complaintHeads(tx, [warehouse_id ?? null, after ?? null, null, limit]);
    const outside = actor.scope.partner_id !== null;
    return {
      rows: outside
        ? rows.map((row) => ({
            ...row,
            owner_name: null,
            warehouse_id: null,
            warehouse_name: null,
            adverse_proposed: false,
          }))
        : rows,
      next: rows.length < limit ? null : rows.at(-1)!.complaint_id,
    };
  },
);

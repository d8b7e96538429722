import { listAdverseEvents as contract } from '@tongcang/contract';
import { defineVerb } from '../../platform/use-case.ts';
import { adverseHeads } from './adverse.read.ts';

export const listAdverseEvents = defineVerb(
  contract,
  { permission: 'quality.case', audit: null },
  async ({ tx }, { warehouse_id, limit, after }) => {
    const rows = await adverseHeads(tx, [warehouse_id ?? null, false, after ?? null, null, limit]);
    return { rows, next: rows.length < limit ? null : rows.at(-1)!.adverse_event_id };
  },
);

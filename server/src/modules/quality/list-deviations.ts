import { listDeviations as contract } from '@tongcang/contract';
import { defineVerb } from '../../platform/use-case.ts';
import { deviationHeads } from './deviation.read.ts';

export const listDeviations = defineVerb(
  contract,
  { permission: 'quality.report', audit: null },
  async ({ tx }, { warehouse_id, open_only, limit, after }) => {
    const filter = [warehouse_id ?? null, open_only === 'true', after ?? null, null, limit] as const;
    const rows = await deviationHeads(tx, [...filter]);
    return { rows, next: rows.length < limit ? null : rows.at(-1)!.deviation_id };
  },
);

import { listCapas as contract } from '@tongcang/contract';
import { defineVerb } from '../../platform/use-case.ts';
import { capaHeads } from './capa.read.ts';

export const listCapas = defineVerb(
  contract,
  { permission: 'quality.case', audit: null },
  async ({ tx }, { warehouse_id, limit, after }) => {
    const rows = await capaHeads(tx, [warehouse_id ?? null, after ?? null, null, limit]);
    return { rows, next: rows.length < limit ? null : rows.at(-1)!.capa_id };
  },
);

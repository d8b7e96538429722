import { listLeadTimes as contract } from '@tongcang/contract';
import { defineVerb } from '../../platform/use-case.ts';
import { leadTimes } from './inspection-plan.read.ts';

export const listLeadTimes = defineVerb(
  contract,
  { permission: 'stock.read', audit: null },
  async ({ tx }, { warehouse_id }) => ({
    rows: await leadTimes(tx, { plan_id: null, warehouse_id: warehouse_id ?? null }),
  }),
);

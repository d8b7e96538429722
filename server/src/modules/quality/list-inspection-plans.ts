import { listInspectionPlans as contract } from '@tongcang/contract';
import { defineVerb } from '../../platform/use-case.ts';
import { planRows } from './inspection-plan.read.ts';

export const listInspectionPlans = defineVerb(
  contract,
  { permission: 'stock.read', audit: null },
  async ({ tx }) => ({ rows: await planRows(tx) }),
);

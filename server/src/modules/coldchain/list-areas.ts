import * as contract from '@tongcang/contract';
import { defineVerb } from '../../platform/use-case.ts';
import { nextOf } from '../masterdata/index.ts';
import { areasNow } from './areas.read.ts';
import { rulesNow } from './rules.ts';

export const listAreas = defineVerb(
  contract.listAreas,
  { permission: 'coldchain.read', audit: null },
  async ({ tx }, input) => {
    const rows = await areasNow(tx, await rulesNow(tx), input);
    return { rows, next: nextOf(rows, 'area_id', input.limit) };
  },
);

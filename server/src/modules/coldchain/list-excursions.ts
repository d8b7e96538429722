import * as contract from '@tongcang/contract';
import { defineVerb } from '../../platform/use-case.ts';
import { nextOf } from '../masterdata/index.ts';
import { excursionRows } from './excursions.read.ts';

export const listExcursions = defineVerb(
  contract.listExcursions,
  { permission: 'coldchain.read', audit: null },
  async ({ tx }, input) => {
    const rows = await excursionRows(tx, input);
    return { rows, next: nextOf(rows, 'excursion_id', input.limit) };
  },
);

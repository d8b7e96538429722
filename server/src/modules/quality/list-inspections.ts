import { listInspections as contract } from '@tongcang/contract';
import { defineVerb } from '../../platform/use-case.ts';
import { likeText } from '../masterdata/index.ts';
import { inspectionRows } from './inspection.read.ts';

export const listInspections = defineVerb(
  contract,
  { permission: 'stock.read', audit: null },
  ({ tx }, input) => inspectionRows(tx, { ...input, search: likeText(input.search) ?? undefined }),
);

import { calculateSample as contract } from '@tongcang/contract';
import { defineVerb } from '../../platform/use-case.ts';
import { codeLetter, samplingPlan } from './sampling.ts';

export const calculateSample = defineVerb(
  contract,
  { permission: 'stock.read', audit: null },
  async (_context, { lot_size, level, aql }) => ({
    code_letter: codeLetter(lot_size, level),
    normal: samplingPlan(lot_size, level, aql, 'normal'),
    tightened: samplingPlan(lot_size, level, aql, 'tightened'),
    reduced: samplingPlan(lot_size, level, aql, 'reduced'),
  }),
);

import { recallLots as contract } from '@tongcang/contract';
import { defineVerb } from '../../platform/use-case.ts';
import { recallLots as recall } from './holds.ts';

export const recallLots = defineVerb(contract, { permission: 'stock.recall', audit: 'stock.recall' }, recall);

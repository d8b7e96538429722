import { holdLots as contract } from '@tongcang/contract';
import { requireAt } from '../../platform/actor.ts';
import { defineVerb } from '../../platform/use-case.ts';
import { requireWarehouse } from '../masterdata/index.ts';
import { holdLots as hold } from './holds.ts';

export const holdLots = defineVerb(
  contract,
  { permission: 'stock.hold', audit: 'stock.hold' },
  async (context, input) => {
    if (input.warehouse_id !== undefined) {
      requireAt(context.actor, 'stock.hold', input.warehouse_id);
      await requireWarehouse(context.tx, input.warehouse_id);
    }
    return hold(context, input);
  },
);

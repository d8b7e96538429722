import * as contract from '@tongcang/contract';
import { requireAt } from '../../platform/actor.ts';
import { defineVerb } from '../../platform/use-case.ts';
import { requireWarehouse } from '../masterdata/index.ts';
import { mapOf, revisionOf } from './map.read.ts';

export const getMap = defineVerb(
  contract.getMap,
  { permission: 'warehouse.read', audit: null },
  async ({ tx, actor }, { warehouse_id }) => {
    requireAt(actor, 'warehouse.read', warehouse_id);
    await requireWarehouse(tx, warehouse_id);
    const [bins, { revision, today }] = await Promise.all([
      mapOf(tx, warehouse_id),
      revisionOf(tx, warehouse_id),
    ]);
    return { warehouse_id, revision, today, bins };
  },
);

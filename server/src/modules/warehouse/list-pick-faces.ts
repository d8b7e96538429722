import * as contract from '@tongcang/contract';
import { requireAt } from '../../platform/actor.ts';
import { defineVerb } from '../../platform/use-case.ts';
import { requireWarehouse } from '../masterdata/index.ts';
import { facesOf } from './pick-faces.read.ts';

export const listPickFaces = defineVerb(
  contract.listPickFaces,
  { permission: 'warehouse.read', audit: null },
  async ({ tx, actor }, { warehouse_id }) => {
    requireAt(actor, 'warehouse.read', warehouse_id);
    await requireWarehouse(tx, warehouse_id);
    return { rows: await facesOf(tx, warehouse_id) };
  },
);

import * as contract from '@tongcang/contract';
import { requireAt } from '../../platform/actor.ts';
import { fail } from '../../platform/errors.ts';
import { changeRules } from '../../platform/rules-lock.ts';
import { defineVerb } from '../../platform/use-case.ts';
import { requireWarehouse, writeMap } from '../masterdata/index.ts';
import { ensureBinAccounts } from '../stock/index.ts';
import { mapFaults } from './map.model.ts';
import { mapOf, revisionOf } from './map.read.ts';

export const saveMap = defineVerb(
  contract.saveMap,
  { permission: 'warehouse.design', audit: 'warehouse.save_map', statement_timeout_ms: 20_000 },
  async ({ tx, actor, audit, emit }, { warehouse_id, revision, bins }) => {
    requireAt(actor, 'warehouse.design', warehouse_id);
    await requireWarehouse(tx, warehouse_id);
    // Zone and condition of a place are facts of the gate: nobody puts goods there while they change.
    await changeRules(tx);
    const [standing, now] = await Promise.all([mapOf(tx, warehouse_id), revisionOf(tx, warehouse_id)]);
    if (now.revision !== revision) fail('warehouse.map_changed');
    const faults = mapFaults(bins, standing);
    if (faults.length > 0) fail('warehouse.map_invalid', { count: faults.length }, faults);
    const done = await writeMap(tx, warehouse_id, bins);
    await ensureBinAccounts(tx);
    const detail = { ...done, before: standing.length };
    audit({ entity: 'warehouse', entity_id: warehouse_id, warehouse_id, detail });
    emit('warehouse.map_saved', String(warehouse_id), { warehouse_id, ...done });
    return { ...done, revision: (await revisionOf(tx, warehouse_id)).revision };
  },
);

import * as contract from '@tongcang/contract';
import { requireAt } from '../../platform/actor.ts';
import { defineVerb } from '../../platform/use-case.ts';
import { requireWarehouse } from '../masterdata/index.ts';
import { holdHere, requireOnHand } from './hold-here.ts';
import { onHandOf } from './upkeep.read.ts';
import { insertChecks } from './upkeep.write.ts';

const REASON_MAX = 200;

export const recordChecks = defineVerb(
  contract.recordChecks,
  { permission: 'warehouse.inspect', audit: 'warehouse.record_checks' },
  async (context, { warehouse_id, lines }) => {
    const { tx, actor, audit } = context;
    requireAt(actor, 'warehouse.inspect', warehouse_id);
    await requireWarehouse(tx, warehouse_id);
    const here = requireOnHand(lines, await onHandOf(tx, warehouse_id, lines), 'lines');
    const found = lines.filter((line) => line.finding !== null);
    const notes = [...new Set(found.map((line) => `${line.finding}: ${line.note}`))].join('; ');
    // The hold comes before anything is written, because it takes the lock of rules.
    const holds = await holdHere(context, warehouse_id, found, notes.slice(0, REASON_MAX));
    const checks = lines.map(({ item_id, lot_id, finding, note }) => ({
      item_id,
      lot_id,
      qty: here.get(lot_id)!.qty,
      finding,
      note: note ?? null,
      hold_id: holds.get(lot_id) ?? null,
    }));
    await insertChecks(tx, warehouse_id, actor, checks);
    const detail = { checked: lines.length, held: found.length };
    audit({ entity: 'upkeep', entity_id: warehouse_id, warehouse_id, detail });
    return { checked: lines.length, held: found.length, hold_ids: [...holds.values()] };
  },
);

import { openRepair as contract } from '@tongcang/contract';
import { requireAt } from '../../platform/actor.ts';
import { fail } from '../../platform/errors.ts';
import { defineVerb } from '../../platform/use-case.ts';
import { requireWarehouse } from '../masterdata/index.ts';
import { insertRepair } from './quality.write.ts';
import { deviceAt } from './repair.read.ts';

export const openRepair = defineVerb(
  contract,
  { permission: 'quality.repair', audit: 'quality.open_repair' },
  async ({ tx, actor, audit }, input) => {
    const { warehouse_id, item_id, serial_no, fault } = input;
    requireAt(actor, 'quality.repair', warehouse_id);
    await requireWarehouse(tx, warehouse_id);
    const device = await deviceAt(tx, { warehouse_id }, item_id, serial_no);
    if (device.disposition === 'recalled') fail('quality.device_recalled', { serial_no });
    const department_id = input.department_id ?? null;
    const warranty_until = input.warranty_until ?? null;
    const made = await insertRepair(
      tx,
      {
        warehouse_id,
        item_id,
        lot_id: device.lot_id,
        serial_no,
        owner_id: device.owner_id,
        department_id,
        fault,
        warranty_until,
      },
      actor,
    );
    const detail = { document_no: made.document_no, serial_no, fault };
    audit({ entity: 'repair', entity_id: made.repair_id, warehouse_id, detail });
    return made;
  },
);

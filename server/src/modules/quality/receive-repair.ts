import { receiveRepair as contract } from '@tongcang/contract';
import { requireAt } from '../../platform/actor.ts';
import { fail } from '../../platform/errors.ts';
import { defineVerb } from '../../platform/use-case.ts';
import { ensureAccounts, postOrFail } from '../stock/index.ts';
import { firstPlace } from './places.ts';
import { saveReturn } from './quality.write.ts';
import { followRepair } from './repair.model.ts';
import { deviceAt, lockRepair } from './repair.read.ts';

export const receiveRepair = defineVerb(
  contract,
  { permission: 'quality.repair', audit: 'quality.receive_repair', judges: true },
  async ({ tx, actor, audit }, { repair_id, outcome, work_done, cost_fen, to_account_id }) => {
    const repair = await lockRepair(tx, repair_id);
    const { warehouse_id, item_id, serial_no, document_no } = repair;
    requireAt(actor, 'quality.repair', warehouse_id);
    const status = followRepair(repair, 'returned');
    const [workshop] = await ensureAccounts(tx, [{ kind: 'repair', partner_id: repair.workshop_id }]);
    const device = await deviceAt(tx, { account_id: workshop! }, item_id, serial_no);
    const place = to_account_id ?? (await firstPlace(tx, warehouse_id, 'returns', device.storage_condition));
    if (place === null) fail('stock.place_or_lot_unknown');
    const movement_id = await postOrFail(tx, {
      purpose: 'repair_return',
      actor,
      document_no,
      document_key: `repair:${repair_id}`,
      lines: [
        {
          item_id,
          lot_id: device.lot_id,
          qty: 1,
          from_account_id: device.account_id,
          to_account_id: place,
          from_owner_id: device.owner_id,
          to_owner_id: device.owner_id,
          from_disposition: device.disposition,
          to_disposition: device.disposition,
          serial_nos: [serial_no],
        },
      ],
    });
    await saveReturn(tx, { repair_id, status, outcome, work_done, cost_fen });
    const detail = { document_no, outcome, cost_fen, movement_id };
    audit({ entity: 'repair', entity_id: repair_id, warehouse_id, reason: work_done, detail });
    return { repair_id, status, movement_id };
  },
);

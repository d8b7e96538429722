import { lendDevice as contract } from '@tongcang/contract';
import { requireAt } from '../../platform/actor.ts';
import { fail } from '../../platform/errors.ts';
import { defineVerb } from '../../platform/use-case.ts';
import { ensureAccounts, postOrFail } from '../stock/index.ts';
import { insertLoaner } from './quality.write.ts';
import { requireOpen } from './repair.model.ts';
import { deviceAt, lockRepair } from './repair.read.ts';

export const lendDevice = defineVerb(
  contract,
  { permission: 'quality.repair', audit: 'quality.lend_device', judges: true },
  async ({ tx, actor, audit }, { repair_id, item_id, serial_no, due_on }) => {
    const repair = await lockRepair(tx, repair_id);
    const { warehouse_id, department_id, document_no } = repair;
    requireAt(actor, 'quality.repair', warehouse_id);
    requireOpen(repair);
    if (department_id === null) fail('quality.department_missing');
    const device = await deviceAt(tx, { warehouse_id }, item_id, serial_no);
    const [cabinet] = await ensureAccounts(tx, [{ kind: 'consigned', department_id }]);
    const { lot_id, owner_id, account_id, disposition } = device;
    const movement_id = await postOrFail(tx, {
      purpose: 'ship',
      lent: true,
      actor,
      document_key: `repair:${repair_id}`,
      reason: document_no,
      lines: [
        {
          item_id,
          lot_id,
          qty: 1,
          from_account_id: account_id,
          to_account_id: cabinet!,
          from_owner_id: owner_id,
          to_owner_id: owner_id,
          from_disposition: disposition,
          to_disposition: disposition,
          serial_nos: [serial_no],
        },
      ],
    });
    const loaner = {
      repair_id,
      warehouse_id,
      item_id,
      lot_id,
      serial_no,
      owner_id,
      department_id,
      due_on,
      lent_by: actor.user_id,
    };
    const loaner_id = await insertLoaner(tx, loaner);
    audit({
      entity: 'repair',
      entity_id: repair_id,
      warehouse_id,
      detail: { document_no, loaner_id, serial_no, due_on, movement_id },
    });
    return { repair_id, loaner_id, movement_id };
  },
);

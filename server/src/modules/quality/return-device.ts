import { returnDevice as contract } from '@tongcang/contract';
import { requireAt } from '../../platform/actor.ts';
import type { Tx } from '../../platform/db.ts';
import { fail, notFound } from '../../platform/errors.ts';
import { defineVerb } from '../../platform/use-case.ts';
import { ensureAccounts, postOrFail } from '../stock/index.ts';
import { firstPlace } from './places.ts';
import { saveLoanerReturn } from './quality.write.ts';
import { deviceAt, lockRepair } from './repair.read.ts';

export const returnDevice = defineVerb(
  contract,
  { permission: 'quality.repair', audit: 'quality.return_device', judges: true },
  async ({ tx, actor, audit }, { repair_id, loaner_id }) => {
    const repair = await lockRepair(tx, repair_id);
    const { warehouse_id, document_no } = repair;
    requireAt(actor, 'quality.repair', warehouse_id);
    const { item_id, serial_no, department_id } = await lentOf(tx, repair_id, loaner_id);
    const [cabinet] = await ensureAccounts(tx, [{ kind: 'consigned', department_id }]);
    const device = await deviceAt(tx, { account_id: cabinet! }, item_id, serial_no);
    const place = await firstPlace(tx, warehouse_id, 'returns', device.storage_condition);
    if (place === null) fail('stock.place_or_lot_unknown');
    const movement_id = await postOrFail(tx, {
      purpose: 'customer_return',
      actor,
      document_key: `repair:${repair_id}`,
      reason: document_no,
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
          to_disposition: device.disposition === 'released' ? 'quarantine' : device.disposition,
          serial_nos: [serial_no],
        },
      ],
    });
    await saveLoanerReturn(tx, loaner_id, actor.user_id);
    audit({
      entity: 'repair',
      entity_id: repair_id,
      warehouse_id,
      detail: { document_no, loaner_id, serial_no, movement_id },
    });
    return { repair_id, loaner_id, movement_id };
  },
);

async function lentOf(tx: Tx, repair_id: number, loaner_id: number) {
  const [lent] = await tx.rows<{ item_id: number; serial_no: string; department_id: number; back: boolean }>(
    `select item_id, serial_no, department_id, returned_at is not null as back from quality.loaner
     where loaner_id = $1 and repair_id = $2 for update`,
    [loaner_id, repair_id],
  );
  if (lent === undefined) notFound('loaner', loaner_id);
  if (lent.back) fail('quality.loaner_back', { serial_no: lent.serial_no });
  return lent;
}

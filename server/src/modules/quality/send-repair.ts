import { sendRepair as contract } from '@tongcang/contract';
import { requireAt } from '../../platform/actor.ts';
import type { Tx } from '../../platform/db.ts';
import { fail } from '../../platform/errors.ts';
import { defineVerb } from '../../platform/use-case.ts';
import { ensureAccounts, postOrFail } from '../stock/index.ts';
import { saveSent } from './quality.write.ts';
import { followRepair } from './repair.model.ts';
import { deviceAt, lockRepair } from './repair.read.ts';

export const sendRepair = defineVerb(
  contract,
  { permission: 'quality.repair', audit: 'quality.send_repair', judges: true },
  async ({ tx, actor, audit }, { repair_id, workshop_id }) => {
    const repair = await lockRepair(tx, repair_id);
    requireAt(actor, 'quality.repair', repair.warehouse_id);
    const status = followRepair(repair, 'sent');
    await requireWorkshop(tx, workshop_id);
    const { warehouse_id, item_id, serial_no, document_no } = repair;
    const device = await deviceAt(tx, { warehouse_id }, item_id, serial_no);
    const [workshop] = await ensureAccounts(tx, [{ kind: 'repair', partner_id: workshop_id }]);
    // A device in repair may not be used, whatever it was before.
    const becomes = device.disposition === 'released' ? 'quarantine' : device.disposition;
    const movement_id = await postOrFail(tx, {
      purpose: 'repair_send',
      actor,
      document_no,
      document_key: `repair:${repair_id}`,
      lines: [
        {
          item_id,
          lot_id: device.lot_id,
          qty: 1,
          from_account_id: device.account_id,
          to_account_id: workshop!,
          from_owner_id: device.owner_id,
          to_owner_id: device.owner_id,
          from_disposition: device.disposition,
          to_disposition: becomes,
          serial_nos: [serial_no],
        },
      ],
    });
    await saveSent(tx, { repair_id, status, workshop_id });
    audit({
      entity: 'repair',
      entity_id: repair_id,
      warehouse_id,
      detail: { document_no, workshop_id, movement_id },
    });
    return { repair_id, status, movement_id };
  },
);

async function requireWorkshop(tx: Tx, workshop_id: number): Promise<void> {
  const [partner] = await tx.rows('select partner_id from masterdata.v_partner where partner_id = $1', [
    workshop_id,
  ]);
  if (partner === undefined) fail('quality.workshop_unknown', { workshop_id });
}

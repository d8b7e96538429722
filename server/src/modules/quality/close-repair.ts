import { closeRepair as contract } from '@tongcang/contract';
import { requireAt } from '../../platform/actor.ts';
import type { Tx } from '../../platform/db.ts';
import { fail } from '../../platform/errors.ts';
import { defineVerb } from '../../platform/use-case.ts';
import { saveClosed } from './quality.write.ts';
import { followRepair } from './repair.model.ts';
import { lockRepair } from './repair.read.ts';

export const closeRepair = defineVerb(
  contract,
  { permission: 'quality.repair', audit: 'quality.close_repair' },
  async ({ tx, actor, audit }, { repair_id, note }) => {
    const repair = await lockRepair(tx, repair_id);
    requireAt(actor, 'quality.repair', repair.warehouse_id);
    const status = followRepair(repair, repair.status === 'opened' ? 'cancelled' : 'closed');
    await refuseLent(tx, repair_id);
    await saveClosed(tx, { repair_id, status, note, closed_by: actor.user_id });
    const { document_no, warehouse_id } = repair;
    audit({
      entity: 'repair',
      entity_id: repair_id,
      warehouse_id,
      reason: note,
      detail: { document_no, status },
    });
    return { repair_id, status };
  },
);

async function refuseLent(tx: Tx, repair_id: number): Promise<void> {
  const [lent] = await tx.rows<{ serial_no: string }>(
    'select serial_no from quality.loaner where repair_id = $1 and returned_at is null order by loaner_id limit 1',
    [repair_id],
  );
  if (lent !== undefined) fail('quality.loaner_out', { serial_no: lent.serial_no });
}

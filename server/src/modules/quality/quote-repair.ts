import { quoteRepair as contract } from '@tongcang/contract';
import { requireAt } from '../../platform/actor.ts';
import type { Tx } from '../../platform/db.ts';
import { fail } from '../../platform/errors.ts';
import { defineVerb } from '../../platform/use-case.ts';
import { saveQuote } from './quality.write.ts';
import { followRepair } from './repair.model.ts';
import { lockRepair, type Repair } from './repair.read.ts';

export const quoteRepair = defineVerb(
  contract,
  { permission: 'quality.repair', audit: 'quality.quote_repair' },
  async ({ tx, actor, audit }, { repair_id, quote_fen, under_warranty, note }) => {
    const repair = await lockRepair(tx, repair_id);
    requireAt(actor, 'quality.repair', repair.warehouse_id);
    const status = followRepair(repair, 'quoted');
    if (under_warranty) await refuseOver(tx, repair);
    await saveQuote(tx, { repair_id, status, quote_fen, under_warranty, note, quoted_by: actor.user_id });
    const { document_no, warehouse_id } = repair;
    audit({
      entity: 'repair',
      entity_id: repair_id,
      warehouse_id,
      reason: note,
      detail: { document_no, quote_fen, under_warranty },
    });
    return { repair_id, status };
  },
);

/** Judged by the day at the warehouse. */
async function refuseOver(tx: Tx, { warranty_until, warehouse_id }: Repair): Promise<void> {
  if (warranty_until === null) return;
  const { over } = await tx.one<{ over: boolean }>(
    `select $1::date < (now() at time zone timezone)::date as over from masterdata.v_warehouse where warehouse_id = $2`,
    [warranty_until, warehouse_id],
  );
  if (over) fail('quality.warranty_over', { warranty_until });
}

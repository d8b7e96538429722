import * as contract from '@tongcang/contract';
import type { Tx } from '../../platform/db.ts';
import { fail, notFound } from '../../platform/errors.ts';
import { defineVerb } from '../../platform/use-case.ts';
import { mirrorOf, openUnits, postOrFail } from '../stock/index.ts';
import { receiptKey, statusOf } from './receiving.model.ts';
import { lockReceipt, receiptLines } from './receiving.read.ts';
import { addToLines } from './receiving.write.ts';
import { insertPutawayReversal } from './reversals.write.ts';

type Put = {
  readonly putaway_id: number;
  readonly receipt_id: number;
  readonly document_no: string;
  readonly movement_id: number;
  readonly reversal_no: string | null;
};

export const reversePutaway = defineVerb(
  contract.reversePutaway,
  { permission: 'supply.receive', audit: 'supply.reverse_putaway', judges: true },
  async ({ tx, actor, audit, emit }, { putaway_id, reason }) => {
    const { receipt_id } = await putOf(tx, putaway_id);
    const receipt = await lockReceipt(tx, actor, 'supply.receive', receipt_id);
    const put = await putOf(tx, putaway_id);
    const { document_no: putaway_no, reversal_no } = put;
    if (reversal_no !== null) fail('supply.reversed_already', { document_no: putaway_no, reversal_no });
    const { warehouse_id } = receipt;
    const mirrored = await mirrorOf(tx, put.movement_id);
    const back_lines = mirrored.map(({ warehouses: _, ...line }) => line);
    // What was put away as a unit comes back as the pieces that were accepted.
    await openUnits(tx, actor, back_lines);
    const movement_id = await postOrFail(tx, {
      purpose: 'putaway',
      actor,
      reason,
      reverses_id: put.movement_id,
      document_key: receiptKey(receipt_id),
      lines: back_lines,
    });
    const lines = await receiptLines(tx, receipt_id);
    const changes = await putLines(tx, putaway_id);
    const back = new Map(changes.map((change) => [change.receipt_line_id, change.put_away]));
    const status = statusOf(
      lines.map((line) => ({ ...line, put_away: line.put_away + (back.get(line.receipt_line_id) ?? 0) })),
    );
    await addToLines(tx, { receipt_id, status }, changes);
    const document_no = await insertPutawayReversal(tx, actor, { ...put, warehouse_id, reason, movement_id });
    const detail = {
      receipt: receipt.document_no,
      putaway: putaway_no,
      reversal: document_no,
      movement_id,
      before: { status: receipt.status },
      after: { status },
    };
    audit({ entity: 'receipt', entity_id: receipt_id, warehouse_id, reason, detail });
    const item_ids = [...new Set(mirrored.map((line) => line.item_id))];
    emit('supply.put_away', String(receipt_id), { receipt_id, warehouse_id, movement_id, item_ids });
    return { putaway_id, document_no, receipt_id, status, movement_id };
  },
);

async function putOf(tx: Tx, putaway_id: number): Promise<Put> {
  const [found] = await tx.rows<Put>(
    `select p.putaway_id, p.receipt_id, p.document_no, p.movement_id,
       (select r.document_no from supply.putaway_reversal r where r.putaway_id = p.putaway_id) as reversal_no
     from supply.putaway p where p.putaway_id = $1`,
    [putaway_id],
  );
  return found ?? notFound('putaway', putaway_id);
}

/** What the put-away added to each line, as what is taken off again. */
function putLines(tx: Tx, putaway_id: number): Promise<{ receipt_line_id: number; put_away: number }[]> {
  return tx.rows(
    `select receipt_line_id, -sum(qty)::bigint as put_away from supply.putaway_line where putaway_id = $1
     group by receipt_line_id order by receipt_line_id`,
    [putaway_id],
  );
}

import * as contract from '@tongcang/contract';
import type { Actor } from '../../platform/actor.ts';
import type { Tx } from '../../platform/db.ts';
import { AppError, assert } from '../../platform/errors.ts';
import { defineVerb } from '../../platform/use-case.ts';
import { packUnits, postOrFail } from '../stock/index.ts';
import { unitsToPut, withUnits } from './put-units.ts';
import { decidePutaway, type Put } from './putaway.ts';
import { insertPutaway } from './putaway.write.ts';
import { followReceipt, receiptKey, statusOf, sum } from './receiving.model.ts';
import { binsOf, type Line, lockReceipt, type Receipt, receiptLines } from './receiving.read.ts';
import { addToLines } from './receiving.write.ts';

export const putAway = defineVerb(
  contract.putAway,
  { permission: 'supply.receive', audit: 'supply.put_away', judges: true },
  async ({ tx, actor, audit, emit }, input) => {
    const receipt = await lockReceipt(tx, actor, 'supply.receive', input.receipt_id);
    const { receipt_id, warehouse_id } = receipt;
    // The table says what may follow; a receipt of which nothing is accepted has nothing to put away.
    followReceipt(receipt, 'put_away');
    const lines = await receiptLines(tx, receipt_id);
    const units = await unitsToPut(tx, receipt, lines, input.units);
    const puts = withUnits(input.lines, units);
    const movement_id = await move(tx, actor, receipt, lines, puts);
    const handling_unit_ids = await packUnits(
      tx,
      actor,
      units.map((unit) => unit.to_pack),
    );
    const changes = changesOf(puts);
    const status = statusOf(after(lines, changes));
    await addToLines(tx, { receipt_id, status }, changes);
    const made = await insertPutaway(tx, actor, receipt, movement_id, puts);
    const qty = sum(puts.map((line) => line.qty));
    const detail = {
      ...made,
      movement_id,
      qty,
      handling_unit_ids,
      before: { status: receipt.status },
      after: { status },
    };
    audit({ entity: 'receipt', entity_id: receipt_id, warehouse_id, detail });
    const item_ids = [
      ...new Set(
        lines
          .filter((line) => changes.some((c) => c.receipt_line_id === line.receipt_line_id))
          .map((line) => line.item_id),
      ),
    ];
    emit('supply.put_away', String(receipt_id), { receipt_id, warehouse_id, movement_id, item_ids });
    return { ...made, movement_id, status, qty, handling_unit_ids };
  },
);

async function move(
  tx: Tx,
  actor: Actor,
  receipt: Receipt,
  lines: readonly Line[],
  puts: readonly Put[],
): Promise<number> {
  const bins = await binsOf(tx, receipt.warehouse_id, ['storage', 'dispatch', 'sample']);
  const decision = decidePutaway(
    puts,
    receipt,
    new Map(lines.map((line) => [line.receipt_line_id, line])),
    new Set(bins.map((bin) => bin.account_id)),
  );
  if ('errors' in decision) {
    const { code, params } = decision.errors[0]!;
    throw new AppError(code, params, { errors: decision.errors });
  }
  const document_key = receiptKey(receipt.receipt_id);
  return postOrFail(tx, { purpose: 'putaway', actor, document_key, lines: decision.postings });
}

function changesOf(puts: readonly Put[]) {
  return [...Map.groupBy(puts, (put) => put.receipt_line_id)].map(([receipt_line_id, of]) => ({
    receipt_line_id,
    put_away: sum(of.map((put) => put.qty)),
  }));
}

function after(lines: readonly Line[], changes: ReturnType<typeof changesOf>): Line[] {
  const added = new Map(changes.map((change) => [change.receipt_line_id, change.put_away]));
  assert(added.size === changes.length, 'a line is named twice');
  return lines.map((line) => ({
    ...line,
    put_away: line.put_away + (added.get(line.receipt_line_id) ?? 0),
  }));
}

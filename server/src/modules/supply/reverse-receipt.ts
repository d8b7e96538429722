import * as contract from '@tongcang/contract';
import { assert, fail } from '../../platform/errors.ts';
import { defineVerb } from '../../platform/use-case.ts';
import { cancelInspectionsOf } from '../quality/index.ts';
import { ensureAccounts, postOrFail, unlockRelease } from '../stock/index.ts';
import { noteReceived } from './order-progress.ts';
import { followReceipt, receiptKey, receivedOf, takenIn } from './receiving.model.ts';
import { type Line, lockReceipt, lockSources, type Receipt, receiptLines } from './receiving.read.ts';
import { saveReversal } from './receiving.write.ts';

export const reverseReceipt = defineVerb(
  contract.reverseReceipt,
  { permission: 'supply.return', audit: 'supply.reverse_receipt', judges: true },
  async ({ tx, actor, audit, emit }, { receipt_id, reason }) => {
    const receipt = await lockReceipt(tx, actor, 'supply.return', receipt_id);
    const { document_no: receipt_no, status, warehouse_id, supplier_id, movement_id: reverses_id } = receipt;
    if (status === 'accepting' || status === 'accepted' || status === 'put_away')
      fail('supply.receipt_decided', { document_no: receipt_no });
    followReceipt(receipt, 'reversed');
    assert(reverses_id !== null, 'a receipt took goods in without a movement');
    const lines = await receiptLines(tx, receipt_id);
    await lockSources(tx, receipt.asn_id, lines);
    const [supplier] = await ensureAccounts(tx, [{ kind: 'supplier', partner_id: supplier_id }]);
    const movement_id = await postOrFail(tx, {
      purpose: 'supplier_return',
      actor,
      reason,
      reverses_id,
      document_key: receiptKey(receipt_id),
      lines: lines.filter((line) => line.lot_id !== null).map((line) => mirrored(line, receipt, supplier!)),
    });
    await unlockRelease(tx, receiptKey(receipt_id));
    await cancelInspectionsOf(tx, receiptKey(receipt_id), reason);
    await noteReceived(tx, receivedOf(lines.map((line) => ({ ...line, qty: line.over - takenIn(line) }))));
    const document_no = await saveReversal(tx, actor, { receipt_id, warehouse_id, reason, movement_id });
    const detail = { receipt: receipt_no, reversal: document_no, movement_id };
    audit({ entity: 'receipt', entity_id: receipt_id, warehouse_id, reason, detail });
    const item_ids = [...new Set(lines.map((line) => line.item_id))];
    emit('supply.receipt_reversed', String(receipt_id), { receipt_id, warehouse_id, movement_id, item_ids });
    return { receipt_id, document_no, movement_id };
  },
);

/** All of the line back to the supplier, from quarantine at the place where it was received. */
function mirrored(line: Line, { owner_id }: Receipt, to_account_id: number) {
  return {
    item_id: line.item_id,
    lot_id: line.lot_id!,
    qty: takenIn(line),
    from_account_id: line.account_id!,
    to_account_id,
    from_owner_id: owner_id,
    to_owner_id: owner_id,
    from_disposition: 'quarantine' as const,
    to_disposition: 'quarantine' as const,
    serial_nos: line.tracking === 'serial' ? line.serial_nos : undefined,
  };
}

import { useParts as contract } from '@tongcang/contract';
import { requireAt } from '../../platform/actor.ts';
import type { Tx } from '../../platform/db.ts';
import { AppError } from '../../platform/errors.ts';
import { defineVerb } from '../../platform/use-case.ts';
import { ensureAccounts, postOrFail } from '../stock/index.ts';
import { insertParts } from './quality.write.ts';
import { requireOpen } from './repair.model.ts';
import { lockRepair } from './repair.read.ts';

export const useParts = defineVerb(
  contract,
  { permission: 'quality.repair', audit: 'quality.use_parts', judges: true },
  async ({ tx, actor, audit }, { repair_id, lines }) => {
    const repair = await lockRepair(tx, repair_id);
    const { warehouse_id, document_no, owner_id, status } = repair;
    requireAt(actor, 'quality.repair', warehouse_id);
    requireOpen(repair);
    await refuseForeignPlaces(tx, warehouse_id, lines);
    const document_key = `repair:${repair_id}`;
    const [into] = await ensureAccounts(tx, [{ kind: 'conversion', document_key }]);
    const movement_id = await postOrFail(tx, {
      purpose: 'convert_out',
      actor,
      document_key,
      reason: document_no,
      lines: lines.map(({ item_id, lot_id, account_id, qty, serial_nos }) => ({
        item_id,
        lot_id,
        qty,
        from_account_id: account_id,
        to_account_id: into!,
        from_owner_id: owner_id,
        to_owner_id: owner_id,
        from_disposition: 'released',
        to_disposition: 'released',
        ...(serial_nos.length === 0 ? {} : { serial_nos }),
      })),
    });
    await insertParts(tx, { repair_id, warehouse_id, movement_id, used_by: actor.user_id, lines });
    audit({
      entity: 'repair',
      entity_id: repair_id,
      warehouse_id,
      detail: { document_no, movement_id, lines },
    });
    return { repair_id, status, movement_id };
  },
);

async function refuseForeignPlaces(
  tx: Tx,
  warehouse_id: number,
  lines: readonly { account_id: number }[],
): Promise<void> {
  const rows = await tx.rows<{ account_id: number }>(
    `select account_id from stock.v_account where account_id = any($1::bigint[]) and kind = 'bin' and warehouse_id = $2`,
    [lines.map((line) => line.account_id), warehouse_id],
  );
  const ours = new Set(rows.map((row) => row.account_id));
  const errors = lines.flatMap(({ account_id }, index) =>
    ours.has(account_id)
      ? []
      : [{ path: `lines.${index}.account_id`, code: 'stock.place_or_lot_unknown', params: {} }],
  );
  if (errors.length > 0) throw new AppError('stock.place_or_lot_unknown', {}, { errors });
}

import * as contract from '@tongcang/contract';
import { requireAt } from '../../platform/actor.ts';
import { defineVerb } from '../../platform/use-case.ts';
import type { Disposition } from '../compliance/index.ts';
import { emitPosted, momentOf, type PostLine, postOrFail } from '../stock/index.ts';
import { followRun } from './work.model.ts';
import { bench, lockRun, type TakenPiece, takenBy } from './work.read.ts';
import { endRun } from './work.write.ts';

export const undoRun = defineVerb(
  contract.undoRun,
  { permission: 'warehouse.work', audit: 'warehouse.undo_run', judges: true },
  async (context, { work_run_id, reason }) => {
    const { tx, actor, audit } = context;
    const { order, run } = await lockRun(tx, work_run_id);
    const { work_order_id, document_no, warehouse_id } = order;
    requireAt(actor, 'warehouse.work', warehouse_id);
    const status = followRun({ document_no, status: run.status }, 'undone') as 'undone';
    const taken = await takenBy(tx, work_run_id);
    const [bench_id, { today }] = [await bench(tx), await momentOf(tx)];
    const first_day = Object.values(today).toSorted()[0]!;
    const lines = taken.map((piece) => postLine(piece, bench_id, first_day));
    const in_movement_id = await postOrFail(tx, {
      purpose: 'convert_in',
      actor,
      lines,
      document_no: `${document_no}/${run.run_no}`,
      document_key: `work_order:${work_order_id}`,
      reason,
    });
    await endRun(tx, {
      work_run_id,
      status,
      finished_by: actor.user_id,
      finished_by_name: actor.display_name,
      in_movement_id,
      note: reason,
    });
    const detail = { document_no, run_no: run.run_no, movement_id: in_movement_id };
    audit({ entity: 'work_order', entity_id: work_order_id, warehouse_id, reason, detail });
    emitPosted(context, { movement_id: in_movement_id, purpose: 'convert_in', lines });
    return { work_order_id, movement_id: in_movement_id };
  },
);

/** Goods go back as what their lot has become meanwhile: nothing that was stopped at the bench comes back usable. */
function becomes({ recalled, held, expiry_date, disposition }: TakenPiece, today: string): Disposition {
  if (recalled) return 'recalled';
  if (held) return 'held';
  return expiry_date !== null && expiry_date < today ? 'expired' : disposition;
}

function postLine(piece: TakenPiece, bench_id: number, today: string): PostLine {
  const { item_id, lot_id, owner_id, account_id, qty, serial_nos } = piece;
  return {
    item_id,
    lot_id,
    qty,
    from_account_id: bench_id,
    to_account_id: account_id,
    from_owner_id: owner_id,
    to_owner_id: owner_id,
    from_disposition: piece.disposition,
    to_disposition: becomes(piece, today),
    ...(serial_nos.length > 0 ? { serial_nos } : {}),
  };
}

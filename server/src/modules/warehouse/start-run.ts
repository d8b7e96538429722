import * as contract from '@tongcang/contract';
import { requireAt } from '../../platform/actor.ts';
import type { Tx } from '../../platform/db.ts';
import { fail } from '../../platform/errors.ts';
import { defineVerb } from '../../platform/use-case.ts';
import { emitPosted, type PostLine, postOrFail } from '../stock/index.ts';
import { followWork, type SerialPlaces, type Taken, takeGoods } from './work.model.ts';
import { bench, goodsFor, linesOf, lockWorkOrder, progressOf, type WorkOrder } from './work.read.ts';
import { insertRun, type NewPiece } from './work.write.ts';

type Input = contract.InputOf<typeof contract.startRun>;
type Disposition = WorkOrder['disposition'];

export const startRun = defineVerb(
  contract.startRun,
  { permission: 'warehouse.work', audit: 'warehouse.start_run', judges: true },
  async (context, input) => {
    const { tx, actor, audit } = context;
    const { work_order_id, qty } = input;
    const order = await lockWorkOrder(tx, work_order_id);
    const { warehouse_id, document_no } = order;
    requireAt(actor, 'warehouse.work', warehouse_id);
    followWork(order, 'open');
    const [progress, lines, tied, places] = await Promise.all([
      progressOf(tx, work_order_id),
      linesOf(tx, work_order_id),
      goodsFor(tx, order),
      serialPlaces(tx, input, order.disposition),
    ]);
    const left = order.qty - progress.started;
    if (qty > left) fail('warehouse.more_than_ordered', { given: qty, left });
    const taken = takeGoods(qty, lines, input.used, tied, places);
    if (new Set(taken.map(({ tied: { owner_id } }) => owner_id)).size > 1) fail('warehouse.two_owners');
    const bench_id = await bench(tx);
    const posted = taken.map((one) => postLine(one, bench_id, order.disposition));
    const run_no = progress.runs + 1;
    const out_movement_id = await postOrFail(tx, {
      purpose: 'convert_out',
      actor,
      lines: posted,
      document_no: `${document_no}/${run_no}`,
      document_key: `work_order:${work_order_id}`,
      reason: order.reason,
    });
    const work_run_id = await insertRun(tx, {
      work_order_id,
      warehouse_id,
      run_no,
      qty,
      started_by: actor.user_id,
      started_by_name: actor.display_name,
      out_movement_id,
      label_version: order.label_version,
      pieces: taken.map((one) => pieceOf(one, order.disposition)),
    });
    const detail = { document_no, run_no, qty, movement_id: out_movement_id };
    audit({ entity: 'work_order', entity_id: work_order_id, warehouse_id, detail });
    emitPosted(context, { movement_id: out_movement_id, purpose: 'convert_out', lines: posted });
    return { work_order_id, work_run_id, run_no, movement_id: out_movement_id };
  },
);

/** Where the serials that were scanned stand, of the items of this order. */
async function serialPlaces(
  tx: Tx,
  { work_order_id, used }: Input,
  disposition: Disposition,
): Promise<SerialPlaces> {
  const given = used.flatMap((one) => one.serial_nos ?? []);
  if (given.length === 0) return new Map();
  const rows = await tx.rows<{ serial_no: string; account_id: number; owner_id: number }>(
    `select s.serial_no, s.account_id, s.owner_id
     from warehouse.work_order_line l join stock.v_serial s on s.item_id = l.item_id
     where l.work_order_id = $1 and s.serial_no = any($2::text[]) and s.disposition::text = $3`,
    [work_order_id, given, disposition],
  );
  return new Map(rows.map((row) => [row.serial_no, row]));
}

function postLine({ tied, qty, serial_nos }: Taken, bench_id: number, disposition: Disposition): PostLine {
  const { item_id, lot_id, account_id, owner_id, allocation_id } = tied;
  return {
    item_id,
    lot_id,
    qty,
    from_account_id: account_id,
    to_account_id: bench_id,
    from_owner_id: owner_id,
    to_owner_id: owner_id,
    from_disposition: disposition,
    to_disposition: disposition,
    ...(allocation_id === null ? {} : { allocation: { allocation_id, take: 'ship' as const } }),
    ...(serial_nos.length > 0 ? { serial_nos } : {}),
  };
}

function pieceOf({ tied, qty, serial_nos }: Taken, disposition: Disposition): NewPiece {
  const { item_id, lot_id, owner_id, account_id } = tied;
  return { item_id, lot_id, owner_id, account_id, disposition, qty, serial_nos };
}

import * as contract from '@tongcang/contract';
import { requireAt } from '../../platform/actor.ts';
import type { Tx } from '../../platform/db.ts';
import { fail } from '../../platform/errors.ts';
import { type Context, defineVerb } from '../../platform/use-case.ts';
import { emitPosted, ensureLots, type PostLine, postOrFail, refusedError } from '../stock/index.ts';
import { firstExpiry, followRun, takeApart } from './work.model.ts';
import {
  bench,
  billOf,
  lockRun,
  originsOf,
  progressOf,
  type TakenPiece,
  takenBy,
  type WorkOrder,
  type WorkRun,
} from './work.read.ts';
import { endRun, insertPieces, type NewPiece, saveWorkStatus } from './work.write.ts';

type Input = contract.InputOf<typeof contract.finishRun>;
/** What came of a run, before it stands anywhere. */
type Made = Pick<NewPiece, 'item_id' | 'lot_id' | 'owner_id' | 'qty' | 'serial_nos'> & {
  lot_no: string;
  /** Where it goes; to the place that the person names where nothing is said. */
  account_id?: number;
};

export const finishRun = defineVerb(
  contract.finishRun,
  { permission: 'warehouse.work', audit: 'warehouse.finish_run', judges: true },
  async (context, input) => {
    const { tx, actor } = context;
    const { order, run } = await lockRun(tx, input.work_run_id);
    requireAt(actor, 'warehouse.work', order.warehouse_id);
    followRun({ document_no: order.document_no, status: run.status }, 'finished');
    if (run.started_by !== null && run.started_by === actor.user_id) fail('warehouse.own_work');
    const waits = order.disposition === 'quarantine';
    if (!waits) await refuseForeignPlace(tx, order.warehouse_id, input.to_account_id);
    const taken = await takenBy(tx, run.work_run_id);
    const made = await madeOf(tx, order, run, taken, input);
    refuseMissingSerials(made, await trackingOf(tx, made));
    return finish(context, order, run, made, taken, input);
  },
);

async function refuseForeignPlace(
  tx: Tx,
  warehouse_id: number,
  account_id: number | undefined,
): Promise<void> {
  if (account_id === undefined)
    fail('platform.invalid_input', {}, [{ path: 'to_account_id', code: 'required', params: {} }]);
  const found = await tx.rows(
    `select 1 from stock.v_account where account_id = $1 and kind = 'bin' and warehouse_id = $2`,
    [account_id, warehouse_id],
  );
  if (found.length === 0)
    fail('warehouse.place_elsewhere', {}, [{ path: 'to_account_id', code: 'invalid', params: {} }]);
}

function madeOf(
  tx: Tx,
  order: WorkOrder,
  run: WorkRun,
  taken: readonly TakenPiece[],
  input: Input,
): Promise<Made[]> {
  switch (order.kind) {
    case 'assemble':
      return kitOf(tx, order, run, taken, input);
    case 'disassemble':
      return componentsOf(tx, order, run, taken, input);
    case 'relabel':
      return sameGoods(tx, order, taken);
  }
}

/** A lot of kits for each run: its life ends with the first of the components that went in, its cost is their sum. */
async function kitOf(
  tx: Tx,
  order: WorkOrder,
  run: WorkRun,
  taken: readonly TakenPiece[],
  input: Input,
): Promise<Made[]> {
  const { today } = await tx.one<{ today: string }>(
    'select (now() at time zone timezone)::date as today from masterdata.v_warehouse where warehouse_id = $1',
    [order.warehouse_id],
  );
  const expiry_date = firstExpiry(taken.map((piece) => piece.expiry_date));
  const cost = taken.reduce((sum, piece) => sum + piece.qty * piece.unit_cost_fen, 0);
  const lot_no = input.lot_no ?? `${order.document_no}-${run.run_no}`;
  const production_date = expiry_date !== null && expiry_date <= today ? null : today;
  const outcome = await ensureLots(tx, [
    {
      item_id: order.item_id,
      lot_no,
      production_date,
      expiry_date,
      unit_cost_fen: Math.round(cost / run.qty),
    },
  ]);
  if ('refusals' in outcome) throw refusedError(outcome.refusals);
  const { owner_id } = taken[0]!;
  const serial_nos = input.serial_nos ?? [];
  return [
    { item_id: order.item_id, lot_id: outcome.lot_ids[0]!, lot_no, owner_id, qty: run.qty, serial_nos },
  ];
}

async function componentsOf(
  tx: Tx,
  order: WorkOrder,
  run: WorkRun,
  taken: readonly TakenPiece[],
  input: Input,
): Promise<Made[]> {
  const [bill, origins] = await Promise.all([
    billOf(tx, order.bom_id),
    originsOf(tx, order.item_id, order.lot_id!),
  ]);
  const pieces = takeApart(run.qty, bill, origins, input.components);
  return pieces.map((piece) => ({ ...piece, owner_id: taken[0]!.owner_id }));
}

/** Relabelled goods are the same goods: lot, owner and numbers stay, and what waits for release its place as well. */
async function sameGoods(tx: Tx, order: WorkOrder, taken: readonly TakenPiece[]): Promise<Made[]> {
  const { item_id, lot_id } = taken[0]!;
  const { lot_no } = await tx.one<{ lot_no: string }>(
    'select lot_no from stock.v_lot where item_id = $1 and lot_id = $2',
    [item_id, lot_id],
  );
  const waits = order.disposition === 'quarantine';
  const groups = Map.groupBy(taken, (piece) => `${piece.owner_id}|${waits ? piece.account_id : ''}`);
  return [...groups.values()].map((pieces) => ({
    item_id,
    lot_id,
    lot_no,
    owner_id: pieces[0]!.owner_id,
    ...(waits ? { account_id: pieces[0]!.account_id } : {}),
    qty: pieces.reduce((sum, piece) => sum + piece.qty, 0),
    serial_nos: pieces.flatMap((piece) => piece.serial_nos),
  }));
}

async function trackingOf(tx: Tx, made: readonly Made[]): Promise<ReadonlySet<number>> {
  const rows = await tx.rows<{ item_id: number }>(
    `select item_id from masterdata.v_item where item_id = any($1::bigint[]) and tracking = 'serial'`,
    [made.map((piece) => piece.item_id)],
  );
  return new Set(rows.map((row) => row.item_id));
}

function refuseMissingSerials(made: readonly Made[], numbered: ReadonlySet<number>): void {
  made.forEach(({ item_id, qty, serial_nos }, index) => {
    if (!numbered.has(item_id) || serial_nos.length === qty) return;
    fail('warehouse.serials_to_name', { line: index + 1, qty });
  });
}

async function finish(
  context: Context,
  order: WorkOrder,
  run: WorkRun,
  made: readonly Made[],
  taken: readonly TakenPiece[],
  input: Input,
): Promise<contract.OutputOf<typeof contract.finishRun>> {
  const { tx, actor, audit, emit } = context;
  const { work_order_id, document_no, warehouse_id, kind } = order;
  const { work_run_id, run_no } = run;
  const bench_id = await bench(tx);
  const { disposition } = order;
  const placed = made.map((piece) => ({ ...piece, account_id: piece.account_id ?? input.to_account_id! }));
  const lines = placed.map((piece) => postLine(piece, bench_id, disposition));
  const in_movement_id = await postOrFail(tx, {
    purpose: 'convert_in',
    actor,
    lines,
    document_no: `${document_no}/${run_no}`,
    document_key: `work_order:${work_order_id}`,
    reason: order.reason,
  });
  const pieces = placed.map(({ item_id, lot_id, owner_id, account_id, qty, serial_nos }): NewPiece => {
    return { item_id, lot_id, owner_id, account_id, disposition, qty, serial_nos };
  });
  await insertPieces(tx, { work_run_id, warehouse_id, side: 'made' }, pieces);
  const { user_id: finished_by, display_name: finished_by_name } = actor;
  const note = input.note ?? null;
  await endRun(tx, {
    work_run_id,
    status: 'finished',
    finished_by,
    finished_by_name,
    in_movement_id,
    note,
  });
  const { finished } = await progressOf(tx, work_order_id);
  const status = finished === order.qty ? 'done' : 'open';
  await saveWorkStatus(tx, work_order_id, status);
  const short = (all: readonly { item_id: number; lot_id: number; qty: number }[]) =>
    all.map(({ item_id, lot_id, qty }) => ({ item_id, lot_id, qty }));
  const detail = { document_no, run_no, kind, made: short(made), movement_id: in_movement_id };
  audit({ entity: 'work_order', entity_id: work_order_id, warehouse_id, reason: note, detail });
  emitPosted(context, { movement_id: in_movement_id, purpose: 'convert_in', lines });
  emit('warehouse.converted', String(work_order_id), {
    work_order_id,
    document_no,
    warehouse_id,
    kind,
    taken: short(taken),
    made: short(made),
  });
  return {
    work_order_id,
    status,
    movement_id: in_movement_id,
    made: made.map(({ item_id, lot_id, lot_no, qty }) => ({ item_id, lot_id, lot_no, qty })),
  };
}

function postLine(
  { item_id, lot_id, owner_id, account_id, qty, serial_nos }: Made & { account_id: number },
  from: number,
  disposition: WorkOrder['disposition'],
): PostLine {
  return {
    item_id,
    lot_id,
    qty,
    from_account_id: from,
    to_account_id: account_id,
    from_owner_id: owner_id,
    to_owner_id: owner_id,
    from_disposition: disposition,
    to_disposition: disposition,
    ...(serial_nos.length > 0 ? { serial_nos } : {}),
  };
}

import { canEverywhere } from '../../platform/actor.ts';
import { type FieldError, fail } from '../../platform/errors.ts';
import { changeRules } from '../../platform/rules-lock.ts';
import type { Context } from '../../platform/use-case.ts';
import type { Disposition } from '../compliance/index.ts';
import { refusedError } from './post.ts';
import { emitPosted } from './posted-event.ts';
import { type Relabel, relabel } from './relabel.ts';
import { reportVoided } from './release-allocations.ts';
import type { BalanceKey } from './stock.model.ts';
import { insertHolds, markLots } from './stock.write.ts';

export type LotRef = { readonly item_id: number; readonly lot_id: number };
export type HoldOutcome = {
  readonly hold_ids: number[];
  readonly movement_id: number | null;
  readonly qty: number;
  readonly voided_allocations: number;
};

type Stop = {
  readonly lots: readonly LotRef[];
  /** Only what stands at this warehouse; everywhere where absent. */
  readonly warehouse_id?: number | null;
  readonly reason: string;
  /** The case that alone lifts it; where nothing is said anybody with the right does. */
  readonly document_key?: string | null;
};

/**
 * Holds lots, for one warehouse or everywhere: released stock becomes held at once, allocations are given back. A
 * hold everywhere needs the function at all warehouses. Everything that judges waits for this transaction and sees it.
 */
export async function holdLots(context: Context, stop: Stop): Promise<HoldOutcome> {
  if (stop.warehouse_id == null && !canEverywhere(context.actor, 'stock.hold'))
    fail('stock.all_warehouses_needed');
  return stopLots(context, stop, 'hold', ['released'], 'held');
}

/** Recalls lots everywhere: warehouses, roads and consigned stock in one transaction. Cannot be lifted. */
export async function recallLots(context: Context, stop: Omit<Stop, 'warehouse_id'>): Promise<HoldOutcome> {
  if (!canEverywhere(context.actor, 'stock.recall')) fail('stock.all_warehouses_needed');
  return stopLots(context, stop, 'recall', ['released', 'quarantine', 'held'], 'recalled');
}

/**
 * The exclusive lock of rules comes first: transactions that judge have all ended then, so no shipment judged before
 * can commit after the recall. Lots are marked before the ledger reads them under the new epoch.
 */
async function stopLots(
  context: Context,
  stop: Stop,
  kind: 'hold' | 'recall',
  from: readonly Disposition[],
  to: Disposition,
): Promise<HoldOutcome> {
  const { tx, actor } = context;
  const lots = [...new Map(stop.lots.map((lot) => [lot.lot_id, lot])).values()];
  const warehouse_id = stop.warehouse_id ?? null;
  await changeRules(tx);
  if (warehouse_id === null) await markLots(tx, lots, kind);
  const holds = await insertHolds(tx, lots, {
    kind,
    warehouse_id,
    reason: stop.reason,
    held_by: actor.user_id,
    document_key: stop.document_key ?? null,
  });
  refuseUnknown(stop.lots, holds);
  const keys = await balancesOf(context, lots, from, warehouse_id);
  const done = await relabelled(context, { purpose: kind, actor, reason: stop.reason, keys, to });
  for (const { hold_id, item_id, lot_id } of holds) {
    const detail = { kind, item_id, lot_id, movement_id: done.movement_id };
    context.audit({ entity: 'hold', entity_id: hold_id, warehouse_id, reason: stop.reason, detail });
  }
  reportVoided(context, done.voided, kind);
  if (done.movement_id !== null)
    emitPosted(context, { movement_id: done.movement_id, purpose: kind, lines: lots });
  context.emit(kind === 'hold' ? 'stock.held' : 'stock.recalled', String(holds[0]!.hold_id), {
    hold_ids: holds.map((h) => h.hold_id),
    lots,
    warehouse_id,
    movement_id: done.movement_id,
  });
  return {
    hold_ids: holds.map((h) => h.hold_id),
    movement_id: done.movement_id,
    qty: done.qty,
    voided_allocations: done.voided.length,
  };
}

/** Relabels or fails with every reason of the gate. */
export async function relabelled(context: Pick<Context, 'tx'>, change: Relabel) {
  const outcome = await relabel(context.tx, change);
  if ('refusals' in outcome) throw refusedError(outcome.refusals);
  return outcome;
}

function refuseUnknown(asked: readonly LotRef[], known: readonly LotRef[]): void {
  const ids = new Set(known.map((lot) => `${lot.item_id}|${lot.lot_id}`));
  const errors = asked.flatMap(({ item_id, lot_id }, index): FieldError[] =>
    ids.has(`${item_id}|${lot_id}`)
      ? []
      : [{ path: `lots.${index}`, code: 'stock.place_or_lot_unknown', params: { item_id, lot_id } }],
  );
  if (errors.length > 0) fail('stock.place_or_lot_unknown', {}, errors);
}

/** Where our goods of these lots stand: bins, roads and cabinets; only the bins of one warehouse where one is named. */
export function balancesOf(
  { tx }: Pick<Context, 'tx'>,
  lots: readonly LotRef[],
  dispositions: readonly Disposition[],
  warehouse_id: number | null,
): Promise<BalanceKey[]> {
  return tx.rows(
    `select b.item_id, b.lot_id, b.account_id, b.owner_id, b.disposition
     from unnest($1::bigint[], $2::bigint[]) as k(item_id, lot_id)
     join stock.balance b using (item_id, lot_id)
     join stock.account a on a.account_id = b.account_id
     where b.qty > 0 and b.disposition = any($3::stock.disposition[]) and a.kind in ('bin', 'in_transit', 'consigned', 'repair')
       and ($4::bigint is null or (a.warehouse_id = $4 and a.kind = 'bin'))`,
    [lots.map((lot) => lot.item_id), lots.map((lot) => lot.lot_id), dispositions, warehouse_id],
  );
}

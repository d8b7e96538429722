import { changeRules } from '../../platform/rules-lock.ts';
import type { Context } from '../../platform/use-case.ts';
import type { Disposition } from '../compliance/index.ts';
import { balancesOf, type LotRef, relabelled } from './holds.ts';
import { emitPosted } from './posted-event.ts';
import type { Relabelled } from './relabel.ts';
import { reportVoided } from './release-allocations.ts';
import { type BalanceKey, keyText } from './stock.model.ts';
import { markLots } from './stock.write.ts';
import type { Piece, StandingStop } from './stops.model.ts';
import { insertStanding, insertStops, liftHoldsOf, liftStanding, unmarkLots } from './stops.write.ts';

export type StopGoods = {
  readonly kind: 'hold' | 'recall';
  /** The case, by whose key the holds are found again. */
  readonly document_key: string;
  readonly reason: string;
  /** Every piece of them. */
  readonly lots: readonly LotRef[];
  /** Single pieces of other lots. */
  readonly pieces: readonly Piece[];
  /** What has not arrived yet. */
  readonly standing: readonly StandingStop[];
};
export type StopOutcome = {
  readonly movement_id: number | null;
  readonly qty: number;
  readonly voided_allocations: number;
};

const STOPPED_FROM = {
  hold: ['released'],
  recall: ['released', 'quarantine', 'held'],
} as const satisfies Record<StopGoods['kind'], readonly Disposition[]>;

/**
 * Stops goods everywhere for a case, in one transaction: whole lots, single pieces of others, and what arrives later.
 * Allocations that goods no longer cover are given back. The caller has asked for the right. As with `holdLots` the
 * exclusive lock of rules comes first, so nothing that was judged before can commit afterwards.
 */
export async function stopGoods(context: Context, stop: StopGoods): Promise<StopOutcome> {
  const { tx, actor } = context;
  const { kind, document_key, reason, lots, pieces, standing } = stop;
  const to = kind === 'hold' ? 'held' : 'recalled';
  await changeRules(tx);
  if (lots.length > 0) await markLots(tx, lots, kind);
  const head = { kind, document_key, reason, held_by: actor.user_id };
  const holds = await insertStops(tx, head, lots, pieces);
  if (standing.length > 0) await insertStanding(tx, head, standing);
  const whole = await balancesOf(context, lots, STOPPED_FROM[kind], null);
  const part = await standingPieces(context, pieces, STOPPED_FROM[kind]);
  const keys = [...whole, ...part.keys];
  const done = await relabelled(context, {
    purpose: kind,
    actor,
    reason,
    document_key,
    keys,
    only: part.only,
    to,
  });
  tell(context, stop, done);
  context.emit(kind === 'hold' ? 'stock.held' : 'stock.recalled', document_key, {
    hold_ids: holds.map((hold) => hold.hold_id),
    lots: [...lots, ...pieces.map(({ item_id, lot_id }) => ({ item_id, lot_id }))],
    warehouse_id: null,
    movement_id: done.movement_id,
    document_key,
  });
  return { movement_id: done.movement_id, qty: done.qty, voided_allocations: done.voided.length };
}

function tell(context: Context, { kind, lots, pieces }: StopGoods, done: Relabelled): void {
  reportVoided(context, done.voided, kind);
  if (done.movement_id === null) return;
  emitPosted(context, { movement_id: done.movement_id, purpose: kind, lines: [...lots, ...pieces] });
}

type Part = { readonly keys: BalanceKey[]; readonly only: Map<string, string[]> };

/** Where single pieces of ours stand, and which of them at each place. */
async function standingPieces(
  { tx }: Pick<Context, 'tx'>,
  pieces: readonly Omit<Piece, 'lot_id'>[],
  dispositions: readonly Disposition[],
): Promise<Part> {
  if (pieces.length === 0) return { keys: [], only: new Map() };
  const rows = await tx.rows<BalanceKey & { serial_nos: string[] }>(
    `select s.item_id, s.lot_id, s.account_id, s.owner_id, s.disposition, array_agg(s.serial_no order by s.serial_no) as serial_nos
     from unnest($1::bigint[], $2::text[]) as k(item_id, serial_no)
     join stock.serial s on s.item_id = k.item_id and s.serial_no = k.serial_no
     join stock.account a on a.account_id = s.account_id and a.kind in ('bin', 'in_transit', 'consigned', 'repair')
     where s.disposition = any($3::stock.disposition[])
     group by 1, 2, 3, 4, 5`,
    [pieces.map((p) => p.item_id), pieces.map((p) => p.serial_no), dispositions],
  );
  return {
    keys: rows.map(({ serial_nos: _, ...key }) => key),
    only: new Map(rows.map(({ serial_nos, ...key }) => [keyText(key), serial_nos])),
  };
}

/** Goods that come back, as a document names them. */
export type ComesBack = {
  readonly item_id: number;
  readonly lot_id: number;
  readonly qty: number;
  readonly serial_nos?: readonly string[] | undefined;
};
/** How much of a line is recalled, and which pieces; the rest is free to be judged as any other. */
export type RecalledPart = { readonly qty: number; readonly serial_nos: readonly string[] };

/** What of goods that come back is recalled, line by line: it lands as recalled, in whatever document it comes. */
export async function recalledParts(
  { tx }: Pick<Context, 'tx'>,
  lines: readonly ComesBack[],
): Promise<RecalledPart[]> {
  const serials = lines.map((line) => JSON.stringify(line.serial_nos ?? []));
  const rows = await tx.rows<{ recalled: boolean; stopped: string[] }>(
    `select l.recalled, array(
       select n from jsonb_array_elements_text(k.serials::jsonb) n
       where exists (select from stock.hold h where h.item_id = k.item_id and h.serial_no = n and h.kind = 'recall')
         or exists (select from stock.standing_stop s where s.kind = 'recall' and s.item_id = k.item_id
           and length(n) = length(s.serial_from) and n >= s.serial_from collate "C" and n <= s.serial_to collate "C")
       order by 1) as stopped
     from unnest($1::bigint[], $2::bigint[], $3::text[]) with ordinality as k(item_id, lot_id, serials, ord)
     join stock.lot l on l.item_id = k.item_id and l.lot_id = k.lot_id order by k.ord`,
    [lines.map((line) => line.item_id), lines.map((line) => line.lot_id), serials],
  );
  return lines.map(({ qty, serial_nos = [] }, index) => {
    const { recalled, stopped } = rows[index]!;
    return recalled ? { qty, serial_nos } : { qty: stopped.length, serial_nos: stopped };
  });
}

export type LiftGoods = {
  readonly document_key: string;
  readonly lots: readonly LotRef[];
  readonly reason: string;
  /** Nothing of the case stays stopped, so what arrives later is not stopped either. */
  readonly last: boolean;
};

/**
 * Ends the holds of a case on lots: what is held by nothing else becomes released, by the rules of the gate. Recalls are
 * not lifted.
 */
export async function liftGoods(
  context: Context,
  lift: LiftGoods,
): Promise<{ movement_id: number | null; qty: number }> {
  const { tx, actor } = context;
  const { document_key, lots, reason, last } = lift;
  await changeRules(tx);
  const ended = await liftHoldsOf(tx, { document_key, lots, lifted_by: actor.user_id, reason });
  await unmarkLots(tx, lots);
  if (last) await liftStanding(tx, document_key);
  const free = await heldByNothing(context, ended);
  const done = await relabelled(context, {
    purpose: 'lift_hold',
    actor,
    reason,
    document_key,
    ...free,
    to: 'released',
  });
  const lines = ended.map(({ item_id }) => ({ item_id }));
  if (done.movement_id !== null)
    emitPosted(context, { movement_id: done.movement_id, purpose: 'lift_hold', lines });
  context.emit('stock.hold_lifted', document_key, { document_key, lots, movement_id: done.movement_id });
  return { movement_id: done.movement_id, qty: done.qty };
}

/** Held balances and pieces of the ended holds on which no other open hold stands. */
async function heldByNothing(
  context: Context,
  ended: readonly { item_id: number; lot_id: number; serial_no: string | null }[],
): Promise<Part> {
  const columns = [ended.map((h) => h.item_id), ended.map((h) => h.lot_id), ended.map((h) => h.serial_no)];
  const keys = await context.tx.rows<BalanceKey>(
    `select distinct b.item_id, b.lot_id, b.account_id, b.owner_id, b.disposition
     from unnest($1::bigint[], $2::bigint[], $3::text[]) as k(item_id, lot_id, serial_no)
     join stock.balance b using (item_id, lot_id)
     join stock.account a on a.account_id = b.account_id and a.kind in ('bin', 'in_transit', 'consigned', 'repair')
     where k.serial_no is null and b.qty > 0 and b.disposition = 'held'
       and not exists (select from stock.hold h where h.item_id = b.item_id and h.lot_id = b.lot_id and h.lifted_at is null
         and (h.account_id is null or h.account_id = b.account_id)
         and (h.serial_no is not null or h.warehouse_id is null or h.warehouse_id = a.warehouse_id))`,
    columns,
  );
  // Of a lot with single pieces that something else stops, only the others become free.
  const pieces = await context.tx.rows<{ item_id: number; serial_no: string }>(
    `select distinct s.item_id, s.serial_no
     from unnest($1::bigint[], $2::bigint[], $3::text[]) as k(item_id, lot_id, serial_no)
     join stock.serial s on s.item_id = k.item_id and s.lot_id = k.lot_id
     join stock.account a on a.account_id = s.account_id
     where s.disposition = 'held'
       and (s.serial_no = k.serial_no or (k.serial_no is null and exists (select from stock.hold o
         where o.item_id = s.item_id and o.lot_id = s.lot_id and o.serial_no is not null and o.lifted_at is null)))
       and not exists (select from stock.hold h where h.item_id = s.item_id and h.lot_id = s.lot_id and h.lifted_at is null
         and (h.account_id is null or h.account_id = s.account_id)
         and (h.serial_no = s.serial_no or (h.serial_no is null and (h.warehouse_id is null or h.warehouse_id = a.warehouse_id))))`,
    columns,
  );
  const part = await standingPieces(context, pieces, ['held']);
  return { keys: [...keys, ...part.keys], only: part.only };
}

import { excludeJudges } from '../../platform/rules-lock.ts';
import type { Context } from '../../platform/use-case.ts';
import type { Disposition } from '../compliance/index.ts';
import { type LotRef, relabelled } from './holds.ts';
import { emitPosted } from './posted-event.ts';
import { reportVoided } from './release-allocations.ts';
import type { BalanceKey } from './stock.model.ts';
import { closeGuardedHolds, insertPlaceHolds } from './stock.write.ts';

/** What stood at a place: the balance of now where `at` is null, and every change since a moment. */
export type PlaceChange = LotRef & {
  readonly account_id: number;
  readonly at: string | null;
  readonly qty: number;
};

/** What stands at places now and how it has changed since a moment, so that any time in between can be told. */
export function changesAt(
  { tx }: Pick<Context, 'tx'>,
  account_ids: readonly number[],
  since: string,
): Promise<PlaceChange[]> {
  return tx.rows(
    `select item_id, lot_id, account_id, null::timestamptz as at, sum(qty)::bigint as qty from stock.balance
     where account_id = any($1::bigint[]) and qty > 0 group by 1, 2, 3
     union all
     select p.item_id, p.lot_id, e.account_id, p.occurred_at, sum(e.qty)::bigint
     from stock.posting p
     cross join lateral (values (p.to_account_id, p.qty), (p.from_account_id, -p.qty)) as e(account_id, qty)
     where p.occurred_at >= $2::timestamptz and p.to_account_id <> p.from_account_id
       and (p.to_account_id = any($1::bigint[]) or p.from_account_id = any($1::bigint[]))
       and e.account_id = any($1::bigint[])
     group by 1, 2, 3, 4 having sum(e.qty) <> 0`,
    [account_ids, since],
  );
}

/** A lot at a place from a moment on. */
export type Stood = LotRef & { readonly account_id: number; readonly since: string };
export type Standing = BalanceKey & {
  readonly qty: number;
  readonly kind: string;
  readonly warehouse_id: number | null;
};

/**
 * Where goods may be now that stood at places from given moments on: there, and wherever postings of their lots have led
 * since. Pieces of a lot cannot be told apart, so everything of it at a place that some were taken to counts.
 */
export function whereNow({ tx }: Pick<Context, 'tx'>, stood: readonly Stood[]): Promise<Standing[]> {
  return tx.rows(
    `with recursive reached as (
       select k.item_id, k.lot_id, k.account_id, k.since
       from unnest($1::bigint[], $2::bigint[], $3::bigint[], $4::timestamptz[]) as k(item_id, lot_id, account_id, since)
       union
       select p.item_id, p.lot_id, p.to_account_id, p.occurred_at
       from reached r
       join stock.account a on a.account_id = r.account_id and a.kind in ('bin', 'in_transit', 'consigned', 'repair')
       join stock.posting p on p.item_id = r.item_id and p.lot_id = r.lot_id and p.from_account_id = r.account_id
         and p.to_account_id <> p.from_account_id and p.occurred_at >= r.since
     )
     select distinct b.item_id, b.lot_id, b.account_id, b.owner_id, b.disposition, b.qty, a.kind, a.warehouse_id
     from reached r
     join stock.account a on a.account_id = r.account_id and a.kind in ('bin', 'in_transit', 'consigned', 'repair')
     join stock.balance b on b.item_id = r.item_id and b.lot_id = r.lot_id and b.account_id = r.account_id and b.qty > 0`,
    [
      stood.map((one) => one.item_id),
      stood.map((one) => one.lot_id),
      stood.map((one) => one.account_id),
      stood.map((one) => one.since),
    ],
  );
}

export type PlaceHold = LotRef & { readonly account_id: number; readonly qty: number };

/** No movement is judged or committed from here on until the transaction ends: nothing escapes the hold that follows. */
export const stopMovements = ({ tx }: Pick<Context, 'tx'>): Promise<void> => excludeJudges(tx);

/**
 * Holds what stands at places, and only that; allocations of it are given back. `guard` names whose hold it is: only the
 * caller lifts it, with `settlePlaces`. The caller has stopped movements. Null where nothing stands there any more.
 */
export async function holdPlaces(
  context: Context,
  { keys, guard, reason }: { keys: readonly BalanceKey[]; guard: string; reason: string },
): Promise<{ movement_id: number; holds: PlaceHold[] } | null> {
  const { tx, actor } = context;
  const change = { purpose: 'hold', actor, reason, document_key: guard, keys, to: 'held' } as const;
  const { movement_id, voided } = await relabelled(context, change);
  if (movement_id === null) return null;
  const holds = await tx.rows<PlaceHold>(
    `select item_id, lot_id, to_account_id as account_id, sum(qty)::bigint as qty from stock.posting
     where movement_id = $1 group by 1, 2, 3 order by 1, 2, 3`,
    [movement_id],
  );
  await insertPlaceHolds(tx, holds, { guard, reason, held_by: actor.user_id });
  reportVoided(context, voided, 'hold');
  emitPosted(context, { movement_id, purpose: 'hold', lines: holds });
  context.emit('stock.held', guard, { hold_ids: [], lots: lotsOf(holds), warehouse_id: null, movement_id });
  return { movement_id, holds };
}

const lotsOf = (rows: readonly LotRef[]): LotRef[] => [
  ...new Map(rows.map(({ item_id, lot_id }) => [lot_id, { item_id, lot_id }])).values(),
];

export type Settled = LotRef & { readonly qty: number };

/**
 * Ends the holds that a guard has on lots: what is still held of them where they were held, or where it has been taken
 * since, is released or rejected as a whole. The gate judges; another open hold of the same goods refuses it.
 */
export async function settlePlaces(
  context: Context,
  ask: {
    lots: readonly LotRef[];
    guard: string;
    outcome: 'release' | 'reject';
    reason: string;
    held_since: readonly Stood[];
  },
): Promise<{ movement_id: number | null; lots: Settled[] }> {
  const { tx, actor } = context;
  const { lots, guard, outcome, reason } = ask;
  const keys = (await whereNow(context, ask.held_since)).filter(({ disposition }) => disposition === 'held');
  await closeGuardedHolds(tx, lots, { guard, lifted_by: actor.user_id, reason });
  const purpose = outcome === 'release' ? 'lift_hold' : 'reject';
  const to: Disposition = outcome === 'release' ? 'released' : 'rejected';
  const { movement_id } = await relabelled(context, {
    purpose,
    actor,
    reason,
    document_key: guard,
    keys,
    to,
  });
  if (movement_id === null) return { movement_id, lots: [] };
  emitPosted(context, { movement_id, purpose, lines: lots });
  const settled = await tx.rows<Settled>(
    'select item_id, lot_id, sum(qty)::bigint as qty from stock.posting where movement_id = $1 group by 1, 2',
    [movement_id],
  );
  return { movement_id, lots: settled };
}

/** How many holds of others are open on lots: by the same rule that refuses to lift a hold beside them. */
export async function otherHolds(
  { tx }: Pick<Context, 'tx'>,
  lots: readonly LotRef[],
  guard: string,
): Promise<number> {
  const { others } = await tx.one<{ others: number }>(
    `select count(*) as others from stock.hold h
     join unnest($1::bigint[], $2::bigint[]) as k(item_id, lot_id) using (item_id, lot_id)
     where h.lifted_at is null and h.document_key is distinct from $3
       and (h.account_id is null or h.account_id in (
         select account_id from stock.hold where document_key = $3 and lifted_at is null))`,
    [lots.map((lot) => lot.item_id), lots.map((lot) => lot.lot_id), guard],
  );
  return others;
}

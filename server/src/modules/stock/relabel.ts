import type { Actor } from '../../platform/actor.ts';
import type { Tx } from '../../platform/db.ts';
import { assert } from '../../platform/errors.ts';
import type { Disposition, Purpose } from '../compliance/index.ts';
import type { Cell } from './decide.ts';
import { post } from './post.ts';
import { type BalanceKey, byText, keyText, type PostLine, type PostOutcome } from './stock.model.ts';
import {
  keyColumns,
  lockBalances,
  relabelUnitLines,
  type VoidedAllocation,
  voidAllocations,
} from './stock.write.ts';
import { relabelUnitPieces } from './stops.write.ts';

/** Balances to get another disposition as a whole: where they stand stays as it is. */
export type Relabel = {
  readonly purpose: Extract<Purpose, 'hold' | 'lift_hold' | 'reject' | 'recall' | 'expire'>;
  readonly actor: Actor;
  readonly reason: string;
  readonly document_key?: string | null;
  readonly keys: readonly BalanceKey[];
  /** Of these balances only the pieces named; the others as a whole. */
  readonly only?: ReadonlyMap<string, readonly string[]>;
  readonly to: Disposition;
};
export type Relabelled = {
  /** Null where nothing stood there any more. */
  readonly movement_id: number | null;
  readonly qty: number;
  readonly voided: readonly VoidedAllocation[];
};

/**
 * Gives whole balances another disposition in one document: locks them with those they become, gives allocations of
 * them back, takes serials and the content of handling units along. A fixed number of statements, however many
 * warehouses. The caller holds the lock of rules; a refusal of the gate is answered with its reasons.
 */
export async function relabel(
  tx: Tx,
  { purpose, actor, reason, document_key, keys, only = new Map(), to }: Relabel,
): Promise<Relabelled | Extract<PostOutcome, { refusals: unknown }>> {
  const both = keys.flatMap((key) => [key, { ...key, disposition: to }]);
  const cells = await lockBalances(tx, byText(both));
  const standing = [...cells.values()].filter((c) => c.key.disposition !== to && c.qty > 0);
  if (standing.length === 0) return { movement_id: null, qty: 0, voided: [] };
  // Which pieces an allocation means nobody knows, so those of a balance are given back where the rest does not cover them.
  const robbed = standing.filter((c) => c.allocated > c.qty - (only.get(keyText(c.key))?.length ?? c.qty));
  const voided = robbed.length > 0 ? await voidOf(tx, robbed.map(keyOf)) : [];
  const serials = await piecesAt(tx, standing.map(keyOf), only);
  const lines = standing.map(({ key, qty, packed }, index): PostLine => {
    const { item_id, lot_id, account_id, owner_id, disposition } = key;
    const part = only.has(keyText(key)) ? serials.get(index) : undefined;
    return {
      item_id,
      lot_id,
      qty: part?.serial_nos.length ?? qty,
      packed: part?.packed ?? packed,
      from_account_id: account_id,
      to_account_id: account_id,
      from_owner_id: owner_id,
      to_owner_id: owner_id,
      from_disposition: disposition,
      to_disposition: to,
      serial_nos: serials.get(index)?.serial_nos,
    };
  });
  const [outcome] = await post(tx, [{ purpose, actor, reason, document_key, lines }]);
  if ('refusals' in outcome!) return outcome;
  await relabelUnits(tx, standing, only, to);
  return { movement_id: outcome!.movement_id, qty: lines.reduce((sum, line) => sum + line.qty, 0), voided };
}

const keyOf = (cell: Cell): BalanceKey => cell.key;

/** The content of handling units follows its balances. */
async function relabelUnits(
  tx: Tx,
  standing: readonly Cell[],
  only: NonNullable<Relabel['only']>,
  to: Disposition,
): Promise<void> {
  const packed = standing.filter((c) => c.packed > 0).map(keyOf);
  const whole = packed.filter((key) => !only.has(keyText(key)));
  if (whole.length > 0) await relabelUnitLines(tx, whole, to);
  const pieces = packed.flatMap((key) =>
    (only.get(keyText(key)) ?? []).map((serial_no) => ({ key, serial_no })),
  );
  if (pieces.length > 0) await relabelUnitPieces(tx, pieces, to);
}

/** Every live allocation of the locked balances, given back. */
async function voidOf(tx: Tx, keys: readonly BalanceKey[]): Promise<VoidedAllocation[]> {
  const live = await tx.rows<{ item_id: number; allocation_id: number }>(
    `select a.item_id, a.allocation_id
     from unnest($1::bigint[], $2::bigint[], $3::bigint[], $4::bigint[], $5::stock.disposition[])
       as k(item_id, lot_id, account_id, owner_id, disposition)
     join stock.allocation a using (item_id, lot_id, account_id, owner_id, disposition)
     where a.status in ('open', 'picked')`,
    keyColumns(keys),
  );
  const voided = await voidAllocations(tx, live, ['open', 'picked'], 'released');
  assert(voided.length === live.length, 'an allocation closed under the lock of its balance');
  return voided;
}

type Standing = { readonly serial_nos: string[]; readonly packed: number };

/**
 * Serial numbers standing at each of the keys, by place in the list, and how many of them in handling units; absent for
 * items without serials. Of the keys in `only` the pieces named there.
 */
async function piecesAt(
  tx: Tx,
  keys: readonly BalanceKey[],
  only: NonNullable<Relabel['only']>,
): Promise<Map<number, Standing>> {
  const named = keys.map((key) => only.get(keyText(key)) ?? null);
  const rows = await tx.rows<Standing & { ord: number }>(
    `select k.ord::int as ord, array_agg(s.serial_no order by s.serial_id) as serial_nos, count(s.handling_unit_id) as packed
     from unnest($1::bigint[], $2::bigint[], $3::bigint[], $4::bigint[], $5::stock.disposition[], $6::text[]) with ordinality
       as k(item_id, lot_id, account_id, owner_id, disposition, named, ord)
     join stock.serial s using (item_id, lot_id, account_id, owner_id, disposition)
     where k.named is null or k.named::jsonb ? s.serial_no
     group by k.ord`,
    [...keyColumns(keys), named.map((serial_nos) => serial_nos && JSON.stringify(serial_nos))],
  );
  return new Map(rows.map((row) => [row.ord - 1, row]));
}

/** The same numbers alone, of everything at the keys. */
export async function serialsAt(tx: Tx, keys: readonly BalanceKey[]): Promise<Map<number, string[]>> {
  const pieces = await piecesAt(tx, keys, new Map());
  return new Map([...pieces].map(([index, { serial_nos }]) => [index, serial_nos]));
}

import type { Actor } from '../../platform/actor.ts';
import type { Tx } from '../../platform/db.ts';
import { assert } from '../../platform/errors.ts';
import type { Disposition, Purpose } from '../compliance/index.ts';
import { post } from './post.ts';
import { type BalanceKey, byText, type PostLine, type PostOutcome } from './stock.model.ts';
import {
  keyColumns,
  lockBalances,
  relabelUnitLines,
  type VoidedAllocation,
  voidAllocations,
} from './stock.write.ts';

/** Balances to get another disposition as a whole: where they stand stays as it is. */
export type Relabel = {
  readonly purpose: Extract<Purpose, 'hold' | 'lift_hold' | 'recall' | 'expire'>;
  readonly actor: Actor;
  readonly reason: string;
  readonly document_key?: string | null;
  readonly keys: readonly BalanceKey[];
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
  { purpose, actor, reason, document_key, keys, to }: Relabel,
): Promise<Relabelled | Extract<PostOutcome, { refusals: unknown }>> {
  const both = keys.flatMap((key) => [key, { ...key, disposition: to }]);
  const cells = await lockBalances(tx, byText(both));
  const standing = [...cells.values()].filter((c) => c.key.disposition !== to && c.qty > 0);
  if (standing.length === 0) return { movement_id: null, qty: 0, voided: [] };
  const voided = standing.some((c) => c.allocated > 0)
    ? await voidOf(
        tx,
        standing.map((c) => c.key),
      )
    : [];
  const serials = await serialsAt(
    tx,
    standing.map((c) => c.key),
  );
  const lines = standing.map(({ key, qty, packed }, index): PostLine => {
    const { item_id, lot_id, account_id, owner_id, disposition } = key;
    return {
      item_id,
      lot_id,
      qty,
      packed,
      from_account_id: account_id,
      to_account_id: account_id,
      from_owner_id: owner_id,
      to_owner_id: owner_id,
      from_disposition: disposition,
      to_disposition: to,
      serial_nos: serials.get(index),
    };
  });
  const [outcome] = await post(tx, [{ purpose, actor, reason, document_key, lines }]);
  if ('refusals' in outcome!) return outcome;
  const packed = standing.filter((c) => c.packed > 0).map((c) => c.key);
  if (packed.length > 0) await relabelUnitLines(tx, packed, to);
  return { movement_id: outcome!.movement_id, qty: lines.reduce((sum, line) => sum + line.qty, 0), voided };
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

/** Serial numbers standing at each of the keys, by place in the list; absent for items without serials. */
export async function serialsAt(tx: Tx, keys: readonly BalanceKey[]): Promise<Map<number, string[]>> {
  const rows = await tx.rows<{ ord: number; serial_nos: string[] }>(
    `select k.ord::int as ord, array_agg(s.serial_no order by s.serial_id) as serial_nos
     from unnest($1::bigint[], $2::bigint[], $3::bigint[], $4::bigint[], $5::stock.disposition[]) with ordinality
       as k(item_id, lot_id, account_id, owner_id, disposition, ord)
     join stock.serial s using (item_id, lot_id, account_id, owner_id, disposition)
     group by k.ord`,
    keyColumns(keys),
  );
  return new Map(rows.map((row) => [row.ord - 1, row.serial_nos]));
}

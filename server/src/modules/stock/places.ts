import type { Tx } from '../../platform/db.ts';
import type { LotFact, Place, PlaceKind } from '../compliance/index.ts';

/** An account with what the gate needs to know of it. */
export type AccountFact = Place & { readonly account_id: number; readonly department_id: number | null };

type Known = {
  epoch: number;
  accounts: Map<number, AccountFact>;
  lots: Map<number, LotFact & { item_id: number }>;
};
const LOTS_MAX = 300_000;

function known(tx: Tx, epoch: number): Known {
  const cached = tx.memory.get('stock.places') as Known | undefined;
  if (cached?.epoch === epoch && cached.lots.size < LOTS_MAX) return cached;
  const fresh: Known = { epoch, accounts: new Map(), lots: new Map() };
  tx.memory.set('stock.places', fresh);
  return fresh;
}

/**
 * Facts of accounts and lots, from memory while the epoch of the rules stands. Locations, lots' dates, holds and
 * recalls change only under the lock of rules, so what is remembered holds until the caller commits.
 */
export async function placesOf(
  tx: Tx,
  epoch: number,
  account_ids: ReadonlySet<number>,
  lots_asked: readonly { readonly item_id: number; readonly lot_id: number }[],
): Promise<Pick<Known, 'accounts' | 'lots'>> {
  const memory = known(tx, epoch);
  const accounts = [...account_ids].filter((id) => !memory.accounts.has(id));
  const lots = lots_asked.filter(({ lot_id }) => !memory.lots.has(lot_id));
  if (accounts.length > 0)
    for (const row of await readAccounts(tx, accounts)) memory.accounts.set(row.account_id, row);
  if (lots.length > 0) for (const row of await readLots(tx, lots)) memory.lots.set(row.lot_id, row);
  return memory;
}

function readAccounts(tx: Tx, ids: readonly number[]): Promise<AccountFact[]> {
  return tx.rows<AccountFact & { kind: PlaceKind }>(
    `select a.account_id, a.kind, a.warehouse_id, l.zone_kind, l.storage_condition, a.department_id,
       coalesce(a.partner_id, d.partner_id) as partner_id
     from stock.account a
     left join masterdata.v_location l on l.location_id = a.location_id
     left join masterdata.v_department d on d.department_id = a.department_id
     where a.account_id = any($1::bigint[])`,
    [ids],
  );
}

/** Asked with the item, which leads the key; the same lot may come many times. */
function readLots(
  tx: Tx,
  lots: readonly { readonly item_id: number; readonly lot_id: number }[],
): Promise<(LotFact & { item_id: number })[]> {
  const asked = [...new Map(lots.map((lot) => [lot.lot_id, lot])).values()];
  return tx.rows(
    `select item_id, lot_id, lot_no, production_date, expiry_date, recalled, held
     from unnest($1::bigint[], $2::bigint[]) as k(item_id, lot_id) join stock.lot using (item_id, lot_id)`,
    [asked.map((lot) => lot.item_id), asked.map((lot) => lot.lot_id)],
  );
}

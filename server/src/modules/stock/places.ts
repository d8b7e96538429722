import type { Tx } from '../../platform/db.ts';
import type { LotFact, Place, PlaceKind } from '../compliance/index.ts';
import type { StoppedPieces } from './stops.model.ts';

/** An account with what the gate needs to know of it. */
export type AccountFact = Place & { readonly account_id: number; readonly department_id: number | null };

type Known = {
  epoch: number;
  accounts: Map<number, AccountFact>;
  lots: Map<number, LotFact & { item_id: number }>;
  /** Null until a document with numbered pieces asks. */
  stopped: StoppedPieces | null;
};
const LOTS_MAX = 300_000;

function known(tx: Tx, epoch: number): Known {
  const cached = tx.memory.get('stock.places') as Known | undefined;
  if (cached?.epoch === epoch && cached.lots.size < LOTS_MAX) return cached;
  const fresh: Known = { epoch, accounts: new Map(), lots: new Map(), stopped: null };
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

/** Numbered pieces that are stopped; they change under the lock of rules only, like the other facts. */
export async function stoppedPiecesOf(tx: Tx, epoch: number): Promise<StoppedPieces> {
  const memory = known(tx, epoch);
  memory.stopped ??= await readStopped(tx);
  return memory.stopped;
}

async function readStopped(tx: Tx): Promise<StoppedPieces> {
  const { pieces, freed, ranges } = await tx.one<{
    pieces: string[];
    freed: string[];
    ranges: StoppedPieces['ranges'];
  }>(
    `select
       coalesce((select array_agg(distinct h.item_id || '|' || h.serial_no) from stock.hold h
         where h.serial_no is not null and h.lifted_at is null), '{}') as pieces,
       coalesce((select array_agg(distinct h.item_id || '|' || h.serial_no) from stock.hold h
         where h.serial_no is not null and h.lifted_at is not null and exists (select from stock.standing_stop s
           where s.document_key = h.document_key and s.lifted_at is null)), '{}') as freed,
       coalesce((select jsonb_agg(jsonb_build_object('item_id', s.item_id, 'serial_from', s.serial_from, 'serial_to', s.serial_to))
         from stock.standing_stop s where s.serial_from is not null and s.lifted_at is null), '[]') as ranges`,
  );
  return { pieces: new Set(pieces), freed: new Set(freed), ranges };
}

function readAccounts(tx: Tx, ids: readonly number[]): Promise<AccountFact[]> {
  return tx.rows<AccountFact & { kind: PlaceKind }>(
    `select a.account_id, a.kind, a.warehouse_id, l.zone_kind, l.storage_condition, a.department_id,
       l.retired_at is not null as retired,
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

import type { Tx } from '../../platform/db.ts';
import type { Cell, Refused } from './decide.ts';
import { type BalanceKey, fromKey, keyText, type PostDocument } from './stock.model.ts';
import { keyColumns } from './stock.write.ts';

/** Scanners and people are a little late; only what lies further back is held against the history. */
const LATE_MS = 5 * 60_000;

/** The smallest balance that a key has had since a moment, and when. */
type Low = { readonly qty: number; readonly at: string };

/** What is known of the past for the documents of one transaction that name their own time. */
export type HistoryOf = {
  /** End of the last closed period, null where none is closed. */
  readonly closed_until: string | null;
  /** Balance key -> lowest balance since the document's time; absent for documents that are not back-dated. */
  readonly lows: ReadonlyMap<PostDocument, ReadonlyMap<string, Low>>;
  /** What earlier documents of this transaction have changed of the keys of this one. */
  before(document: PostDocument, cells: ReadonlyMap<string, Cell>): ReadonlyMap<string, number>;
};

const NOTHING: ReadonlyMap<string, number> = new Map();

/** Reads closed periods and lows, for documents with a time of their own only: nothing, one or two statements. */
export async function historyOf(tx: Tx, documents: readonly PostDocument[], now: string): Promise<HistoryOf> {
  const dated = documents.filter((d) => d.occurred_at != null);
  const late = dated.filter((d) => Date.parse(d.occurred_at!) < Date.parse(now) - LATE_MS);
  const { closed_until } =
    dated.length === 0
      ? { closed_until: null }
      : await tx.one<{ closed_until: string | null }>(
          'select max(cutoff) as closed_until from stock.period where closed',
        );
  const lows = late.length === 0 ? new Map() : await lowsOf(tx, late);
  return {
    closed_until,
    lows,
    before: (document, cells) =>
      lows.has(document)
        ? new Map([...lows.get(document)!.keys()].map((key) => [key, cells.get(key)?.qty_delta ?? 0]))
        : NOTHING,
  };
}

/**
 * Why the document may not stand at its time: the future, a closed period, or a balance that would have been below
 * zero at some moment since. What earlier documents of the transaction brought does not count, for they happened at
 * another time; what they took does.
 */
export function timeRefusal(
  document: PostDocument,
  now: string,
  history: HistoryOf,
  earlier: ReadonlyMap<string, number>,
  cells: ReadonlyMap<string, Cell>,
): Refused | null {
  const { occurred_at } = document;
  if (occurred_at == null) return null;
  const at = Date.parse(occurred_at);
  if (at > Date.parse(now) + LATE_MS) return { code: 'stock.occurred_in_future', params: { occurred_at } };
  if (history.closed_until !== null && at < Date.parse(history.closed_until)) {
    return { code: 'stock.period_closed', params: { occurred_at, closed_until: history.closed_until } };
  }
  for (const [key, low] of history.lows.get(document) ?? []) {
    const cell = cells.get(key);
    if (cell === undefined || cell.unbounded) continue;
    const before = earlier.get(key) ?? 0;
    const after = low.qty + (cell.qty_delta - before) + Math.min(0, before);
    if (after < 0) return { code: 'stock.history_below_zero', params: { at: low.at, missing: -after } };
  }
  return null;
}

type LowRow = BalanceKey & { document: number; low: number; at: string };

/** For each document and balance it takes from: the lowest balance since its time. One statement. */
async function lowsOf(tx: Tx, documents: readonly PostDocument[]) {
  const asked: { document: number; since: string; key: BalanceKey }[] = [];
  documents.forEach((document, index) => {
    const keys = new Map(document.lines.map((line) => [keyText(fromKey(line)), fromKey(line)]));
    for (const key of keys.values()) asked.push({ document: index, since: document.occurred_at!, key });
  });
  const rows = await tx.rows<LowRow>(LOWS, [
    ...keyColumns(asked.map((a) => a.key)),
    asked.map((a) => a.document),
    asked.map((a) => a.since),
  ]);
  const lows = new Map<PostDocument, Map<string, Low>>(documents.map((d) => [d, new Map()]));
  for (const row of rows) lows.get(documents[row.document]!)!.set(keyText(row), { qty: row.low, at: row.at });
  return lows;
}

// Backwards from the locked balance of now: before the newest posting stood what is here now less what it brought.
// Postings of one instant count together, for nothing stood between them.
const LOWS = `with asked as (
    select * from unnest($1::bigint[], $2::bigint[], $3::bigint[], $4::bigint[], $5::stock.disposition[], $6::integer[],
      $7::timestamptz[]) as k(item_id, lot_id, account_id, owner_id, disposition, document, since)
  ), changes as (
    select k.document, k.item_id, k.lot_id, k.account_id, k.owner_id, k.disposition, p.occurred_at,
      sum(case when (p.to_account_id, p.to_owner_id, p.to_disposition) = (k.account_id, k.owner_id, k.disposition)
          then p.qty else 0 end
        - case when (p.from_account_id, p.from_owner_id, p.from_disposition) = (k.account_id, k.owner_id, k.disposition)
          then p.qty else 0 end) as qty
    from asked k join stock.posting p on p.item_id = k.item_id and p.lot_id = k.lot_id and p.occurred_at > k.since
    where (p.to_account_id, p.to_owner_id, p.to_disposition) = (k.account_id, k.owner_id, k.disposition)
      or (p.from_account_id, p.from_owner_id, p.from_disposition) = (k.account_id, k.owner_id, k.disposition)
    group by 1, 2, 3, 4, 5, 6, 7
  ), stood as (
    select k.document, k.item_id, k.lot_id, k.account_id, k.owner_id, k.disposition, b.qty, now() as at
    from asked k join stock.balance b using (item_id, lot_id, account_id, owner_id, disposition)
    union all
    select c.document, c.item_id, c.lot_id, c.account_id, c.owner_id, c.disposition,
      b.qty - sum(c.qty) over (partition by c.document, c.item_id, c.lot_id, c.account_id, c.owner_id, c.disposition
        order by c.occurred_at desc), c.occurred_at
    from changes c join stock.balance b using (item_id, lot_id, account_id, owner_id, disposition)
  )
  select distinct on (document, item_id, lot_id, account_id, owner_id, disposition)
    document, item_id, lot_id, account_id, owner_id, disposition, qty::bigint as low, at
  from stood order by document, item_id, lot_id, account_id, owner_id, disposition, qty, at`;

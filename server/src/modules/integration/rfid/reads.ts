import { type Db, SYSTEM_SCOPE, type Tx } from '../../../platform/db.ts';
import { sha256 } from '../../../platform/ids.ts';
import {
  type Meaning,
  meaningOf,
  type OpenPass,
  type Outcome,
  type Read,
  stretchesOf,
  tagsOf,
} from './rfid.model.ts';
import { ensurePasses, growPasses, noteRead, parkTags, saveTags, type TagRow } from './rfid.write.ts';

/** A read as a reader sends it; the time is ours where it tells none, or one that has not come yet. */
export type ToldRead = {
  readonly epc_hex: string;
  readonly antenna?: number | undefined;
  readonly rssi?: number | undefined;
  readonly seen_at?: string | undefined;
};
type Reader = {
  readonly reader_id: number;
  readonly warehouse_id: number;
  readonly quiet_seconds: number;
  readonly now: string;
};

/** The reader of a number and a key; compared by the database as a hash, so that neither key nor timing tells anything. */
export async function knowReader(db: Db, reader_no: string, reader_key: string): Promise<boolean> {
  const rows = await db.tx(
    SYSTEM_SCOPE,
    (tx) =>
      tx.rows(
        'select 1 from integration.rfid_reader where reader_no = $1 and key_hash = $2 and retired_at is null',
        [reader_no, sha256(reader_key)],
      ),
    { read_only: true },
  );
  return rows.length === 1;
}

/**
 * Takes reads of one reader: repeats are counted and not kept, stretches without a long silence become passes, tags are
 * looked up, those of nobody we know are parked. Nothing moves in the ledger. A fixed number of statements.
 */
export async function takeReads(
  tx: Tx,
  reader_no: string,
  told: readonly ToldRead[],
): Promise<{ reads: number; tags: number; passes: number } | null> {
  const [reader] = await tx.rows<Reader>(
    `select reader_id, warehouse_id, quiet_seconds, clock_timestamp() as now from integration.rfid_reader
     where reader_no = $1 and retired_at is null for update`,
    [reader_no],
  );
  if (reader === undefined) return null;
  const reads = told.map((read) => readOf(read, Date.parse(reader.now)));
  const quiet_ms = reader.quiet_seconds * 1_000;
  const stretches = stretchesOf(await openPasses(tx, reader, reads, quiet_ms), reads, quiet_ms);
  const pass_ids = await ensurePasses(tx, reader, stretches);
  await growPasses(tx, stretches);
  const tags = stretches.flatMap((stretch, index) =>
    tagsOf(stretch.reads).map((tag) => ({ ...tag, pass_id: pass_ids[index]! })),
  );
  const known = await lookUp(tx, [...new Set(tags.map((tag) => tag.epc_hex))]);
  const rows = tags.map((tag): TagRow => ({ ...tag, ...known.get(tag.epc_hex)! }));
  await saveTags(tx, reader.warehouse_id, rows);
  await parkTags(tx, reader.warehouse_id, rows);
  await noteRead(tx, reader.reader_id, Math.max(...reads.map((read) => read.seen_at)));
  return {
    reads: reads.length,
    tags: new Set(tags.map((tag) => tag.epc_hex)).size,
    passes: stretches.length,
  };
}

function readOf({ epc_hex, antenna, rssi, seen_at }: ToldRead, now: number): Read {
  const at = seen_at === undefined ? now : Math.min(Date.parse(seen_at), now);
  return { epc_hex, antenna: antenna ?? null, rssi: rssi ?? null, seen_at: at };
}

/** Passes of the reader that these reads may belong to. */
async function openPasses(
  tx: Tx,
  reader: Reader,
  reads: readonly Read[],
  quiet_ms: number,
): Promise<OpenPass[]> {
  const times = reads.map((read) => read.seen_at);
  const rows = await tx.rows<{ pass_id: number; first_seen_at: string; last_seen_at: string }>(
    `select pass_id, first_seen_at, last_seen_at from integration.rfid_pass
     where reader_id = $1 and status = 'open' and last_seen_at >= $2::timestamptz and first_seen_at <= $3::timestamptz
     order by pass_id`,
    [
      reader.reader_id,
      new Date(Math.min(...times) - quiet_ms).toISOString(),
      new Date(Math.max(...times) + quiet_ms).toISOString(),
    ],
  );
  return rows.map(({ pass_id, first_seen_at, last_seen_at }) => ({
    pass_id,
    first: Date.parse(first_seen_at),
    last: Date.parse(last_seen_at),
  }));
}

type Known = Pick<
  TagRow,
  'outcome' | 'gtin' | 'serial_no' | 'sscc' | 'item_id' | 'lot_id' | 'handling_unit_id'
>;
const NOTHING: Meaning = { gtin: null, serial_no: null, sscc: null };

/** What tags mean on file: an item by its identifier and the piece by its number, or a unit by its SSCC. */
async function lookUp(tx: Tx, codes: readonly string[]): Promise<Map<string, Known>> {
  const meanings = codes.map((code) => meaningOf(code));
  const rows = await tx.rows<Pick<Known, 'item_id' | 'lot_id' | 'handling_unit_id'>>(
    `select d.item_id, s.lot_id, u.handling_unit_id
     from unnest($1::text[], $2::text[], $3::text[]) with ordinality as k(gtin, serial_no, sscc, ord)
     left join lateral (
       select i.item_id from masterdata.v_item_identifier i
       where i.issuer = 'gs1' and i.di = k.gtin and i.voided_at is null limit 1) d on true
     left join stock.v_serial s on s.item_id = d.item_id and s.serial_no = k.serial_no
     left join stock.v_handling_unit u on u.sscc = k.sscc
     order by k.ord`,
    [
      meanings.map((meaning) => meaning?.gtin ?? null),
      meanings.map((meaning) => meaning?.serial_no ?? null),
      meanings.map((meaning) => meaning?.sscc ?? null),
    ],
  );
  return new Map(
    codes.map((code, index) => {
      const found = rows[index]!;
      const ours = found.item_id !== null || found.handling_unit_id !== null;
      const outcome: Outcome = meanings[index] === null ? 'unknown' : ours ? 'ours' : 'foreign';
      return [code, { ...(meanings[index] ?? NOTHING), ...found, outcome }];
    }),
  );
}

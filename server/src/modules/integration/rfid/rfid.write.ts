import type { Tx } from '../../../platform/db.ts';
import type { Outcome, PassStatus, Stretch, Tag } from './rfid.model.ts';

type By = { readonly user_id: number | null; readonly display_name: string };
const instants = (times: readonly number[]) => times.map((time) => new Date(time).toISOString());

export type ReaderFields = {
  readonly reader_no: string;
  readonly name: string;
  readonly warehouse_id: number;
  readonly quiet_seconds: number;
  readonly llrp_host: string | null;
  readonly llrp_port: number | null;
  readonly retired: boolean;
};

export async function insertReader(tx: Tx, reader: ReaderFields): Promise<number> {
  const { reader_id } = await tx.one<{ reader_id: number }>(
    `insert into integration.rfid_reader (reader_no, name, warehouse_id, quiet_seconds, llrp_host, llrp_port, retired_at)
     values ($1, $2, $3, $4, $5, $6, case when $7 then clock_timestamp() end) returning reader_id`,
    Object.values(reader),
  );
  return reader_id;
}

/** A reader stays at its warehouse: its passes are there. */
export async function updateReader(tx: Tx, reader_id: number, reader: ReaderFields): Promise<void> {
  const { reader_no, name, quiet_seconds, llrp_host, llrp_port, retired } = reader;
  await tx.run(
    `update integration.rfid_reader set reader_no = $2, name = $3, quiet_seconds = $4, llrp_host = $5, llrp_port = $6,
       retired_at = case when $7 then coalesce(retired_at, clock_timestamp()) end
     where reader_id = $1`,
    [reader_id, reader_no, name, quiet_seconds, llrp_host, llrp_port, retired],
  );
}

export async function saveKey(tx: Tx, reader_id: number, key_hash: Buffer): Promise<void> {
  await tx.run('update integration.rfid_reader set key_hash = $2 where reader_id = $1', [
    reader_id,
    key_hash,
  ]);
}

export type ReaderAt = { readonly reader_id: number; readonly warehouse_id: number };

/** New passes for stretches that begin none; gives the pass of each stretch, in its order. */
export async function ensurePasses(
  tx: Tx,
  reader: ReaderAt,
  stretches: readonly Stretch[],
): Promise<number[]> {
  const made = stretches.filter((stretch) => stretch.pass_id === null);
  const rows = await tx.rows<{ pass_id: number }>(
    `insert into integration.rfid_pass (reader_id, warehouse_id, first_seen_at, last_seen_at, reads)
     select $1, $2, t.first, t.last, t.reads
     from unnest($3::timestamptz[], $4::timestamptz[], $5::bigint[]) with ordinality as t(first, last, reads, ord)
     order by t.ord returning pass_id`,
    [
      reader.reader_id,
      reader.warehouse_id,
      instants(made.map((stretch) => stretch.first)),
      instants(made.map((stretch) => stretch.last)),
      made.map((stretch) => stretch.reads.length),
    ],
  );
  let next = 0;
  return stretches.map((stretch) => stretch.pass_id ?? rows[next++]!.pass_id);
}

/** Passes that go on: their times and reads grow. */
export async function growPasses(tx: Tx, stretches: readonly Stretch[]): Promise<void> {
  const known = stretches.filter((stretch) => stretch.pass_id !== null);
  await tx.run(
    `update integration.rfid_pass p set first_seen_at = t.first, last_seen_at = t.last, reads = p.reads + t.reads
     from unnest($1::bigint[], $2::timestamptz[], $3::timestamptz[], $4::bigint[]) as t(pass_id, first, last, reads)
     where p.pass_id = t.pass_id`,
    [
      known.map((stretch) => stretch.pass_id),
      instants(known.map((stretch) => stretch.first)),
      instants(known.map((stretch) => stretch.last)),
      known.map((stretch) => stretch.reads.length),
    ],
  );
}

export async function noteRead(tx: Tx, reader_id: number, at: number): Promise<void> {
  await tx.run(
    'update integration.rfid_reader set last_read_at = greatest(last_read_at, $2::timestamptz) where reader_id = $1',
    [reader_id, new Date(at).toISOString()],
  );
}

export type TagRow = Tag & {
  readonly pass_id: number;
  readonly outcome: Outcome;
  readonly gtin: string | null;
  readonly serial_no: string | null;
  readonly sscc: string | null;
  readonly item_id: number | null;
  readonly lot_id: number | null;
  readonly handling_unit_id: number | null;
};

/** Each tag of a pass once; one that is heard again counts its reads. */
export async function saveTags(tx: Tx, warehouse_id: number, tags: readonly TagRow[]): Promise<void> {
  await tx.run(
    `insert into integration.rfid_tag as g (pass_id, epc_hex, warehouse_id, outcome, reads, first_seen_at, last_seen_at, antenna,
       rssi, gtin, serial_no, sscc, item_id, lot_id, handling_unit_id)
     select t.pass_id, t.epc_hex, $1, t.outcome, t.reads, t.first, t.last, t.antenna, t.rssi, t.gtin, t.serial_no, t.sscc,
       t.item_id, t.lot_id, t.handling_unit_id
     from unnest($2::bigint[], $3::text[], $4::text[], $5::bigint[], $6::timestamptz[], $7::timestamptz[], $8::integer[],
       $9::integer[], $10::text[], $11::text[], $12::text[], $13::bigint[], $14::bigint[], $15::bigint[])
       as t(pass_id, epc_hex, outcome, reads, first, last, antenna, rssi, gtin, serial_no, sscc, item_id, lot_id, handling_unit_id)
     order by 1, 2
     on conflict on constraint rfid_tag_pk do update set reads = g.reads + excluded.reads,
       first_seen_at = least(g.first_seen_at, excluded.first_seen_at),
       last_seen_at = greatest(g.last_seen_at, excluded.last_seen_at),
       antenna = case when excluded.rssi > coalesce(g.rssi, -999) then excluded.antenna else g.antenna end,
       rssi = greatest(g.rssi, excluded.rssi)`,
    [
      warehouse_id,
      tags.map((t) => t.pass_id),
      tags.map((t) => t.epc_hex),
      tags.map((t) => t.outcome),
      tags.map((t) => t.reads),
      instants(tags.map((t) => t.first)),
      instants(tags.map((t) => t.last)),
      tags.map((t) => t.antenna),
      tags.map((t) => (t.rssi === null ? null : Math.round(t.rssi))),
      tags.map((t) => t.gtin),
      tags.map((t) => t.serial_no),
      tags.map((t) => t.sscc),
      tags.map((t) => t.item_id),
      tags.map((t) => t.lot_id),
      tags.map((t) => t.handling_unit_id),
    ],
  );
}

/** Tags that are none of ours go onto the work list, once for a warehouse; one that is ignored stays so. */
export async function parkTags(tx: Tx, warehouse_id: number, tags: readonly TagRow[]): Promise<void> {
  const parked = tags.filter((tag) => tag.outcome !== 'ours');
  await tx.run(
    `insert into integration.rfid_parked as p (warehouse_id, epc_hex, outcome, first_pass_id, last_pass_id, first_seen_at, last_seen_at)
     select distinct on (t.epc_hex) $1::bigint, t.epc_hex, t.outcome, t.pass_id, t.pass_id, t.first, t.last
     from unnest($2::text[], $3::text[], $4::bigint[], $5::timestamptz[], $6::timestamptz[]) as t(epc_hex, outcome, pass_id, first, last)
     order by t.epc_hex, t.pass_id desc
     on conflict on constraint rfid_parked_pk do update set last_seen_at = greatest(p.last_seen_at, excluded.last_seen_at),
       passes = p.passes + case when p.last_pass_id = excluded.last_pass_id then 0 else 1 end, last_pass_id = excluded.last_pass_id,
       status = case when p.status = 'settled' and p.last_pass_id <> excluded.last_pass_id then 'open' else p.status end,
       decided_at = case when p.status = 'settled' and p.last_pass_id <> excluded.last_pass_id then null else p.decided_at end`,
    [
      warehouse_id,
      parked.map((t) => t.epc_hex),
      parked.map((t) => t.outcome),
      parked.map((t) => t.pass_id),
      instants(parked.map((t) => t.first)),
      instants(parked.map((t) => t.last)),
    ],
  );
}

export async function saveExpected(
  tx: Tx,
  pass_id: number,
  expected_kind: string,
  expected_id: number,
): Promise<void> {
  await tx.run('update integration.rfid_pass set expected_kind = $2, expected_id = $3 where pass_id = $1', [
    pass_id,
    expected_kind,
    expected_id,
  ]);
}

export async function saveDecision(
  tx: Tx,
  decision: { pass_id: number; status: PassStatus; note: string },
  by: By,
): Promise<void> {
  await tx.run(
    `update integration.rfid_pass set status = $2, note = nullif($3, ''), decided_by = $4, decided_by_name = $5,
       decided_at = clock_timestamp() where pass_id = $1`,
    [decision.pass_id, decision.status, decision.note, by.user_id, by.display_name],
  );
}

/** How many tags were settled: none where it is out of sight or never was seen. */
export function saveSettled(
  tx: Tx,
  settled: { warehouse_id: number; epc_hex: string; status: string; note: string },
  by: By,
): Promise<number> {
  return tx.run(
    `update integration.rfid_parked set status = $3, note = $4, decided_by_name = $5, decided_at = clock_timestamp()
     where warehouse_id = $1 and epc_hex = $2`,
    [settled.warehouse_id, settled.epc_hex, settled.status, settled.note, by.display_name],
  );
}

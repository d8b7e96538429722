import type { getRfidPass, listRfidPasses, OutputOf } from '@tongcang/contract';
import type { Tx } from '../../../platform/db.ts';
import { notFound } from '../../../platform/errors.ts';
import { documentOf, expectedPieces } from './expected.ts';
import { compare, type PassStatus, scanOf } from './rfid.model.ts';

type Head = OutputOf<typeof listRfidPasses>['rows'][number];
type Output = OutputOf<typeof getRfidPass>;

export type PassFilter = {
  readonly pass_id?: number | undefined;
  readonly warehouse_id?: number | undefined;
  readonly status?: PassStatus | undefined;
  readonly before?: number | undefined;
  readonly limit: number;
};

export function passHeads(tx: Tx, filter: PassFilter): Promise<Head[]> {
  return tx.rows(
    `select p.pass_id, p.document_no, r.reader_no, r.name as reader_name, p.warehouse_id, p.status,
       p.last_seen_at + make_interval(secs => r.quiet_seconds) < clock_timestamp() as quiet, p.first_seen_at, p.last_seen_at,
       p.reads, t.units, t."foreign", t.unknown, p.expected_kind, p.expected_id, p.decided_by_name, p.decided_at, p.note
     from integration.rfid_pass p
     join integration.rfid_reader r on r.reader_id = p.reader_id
     join lateral (
       select count(*) filter (where t.outcome = 'ours') as units, count(*) filter (where t.outcome = 'foreign') as "foreign",
         count(*) filter (where t.outcome = 'unknown') as unknown
       from integration.rfid_tag t where t.pass_id = p.pass_id) t on true
     where ($1::bigint is null or p.pass_id = $1) and ($2::bigint is null or p.warehouse_id = $2)
       and ($3::text is null or p.status = $3) and ($4::bigint is null or p.pass_id < $4)
     order by p.pass_id desc limit $5`,
    [
      filter.pass_id ?? null,
      filter.warehouse_id ?? null,
      filter.status ?? null,
      filter.before ?? null,
      filter.limit,
    ],
  );
}

/** A pass with its tags, held against what is expected. */
export async function passOf(tx: Tx, pass_id: number): Promise<Output> {
  const [[head], rows] = await Promise.all([passHeads(tx, { pass_id, limit: 1 }), tagRows(tx, pass_id)]);
  if (head === undefined) notFound('pass', pass_id);
  const { expected_kind, expected_id, warehouse_id } = head;
  const known = expected_kind !== null && expected_id !== null;
  const document = known ? await documentOf(tx, warehouse_id, expected_kind, { expected_id }) : null;
  const expected = known ? await expectedPieces(tx, expected_kind, expected_id) : [];
  const { items, missing, extra } = compare(expected, rows.flatMap(countOf));
  const names = await itemNames(
    tx,
    items.map((row) => row.item_id),
  );
  return {
    ...head,
    expected_no: document?.document_no ?? null,
    tags: rows.map(({ units_per_pack: _, content: __, ...tag }) => ({ ...tag, scan: scanOf(tag) })),
    items: items.map((row) => ({ ...row, ...names.get(row.item_id)! })),
    missing: known ? missing : 0,
    extra: known ? extra : 0,
  };
}

type TagRow = Omit<Output['tags'][number], 'scan'> & {
  /** Pieces that a tag of this packing level stands for. */
  units_per_pack: number | null;
  /** What stands in the unit of an SSCC. */
  content: { item_id: number; qty: number }[];
};

function countOf({ outcome, item_id, units_per_pack, content }: TagRow): { item_id: number; qty: number }[] {
  if (outcome !== 'ours') return [];
  return item_id === null ? content : [{ item_id, qty: units_per_pack ?? 1 }];
}

function tagRows(tx: Tx, pass_id: number): Promise<TagRow[]> {
  return tx.rows(
    `select t.epc_hex, t.outcome, t.reads, t.antenna, t.rssi, t.gtin, t.serial_no, t.sscc, t.item_id, i.item_code,
       i.name as item_name, l.lot_no, d.units_per_pack,
       coalesce((select jsonb_agg(jsonb_build_object('item_id', c.item_id, 'qty', c.qty))
         from stock.v_handling_unit_line c where c.handling_unit_id = t.handling_unit_id), '[]') as content
     from integration.rfid_tag t
     left join masterdata.v_item i on i.item_id = t.item_id
     left join stock.v_lot l on l.item_id = t.item_id and l.lot_id = t.lot_id
     left join lateral (
       select x.units_per_pack from masterdata.v_item_identifier x
       where x.item_id = t.item_id and x.issuer = 'gs1' and x.di = t.gtin and x.voided_at is null limit 1) d on true
     where t.pass_id = $1 order by t.outcome, i.item_code, t.epc_hex`,
    [pass_id],
  );
}

async function itemNames(tx: Tx, item_ids: readonly number[]) {
  const rows = await tx.rows<{ item_id: number; item_code: string; item_name: string }>(
    'select item_id, item_code, name as item_name from masterdata.v_item where item_id = any($1::bigint[])',
    [item_ids],
  );
  return new Map(rows.map(({ item_id, ...names }) => [item_id, names]));
}

export type LockedPass = {
  readonly pass_id: number;
  readonly document_no: string;
  readonly warehouse_id: number;
  readonly status: PassStatus;
  readonly quiet: boolean;
  readonly quiet_seconds: number;
  readonly expected_id: number | null;
};

/** The pass, locked; 404 where it is out of sight. */
export async function lockPass(tx: Tx, pass_id: number): Promise<LockedPass> {
  const [found] = await tx.rows<LockedPass>(
    `select p.pass_id, p.document_no, p.warehouse_id, p.status, r.quiet_seconds, p.expected_id,
       p.last_seen_at + make_interval(secs => r.quiet_seconds) < clock_timestamp() as quiet
     from integration.rfid_pass p join integration.rfid_reader r on r.reader_id = p.reader_id
     where p.pass_id = $1 for update of p`,
    [pass_id],
  );
  return found ?? notFound('pass', pass_id);
}

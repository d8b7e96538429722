import type { DatasetRow, ImportIssue } from '@tongcang/contract';
import type { Actor } from '../../platform/actor.ts';
import type { Tx } from '../../platform/db.ts';
import { ensureAccounts, ensureLots, type PostDocument, type PostLine, post } from '../stock/index.ts';
import type { ImportRow } from './import/index.ts';

/** What came of writing rows: how many stand now, or why none does, line by line. */
export type Applied = { readonly written: number } | { readonly issues: readonly ImportIssue[] };

type Row = ImportRow<'opening_stock'>;
type Ids = {
  item_id: number;
  warehouse_id: number;
  location_id: number;
  owner_id: number;
  supplier_id: number;
};
/** A line to post with the file's lines that make it: serial rows of one lot at one place become one line. */
type Line = { line: PostLine; lines: number[] };

const LINES_PER_DOCUMENT = 5_000;

/**
 * Opening stock as postings from each warehouse's adjustment account, judged by the gate. A fixed number of
 * statements for each 5,000 lines; every refused line comes back with the line of the file it stands in.
 */
export async function writeOpeningStock(tx: Tx, actor: Actor, rows: readonly Row[]): Promise<Applied> {
  const ids = await resolveCodes(tx, rows);
  const lots = await ensureLots(
    tx,
    rows.map(({ row }, index) => ({
      item_id: ids[index]!.item_id,
      lot_no: row.lot_no,
      production_date: row.production_date,
      expiry_date: row.expiry_date,
      supplier_id: ids[index]!.supplier_id,
      unit_cost_fen: row.unit_cost_fen,
    })),
  );
  if ('refusals' in lots) {
    return { issues: lots.refusals.map((r) => issueAt(rows[r.line_no - 1]!.line, r.code, r.params)) };
  }
  const lines = await linesOf(tx, rows, ids, lots.lot_ids);
  const documents = chunks(lines, LINES_PER_DOCUMENT);
  const outcomes = await post(
    tx,
    documents.map(
      (chunk): PostDocument => ({
        purpose: 'opening',
        actor,
        reason: 'opening stock',
        lines: chunk.map(({ line }) => line),
      }),
    ),
  );
  const issues = outcomes.flatMap((outcome, index) =>
    'refusals' in outcome
      ? outcome.refusals.flatMap((r) =>
          (documents[index]![r.line_no - 1]?.lines ?? [0]).map((line) => issueAt(line, r.code, r.params)),
        )
      : [],
  );
  return issues.length > 0 ? { issues } : { written: rows.length };
}

function issueAt(line: number, code: string, params: ImportIssue['params']): ImportIssue {
  return { line, column: null, code, params, value: null };
}

function chunks<T>(all: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(all.length / size) }, (_, index) =>
    all.slice(index * size, (index + 1) * size),
  );
}

/** Ids for the codes of every row. The validation knows that they exist. */
async function resolveCodes(tx: Tx, rows: readonly Row[]): Promise<Ids[]> {
  const column = (key: keyof DatasetRow<'opening_stock'>) => rows.map(({ row }) => row[key]);
  return tx.rows<Ids>(
    `select i.item_id, w.warehouse_id, l.location_id, o.partner_id as owner_id, s.partner_id as supplier_id
     from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[]) with ordinality
       as k(item_code, warehouse_code, location_code, owner_code, supplier_code, ord)
     join masterdata.v_item i using (item_code)
     join masterdata.v_warehouse w using (warehouse_code)
     join masterdata.v_location l on l.warehouse_id = w.warehouse_id and l.location_code = k.location_code
     join masterdata.v_partner o on o.partner_code = k.owner_code
     join masterdata.v_partner s on s.partner_code = k.supplier_code
     order by k.ord`,
    [
      column('item_code'),
      column('warehouse_code'),
      column('location_code'),
      column('owner_code'),
      column('supplier_code'),
    ],
  );
}

async function linesOf(
  tx: Tx,
  rows: readonly Row[],
  ids: readonly Ids[],
  lot_ids: readonly number[],
): Promise<Line[]> {
  const bins = await ensureAccounts(
    tx,
    ids.map(({ warehouse_id, location_id }) => ({ kind: 'bin', warehouse_id, location_id })),
  );
  const sources = await ensureAccounts(
    tx,
    ids.map(({ warehouse_id }) => ({ kind: 'adjustment', warehouse_id })),
  );
  const merged = new Map<string, Line>();
  rows.forEach(({ line, row }, index) => {
    const { item_id, owner_id } = ids[index]!;
    const key = [item_id, lot_ids[index], bins[index], owner_id, row.disposition].join('|');
    const known = merged.get(key);
    if (known === undefined) {
      merged.set(key, {
        lines: [line],
        line: {
          item_id,
          lot_id: lot_ids[index]!,
          qty: row.qty,
          from_account_id: sources[index]!,
          to_account_id: bins[index]!,
          from_owner_id: owner_id,
          to_owner_id: owner_id,
          from_disposition: row.disposition,
          to_disposition: row.disposition,
          serial_nos: row.serial_no === null ? [] : [row.serial_no],
        },
      });
      return;
    }
    known.lines.push(line);
    known.line = {
      ...known.line,
      qty: known.line.qty + row.qty,
      serial_nos: row.serial_no === null ? known.line.serial_nos : [...known.line.serial_nos!, row.serial_no],
    };
  });
  return [...merged.values()];
}

import type { Tx } from '../../platform/db.ts';
import type { LineRefusal } from './stock.model.ts';

/** A lot as a document names it. Dates are civil dates; cost in fen for one base unit. */
export type LotWanted = {
  readonly item_id: number;
  readonly lot_no: string;
  readonly production_date: string | null;
  readonly expiry_date: string | null;
  readonly supplier_id?: number | null;
  readonly unit_cost_fen?: number | null;
};
export type LotsOutcome =
  | { readonly lot_ids: readonly number[]; readonly warnings: readonly LineRefusal[] }
  | { readonly refusals: readonly LineRefusal[] };

type Stored = {
  item_id: number;
  lot_no: string;
  lot_id: number;
  production_date: string | null;
  expiry_date: string | null;
};

/**
 * Ids of the lots named, in the order given, creating those that are new. Two statements for any number of rows.
 *
 * A number that is known for the item with other dates, or that comes twice with different ones, is refused for each
 * such line (`stock.lot_conflict`), as are dates out of order (`stock.lot_dates`): one of the two papers is wrong and
 * quality must say which. A date that is not given is no other date. Numbers are trimmed and keep their case; one that
 * differs from another lot of the item by case alone is accepted with a warning (`stock.lot_near_double`).
 */
export async function ensureLots(tx: Tx, rows: readonly LotWanted[]): Promise<LotsOutcome> {
  const wanted = rows.map((row) => ({ ...row, lot_no: row.lot_no.trim() }));
  const disordered = refusalsOf(wanted, (row) =>
    row.production_date !== null && row.expiry_date !== null && row.expiry_date <= row.production_date
      ? { code: 'stock.lot_dates', params: { lot_no: row.lot_no } }
      : null,
  );
  if (disordered.length > 0) return { refusals: disordered };
  const near = Map.groupBy(await store(tx, wanted), (lot) => nearKey(lot));
  const lots = wanted.map((row) => near.get(nearKey(row))?.find((lot) => lot.lot_no === row.lot_no));
  const refusals = refusalsOf(wanted, (row, index) => conflict(row, lots[index]));
  if (refusals.length > 0) return { refusals };
  const warnings = refusalsOf(wanted, (row) => nearDouble(row, near.get(nearKey(row))!));
  return { lot_ids: lots.map((lot) => lot!.lot_id), warnings };
}

/** Lots that a person would take for the same. */
const nearKey = (row: { item_id: number; lot_no: string }) => `${row.item_id}|${row.lot_no.toLowerCase()}`;

function nearDouble(row: LotWanted, near: readonly Stored[]): Finding | null {
  const other = near.find((lot) => lot.lot_no !== row.lot_no);
  if (other === undefined) return null;
  return { code: 'stock.lot_near_double', params: { lot_no: row.lot_no, other: other.lot_no } };
}

type Finding = Pick<LineRefusal, 'code' | 'params'>;

function conflict(row: LotWanted, lot: Stored | undefined): Finding | null {
  if (lot === undefined) return { code: 'compliance.item_unknown', params: { item_id: row.item_id } };
  const same = (given: string | null, known: string | null) => given === null || given === known;
  if (same(row.production_date, lot.production_date) && same(row.expiry_date, lot.expiry_date)) return null;
  return {
    code: 'stock.lot_conflict',
    params: {
      lot_no: row.lot_no,
      production_date: lot.production_date,
      expiry_date: lot.expiry_date,
      given_production_date: row.production_date,
      given_expiry_date: row.expiry_date,
    },
  };
}

function refusalsOf(
  rows: readonly LotWanted[],
  check: (row: LotWanted, index: number) => Finding | null,
): LineRefusal[] {
  return rows.flatMap((row, index) => {
    const refusal = check(row, index);
    return refusal === null ? [] : [{ ...refusal, legal_basis: null, line_no: index + 1 }];
  });
}

/** Creates what is missing and gives all lots that bear such a number. Inserts in key order, so that two deliveries of the same new lots wait for each other in one direction only. */
async function store(tx: Tx, rows: readonly LotWanted[]): Promise<Stored[]> {
  await tx.run(
    `insert into stock.lot (item_id, lot_no, production_date, expiry_date, supplier_id, unit_cost_fen)
     select distinct on (item_id, lot_no) item_id, lot_no, production_date, expiry_date, supplier_id, unit_cost_fen
     from unnest($1::bigint[], $2::text[], $3::date[], $4::date[], $5::bigint[], $6::bigint[]) with ordinality
       as k(item_id, lot_no, production_date, expiry_date, supplier_id, unit_cost_fen, ord)
     where exists (select from masterdata.v_item i where i.item_id = k.item_id)
     order by item_id, lot_no, ord
     on conflict do nothing`,
    [
      rows.map((r) => r.item_id),
      rows.map((r) => r.lot_no),
      rows.map((r) => r.production_date),
      rows.map((r) => r.expiry_date),
      rows.map((r) => r.supplier_id ?? null),
      rows.map((r) => r.unit_cost_fen ?? null),
    ],
  );
  return tx.rows<Stored>(
    `select distinct l.item_id, l.lot_no, l.lot_id, l.production_date, l.expiry_date
     from unnest($1::bigint[], $2::text[]) as k(item_id, lot_no)
     join stock.lot l on l.item_id = k.item_id and lower(l.lot_no) = lower(k.lot_no)`,
    [rows.map((r) => r.item_id), rows.map((r) => r.lot_no)],
  );
}

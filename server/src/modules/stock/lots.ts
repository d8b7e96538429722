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

// Whether a stop that stands for what has not arrived yet is about the new lot `k`; those of numbered pieces are looked
// after by the posting. A date that a lot does not bear fits no range.
const STANDS_ON = `s.lifted_at is null and s.serial_from is null
  and (s.item_id is null or s.item_id = k.item_id) and (s.lot_no is null or s.lot_no = k.lot_no)
  and (s.supplier_id is null or s.supplier_id = k.supplier_id)
  and (s.production_from is null or k.production_date >= s.production_from)
  and (s.production_to is null or k.production_date <= s.production_to)
  and (s.expiry_from is null or k.expiry_date >= s.expiry_from)
  and (s.expiry_to is null or k.expiry_date <= s.expiry_to)`;

/** Creates what is missing and gives all lots that bear such a number. Inserts in key order, so that two deliveries of the same new lots wait for each other in one direction only. */
async function store(tx: Tx, rows: readonly LotWanted[]): Promise<Stored[]> {
  await tx.run(
    `with born as (
       insert into stock.lot (item_id, lot_no, production_date, expiry_date, supplier_id, unit_cost_fen, held, recalled)
       select distinct on (item_id, lot_no) item_id, lot_no, production_date, expiry_date, supplier_id, unit_cost_fen,
         exists (select from stock.standing_stop s where s.kind = 'hold' and ${STANDS_ON}),
         exists (select from stock.standing_stop s where s.kind = 'recall' and ${STANDS_ON})
       from unnest($1::bigint[], $2::text[], $3::date[], $4::date[], $5::bigint[], $6::bigint[]) with ordinality
         as k(item_id, lot_no, production_date, expiry_date, supplier_id, unit_cost_fen, ord)
       where exists (select from masterdata.v_item i where i.item_id = k.item_id)
       order by item_id, lot_no, ord
       on conflict do nothing
       returning item_id, lot_id, lot_no, production_date, expiry_date, supplier_id
     )
     insert into stock.hold (kind, item_id, lot_id, document_key, reason)
     select s.kind, k.item_id, k.lot_id, s.document_key, s.reason from born k join stock.standing_stop s on ${STANDS_ON}`,
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

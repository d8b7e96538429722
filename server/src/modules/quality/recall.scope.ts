import type { RecallCriterion } from '@tongcang/contract';
import { parseScan } from '@tongcang/udi';
import type { Tx } from '../../platform/db.ts';
import { AppError, type FieldError } from '../../platform/errors.ts';
import { criteriaErrors, serialEnds } from './recall.model.ts';

export type ScopeInput = { readonly criteria: readonly RecallCriterion[]; readonly scans: readonly string[] };
export type ScopeLot = {
  readonly item_id: number;
  readonly lot_id: number;
  readonly whole: boolean;
  readonly made_from_lot_id: number | null;
};
export type ScopePiece = {
  readonly item_id: number;
  readonly lot_id: number;
  readonly serial_id: number;
  readonly serial_no: string;
};
export type Scope = {
  readonly criteria: readonly RecallCriterion[];
  readonly lots: readonly ScopeLot[];
  readonly pieces: readonly ScopePiece[];
  /** Lines that are sound and yet mean nothing that is on file. */
  readonly empty: readonly number[];
};

/** What a scope means on file now. A fixed number of statements for any number of lines. */
export async function resolveScope(tx: Tx, input: ScopeInput): Promise<Scope> {
  const criteria = [...input.criteria, ...(await readScans(tx, input.scans))];
  const errors = criteriaErrors(criteria);
  if (errors.length > 0) throw new AppError(errors[0]!.code, errors[0]!.params, { errors });
  const columns = columnsOf(criteria);
  const found = await tx.rows<{ line: number; item_id: number; lot_id: number }>(LOTS, columns);
  const numbered = await tx.rows<ScopePiece & { line: number }>(PIECES, columns);
  const whole = [...new Map(found.map((lot) => [lot.lot_id, lot])).values()];
  const in_whole = new Set(whole.map((lot) => lot.lot_id));
  const pieces = [...new Map(numbered.map((p) => [p.serial_id, p])).values()].filter(
    (p) => !in_whole.has(p.lot_id),
  );
  const made = await madeFrom(tx, whole, pieces);
  const lots = new Map<number, ScopeLot>();
  for (const { item_id, lot_id } of whole)
    lots.set(lot_id, { item_id, lot_id, whole: true, made_from_lot_id: null });
  for (const lot of made) if (!lots.has(lot.lot_id)) lots.set(lot.lot_id, { ...lot, whole: true });
  for (const { item_id, lot_id } of pieces)
    if (!lots.has(lot_id)) lots.set(lot_id, { item_id, lot_id, whole: false, made_from_lot_id: null });
  const hit = new Set([...found, ...numbered].map((row) => row.line));
  return {
    criteria,
    lots: [...lots.values()],
    pieces: pieces.filter((piece) => lots.get(piece.lot_id)?.whole === false),
    empty: criteria.flatMap((_, index) => (hit.has(index) ? [] : [index])),
  };
}

const LINE = `unnest($1::bigint[], $2::bigint[], $3::text[], $4::text[], $5::text[], $6::date[], $7::date[], $8::date[], $9::date[],
    $10::text[]) with ordinality as k(item_id, supplier_id, lot_no, serial_from, serial_to, production_from, production_to,
    expiry_from, expiry_to, receipt_no, ord)`;
// A lot is of a supplier when its paper says so, or when it has ever come from there.
const FITS = `(k.item_id is null or l.item_id = k.item_id) and (k.lot_no is null or l.lot_no = k.lot_no)
  and (k.production_from is null or l.production_date >= k.production_from)
  and (k.production_to is null or l.production_date <= k.production_to)
  and (k.expiry_from is null or l.expiry_date >= k.expiry_from) and (k.expiry_to is null or l.expiry_date <= k.expiry_to)
  and (k.supplier_id is null or l.supplier_id = k.supplier_id or exists (
    select from stock.v_balance b join stock.v_account a on a.account_id = b.account_id
    where b.item_id = l.item_id and b.lot_id = l.lot_id and a.kind = 'supplier' and a.partner_id = k.supplier_id))
  and (k.receipt_no is null or exists (
    select from stock.v_movement m join stock.v_posting p on p.movement_id = m.movement_id
    where m.purpose = 'receive' and m.document_no = k.receipt_no and p.item_id = l.item_id and p.lot_id = l.lot_id))`;
const LOTS = `select k.ord::integer - 1 as line, l.item_id, l.lot_id from ${LINE} join stock.v_lot l on ${FITS}
  where k.serial_from is null order by l.item_id, l.lot_id`;
const PIECES = `select k.ord::integer - 1 as line, s.item_id, s.lot_id, s.serial_id, s.serial_no from ${LINE}
  join stock.v_serial s on s.item_id = k.item_id and length(s.serial_no) = length(k.serial_from)
    and s.serial_no >= k.serial_from collate "C" and s.serial_no <= k.serial_to collate "C"
  join stock.v_lot l on l.item_id = s.item_id and l.lot_id = s.lot_id and ${FITS}
  where k.serial_from is not null order by s.item_id, s.serial_no`;

function columnsOf(criteria: readonly RecallCriterion[]): unknown[][] {
  const ends = criteria.map((c) =>
    c.serial_from === undefined && c.serial_to === undefined ? null : serialEnds(c),
  );
  return [
    criteria.map((c) => c.item_id ?? null),
    criteria.map((c) => c.supplier_id ?? null),
    criteria.map((c) => c.lot_no ?? null),
    ends.map((e) => e?.serial_from ?? null),
    ends.map((e) => e?.serial_to ?? null),
    criteria.map((c) => c.production_from ?? null),
    criteria.map((c) => c.production_to ?? null),
    criteria.map((c) => c.expiry_from ?? null),
    criteria.map((c) => c.expiry_to ?? null),
    criteria.map((c) => c.receipt_no ?? null),
  ];
}

// Goods go into a work order and come out as another lot: a kit, a relabelled pack. What came out stands below zero there.
const MADE = `with recursive reached(item_id, lot_id, made_from_lot_id) as (
    select k.item_id, k.lot_id, null::bigint from unnest($1::bigint[], $2::bigint[]) as k(item_id, lot_id)
    union
    select b.item_id, b.lot_id, r.lot_id
    from reached r
    join stock.v_posting p on p.item_id = r.item_id and p.lot_id = r.lot_id
    join stock.v_account a on a.account_id = p.to_account_id and a.kind = 'conversion'
    join stock.v_balance b on b.account_id = a.account_id and b.qty < 0 and b.lot_id <> r.lot_id
  ), of_pieces as (
    select b.item_id, b.lot_id, s.lot_id as made_from_lot_id
    from unnest($3::bigint[], $4::bigint[]) as k(item_id, serial_id)
    join stock.v_serial s on s.item_id = k.item_id and s.serial_id = k.serial_id
    join stock.v_account a on a.account_id = s.account_id and a.kind = 'conversion'
    join stock.v_balance b on b.account_id = a.account_id and b.qty < 0 and b.lot_id <> s.lot_id
  )
  select distinct on (lot_id) item_id, lot_id, made_from_lot_id
  from (select * from reached where made_from_lot_id is not null union all select * from of_pieces) m
  order by lot_id, made_from_lot_id`;

function madeFrom(
  tx: Tx,
  lots: readonly { item_id: number; lot_id: number }[],
  pieces: readonly ScopePiece[],
): Promise<Omit<ScopeLot, 'whole'>[]> {
  return tx.rows(MADE, [
    lots.map((lot) => lot.item_id),
    lots.map((lot) => lot.lot_id),
    pieces.map((piece) => piece.item_id),
    pieces.map((piece) => piece.serial_id),
  ]);
}

type Read = {
  readonly di: string | null;
  readonly item_code: string | null;
  readonly lot: string | null;
  readonly serial: string | null;
};

/** Scanned or pasted lines as criteria: a code of any issuer, or item code, lot and serial with something between them. */
async function readScans(tx: Tx, scans: readonly string[]): Promise<RecallCriterion[]> {
  if (scans.length === 0) return [];
  const { today } = await tx.one<{ today: string }>(
    `select (now() at time zone 'Asia/Shanghai')::date as today`,
  );
  const read = scans.map((text) => readScan(text, today));
  const items = await tx.rows<{ item_id: number }>(
    `select i.item_id from unnest($1::text[], $2::text[]) with ordinality as k(di, item_code, ord)
     left join lateral (
       select i.item_id from masterdata.v_item i where i.item_code = k.item_code
       union select d.item_id from masterdata.v_item_identifier d where d.di = k.di and d.voided_at is null limit 1) i on true
     order by k.ord`,
    [read.map((one) => one.di), read.map((one) => one.item_code)],
  );
  const errors = items.flatMap(({ item_id }, index): FieldError[] => {
    if (item_id !== null) return [];
    const params = { line: index + 1, text: scans[index]! };
    return [{ path: `scans.${index}`, code: 'quality.recall_scan_unknown', params }];
  });
  if (errors.length > 0) throw new AppError(errors[0]!.code, errors[0]!.params, { errors });
  return read.map(({ lot, serial }, index) => ({
    item_id: items[index]!.item_id,
    ...(lot === null ? {} : { lot_no: lot }),
    ...(serial === null ? {} : { serial_from: serial }),
  }));
}

function readScan(text: string, today: string): Read {
  const scan = parseScan(text, { today });
  if (scan.ok && scan.issuer !== 'epc') {
    const { gtin, di, lot, serial } = scan as { gtin?: string; di?: string; lot?: string; serial?: string };
    const known = gtin ?? di;
    if (known !== undefined) return { di: known, item_code: null, lot: lot ?? null, serial: serial ?? null };
  }
  const [item_code = '', lot = '', serial = ''] = text.split(/[\s,;，；\t]+/);
  return { di: item_code, item_code, lot: lot || null, serial: serial || null };
}

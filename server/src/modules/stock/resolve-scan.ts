import { resolveScan as contract, type InputOf, type OutputOf } from '@tongcang/contract';
import { type Gs1Reading, type Issue, isValidSscc, parseScan } from '@tongcang/udi';
import { type Actor, sees } from '../../platform/actor.ts';
import type { Tx } from '../../platform/db.ts';
import { AppError, type FieldError } from '../../platform/errors.ts';
import { defineVerb } from '../../platform/use-case.ts';

type Output = OutputOf<typeof contract>;
type Found = Partial<Output> & Pick<Output, 'kind'>;

const NOTHING: Omit<Output, 'kind'> = {
  item_id: null,
  item_code: null,
  item_name: null,
  lot_id: null,
  lot_no: null,
  expiry_date: null,
  serial_no: null,
  account_id: null,
  handling_unit_id: null,
  warnings: [],
};

export const resolveScan = defineVerb(
  contract,
  { permission: 'stock.read', audit: null },
  async ({ tx, actor }, input): Promise<Output> => {
    const place = await locationOf(tx, actor, input);
    if (place !== null) return { ...NOTHING, ...place };
    const reading = await read(tx, input.code.trim());
    const found = 'errors' in reading ? await plainCode(tx, input.code.trim()) : await meaning(tx, reading);
    if (found !== null) return { ...NOTHING, ...found, account_id: await placeInSight(tx, actor, found) };
    throw 'errors' in reading && !isForeignText(reading.errors)
      ? invalid(reading.errors)
      : new AppError('stock.scan_unknown', { code: input.code.trim().slice(0, 60) });
  },
);

/** A bin's own label, in the warehouse where the scanner stands. */
async function locationOf(
  tx: Tx,
  actor: Actor,
  { code, warehouse_id }: InputOf<typeof contract>,
): Promise<Found | null> {
  if (warehouse_id === undefined || !sees(actor, warehouse_id)) return null;
  const [row] = await tx.rows<{ account_id: number }>(
    `select a.account_id from masterdata.v_location p
     join stock.account a on a.location_id = p.location_id and a.kind = 'bin'
     where p.warehouse_id = $1 and p.location_code = $2`,
    [warehouse_id, code.trim()],
  );
  return row === undefined ? null : { kind: 'location', account_id: row.account_id };
}

/** Where a piece stands, unless that is a warehouse that the caller does not see: serials carry no row-level security. */
async function placeInSight(tx: Tx, actor: Actor, { account_id }: Found): Promise<number | null> {
  if (account_id == null) return null;
  const { warehouse_id } = await tx.one<{ warehouse_id: number | null }>(
    'select warehouse_id from stock.account where account_id = $1',
    [account_id],
  );
  return warehouse_id === null || sees(actor, warehouse_id) ? account_id : null;
}

/** Reads the label; where a scanner swallowed the separators the lots on file may settle which reading is meant. */
async function read(tx: Tx, code: string): Promise<Gs1Reading | { errors: readonly Issue[] }> {
  const { today } = await tx.one<{ today: string }>(
    `select (now() at time zone 'Asia/Shanghai')::date as today`,
  );
  const first = parseScan(code, { today });
  if (first.ok) return first;
  const readings = first.errors.flatMap((e) => e.readings ?? []);
  if (readings.length === 0) return first;
  const lots = await tx.rows<{ lot_no: string }>(
    `select l.lot_no from masterdata.v_item i join stock.lot l on l.item_id = i.item_id
     where i.udi_di = any($1::text[]) and l.lot_no = any($2::text[])`,
    [readings.map((r) => r.gtin ?? ''), readings.map((r) => r.lot ?? '')],
  );
  const second = parseScan(code, { today, knownLots: lots.map((l) => l.lot_no) });
  return second;
}

async function meaning(tx: Tx, reading: Gs1Reading): Promise<Found | null> {
  if (reading.sscc !== undefined) return unitOf(tx, reading.sscc);
  const gtin = reading.gtin ?? reading.content_gtin;
  if (gtin === undefined) return null;
  const [row] = await tx.rows<Named>(
    `select i.item_id, i.item_code, i.name as item_name, l.lot_id, l.lot_no, l.expiry_date, s.serial_no, s.account_id
     from masterdata.v_item i
     left join stock.lot l on l.item_id = i.item_id and l.lot_no = $2
     left join stock.serial s on s.item_id = i.item_id and s.serial_no = $3
     where i.udi_di = $1`,
    [gtin, reading.lot ?? null, reading.serial ?? null],
  );
  return row === undefined ? null : named(row, reading);
}

type Named = Pick<
  Output,
  'item_id' | 'item_code' | 'item_name' | 'lot_id' | 'lot_no' | 'expiry_date' | 'serial_no' | 'account_id'
>;

/** What is on file wins; the label fills in what is not, and a difference between the two is told. */
function named(row: Named, { lot, serial, expiry_date }: Gs1Reading): Found {
  const warnings: Output['warnings'] = [];
  const warn = (code: string, params: Output['warnings'][number]['params']) =>
    warnings.push({ code, params, legal_basis: null });
  if (lot !== undefined && row.lot_id === null) warn('stock.place_or_lot_unknown', { lot_no: lot });
  if (serial !== undefined && row.serial_no === null) warn('stock.serial_unknown', { serial_no: serial });
  if (row.lot_id !== null && expiry_date !== undefined && row.expiry_date !== expiry_date)
    warn('stock.lot_conflict', {
      lot_no: row.lot_no,
      expiry_date: row.expiry_date,
      given_expiry_date: expiry_date,
    });
  return {
    ...row,
    kind: row.serial_no !== null ? 'serial' : row.lot_id !== null ? 'lot' : 'item',
    lot_no: row.lot_no ?? lot ?? null,
    expiry_date: row.expiry_date ?? expiry_date ?? null,
    serial_no: row.serial_no ?? serial ?? null,
    warnings,
  };
}

async function unitOf(tx: Tx, sscc: string): Promise<Found | null> {
  const [row] = await tx.rows<{ handling_unit_id: number; account_id: number }>(
    'select handling_unit_id, account_id from stock.handling_unit where sscc = $1',
    [sscc],
  );
  return row === undefined ? null : { kind: 'handling_unit', ...row };
}

/** A text that is no GS1: an SSCC without its identifier, a lot or a serial as printed, or the code of an item. */
async function plainCode(tx: Tx, code: string): Promise<Found | null> {
  if (isValidSscc(code)) return unitOf(tx, code);
  const rows = await tx.rows<Named>(
    `select i.item_id, i.item_code, i.name as item_name, k.lot_id, l.lot_no, l.expiry_date, k.serial_no, k.account_id
     from (
       select item_id, lot_id, null::text as serial_no, null::bigint as account_id from stock.lot where lot_no = $1
       union all
       select item_id, lot_id, serial_no, account_id from stock.serial where serial_no = $1
       union all
       select item_id, null, null, null from masterdata.v_item where item_code = $1
       limit 20) k
     join masterdata.v_item i on i.item_id = k.item_id
     left join stock.lot l on l.item_id = k.item_id and l.lot_id = k.lot_id`,
    [code],
  );
  if (rows.length > 1) throw severalMeanings(rows);
  return rows[0] === undefined ? null : named(rows[0], { elements: [] });
}

function severalMeanings(rows: readonly Named[]): AppError {
  const errors = rows.map(
    ({ item_code, lot_no, serial_no }): FieldError => ({
      path: 'code',
      code: 'stock.scan_invalid',
      params: { problem: 'AMBIGUOUS', item_code, lot_no, serial_no },
    }),
  );
  return new AppError('stock.scan_invalid', { problem: 'AMBIGUOUS' }, { errors });
}

const FOREIGN: ReadonlySet<Issue['code']> = new Set(['NOT_GS1', 'PLAIN_CODE', 'UNKNOWN_AI']);

/** A text that does not even try to be a GS1 label is unknown rather than wrong. */
function isForeignText(errors: readonly Issue[]): boolean {
  return errors.every((error) => FOREIGN.has(error.code));
}

/** The parser's code with its numbers; of an ambiguous label every reading. */
function invalid(errors: readonly Issue[]): AppError {
  const details = errors.flatMap(({ code, ai, position, params, readings }): FieldError[] =>
    (readings ?? [null]).map((reading) => ({
      path: 'code',
      code: 'stock.scan_invalid',
      params: {
        ...params,
        problem: code,
        ai: ai ?? null,
        position: position ?? null,
        ...(reading && {
          gtin: reading.gtin ?? null,
          lot: reading.lot ?? null,
          serial: reading.serial ?? null,
        }),
      },
    })),
  );
  return new AppError('stock.scan_invalid', { problem: errors[0]!.code }, { errors: details });
}

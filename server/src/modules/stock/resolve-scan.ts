import { resolveScan as contract, type InputOf, type OutputOf } from '@tongcang/contract';
import { isValidSscc, type ProductionFields } from '@tongcang/udi';
import { type Actor, sees } from '../../platform/actor.ts';
import type { Tx } from '../../platform/db.ts';
import { AppError, type FieldError } from '../../platform/errors.ts';
import { defineVerb } from '../../platform/use-case.ts';
import { type FoundDevice, findDevice, unitsOf } from './find-device.ts';
import { type Label, readLabel } from './read-label.ts';
import { invalidScan, isForeignText } from './scan-errors.ts';

type Output = OutputOf<typeof contract>;
type Found = Partial<Output> & Pick<Output, 'kind'>;

const NOTHING: Omit<Output, 'kind'> = {
  item_id: null,
  item_code: null,
  item_name: null,
  lot_id: null,
  lot_no: null,
  production_date: null,
  expiry_date: null,
  serial_no: null,
  account_id: null,
  handling_unit_id: null,
  issuer: null,
  di: null,
  packing_level: null,
  units_per_pack: null,
  units: null,
  warnings: [],
};

export const resolveScan = defineVerb(
  contract,
  { permission: 'stock.read', audit: null },
  ({ tx, actor }, input): Promise<Output> => meaningOf(tx, actor, input),
);

/**
 * What a code means here. A fixed number of statements: the place, the day, the readings of a doubtful label, the item, its
 * lot and serial.
 */
export async function meaningOf(tx: Tx, actor: Actor, input: InputOf<typeof contract>): Promise<Output> {
  const place = await locationOf(tx, actor, input);
  if (place !== null) return { ...NOTHING, ...place };
  const code = input.code.trim();
  const { today } = await tx.one<{ today: string }>(
    `select (now() at time zone 'Asia/Shanghai')::date as today`,
  );
  const read = await readLabel(tx, code, { today });
  const found = 'errors' in read ? null : await meaning(tx, read.label, input.item_id);
  const known = found ?? (await plainCode(tx, textOf(read, code), input.item_id));
  if (known !== null) return { ...NOTHING, ...known, account_id: await placeInSight(tx, actor, known) };
  throw 'errors' in read && !isForeignText(read.errors)
    ? invalidScan(read.errors)
    : new AppError('stock.scan_unknown', { code: code.slice(0, 60) });
}

/** What is looked up as a number of its own: the whole text, or the lot or serial of a barcode that names no item. */
function textOf(read: Awaited<ReturnType<typeof readLabel>>, code: string): string {
  if ('errors' in read || read.label.device !== null) return code;
  const { serial, lot } = read.label.production;
  return serial ?? lot ?? code;
}

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

/** A unit by its SSCC, else the goods that the label names. */
async function meaning(tx: Tx, label: Label, item_id: number | undefined): Promise<Found | null> {
  if (label.sscc !== null) {
    const unit = await unitOf(tx, label.sscc);
    if (unit !== null) return unit;
  }
  if (label.device === null) return null;
  const device = await findDevice(tx, label.device);
  if (device === null || (item_id !== undefined && device.item_id !== item_id)) return null;
  const { lot, serial } = label.device;
  // A number on a carton is the carton's; only a single piece has the number that stock knows.
  const serial_no = device.units_per_pack === 1 ? serial : undefined;
  const row = await pieceOf(tx, device.item_id, lot, serial_no);
  const { issuer, di, packing_level, units_per_pack } = device;
  const found = named({ ...namesOf(device), ...row }, { ...label.device, serial: serial_no });
  return {
    ...found,
    issuer,
    di,
    packing_level,
    units_per_pack,
    units: unitsOf(device, label.device),
    warnings: [...labelWarnings(label, device), ...(found.warnings ?? [])],
  };
}

function namesOf({ item_id, item_code, item_name }: FoundDevice) {
  return { item_id, item_code, item_name };
}

type Piece = Pick<
  Output,
  'lot_id' | 'lot_no' | 'production_date' | 'expiry_date' | 'serial_no' | 'account_id'
>;

/** The lot and the serial as they are on file. */
function pieceOf(tx: Tx, item_id: number, lot?: string, serial?: string): Promise<Piece> {
  return tx.one<Piece>(
    `select l.lot_id, l.lot_no, l.production_date, l.expiry_date, s.serial_no, s.account_id
     from (select $1::bigint as item_id) k
     left join stock.lot l on l.item_id = k.item_id and l.lot_no = $2
     left join stock.serial s on s.item_id = k.item_id and s.serial_no = $3`,
    [item_id, lot ?? null, serial ?? null],
  );
}

type Named = Piece & Pick<Output, 'item_id' | 'item_code' | 'item_name'>;
type Warnings = Output['warnings'];
const warning = (code: string, params: Warnings[number]['params']): Warnings[number] => ({
  code,
  params,
  legal_basis: null,
});

/** What is on file wins; the label fills in what is not, and a difference between the two is told. */
function named(row: Named, { lot, serial, expiry_date, production_date }: ProductionFields): Found {
  const warnings: Warnings = [];
  if (lot !== undefined && row.lot_id === null)
    warnings.push(warning('stock.place_or_lot_unknown', { lot_no: lot }));
  if (serial !== undefined && row.serial_no === null)
    warnings.push(warning('stock.serial_unknown', { serial_no: serial }));
  if (row.lot_id !== null && expiry_date !== undefined && row.expiry_date !== expiry_date)
    warnings.push(
      warning('stock.lot_conflict', {
        lot_no: row.lot_no,
        expiry_date: row.expiry_date,
        given_expiry_date: expiry_date,
      }),
    );
  return {
    ...row,
    kind: row.serial_no !== null ? 'serial' : row.lot_id !== null ? 'lot' : 'item',
    lot_no: row.lot_no ?? lot ?? null,
    production_date: row.production_date ?? production_date ?? null,
    expiry_date: row.expiry_date ?? expiry_date ?? null,
    serial_no: row.serial_no ?? serial ?? null,
    warnings,
  };
}

function labelWarnings({ wrong_check }: Label, { di, retired_on }: FoundDevice): Warnings {
  return [
    ...(retired_on === null ? [] : [warning('stock.identifier_retired', { di, valid_to: retired_on })]),
    ...(wrong_check === null ? [] : [warning('stock.check_character', wrong_check)]),
  ];
}

async function unitOf(tx: Tx, sscc: string): Promise<Found | null> {
  const [row] = await tx.rows<{ handling_unit_id: number; account_id: number }>(
    'select handling_unit_id, account_id from stock.handling_unit where sscc = $1',
    [sscc],
  );
  return row === undefined ? null : { kind: 'handling_unit', ...row };
}

/**
 * A text that is no label: an SSCC without its identifier, a lot or a serial as printed, a device identifier as typed, or
 * the code of an item.
 */
async function plainCode(tx: Tx, code: string, item_id: number | undefined): Promise<Found | null> {
  if (isValidSscc(code)) return unitOf(tx, code);
  const rows = await tx.rows<Named>(
    `select i.item_id, i.item_code, i.name as item_name, k.lot_id, l.lot_no, l.production_date, l.expiry_date, k.serial_no,
       k.account_id
     from (
       select item_id, lot_id, null::text as serial_no, null::bigint as account_id from stock.lot where lot_no = $1
       union all
       select item_id, lot_id, serial_no, account_id from stock.serial where serial_no = $1
       union all
       select item_id, null, null, null from masterdata.v_item where item_code = $1
       union
       select item_id, null, null, null from masterdata.v_item_identifier where di = $1
       limit 20) k
     join masterdata.v_item i on i.item_id = k.item_id
     left join stock.lot l on l.item_id = k.item_id and l.lot_id = k.lot_id
     where $2::bigint is null or i.item_id = $2`,
    [code, item_id ?? null],
  );
  if (rows.length > 1) throw severalMeanings(code, rows);
  return rows[0] === undefined ? null : named(rows[0], {});
}

function severalMeanings(code: string, rows: readonly Named[]): AppError {
  const errors = rows.map(
    ({ item_id, item_code, lot_no, serial_no }): FieldError => ({
      path: 'code',
      code: 'stock.scan_invalid',
      params: { problem: 'AMBIGUOUS', code, item_id, item_code, lot_no, serial_no },
    }),
  );
  return new AppError('stock.scan_invalid', { problem: 'AMBIGUOUS' }, { errors });
}

import * as contract from '@tongcang/contract';
import { isValidSscc } from '@tongcang/udi';
import { requireAt } from '../../platform/actor.ts';
import type { Tx } from '../../platform/db.ts';
import { fail } from '../../platform/errors.ts';
import { defineVerb } from '../../platform/use-case.ts';
import {
  type FoundDevice,
  findDevice,
  invalidScan,
  isForeignText,
  type Label,
  type LabelRead,
  readLabel,
  unitsOf,
} from '../stock/index.ts';
import { expectedLinesOfAsn } from './expected-rows.ts';
import { ssccOf } from './receipt.ts';

type Input = contract.InputOf<typeof contract.scanGoods>;
type Output = contract.OutputOf<typeof contract.scanGoods>;

const NOTHING: Omit<Output, 'kind'> = {
  sscc: null,
  asn_id: null,
  content: [],
  item_id: null,
  item_code: null,
  item_name: null,
  unit: null,
  tracking: null,
  lot_no: null,
  production_date: null,
  expiry_date: null,
  serial_no: null,
  units: null,
  packing_level: null,
};

/** Arriving goods are not in stock yet: the label and the arrival notice say what they are. */
export const scanGoods = defineVerb(
  contract.scanGoods,
  { permission: 'supply.receive', audit: null },
  async ({ tx, actor }, input): Promise<Output> => {
    requireAt(actor, 'supply.receive', input.warehouse_id);
    const code = input.code.trim();
    if (isValidSscc(ssccOf(code))) return unit(tx, ssccOf(code), input);
    const { today } = await tx.one<{ today: string }>(
      'select (now() at time zone timezone)::date as today from masterdata.v_warehouse where warehouse_id = $1',
      [input.warehouse_id],
    );
    const read = await readLabel(tx, code, { today, lots: await announcedLots(tx, input) });
    if (!('errors' in read) && read.label.sscc !== null) return unit(tx, read.label.sscc, input);
    const device = 'errors' in read || read.label.device === null ? null : read.label.device;
    const found = device === null ? null : await findDevice(tx, device);
    if (found !== null && !('errors' in read)) return goods(found, read.label);
    return byItemCode(tx, code, read);
  },
);

async function announcedLots(tx: Tx, { asn_id }: Input): Promise<string[]> {
  if (asn_id === undefined) return [];
  const rows = await tx.rows<{ lot_no: string }>(
    'select distinct lot_no from supply.asn_line where asn_id = $1',
    [asn_id],
  );
  return rows.map((row) => row.lot_no);
}

/** A handling unit of the notice that is being received, or of any that is on its way to the warehouse. */
async function unit(tx: Tx, sscc: string, { warehouse_id, asn_id }: Input): Promise<Output> {
  const rows = await tx.rows<{ asn_id: number; open: boolean }>(
    `select l.asn_id, bool_or(l.qty_open > 0) as open
     from supply.v_asn_line l join supply.asn n on n.asn_id = l.asn_id
     where l.sscc = $1 and l.warehouse_id = $2 and ($3::bigint is null or l.asn_id = $3) and n.status <> 'cancelled'
     group by l.asn_id order by 2 desc, 1 desc limit 1`,
    [sscc, warehouse_id, asn_id ?? null],
  );
  const found = rows[0];
  if (found === undefined) fail('supply.sscc_not_announced', { sscc });
  if (!found.open) fail('supply.sscc_received', { sscc });
  const content = await expectedLinesOfAsn(tx, found.asn_id, sscc);
  return { ...NOTHING, kind: 'unit', sscc, asn_id: found.asn_id, content };
}

/** What the label says of the goods; the number on a carton is the carton's own. */
function goods(found: FoundDevice, { device, production }: Label): Output {
  const { item_id, item_code, item_name, unit, tracking, packing_level, units_per_pack } = found;
  return {
    ...NOTHING,
    kind: 'goods',
    item_id,
    item_code,
    item_name,
    unit,
    tracking,
    packing_level,
    units: unitsOf(found, device ?? {}),
    lot_no: production.lot ?? null,
    production_date: production.production_date ?? null,
    expiry_date: production.expiry_date ?? null,
    serial_no: units_per_pack === 1 ? (production.serial ?? null) : null,
  };
}

type Named = Pick<Output, 'item_id' | 'item_code' | 'item_name' | 'unit' | 'tracking'>;

/** A text that is no label may still be the code of an item, as printed on a shelf, or its identifier as typed. */
async function byItemCode(tx: Tx, code: string, read: LabelRead): Promise<Output> {
  const [item] = await tx.rows<Named>(
    `select item_id, item_code, name as item_name, unit, tracking from masterdata.v_item
     where item_code = $1
       or item_id in (select x.item_id from masterdata.v_item_identifier x where x.di = $1)
     order by item_code = $1 desc limit 1`,
    [code],
  );
  if (item !== undefined) return { ...NOTHING, ...item, kind: 'goods' };
  if ('errors' in read && !isForeignText(read.errors)) throw invalidScan(read.errors);
  return fail('stock.scan_unknown', { code: code.slice(0, 60) });
}

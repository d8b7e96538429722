import * as contract from '@tongcang/contract';
import { type Gs1Reading, isValidSscc, parseScan } from '@tongcang/udi';
import { requireAt } from '../../platform/actor.ts';
import type { Tx } from '../../platform/db.ts';
import { AppError, fail } from '../../platform/errors.ts';
import { defineVerb } from '../../platform/use-case.ts';
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
    const reading = parseScan(code, { today, knownLots: await announcedLots(tx, input) });
    if (!reading.ok) return byItemCode(tx, code, reading.errors[0]!.code);
    if (reading.sscc !== undefined) return unit(tx, reading.sscc, input);
    return goods(tx, reading, code);
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

type Named = Pick<Output, 'item_id' | 'item_code' | 'item_name' | 'unit' | 'tracking'>;

const ITEM = `select item_id, item_code, name as item_name, unit, tracking from masterdata.v_item`;

async function goods(tx: Tx, reading: Gs1Reading, code: string): Promise<Output> {
  const [item] = await tx.rows<Named>(`${ITEM} where udi_di = $1`, [
    reading.gtin ?? reading.content_gtin ?? '',
  ]);
  if (item === undefined) fail('stock.scan_unknown', { code: code.slice(0, 60) });
  return {
    ...NOTHING,
    ...item,
    kind: 'goods',
    lot_no: reading.lot ?? null,
    production_date: reading.production_date ?? null,
    expiry_date: reading.expiry_date ?? null,
    serial_no: reading.serial ?? null,
  };
}

/** A label that is no GS1 may still be the code of an item, as printed on a shelf or a list. */
async function byItemCode(tx: Tx, code: string, problem: string): Promise<Output> {
  const [item] = await tx.rows<Named>(`${ITEM} where item_code = $1`, [code]);
  if (item !== undefined) return { ...NOTHING, ...item, kind: 'goods' };
  if (problem === 'NOT_GS1' || problem === 'PLAIN_CODE' || problem === 'UNKNOWN_AI')
    fail('stock.scan_unknown', { code: code.slice(0, 60) });
  throw new AppError('stock.scan_invalid', { problem });
}

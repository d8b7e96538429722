import type { DatasetRow } from '@tongcang/contract';
import type { Lookups, Report } from './import.model.ts';

type Row = Partial<DatasetRow<'opening_stock'>>;
type SeenLot = { readonly line: number; readonly lot_no: string; readonly dates: Dates };
type Dates = { readonly production_date?: string | null; readonly expiry_date?: string | null };

/**
 * Rules of opening stock, among them those between rows: one lot of one item has one production and one expiry
 * date wherever it lies, and one serial of one item lies in one place. Keeps what it has seen; one per file.
 */
export function createStockRules(lookups: Lookups): (row: Row, line: number, report: Report) => void {
  const lots = new Map<string, SeenLot>();
  const spellings = new Map<string, SeenLot>();
  const serials = new Map<string, number>();
  return (row, line, report) => {
    checkDates(row, lookups, report);
    checkTracking(row, lookups, report);
    if (row.item_code === undefined) return;
    if (row.lot_no !== undefined) checkLot(row, line, lots, spellings, report);
    if (row.serial_no) checkSerial(row.item_code, row.serial_no, line, serials, report);
  };
}

function checkDates(row: Row, { item }: Lookups, report: Report): void {
  const { production_date, expiry_date } = row;
  if (production_date && expiry_date && expiry_date <= production_date) {
    report('error', 'expiry_date', 'import.expiry_before_production', { production_date });
  }
  const expires = (item?.get(row.item_code ?? '')?.shelf_life_days ?? null) !== null;
  if (expires && expiry_date === null) report('warning', 'expiry_date', 'import.expiry_missing');
}

function checkTracking(row: Row, { item }: Lookups, report: Report): void {
  const tracking = item?.get(row.item_code ?? '')?.tracking;
  const by_serial = tracking === 'serial' || (tracking === undefined && row.serial_no);
  if (tracking === 'lot' && row.serial_no) report('error', 'serial_no', 'import.serial_not_tracked');
  if (tracking === 'serial' && row.serial_no === null) report('error', 'serial_no', 'import.serial_missing');
  if (by_serial && row.qty !== undefined && row.qty !== 1) {
    report('error', 'qty', 'import.serial_quantity', { qty: row.qty });
  }
}

function checkLot(
  row: Row,
  line: number,
  lots: Map<string, SeenLot>,
  spellings: Map<string, SeenLot>,
  report: Report,
): void {
  const lot_no = row.lot_no!;
  const seen = lots.get(`${row.item_code}\u0000${lot_no}`);
  if (seen) {
    for (const column of ['production_date', 'expiry_date'] as const) checkSame(column, row, seen, report);
    return;
  }
  const lot: SeenLot = {
    line,
    lot_no,
    dates: { production_date: row.production_date, expiry_date: row.expiry_date },
  };
  lots.set(`${row.item_code}\u0000${lot_no}`, lot);
  const spelling = `${row.item_code}\u0000${lot_no.toLowerCase()}`;
  const other = spellings.get(spelling);
  if (other) report('warning', 'lot_no', 'import.spelling', { other: other.lot_no, other_line: other.line });
  else spellings.set(spelling, lot);
}

/** A date that was refused in either row is not compared; an empty cell is, because it contradicts a filled one. */
function checkSame(column: keyof Dates, row: Row, seen: SeenLot, report: Report): void {
  const [value, other] = [row[column], seen.dates[column]];
  if (value === undefined || other === undefined || value === other) return;
  report('error', column, 'import.lot_conflict', { other_line: seen.line, other_value: other });
}

function checkSerial(
  item_code: string,
  serial_no: string,
  line: number,
  serials: Map<string, number>,
  report: Report,
): void {
  const key = `${item_code}\u0000${serial_no}`;
  const other_line = serials.get(key);
  if (other_line === undefined) serials.set(key, line);
  else report('error', 'serial_no', 'import.serial_repeated', { other_line });
}

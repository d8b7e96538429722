import type { getExpected, receiveGoods, scanGoods } from '@tongcang/contract';
import type { InputFor, OutputFor } from '../../app/api.ts';

type Expected = OutputFor<typeof getExpected>['line_rows'][number];
type Scanned = OutputFor<typeof scanGoods>;
type Input = NonNullable<InputFor<typeof receiveGoods>['lines']>[number];
export type RefusalReason = NonNullable<Input['refusal_reason']>;

/** One lot as it is counted at the door. */
export type CountLine = {
  readonly key: string;
  readonly item_id: number;
  readonly item_label: string;
  readonly unit: string;
  readonly tracking: 'lot' | 'serial';
  readonly cold: boolean;
  readonly lot_no: string;
  readonly production_date: string;
  readonly expiry_date: string;
  /** Null where nobody has said how many there should be. */
  readonly expected: number | null;
  readonly sscc: string | null;
  readonly asn_line_id: number | null;
  readonly purchase_order_line_id: number | null;
  readonly noted: number | null;
  readonly received: number | null;
  readonly damaged: number;
  readonly refused: number;
  readonly refusal_reason: RefusalReason | null;
  readonly serials: readonly string[];
};

const COLD: ReadonlySet<string> = new Set(['cold', 'frozen']);
let added = 0;

/** Lines to count for what an arrival notice names; an order names no lots, so its lots are added as they are found. */
export function countLines(expected: readonly Expected[]): CountLine[] {
  return expected.flatMap((line) => (line.lot_no === null ? [] : [lineFor(line, line.lot_no)]));
}

function lineFor(line: Expected, lot_no: string): CountLine {
  added += 1;
  return {
    key: `${line.asn_line_id ?? line.purchase_order_line_id ?? line.item_id}-${added}`,
    item_id: line.item_id,
    item_label: `${line.item_code} ${line.item_name}`,
    unit: line.unit,
    tracking: line.tracking,
    cold: COLD.has(line.storage_condition),
    lot_no,
    production_date: line.production_date ?? '',
    expiry_date: line.expiry_date ?? '',
    expected: line.open_qty,
    sscc: line.sscc,
    asn_line_id: line.asn_line_id,
    purchase_order_line_id: line.purchase_order_line_id,
    noted: null,
    received: null,
    damaged: 0,
    refused: 0,
    refusal_reason: null,
    serials: [],
  };
}

/** An item that a lot can be added for: one that is expected, or in a receipt without a document any item. */
export type Addable = Expected;

/** A new lot of an item; the first lot of it carries what is still to come. */
export function withLot(lines: readonly CountLine[], item: Addable, lot_no: string): CountLine[] {
  const fresh = lineFor(item, lot_no);
  const first = !lines.some(
    (line) => line.item_id === item.item_id && line.purchase_order_line_id === item.purchase_order_line_id,
  );
  return [...lines, { ...fresh, expected: first && item.open_qty > 0 ? item.open_qty : null }];
}

export type ScanResult =
  | { readonly lines: CountLine[]; readonly said: 'unit'; readonly count: number }
  | { readonly lines: CountLine[]; readonly said: 'goods'; readonly lot_no: string }
  | { readonly said: 'no_lot' | 'not_expected' | 'serial_twice' };

/**
 * What a scan does: a handling unit counts its whole content, a carton the pieces in it, a serial one, and a piece fills
 * in what is expected of its lot. Who counts blind counts one by one.
 */
export function applyScan(
  lines: readonly CountLine[],
  scan: Scanned,
  addable: readonly Addable[],
  blind: boolean,
): ScanResult {
  if (scan.kind === 'unit') return unitScanned(lines, scan);
  if (scan.lot_no === null) return { said: 'no_lot' };
  const lot_no = scan.lot_no;
  const known = lines.find((line) => line.item_id === scan.item_id && line.lot_no === lot_no);
  const item = addable.find((one) => one.item_id === scan.item_id);
  if (known === undefined && item === undefined) return { said: 'not_expected' };
  const all = known === undefined ? withLot(lines, item!, lot_no) : [...lines];
  const index = known === undefined ? all.length - 1 : all.indexOf(known);
  const line = all[index]!;
  if (scan.serial_no !== null && line.serials.includes(scan.serial_no)) return { said: 'serial_twice' };
  all[index] = { ...counted(line, scan, blind), ...datesOf(line, scan) };
  return { lines: all, said: 'goods', lot_no };
}

function unitScanned(lines: readonly CountLine[], scan: Scanned): ScanResult {
  const content = new Map(scan.content.map((line) => [line.asn_line_id, line]));
  return {
    said: 'unit',
    count: content.size,
    lines: lines.map((line) => {
      const inside = line.asn_line_id === null ? undefined : content.get(line.asn_line_id);
      return inside ? { ...line, received: inside.open_qty, serials: inside.serial_nos } : line;
    }),
  };
}

function counted(line: CountLine, { serial_no, units }: Scanned, blind: boolean): CountLine {
  if (line.tracking === 'serial' && serial_no !== null) {
    return { ...line, serials: [...line.serials, serial_no], received: line.serials.length + 1 };
  }
  const pack = Math.max(1, units ?? 1);
  const more = (line.received ?? 0) + pack;
  const fills = !blind && pack === 1 && line.received === null && line.expected !== null;
  return { ...line, received: fills ? line.expected : more };
}

const datesOf = (line: CountLine, scan: Scanned) => ({
  production_date: line.production_date || scan.production_date || '',
  expiry_date: line.expiry_date || scan.expiry_date || '',
});

/** Whether anything was counted or refused of a line. */
export const touched = (line: CountLine): boolean =>
  (line.received ?? 0) + line.damaged + line.refused > 0 || line.noted !== null;

/** Serials as typed or pasted, one per line. */
export const serialsFrom = (text: string): string[] => [
  ...new Set(
    text
      .split(/[\s,，;；]+/)
      .map((one) => one.trim())
      .filter((one) => one !== ''),
  ),
];

/** The lines as the server takes them; what nobody touched is left out. */
export function inputLines(lines: readonly CountLine[], accept_unlisted: boolean): Input[] {
  return lines.filter(touched).map((line) => ({
    item_id: line.item_id,
    lot_no: line.lot_no.trim(),
    received: line.received ?? 0,
    damaged: line.damaged,
    refused: line.refused,
    accept_unlisted,
    ...(line.production_date ? { production_date: line.production_date } : {}),
    ...(line.expiry_date ? { expiry_date: line.expiry_date } : {}),
    ...(line.asn_line_id === null ? {} : { asn_line_id: line.asn_line_id }),
    ...(line.asn_line_id === null && line.purchase_order_line_id !== null
      ? { purchase_order_line_id: line.purchase_order_line_id }
      : {}),
    ...(line.noted === null ? {} : { noted: line.noted }),
    ...(line.refused > 0 && line.refusal_reason ? { refusal_reason: line.refusal_reason } : {}),
    ...(line.serials.length > 0 ? { serial_nos: [...line.serials] } : {}),
  }));
}

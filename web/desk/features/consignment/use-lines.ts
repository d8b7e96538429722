import { readScan } from './tray-scan.ts';

/** An item of the agreement, as a label names it. */
export type Item = {
  readonly item_id: number;
  readonly item_code: string;
  readonly item_name: string;
  readonly udi_di: string;
  readonly tracking: 'lot' | 'serial';
};
export type UsedLine = {
  readonly item_id: number;
  readonly item_label: string;
  readonly lot_no: string;
  readonly qty: number;
  readonly serial_nos: readonly string[];
};
export type Used = { readonly lines: readonly UsedLine[]; readonly labels: readonly string[] };
type Outcome =
  | { readonly used: Used; readonly label: string }
  | { readonly used: Used; readonly item: string; readonly lot: string }
  | { readonly problem: 'nothing' | 'twice' | 'lot_missing' };

const LABEL = /^DSB\d{10,}$/;

/** Adds one scan to a report: a pack by its label, or one piece by its UDI. */
export function addScan(items: readonly Item[], used: Used, raw: string, today: string): Outcome {
  const plain = raw.trim();
  if (LABEL.test(plain)) {
    return used.labels.includes(plain)
      ? { problem: 'twice' }
      : { label: plain, used: { ...used, labels: [...used.labels, plain] } };
  }
  const named = readScan(raw, today).flatMap((read) => {
    const item = items.find((one) => read.di?.includes(one.udi_di));
    return item === undefined ? [] : [{ read, item }];
  });
  if (named[0] === undefined) return { problem: 'nothing' };
  const { read, item } = named[0];
  if (read.lot === undefined) return { problem: 'lot_missing' };
  return addPiece(item, used, read.lot, item.tracking === 'serial' ? read.serial : undefined);
}

/** Adds what was typed from a label; a numbered piece needs its number. */
export function addTyped(
  item: Item,
  used: Used,
  typed: { readonly lot_no: string; readonly serial_no: string },
): Outcome {
  return addPiece(item, used, typed.lot_no, item.tracking === 'serial' ? typed.serial_no : undefined);
}

function addPiece(item: Item, used: Used, lot_no: string, serial: string | undefined): Outcome {
  const before = used.lines.find((line) => line.item_id === item.item_id && line.lot_no === lot_no);
  if (serial !== undefined && before?.serial_nos.includes(serial)) return { problem: 'twice' };
  const line: UsedLine = {
    item_id: item.item_id,
    item_label: `${item.item_code} ${item.item_name}`,
    lot_no,
    qty: (before?.qty ?? 0) + 1,
    serial_nos: serial === undefined ? (before?.serial_nos ?? []) : [...(before?.serial_nos ?? []), serial],
  };
  const others = used.lines.filter((one) => one !== before);
  return { item: line.item_label, lot: lot_no, used: { ...used, lines: [...others, line] } };
}

/** Pieces of one lot that are looked for. */
export type Expected = {
  readonly item_id: number;
  readonly item_label: string;
  readonly unit: string;
  readonly udi_di: string;
  readonly tracking: 'lot' | 'serial';
  readonly lot_no: string;
  readonly qty: number;
  /** Numbers that may come; empty where they are not known. */
  readonly serial_nos: readonly string[];
  /** Where it is fetched, of what is picked. */
  readonly places?: readonly string[];
};
/** What has been scanned so far, by row. */
export type Tray = Readonly<Record<string, { readonly qty: number; readonly serial_nos: readonly string[] }>>;
export type TrayOutcome =
  | { readonly tray: Tray; readonly row: Expected }
  | { readonly problem: 'unknown' | 'serial_needed' | 'twice' | 'enough'; readonly row?: Expected };

export const EMPTY_TRAY: Tray = {};
export const rowKey = (row: Pick<Expected, 'item_id' | 'lot_no'>) => `${row.item_id}|${row.lot_no}`;
export const scannedOf = (tray: Tray, row: Expected) => tray[rowKey(row)] ?? { qty: 0, serial_nos: [] };
export const missingIn = (expected: readonly Expected[], tray: Tray): number =>
  expected.reduce((sum, row) => sum + Math.max(0, row.qty - scannedOf(tray, row).qty), 0);

/** A piece as the server knows it, where a label has only its number. */
type Known = {
  readonly item_id: number | null;
  readonly lot_no: string | null;
  readonly serial_no: string | null;
  /** Pieces in the pack that was scanned. */
  readonly units: number | null;
};

/** Puts a piece into the tray that was looked up, or the pieces of a pack. */
export function knownInto(expected: readonly Expected[], tray: Tray, known: Known): TrayOutcome {
  const row = expected.find((one) => one.item_id === known.item_id && one.lot_no === known.lot_no);
  return row === undefined
    ? { problem: 'unknown' }
    : addPiece(tray, row, known.serial_no ?? undefined, known.units ?? 1);
}

/** One piece of a row, or the pieces of a pack: never more than there are, and no number twice. */
export function addPiece(tray: Tray, row: Expected, serial: string | undefined, units = 1): TrayOutcome {
  const { qty, serial_nos } = scannedOf(tray, row);
  if (row.tracking === 'serial' && serial === undefined) return { problem: 'serial_needed', row };
  if (serial !== undefined && serial_nos.includes(serial)) return { problem: 'twice', row };
  if (row.tracking === 'serial' && row.serial_nos.length > 0 && !row.serial_nos.includes(serial!))
    return { problem: 'unknown' };
  const added = row.tracking === 'serial' ? 1 : Math.max(1, units);
  if (qty + added > row.qty) return { problem: 'enough', row };
  const numbers = row.tracking === 'serial' ? [...serial_nos, serial!] : serial_nos;
  return { row, tray: { ...tray, [rowKey(row)]: { qty: qty + added, serial_nos: numbers } } };
}

/** Sets the quantity of a row that is counted and not numbered. */
export function setQty(tray: Tray, row: Expected, qty: number): Tray {
  return { ...tray, [rowKey(row)]: { qty, serial_nos: [] } };
}

/** Everything that is expected, as if it had been scanned; numbers where they are known. */
export function fullTray(expected: readonly Expected[]): Tray {
  return Object.fromEntries(
    expected.map((row) => [
      rowKey(row),
      { qty: row.qty, serial_nos: row.tracking === 'serial' ? row.serial_nos.slice(0, row.qty) : [] },
    ]),
  );
}

/** The lines that a verb takes. */
export function linesOf(expected: readonly Expected[], tray: Tray) {
  return expected.flatMap((row) => {
    const { qty, serial_nos } = scannedOf(tray, row);
    if (qty === 0) return [];
    const { item_id, lot_no } = row;
    return [{ item_id, lot_no, qty, ...(row.tracking === 'serial' ? { serial_nos: [...serial_nos] } : {}) }];
  });
}

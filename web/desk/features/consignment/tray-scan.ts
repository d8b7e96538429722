/** Reads labels into a tray. The reader of all identifiers is large, so it comes with the first scan. */
import { deviceOf, type Gs1Reading, parseScan, productionOf } from '@tongcang/udi';
import { addPiece, type Expected, type Tray, type TrayOutcome } from './tray.ts';

type Read = {
  /** Device identifiers that the label may name; none where it names no device. */
  readonly di?: readonly string[];
  readonly lot?: string;
  readonly serial?: string;
  readonly plain: string;
};

/** What a scan says: a UDI in parts, or the text of a label. `today` only decides the century of short years. */
export function readScan(raw: string, today: string): readonly Read[] {
  const plain = raw.trim();
  const result = parseScan(plain, { today });
  if (result.ok) {
    const di = deviceOf(result)?.di;
    return [readOf(plain, productionOf(result), di)];
  }
  const readings = result.errors.flatMap((e): readonly Gs1Reading[] => e.readings ?? []);
  const reads = readings.map((reading) =>
    readOf(plain, reading, reading.gtin === undefined ? undefined : [reading.gtin]),
  );
  return reads.length > 0 ? reads : [{ plain }];
}

type Numbers = { readonly lot?: string; readonly serial?: string };

const readOf = (plain: string, { lot, serial }: Numbers, di: Read['di']): Read => ({
  plain,
  ...(di === undefined ? {} : { di }),
  ...(lot === undefined ? {} : { lot }),
  ...(serial === undefined ? {} : { serial }),
});

/** Which row a scan means: by its number, by its lot, or by the text itself. */
function meant(expected: readonly Expected[], read: Read): { row: Expected; serial?: string } | null {
  const of = (row: Expected) => read.di === undefined || read.di.includes(row.udi_di);
  const serial = read.serial ?? read.plain;
  const numbered = expected.find((row) => of(row) && row.serial_nos.includes(serial));
  if (numbered !== undefined) return { row: numbered, serial };
  const row = expected.find((one) => of(one) && one.lot_no === (read.lot ?? read.plain));
  if (row === undefined) return null;
  return read.serial === undefined ? { row } : { row, serial: read.serial };
}

/** Puts one scan into the tray: one piece of its row, in any order, never more than there are. */
export function scanInto(expected: readonly Expected[], tray: Tray, raw: string, today: string): TrayOutcome {
  const found = readScan(raw, today)
    .map((read) => meant(expected, read))
    .find((one) => one !== null);
  return found == null ? { problem: 'unknown' } : addPiece(tray, found.row, found.serial);
}

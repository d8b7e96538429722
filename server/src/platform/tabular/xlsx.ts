import { posix } from 'node:path';
import { type CellValue, streamXlsxRows } from 'hucre/xlsx';
import { refuse } from './tabular.errors.ts';
import type { Cell, TableRow, TabularLimits } from './tabular.model.ts';
import { elementsOf, refuseDeclarations } from './xml.ts';
import { readZipDirectory, unzipEntry } from './zip.ts';

const BATCH = 1_000;

export type XlsxRows = {
  readonly sheet: string;
  readonly date_system: 1900 | 1904;
  readonly batches: AsyncGenerator<TableRow[]>;
};

/**
 * Rows of one sheet of a workbook, in portions. The archive is judged completely (directory, real sizes,
 * checksums, XML declarations) before the spreadsheet library sees a byte of it.
 */
export function openXlsx(bytes: Uint8Array, limits: TabularLimits, wanted_sheet?: string): XlsxRows {
  const parts = unpackParts(bytes, limits);
  const book = readBook(parts);
  const at = book.sheets.findIndex((s) => (wanted_sheet === undefined ? !s.hidden : s.name === wanted_sheet));
  const sheet = book.sheets[at];
  if (!sheet) refuse('tabular.no_such_sheet', { sheets: book.sheets.map((s) => s.name).join(', ') });
  refuseUncalculated(parts.get(sheet.path));
  return { sheet: sheet.name, date_system: book.date_system, batches: readRows(bytes, at) };
}

/** Every part is inflated once and checked; only the XML parts are kept. */
function unpackParts(bytes: Uint8Array, limits: TabularLimits): Map<string, Buffer> {
  const parts = new Map<string, Buffer>();
  for (const entry of readZipDirectory(bytes, limits)) {
    const content = unzipEntry(bytes, entry);
    if (!/\.(xml|rels|vml)$/i.test(entry.name)) continue;
    refuseDeclarations(content);
    parts.set(entry.name, content);
  }
  return parts;
}

type Book = {
  readonly date_system: 1900 | 1904;
  readonly sheets: readonly { readonly name: string; readonly path: string; readonly hidden: boolean }[];
};

function readBook(parts: ReadonlyMap<string, Buffer>): Book {
  const text = (path: string) => parts.get(path)?.toString() ?? '';
  const root = elementsOf(text('_rels/.rels'), 'Relationship').find((r) =>
    r.Type?.endsWith('/officeDocument'),
  );
  const path = root?.Target?.replace(/^\//, '') ?? '';
  const xml = text(path);
  const sheets = elementsOf(xml, 'sheet').filter((s) => s.name && s.id);
  if (!parts.has('[Content_Types].xml') || sheets.length === 0)
    refuse('tabular.not_a_table', { found: 'zip' });
  const folder = posix.dirname(path);
  const rels = elementsOf(text(posix.join(folder, '_rels', `${posix.basename(path)}.rels`)), 'Relationship');
  const target = new Map(rels.map((r) => [r.Id, r.Target ?? '']));
  const place = (to: string) => (to.startsWith('/') ? to.slice(1) : posix.join(folder, to));
  const properties = elementsOf(xml, 'workbookPr')[0];
  return {
    date_system: /^(1|true)$/.test(properties?.date1904 ?? '') ? 1904 : 1900,
    sheets: sheets.map((s) => ({
      name: s.name!,
      path: place(target.get(s.id!) ?? ''),
      hidden: s.state === 'hidden' || s.state === 'veryHidden',
    })),
  };
}

/**
 * Refuses a sheet with formulas that were never calculated (written by a program, not saved by Excel): their cells
 * would silently read as empty. An empty text result (`t="str"`) is a value.
 */
function refuseUncalculated(sheet: Buffer | undefined): void {
  for (const ending of ['</f></c>', '</f><v/></c>', '</f><v></v></c>']) {
    for (let at = sheet?.indexOf(ending) ?? -1; at >= 0; at = sheet!.indexOf(ending, at + 1)) {
      const start = sheet!.lastIndexOf('<c ', at);
      const tag = sheet!.toString('latin1', start, sheet!.indexOf('>', start) + 1);
      if (start < 0 || tag.includes('t="str"')) continue;
      refuse('tabular.formula_without_value', { cell: /\br="([A-Z]+\d+)"/.exec(tag)?.[1] ?? '' });
    }
  }
}

async function* readRows(bytes: Uint8Array, sheet: number): AsyncGenerator<TableRow[]> {
  let batch: TableRow[] = [];
  for await (const row of fileRows(bytes, sheet)) {
    if (!Number.isInteger(row.index) || row.index < 0) refuse('tabular.not_a_table', { found: 'row_number' });
    batch.push({ line: row.index + 1, cells: row.values.map(toCell) });
    if (batch.length < BATCH) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}

/** Whatever the library throws on a judged archive is the file's fault: its XML is not a workbook's. */
async function* fileRows(bytes: Uint8Array, sheet: number) {
  try {
    yield* streamXlsxRows(bytes, { sheet });
  } catch {
    refuse('tabular.not_a_table', { found: 'broken_workbook' });
  }
}

function toCell(value: CellValue): Cell {
  if (!(value instanceof Date)) return value === '' ? null : value;
  // A number far outside the calendar in a date format: Excel shows it as a row of #.
  if (Number.isNaN(value.getTime()) || value.getUTCFullYear() > 9999) return '#NUM!';
  return { date: value.toISOString().slice(0, 10) };
}

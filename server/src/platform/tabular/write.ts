import type { ColumnKind } from '@tongcang/contract';
import { type CellStyle, cellRef, type WriteSheet, writeXlsx as writeBook } from 'hucre/xlsx';
import { assert } from '../errors.ts';
import type { Cell } from './tabular.model.ts';

export type CsvTable = {
  readonly header: readonly string[];
  readonly rows: Iterable<readonly Cell[]>;
};
export type CsvOptions = {
  /** For people with Excel: a byte order mark and the guard against formulas. Off for programs. */
  readonly excel_safe: boolean;
};

/**
 * What a spreadsheet would run as a formula when it opens a CSV file, full-width forms included, and the same with
 * apostrophes already in front, so that guarding and unguarding are exact opposites.
 */
const FORMULA = /^'*[=+\-@\t\r\uff1d\uff0b\uff0d\uff20]/;

/** Puts an apostrophe before text that Excel would take for a formula (OWASP: CSV injection). */
export function guardFormula(text: string): string {
  return FORMULA.test(text) ? `'${text}` : text;
}

/** Takes away the apostrophe that `guardFormula` put there. */
export function unguardFormula(text: string): string {
  return text.startsWith("'") && FORMULA.test(text) ? text.slice(1) : text;
}

/** Lines of a CSV file, one at a time, so that an export of any length can be sent while it is read. */
export function* csvLines(table: CsvTable, options: CsvOptions = { excel_safe: true }): Generator<string> {
  yield (options.excel_safe ? '\ufeff' : '') + csvLine(table.header, options);
  for (const row of table.rows) yield csvLine(row, options);
}

/** A whole CSV file as UTF-8 bytes. */
export function writeCsv(table: CsvTable, options?: CsvOptions): Uint8Array {
  return new TextEncoder().encode([...csvLines(table, options)].join(''));
}

function csvLine(cells: readonly Cell[], options: CsvOptions): string {
  return `${cells.map((cell) => csvCell(cell, options)).join(',')}\r\n`;
}

/** Only text is guarded: a negative number must stay a number. */
function csvCell(cell: Cell, options: CsvOptions): string {
  if (cell === null) return '';
  if (typeof cell === 'object') return cell.date;
  if (typeof cell !== 'string') return String(cell);
  const text = options.excel_safe ? guardFormula(cell) : cell;
  return /[",\r\n;\t]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

export type SheetColumn = {
  readonly title: string;
  readonly kind: ColumnKind;
  readonly required?: boolean;
  /** Values that the sheet offers for choice. */
  readonly options?: readonly string[];
  /** In characters; by default from the title and the first rows. */
  readonly width?: number;
};
export type SheetToWrite = {
  readonly name: string;
  readonly columns: readonly SheetColumn[];
  readonly rows: readonly (readonly Cell[])[];
  /** Empty rows below that already carry the columns' formats, for people to fill in. */
  readonly blank_rows?: number;
};

/**
 * A workbook with a header row that stays in view. Text columns are formatted as text, so that Excel leaves codes
 * with leading zeros alone; dates are written as dates (a civil date string or a date cell in a date column).
 */
export function writeXlsx(sheets: readonly SheetToWrite[]): Promise<Uint8Array> {
  return writeBook({ sheets: sheets.map(toSheet) });
}

const FORMAT: Readonly<Record<ColumnKind, string | undefined>> = {
  text: '@',
  list: '@',
  boolean: '@',
  date: 'yyyy-mm-dd',
  integer: '0',
  decimal: undefined,
};
const headerStyle = (required: boolean): CellStyle => ({
  font: { bold: true, color: { rgb: required ? 'A61D24' : '1F1F1F' } },
  fill: { type: 'pattern', pattern: 'solid', fgColor: { rgb: 'E6F4FF' } },
  border: { bottom: { style: 'thin', color: { rgb: '91CAFF' } } },
  numFmt: '@',
});

function toSheet(sheet: SheetToWrite): WriteSheet {
  const { columns, rows } = sheet;
  const blank = Array.from({ length: sheet.blank_rows ?? 0 }, () => columns.map(() => null));
  const row_count = 1 + rows.length + blank.length;
  return {
    name: sheet.name,
    columns: columns.map((column, at) => ({
      width: column.width ?? widthOf(column.title, rows, at),
      numFmt: FORMAT[column.kind],
    })),
    rows: [
      columns.map((c) => c.title),
      ...rows.map((row) => row.map((c, at) => excelCell(c, columns[at]))),
      ...blank,
    ],
    cells: new Map(columns.map((c, at) => [`0,${at}`, { style: headerStyle(c.required ?? false) }])),
    freezePane: { rows: 1 },
    dataValidations: columns.flatMap((column, at) => choices(column, at, row_count)),
  };
}

function excelCell(cell: Cell, column: SheetColumn | undefined): string | number | boolean | Date | null {
  if (cell === null || typeof cell === 'boolean') return cell;
  if (typeof cell === 'number') {
    assert(Number.isFinite(cell), 'a cell holds a finite number');
    return cell;
  }
  const text = typeof cell === 'object' ? cell.date : cell;
  const is_date = typeof cell === 'object' || column?.kind === 'date';
  return is_date && /^\d{4}-\d{2}-\d{2}$/.test(text) ? new Date(`${text}T00:00:00Z`) : escapeOoxml(text);
}

/** The library decodes the escapes of ECMA-376 (`_x0041_`) but does not write them; control characters need them. */
function escapeOoxml(text: string): string {
  return text
    .replace(/_(?=x[0-9A-Fa-f]{4}_)/g, '_x005F_')
    .replace(/[^\P{Cc}\t\n]/gu, (c) => `_x${c.codePointAt(0)!.toString(16).toUpperCase().padStart(4, '0')}_`);
}

/** Excel takes at most 255 characters of listed choices. */
function choices(column: SheetColumn, at: number, row_count: number) {
  const values = column.options ?? [];
  if (values.length === 0 || row_count < 2 || values.join(',').length > 255) return [];
  const range = `${cellRef(1, at)}:${cellRef(row_count - 1, at)}`;
  // A warning only: the import also accepts the Chinese words for these values.
  return [{ type: 'list' as const, values: [...values], range, allowBlank: true, showErrorMessage: false }];
}

/** Chinese characters take two columns of the width that Excel counts in. */
function widthOf(title: string, rows: readonly (readonly Cell[])[], at: number): number {
  const texts = [title, ...rows.slice(0, 100).map((row) => cellText(row[at] ?? null))];
  const widths = texts.map((text) => [...text].reduce((n, c) => n + (c > '\u2e7f' ? 2 : 1), 0));
  return Math.min(60, Math.max(8, ...widths) + 2);
}

const cellText = (cell: Cell) => (cell === null ? '' : typeof cell === 'object' ? cell.date : String(cell));

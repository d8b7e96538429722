import type { CellValue } from './grid-rows.ts';

/** A column as a spreadsheet gets it. */
export type CsvColumn<R> = { readonly title: string; readonly value: (row: R) => CellValue };

/**
 * A cell of a CSV file. Text that a spreadsheet would run as a formula (leading = + - @ tab or carriage return)
 * gets an apostrophe in front; numbers, also negative ones, stay numbers.
 */
export function csvCell(value: CellValue): string {
  if (value === null || value === undefined) return '';
  if (typeof value !== 'string') return String(value);
  const isNumber = /^[+-]?\d+(\.\d+)?$/.test(value);
  const guarded = !isNumber && /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(guarded) ? `"${guarded.replaceAll('"', '""')}"` : guarded;
}

/** Rows as CSV by RFC 4180, with a byte order mark so that Excel reads Chinese as UTF-8. */
export function toCsv<R>(columns: readonly CsvColumn<R>[], rows: readonly R[]): string {
  const lines = [columns.map((column) => csvCell(column.title)).join(',')];
  for (const row of rows) lines.push(columns.map((column) => csvCell(column.value(row))).join(','));
  return `\ufeff${lines.join('\r\n')}\r\n`;
}

/** Rows as tab-separated text for the clipboard; tabs and line ends inside a cell become spaces. */
export function toTsv<R>(columns: readonly CsvColumn<R>[], rows: readonly R[], head: boolean): string {
  const clean = (value: CellValue) => String(value ?? '').replace(/[\t\r\n]+/g, ' ');
  const lines = rows.map((row) => columns.map((column) => clean(column.value(row))).join('\t'));
  return (head ? [columns.map((column) => clean(column.title)).join('\t'), ...lines] : lines).join('\n');
}

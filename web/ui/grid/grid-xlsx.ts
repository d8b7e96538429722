import { writeXlsx } from 'hucre/xlsx';
import type { CellValue } from './grid-rows.ts';

/** A column as a workbook gets it; `date` holds civil dates. */
export type XlsxColumn<R> = {
  readonly title: string;
  readonly kind: 'text' | 'integer' | 'money' | 'date';
  readonly value: (row: R) => CellValue;
};

const FORMATS = { text: '@', integer: '#,##0', money: '#,##0.00', date: 'yyyy-mm-dd' } as const;
/** In characters; a Chinese one counts twice. */
const WIDTH_MAX = 50;
const ROWS_MEASURED = 200;
/** Excel allows 31 characters in the name of a sheet and none of these. */
const NAME_MAX = 31;
const NOT_IN_NAMES = /[[\]:*?/\\]/g;

/**
 * Rows as a workbook with one sheet: the header stays in view, every column can be filtered, codes with leading zeros stay
 * text, dates are dates. Loaded only when somebody exports.
 */
export function toXlsx<R>(
  name: string,
  columns: readonly XlsxColumn<R>[],
  rows: readonly R[],
): Promise<Uint8Array> {
  const body = rows.map((row) => columns.map((column) => cellOf(column.kind, column.value(row))));
  return writeXlsx({
    sheets: [
      {
        name: name.replaceAll(NOT_IN_NAMES, ' ').slice(0, NAME_MAX),
        columns: columns.map(({ title, kind }, at) => ({
          width: widthOf(title, body, at),
          numFmt: FORMATS[kind],
        })),
        rows: [columns.map(({ title }) => title), ...body],
        cells: new Map(columns.map((_, at) => [`0,${at}`, { style: { font: { bold: true }, numFmt: '@' } }])),
        freezePane: { rows: 1 },
      },
    ],
  });
}

type Cell = string | number | boolean | Date | null;

function cellOf(kind: XlsxColumn<never>['kind'], value: CellValue): Cell {
  if (value === null || value === undefined || value === '') return null;
  if (kind === 'date' && /^\d{4}-\d{2}-\d{2}$/.test(String(value))) return new Date(`${value}T00:00:00Z`);
  if (typeof value !== 'string') return value;
  // The format writes control characters as `_x0007_`, and so an underscore that looks like that as `_x005F_`.
  return value
    .replaceAll(/_(?=x[0-9A-Fa-f]{4}_)/g, '_x005F_')
    .replaceAll(
      /[^\P{Cc}\t\n]/gu,
      (c) => `_x${c.codePointAt(0)!.toString(16).toUpperCase().padStart(4, '0')}_`,
    );
}

function widthOf(title: string, rows: readonly Cell[][], at: number): number {
  const texts = [
    title,
    ...rows.slice(0, ROWS_MEASURED).map((row) => String(row[at] ?? '').slice(0, WIDTH_MAX)),
  ];
  const widths = texts.map((text) => [...text].reduce((sum, c) => sum + (c > '\u2e7f' ? 2 : 1), 0));
  return Math.min(WIDTH_MAX, Math.max(8, ...widths) + 2);
}

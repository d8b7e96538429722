import type { ReactNode } from 'react';
import { formatDate, formatInstant, formatInteger, formatMoney } from '../format.ts';
import type { Language } from '../message.ts';
import type { CellValue } from './grid-rows.ts';

export type ColumnKind = 'text' | 'code' | 'integer' | 'money' | 'date' | 'instant' | 'choice';

/** A column of a grid. `value` is what is sorted, filtered, summed and exported; `render` only changes its looks. */
export type GridColumn<R> = {
  readonly key: string;
  readonly title: string;
  readonly value: (row: R) => CellValue;
  /** How the value is written and aligned; text by default. */
  readonly kind?: ColumnKind;
  readonly render?: (row: R) => ReactNode;
  /** Width in pixels; a column with `grow` takes what is left. */
  readonly width?: number;
  readonly grow?: boolean;
  /** Names of coded values, for the filter, the search and the export. */
  readonly choices?: readonly { readonly value: string; readonly label: string }[];
  readonly sort?: boolean;
  readonly filter?: boolean;
  /** Stays in sight when scrolled sideways; pinned columns stand first. */
  readonly pin?: boolean;
  readonly total?: 'sum';
  /** Hidden until chosen from the list of columns. */
  readonly hidden?: boolean;
};

const WIDTHS: Readonly<Record<ColumnKind, number>> = {
  text: 160,
  code: 140,
  integer: 104,
  money: 120,
  date: 116,
  instant: 148,
  choice: 128,
};

export const widthOf = <R>(column: GridColumn<R>): number => column.width ?? WIDTHS[column.kind ?? 'text'];
export const isNumeric = (kind: ColumnKind | undefined): boolean => kind === 'integer' || kind === 'money';

/** What a cell shows as plain text. */
export function cellText<R>(column: GridColumn<R>, row: R, language: Language, zone: string): string {
  const value = column.value(row);
  if (value === null || value === undefined || value === '') return '';
  if (column.choices)
    return column.choices.find((choice) => choice.value === String(value))?.label ?? String(value);
  switch (column.kind) {
    case 'integer':
      return formatInteger(Number(value), language);
    case 'money':
      return formatMoney(Number(value), language);
    case 'date':
      return formatDate(String(value), language);
    case 'instant':
      return formatInstant(String(value), zone);
    default:
      return String(value);
  }
}

/** A cell as a spreadsheet should get it: whole numbers as numbers, money in yuan, names instead of codes. */
export function exportValue<R>(column: GridColumn<R>, row: R, language: Language, zone: string): CellValue {
  const value = column.value(row);
  if (value === null || value === undefined) return null;
  if (column.kind === 'integer') return value;
  if (column.kind === 'money') return Number(value) / 100;
  return cellText(column, row, language, zone);
}

import { type Column, isCivilDate } from '@tongcang/contract';
import { type Cell, unguardFormula } from '../../../platform/tabular/index.ts';
import type { IssueCode, IssueParams } from './import.model.ts';
import { canonical } from './words.ts';

/** How the file writes things down. */
export type CellContext = { readonly format: 'csv' | 'xlsx'; readonly date_system: 1900 | 1904 };
/** `value` is undefined for a blank cell. */
export type Conversion =
  | { readonly code: null; readonly value: unknown }
  | { readonly code: IssueCode; readonly params: IssueParams };
export type Converter = (cell: Cell) => Conversion;

const BLANK: Conversion = { code: null, value: undefined };
const found = (value: unknown): Conversion => ({ code: null, value });
const wrong = (code: IssueCode, params: IssueParams = {}): Conversion => ({ code, params });

const EXCEL_ERROR = /^#(N\/A|REF!|VALUE!|DIV\/0!|NAME\?|NUM!|NULL!|SPILL!|CALC!|#+)$/;

/**
 * Makes the converter of one column: from a cell as the file holds it to a value for the column's schema. It
 * never guesses: what Excel has damaged, or what reads two ways, is an issue. `words` are the accepted spellings
 * of a column with a closed list of options.
 */
export function converterOf(
  column: Column,
  context: CellContext,
  words: ReadonlyMap<string, string> | null,
): Converter {
  const convert = byKind(column, context, words);
  return (cell) => {
    if (cell === null) return BLANK;
    if (typeof cell !== 'string') return convert(cell);
    const text = cell.trim();
    if (text === '') return BLANK;
    if (text.startsWith('#') && EXCEL_ERROR.test(text)) return wrong('import.cell_error');
    return convert(text);
  };
}

type Present = Exclude<Cell, null>;

function byKind(
  column: Column,
  context: CellContext,
  words: ReadonlyMap<string, string> | null,
): (cell: Present) => Conversion {
  const toOption = (text: string) => words?.get(canonical(text)) ?? text;
  switch (column.kind) {
    case 'integer':
      return toInteger;
    case 'decimal':
      return toDecimal;
    case 'boolean':
      return toBoolean;
    case 'date':
      return (cell) => toDate(cell, context);
    case 'list':
      return (cell) => mapText(cell, context, (text) => splitList(text).map(toOption));
    case 'text':
      return words ? (cell) => mapText(cell, context, toOption) : (cell) => toText(cell, context);
  }
}

function mapText(cell: Present, context: CellContext, change: (text: string) => unknown): Conversion {
  const text = toText(cell, context);
  return text.code === null ? found(change(text.value as string)) : text;
}

/** Excel keeps 15 digits and shows more as `6.94563E+12`; both mean that digits of a code are gone. */
const EXPONENT = /^\d(\.\d+)?E\+\d{2,3}$/i;

function toText(cell: Present, context: CellContext): Conversion {
  if (typeof cell === 'string') {
    if (EXPONENT.test(cell)) return wrong('import.digits_lost');
    return found(context.format === 'csv' ? unguardFormula(cell) : cell);
  }
  if (typeof cell === 'object') return wrong('import.became_date', { date: cell.date });
  if (typeof cell === 'boolean') return found(cell ? 'TRUE' : 'FALSE');
  const text = String(cell);
  return Math.abs(cell) >= 1e15 || text.includes('e') ? wrong('import.digits_lost') : found(text);
}

/** Full-width digits, signs and separators become ASCII here, and only here: in codes they are refused. */
function numberText(cell: Present): string | null {
  if (typeof cell === 'string') {
    // biome-ignore lint/suspicious/noControlCharactersInRegex: the range is ASCII as a whole
    const text = /^[\u0000-\u007f]*$/.test(cell) ? cell : cell.normalize('NFKC').trim();
    return /^-?\d{1,3}(,\d{3})+(\.\d+)?$/.test(text) ? text.replaceAll(',', '') : text;
  }
  return null;
}

function toInteger(cell: Present): Conversion {
  const text = numberText(cell);
  const value = text === null ? cell : /^-?\d+(\.0+)?$/.test(text) ? Number(text) : null;
  // Minus zero is no quantity that somebody meant to write.
  return Number.isSafeInteger(value) && !Object.is(value, -0)
    ? found(value)
    : wrong('type', { expected: 'integer' });
}

function toDecimal(cell: Present): Conversion {
  const text = numberText(cell);
  const value = text === null ? cell : /^-?\d+(\.\d+)?$/.test(text) ? Number(text) : null;
  return Number.isFinite(value) && !Object.is(value, -0)
    ? found(value)
    : wrong('type', { expected: 'number' });
}

const BOOLEANS = new Map<string, boolean>([
  ...['y', 'yes', 'true', '1', '是', '有', '√'].map((word) => [word, true] as const),
  ...['n', 'no', 'false', '0', '否', '无', '×'].map((word) => [word, false] as const),
]);

function toBoolean(cell: Present): Conversion {
  if (typeof cell === 'boolean') return found(cell);
  const value = typeof cell === 'object' ? undefined : BOOLEANS.get(canonical(String(cell)));
  return value === undefined ? wrong('type', { expected: 'boolean' }) : found(value);
}

/** Year first, or not at all: `03/04/2026` reads two ways and is refused. A time of day is dropped. */
const DATE_TEXT = /^(\d{4})([-/.])(\d{1,2})\2(\d{1,2})(?:[T ]\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?)?$/;
const DATE_ZH = /^(\d{4})年(\d{1,2})月(\d{1,2})日$/;
const DATE_COMPACT = /^(\d{4})(\d{2})(\d{2})$/;

function toDate(cell: Present, context: CellContext): Conversion {
  const date =
    typeof cell === 'object'
      ? cell.date
      : typeof cell === 'number'
        ? (civilFromSerial(cell, context) ?? dateFromText(String(cell)))
        : dateFromText(String(cell));
  return date !== null && isCivilDate(date) ? found(date) : wrong('date');
}

function dateFromText(text: string): string | null {
  const iso = DATE_TEXT.exec(text);
  const parts = iso ? [iso[1], iso[3], iso[4]] : (DATE_ZH.exec(text) ?? DATE_COMPACT.exec(text))?.slice(1);
  if (!parts) return null;
  const [year, month, day] = parts as [string, string, string];
  return `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
}

const DAY_MS = 86_400_000;
/** The serial number of 9999-12-31; larger numbers can only be dates written as `20261231`. */
const SERIAL_MAX = 2_958_465;

/**
 * The day of an Excel serial number in a cell without a date format (a CSV file has no number cells). In the calendar of 1900 Excel counts a
 * 29 February that did not exist (serial 60), so days before it lie one further from the epoch.
 */
function civilFromSerial(serial: number, context: CellContext): string | null {
  const day = Math.floor(serial);
  if (day < 1 || day > SERIAL_MAX) return null;
  if (context.date_system === 1900 && day === 60) return null;
  const epoch = context.date_system === 1904 ? Date.UTC(1904, 0, 1) : Date.UTC(1899, 11, day < 60 ? 31 : 30);
  const date = new Date(epoch + day * DAY_MS);
  return date.getUTCFullYear() > 9999 ? null : date.toISOString().slice(0, 10);
}

/** Lists are separated by any of the marks people use; an element counts once. */
function splitList(text: string): string[] {
  const parts = text.split(/[;；,，、]/).map((part) => part.trim());
  return [...new Set(parts.filter((part) => part !== ''))];
}

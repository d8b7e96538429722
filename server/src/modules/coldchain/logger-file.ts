/** Files of temperature loggers: which column is what, and what a cell means. Pure. */
import type { Cell, TableRow } from '../../platform/tabular/index.ts';

export type Columns = {
  readonly time: number;
  /** A second column with the time of day, where date and time stand apart. */
  readonly clock: number | null;
  readonly temp: number;
  readonly humidity: number | null;
};
export type Named = {
  readonly time?: string | undefined;
  readonly temp?: string | undefined;
  readonly humidity?: string | undefined;
};

const TIME = [
  /^(date[ /_-]?time|time ?stamp|时间|日期时间|记录时间|采集时间|测量时间)/i,
  /时间|date|time|日期/i,
];
const CLOCK = [/^(time|时刻|时间)$/i];
const TEMP = [/^(温度|temp(erature)?\b|ch1|t1|channel ?1|通道1)/i, /温度|temp|°c|℃/i];
const HUMIDITY = [/^(湿度|humidity|rh\b|hum\b)/i, /湿度|humidity|%rh/i];

/** What is missing, or the columns: those that are named, else those that the exports of common loggers have. */
export function columnsOf(header: readonly string[], named: Named): Columns | 'time' | 'temp' {
  const time = pick(header, named.time, TIME, []);
  if (time === null) return 'time';
  const temp = pick(header, named.temp, TEMP, [time]);
  if (temp === null) return 'temp';
  const humidity = pick(header, named.humidity, HUMIDITY, [time, temp]);
  const apart = /^(date|日期)$/i.test(header[time]!.trim());
  return { time, temp, humidity, clock: apart ? pick(header, undefined, CLOCK, [time, temp]) : null };
}

function pick(
  header: readonly string[],
  named: string | undefined,
  patterns: readonly RegExp[],
  taken: readonly number[],
): number | null {
  if (named !== undefined && named !== '') {
    const index = header.findIndex((title) => title.trim() === named.trim());
    return index < 0 ? null : index;
  }
  for (const pattern of patterns) {
    const index = header.findIndex((title, at) => !taken.includes(at) && pattern.test(title.trim()));
    if (index >= 0) return index;
  }
  return null;
}

export type FileReading = {
  readonly line: number;
  readonly at: number;
  readonly temp_c: number;
  readonly humidity: number | null;
};
export type WrongRow = {
  readonly line: number;
  readonly code: 'time' | 'temperature';
  readonly text: string;
};

/** One row; null where it is empty, as summaries at the end of a file often are. */
export function readRow(
  { line, cells }: TableRow,
  columns: Columns,
  offset_minutes: number,
): FileReading | WrongRow | null {
  const date = cells[columns.time] ?? null;
  const value = cells[columns.temp] ?? null;
  if (isBlank(date) && isBlank(value)) return null;
  const at = timeOf(date, columns.clock === null ? null : (cells[columns.clock] ?? null), offset_minutes);
  if (at === null) return { line, code: 'time', text: textOf(date) };
  const temp_c = numberOf(value);
  if (temp_c === null || Math.abs(temp_c) > 200) return { line, code: 'temperature', text: textOf(value) };
  const humidity = columns.humidity === null ? null : numberOf(cells[columns.humidity] ?? null);
  return {
    line,
    at,
    temp_c,
    humidity: humidity !== null && humidity >= 0 && humidity <= 100 ? humidity : null,
  };
}

const isBlank = (cell: Cell) => cell === null || textOf(cell).trim() === '';
const textOf = (cell: Cell): string =>
  cell === null ? '' : typeof cell === 'object' ? cell.date : String(cell);

/** A decimal comma, a unit behind the number and a star for an alarm are written by loggers of the trade. */
function numberOf(cell: Cell): number | null {
  if (typeof cell === 'number') return cell;
  const match = /^[*!]?\s*(-?\d+(?:[.,]\d+)?)\s*(?:°c|℃|c|%rh|%)?\s*[*!]?$/i.exec(textOf(cell).trim());
  return match === null ? null : Number(match[1]!.replace(',', '.'));
}

const YEAR_FIRST = /^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?$/;
const DAY_FIRST = /^(\d{1,2})[./-](\d{1,2})[./-](\d{4})$/;
const CLOCK_TEXT = /^(上午|下午)?\s*(\d{1,2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?\s*(am|pm)?$/i;
const EXCEL_EPOCH_DAYS = 25_569;

/** Seconds since 1970 of a time as people read it on the wall; with an offset of its own that one counts. */
export function timeOf(date: Cell, clock: Cell, offset_minutes: number): number | null {
  if (typeof date === 'number' && date > 20_000 && date < 80_000) {
    const part = typeof clock === 'number' ? clock : 0;
    return Math.round((date + part - EXCEL_EPOCH_DAYS) * 86_400) - offset_minutes * 60;
  }
  const text = `${textOf(date).trim()} ${textOf(clock).trim()}`.trim();
  if (/^\d{4}-\d{2}-\d{2}T[\d:.]+(Z|[+-]\d{2}:?\d{2})$/.test(text)) {
    const at = Date.parse(text);
    return Number.isNaN(at) ? null : Math.floor(at / 1000);
  }
  const [day, ...rest] = text.replace('T', ' ').split(/\s+/);
  const days = dayOf(day ?? '');
  const seconds = clockOf(rest.join(' '));
  return days === null || seconds === null ? null : days + seconds - offset_minutes * 60;
}

function dayOf(text: string): number | null {
  const first = YEAR_FIRST.exec(text);
  const last = DAY_FIRST.exec(text);
  if (first === null && last === null) return null;
  const [year, month, day] = (first === null ? [last![3], last![2], last![1]] : first.slice(1)).map(
    Number,
  ) as [number, number, number];
  const at = Date.UTC(year, month - 1, day);
  const same = new Date(at);
  return same.getUTCMonth() === month - 1 && same.getUTCDate() === day ? at / 1000 : null;
}

function clockOf(text: string): number | null {
  const match = CLOCK_TEXT.exec(text);
  if (match === null) return null;
  const [, half_before, hour_text, minute, second, half_after] = match;
  const half = (half_before ?? half_after ?? '').toLowerCase();
  const hour = Number(hour_text);
  if (hour > 23 || Number(minute) > 59 || Number(second ?? 0) > 59) return null;
  const late = half === 'pm' || half === '下午';
  const early = half === 'am' || half === '上午';
  const of_day = late && hour < 12 ? hour + 12 : early && hour === 12 ? 0 : hour;
  return of_day * 3600 + Number(minute) * 60 + Number(second ?? 0);
}

import { formatNumber, type Language, localeOf } from './message.ts';

/**
 * How values are written on screen. Quantities and money arrive as integers and stay integers until here;
 * civil dates are never turned into instants, so no time zone can move an expiry date by a day.
 */

/** A whole number with grouping, or an en dash for nothing. */
export function formatInteger(value: number | null | undefined, language: Language): string {
  return value === null || value === undefined ? '–' : formatNumber(value, language);
}

/** Money from fen: `¥1,234.50`. `currency` is the sign written before it. */
export function formatMoney(fen: number | null | undefined, language: Language, currency = '¥'): string {
  if (fen === null || fen === undefined) return '–';
  const whole = Math.trunc(Math.abs(fen) / 100);
  const rest = String(Math.abs(fen) % 100).padStart(2, '0');
  return `${fen < 0 ? '−' : ''}${currency}${formatNumber(whole, language)}.${rest}`;
}

/** A civil date `YYYY-MM-DD` in the form the language reads (`long`), or as it is (`short`, for columns). */
export function formatDate(
  date: string | null | undefined,
  language: Language,
  style: 'short' | 'long' = 'short',
): string {
  if (!date) return '–';
  if (style === 'short') return date;
  const [year, month, day] = date.split('-').map(Number) as [number, number, number];
  if (language === 'zh') return `${year}年${month}月${day}日`;
  // Noon UTC of that day, written in UTC: the formatter only lends its month names.
  return new Intl.DateTimeFormat(localeOf(language), { dateStyle: 'medium', timeZone: 'UTC' }).format(
    Date.UTC(year, month - 1, day, 12),
  );
}

const zoned = new Map<string, Intl.DateTimeFormat>();

function zonedParts(instant: string, zone: string): Record<string, string> {
  let format = zoned.get(zone);
  if (!format) {
    format = new Intl.DateTimeFormat('en-CA', {
      timeZone: zone,
      hourCycle: 'h23',
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
      second: '2-digit',
    });
    zoned.set(zone, format);
  }
  return Object.fromEntries(format.formatToParts(new Date(instant)).map((part) => [part.type, part.value]));
}

/** An instant (ISO, UTC) as the wall clock of `zone` shows it: `2026-11-22 20:33`. */
export function formatInstant(
  instant: string | null | undefined,
  zone: string,
  style: 'minute' | 'second' = 'minute',
): string {
  if (!instant || Number.isNaN(Date.parse(instant))) return '–';
  const p = zonedParts(instant, zone);
  const time = style === 'second' ? `${p.hour}:${p.minute}:${p.second}` : `${p.hour}:${p.minute}`;
  return `${p.year}-${p.month}-${p.day} ${time}`;
}

/** The civil date that `instant` falls on in `zone`. */
export function civilDateIn(instant: string, zone: string): string {
  return formatInstant(instant, zone).slice(0, 10);
}

/** Whole days from one civil date to another; negative when `to` lies before `from`. */
export function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / 86_400_000);
}

/** A share between 0 and 1 as a percentage with one decimal. */
export function formatShare(share: number | null | undefined, language: Language): string {
  if (share === null || share === undefined || !Number.isFinite(share)) return '–';
  return new Intl.NumberFormat(localeOf(language), { style: 'percent', maximumFractionDigits: 1 }).format(
    share,
  );
}

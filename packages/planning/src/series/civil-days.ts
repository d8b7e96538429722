import { type CivilDate, dayNumber } from '../calendar.ts';
import { PlanningInputError } from '../errors.ts';
import type { Bucket } from './series.model.ts';

const DAY_MS = 86_400_000;

/** The civil date of a day number (days since 1970-01-01). */
export const dateOf = (day: number): CivilDate => new Date(day * DAY_MS).toISOString().slice(0, 10);

/** First day of the bucket that a day lies in: itself, its Monday (ISO 8601), or the first of its month. */
export function bucketStart(day: number, bucket: Bucket): number {
  if (bucket === 'day') return day;
  // 1970-01-01 was a Thursday.
  if (bucket === 'week') return day - ((((day + 3) % 7) + 7) % 7);
  const date = new Date(day * DAY_MS);
  return Date.UTC(date.getUTCFullYear(), date.getUTCMonth(), 1) / DAY_MS;
}

/** First day of the bucket that follows the one starting on `start`. */
export function nextBucket(start: number, bucket: Bucket): number {
  if (bucket === 'day') return start + 1;
  if (bucket === 'week') return start + 7;
  const date = new Date(start * DAY_MS);
  return Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 1) / DAY_MS;
}

/**
 * A clock on the wall of a warehouse: the civil date there of an instant. `zone` is an IANA name such as
 * `Asia/Shanghai`; daylight saving is followed. Throws PlanningInputError for an unknown zone (field `zone`) and for
 * what is not an instant with an offset (field `instant`).
 */
export function civilDateIn(zone: string): (instant: string) => CivilDate {
  let format: Intl.DateTimeFormat;
  try {
    format = new Intl.DateTimeFormat('en-CA', {
      timeZone: zone,
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
    });
  } catch {
    throw new PlanningInputError('not_listed', 'zone', zone);
  }
  return (instant) => {
    const time = /T.*(Z|[+-]\d{2}:?\d{2})$/.test(instant) ? Date.parse(instant) : Number.NaN;
    if (Number.isNaN(time)) throw new PlanningInputError('not_a_date', 'instant', instant);
    return format.format(time);
  };
}

/** Days of a list as day numbers; throws PlanningInputError naming `field[n]`. */
export const daySet = (field: string, dates: readonly CivilDate[]): Set<number> =>
  new Set(dates.map((date, nth) => dayNumber(`${field}[${nth}]`, date)));

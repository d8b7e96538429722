import { civilDateIn } from '../../../ui/index.ts';

const DAY_MS = 86_400_000;

/** The civil date in `zone` now. */
export const todayIn = (zone: string): string => civilDateIn(new Date().toISOString(), zone);

/** A civil date some days later or, with a negative number, earlier. */
export const plusDays = (date: string, days: number): string =>
  new Date(Date.parse(`${date}T00:00:00Z`) + days * DAY_MS).toISOString().slice(0, 10);

/** The last day of a month `YYYY-MM`. */
export function lastDayOf(month: string): string {
  const [year, number] = month.split('-').map(Number) as [number, number];
  return new Date(Date.UTC(year, number, 0)).toISOString().slice(0, 10);
}

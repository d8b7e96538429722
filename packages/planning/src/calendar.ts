import { PlanningInputError } from './errors.ts';

/** A day without time or zone, `YYYY-MM-DD`. */
export type CivilDate = string;
const DAY_MS = 86_400_000;

/** Days since 1970-01-01 of a civil date; throws PlanningInputError naming `field` when there is no such day. */
export function dayNumber(field: string, date: CivilDate): number {
  const time = /^\d{4}-\d{2}-\d{2}$/.test(date) ? Date.parse(`${date}T00:00:00Z`) : Number.NaN;
  const real = !Number.isNaN(time) && new Date(time).toISOString().slice(0, 10) === date;
  if (!real) throw new PlanningInputError('not_a_date', field, date);
  return time / DAY_MS;
}

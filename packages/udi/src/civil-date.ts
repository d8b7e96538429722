/** Civil dates as 'YYYY-MM-DD' text, without time zones and without `Date`. */

const MONTH_DAYS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/** The number of days of a month (1 to 12) in the Gregorian calendar; 0 when there is no such month. */
export function daysInMonth(year: number, month: number): number {
  if (month === 2 && year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0)) return 29;
  return MONTH_DAYS[month - 1] ?? 0;
}

/**
 * The full year that a two-digit year means, seen from `yearNow`.
 *
 * Rule of the GS1 General Specifications: a year 51 to 99 ahead lies in the previous century, a year 50 to 99 behind
 * in the next one, everything else in the current one.
 */
export function fullYear(twoDigits: number, yearNow: number): number {
  const century = yearNow - (yearNow % 100);
  const difference = twoDigits - (yearNow % 100);
  if (difference >= 51) return century - 100 + twoDigits;
  if (difference <= -50) return century + 100 + twoDigits;
  return century + twoDigits;
}

/** Writes a civil date; day 0 means the last day of the month, as GS1 dates with day 00 do. */
export function civilDate(year: number, month: number, day: number): string {
  const lastDay = day === 0 ? daysInMonth(year, month) : day;
  return `${pad(year, 4)}-${pad(month, 2)}-${pad(lastDay, 2)}`;
}

function pad(value: number, width: number): string {
  if (width === 2 && value < 10) return `0${value}`;
  return value >= 1000 || width === 2 ? String(value) : String(value).padStart(width, '0');
}

let known = { today: '', year: 0 };

/** The year of 'YYYY-MM-DD'. Throws a TypeError for anything else: a wrong `today` is a programmer's mistake. */
export function yearOf(today: string): number {
  // Scan after scan comes on the same day.
  if (known.today !== today) known = { today, year: checkedYear(today) };
  return known.year;
}

function checkedYear(today: string): number {
  const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(today);
  const [year, month, day] = match === null ? [0, 0, 0] : match.slice(1).map(Number);
  if (!day || day > daysInMonth(year as number, month as number)) {
    throw new TypeError(`today must be a civil date 'YYYY-MM-DD', got '${today}'`);
  }
  return year as number;
}

/** The date of a day of the year (1 to 366), or null when the year has no such day. */
export function dateOfYearDay(year: number, dayOfYear: number): string | null {
  let day = dayOfYear;
  if (day < 1) return null;
  for (let month = 1; month <= 12; month++) {
    const days = daysInMonth(year, month);
    if (day <= days) return civilDate(year, month, day);
    day -= days;
  }
  return null;
}

/** What every scan may say, whoever issued the identifier, and how the readers of the smaller issuers read dates. */
import { civilDate, dateOfYearDay, daysInMonth, fullYear } from './civil-date.ts';
import { type IssueCode, type Refusal, refuse, type Warning } from './issue.ts';

/** The production part of a device identifier by the project's words; dates are civil dates, times 'HH:MM'. */
export type ProductionFields = {
  readonly lot?: string;
  readonly serial?: string;
  readonly expiry_date?: string;
  readonly expiry_time?: string;
  readonly production_date?: string;
};
export type ProductionDraft = { -readonly [Key in keyof ProductionFields]: ProductionFields[Key] };

/** What the readers need to know besides the text. */
export type ReadOptions = {
  /** The civil date 'YYYY-MM-DD' on which the label is read; it settles the century of two-digit years. */
  readonly today: string;
};

/** A date that was read, or the code of what is wrong with it. */
export type DateRead = { readonly date: string } | { readonly code: IssueCode };

/** A year, month and day of digits as a civil date; day 0 is refused here. */
export function readDate(year: number, month: number, day: number): DateRead {
  if (!(month >= 1 && month <= 12)) return { code: 'MONTH' };
  return day >= 1 && day <= daysInMonth(year, month)
    ? { date: civilDate(year, month, day) }
    : { code: 'DAY' };
}

/** YYMMDD. */
export function readShortDate(digits: string, yearNow: number): DateRead {
  const [year, month, day] = [digits.slice(0, 2), digits.slice(2, 4), digits.slice(4, 6)].map(Number);
  return readDate(fullYear(year as number, yearNow), month as number, day as number);
}

/** A year and the day in it. */
export function readYearDay(year: number, day: number): DateRead {
  const date = dateOfYearDay(year, day);
  return date === null ? { code: 'DAY' } : { date };
}

/** The warning about a label that expires before it is made. */
export function dateWarnings({ expiry_date, production_date }: ProductionFields): Warning[] {
  const reversed =
    expiry_date !== undefined && production_date !== undefined && expiry_date < production_date;
  return reversed ? [{ code: 'EXPIRY_BEFORE_PRODUCTION', params: {} }] : [];
}

/** A refusal at a place in the text. */
export function refuseAt(code: IssueCode, position: number, value: string): Refusal {
  return refuse(code, { position, params: { value } });
}

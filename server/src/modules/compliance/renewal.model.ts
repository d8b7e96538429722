/** When a paper is renewed, in working days and months: pure, the calendar comes in. */
import type { PAPER_OWNERS, RENEWAL_STATES } from '@tongcang/contract';

/** Days that differ from Monday to Friday, and whether they are worked. */
export type WorkCalendar = ReadonlyMap<string, boolean>;
export type RenewalState = (typeof RENEWAL_STATES)[number];
export type PaperOwner = (typeof PAPER_OWNERS)[number];
export type Window = { readonly window_from: string | null; readonly window_to: string | null };

const DAY_MS = 86_400_000;
const NO_WINDOW: Window = { window_from: null, window_to: null };
/** Licences are renewed 90 to 30 working days before their end (经营办法 art 16). */
const LICENCE_WINDOW = { first: 90, last: 30 };
/** Licences that end; filings do not. */
const RENEWABLE = ['distribution_licence', 'production_licence'];
/** Months before the end of a registration at which somebody is reminded; it is applied for six months before at the latest. */
export const REMINDERS = [12, 9, 7, 6] as const;
/** What has no window of the law is due so many days before its end. */
const DUE_DAYS = 60;

export const addDays = (date: string, days: number): string =>
  new Date(Date.parse(date) + days * DAY_MS).toISOString().slice(0, 10);

/** The same day so many months earlier, or the last day of a shorter month. */
export function monthsBefore(date: string, months: number): string {
  const [year, month, day] = date.split('-').map(Number) as [number, number, number];
  const first = new Date(Date.UTC(year, month - 1 - months, 1));
  const last = new Date(Date.UTC(first.getUTCFullYear(), first.getUTCMonth() + 1, 0)).getUTCDate();
  return addDays(first.toISOString().slice(0, 10), Math.min(day, last) - 1);
}

export function isWorkday(date: string, calendar: WorkCalendar): boolean {
  const weekday = new Date(Date.parse(date)).getUTCDay();
  return calendar.get(date) ?? (weekday !== 0 && weekday !== 6);
}

/** The working day that lies `days` working days before `date`, which itself does not count. */
export function workdaysBefore(date: string, days: number, calendar: WorkCalendar): string {
  let at = date;
  for (let left = days; left > 0; ) {
    at = addDays(at, -1);
    if (isWorkday(at, calendar)) left -= 1;
  }
  return at;
}

export function licenceWindow(kind: string, valid_to: string | null, calendar: WorkCalendar): Window {
  if (valid_to === null || !RENEWABLE.includes(kind)) return NO_WINDOW;
  return {
    window_from: workdaysBefore(valid_to, LICENCE_WINDOW.first, calendar),
    window_to: workdaysBefore(valid_to, LICENCE_WINDOW.last, calendar),
  };
}

export function registrationWindow(valid_to: string | null): Window {
  if (valid_to === null) return NO_WINDOW;
  return { window_from: monthsBefore(valid_to, REMINDERS[0]), window_to: monthsBefore(valid_to, 6) };
}

/** The last reminder that is due by today; null where none is yet. */
export function reminderDue(valid_to: string, today: string): number | null {
  return REMINDERS.findLast((months) => monthsBefore(valid_to, months) <= today) ?? null;
}

type Standing = {
  readonly status: string;
  readonly in_force_to: string | null;
  /** Whether a later version reaches further. */
  readonly renewed: boolean;
};

/** How far the renewal of a paper is. */
export function renewalState(
  { status, in_force_to, renewed }: Standing,
  window: Window,
  today: string,
): RenewalState {
  if (status === 'cancelled') return 'cancelled';
  if (in_force_to === null) return 'endless';
  if (renewed) return 'renewed';
  if (in_force_to < today) return 'expired';
  if (window.window_from === null || window.window_to === null)
    return addDays(today, DUE_DAYS) >= in_force_to ? 'due' : 'early';
  if (window.window_to < today) return 'late';
  return window.window_from <= today ? 'due' : 'early';
}

/** Who sees to a paper of a company, by what that company is to us. */
export function ownerOf(partner_kind: string): PaperOwner {
  if (partner_kind === 'customer') return 'planner';
  if (partner_kind === 'carrier') return 'warehouse_manager';
  return partner_kind === 'legal_entity' ? 'quality' : 'purchaser';
}

export const daysLeft = (in_force_to: string | null, today: string): number | null =>
  in_force_to === null ? null : Math.round((Date.parse(in_force_to) - Date.parse(today)) / DAY_MS);

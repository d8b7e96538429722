/** The rules of deviations and of CAPA, free of I/O. */
import type { CAPA_STATUSES, CaseSeverity, DEVIATION_STATUSES } from '@tongcang/contract';
import { fail } from '../../platform/errors.ts';

export type DeviationStatus = (typeof DEVIATION_STATUSES)[number];
/** What may follow what; the table's CHECK knows the same words. An investigation may be corrected until the end. */
export const DEVIATION_TRANSITIONS: Readonly<Record<DeviationStatus, readonly DeviationStatus[]>> = {
  opened: ['investigated'],
  investigated: ['investigated', 'closed'],
  closed: [],
};

export type CapaStatus = (typeof CAPA_STATUSES)[number];
/** What does not work, or not any more, is open again. */
export const CAPA_TRANSITIONS: Readonly<Record<CapaStatus, readonly CapaStatus[]>> = {
  opened: ['implemented'],
  implemented: ['closed', 'opened'],
  closed: ['opened'],
};

type Named<S> = { readonly document_no: string; readonly status: S };

/** The next status by a table of transitions, or the error that says why not. */
export function followCase<S extends string>(
  transitions: Readonly<Record<S, readonly S[]>>,
  { document_no, status }: Named<S>,
  next: S,
): S {
  if (transitions[status].includes(next)) return next;
  fail('quality.case_status', { document_no, status });
}

/** Whatever is not closed may still be worked on. */
export function refuseClosed({ document_no, status }: Named<string>): void {
  if (status === 'closed' || status === 'dismissed') fail('quality.case_status', { document_no, status });
}

/** Neither who opened a case nor who owns it closes it. What the system opened has no opener. */
export function refuseOwn(
  { document_no, people }: { readonly document_no: string; readonly people: readonly (number | null)[] },
  user_id: number | null,
): void {
  if (user_id !== null && people.includes(user_id)) fail('quality.own_case', { document_no });
}

/** Days until a case is due, by how grave it is. */
export type DaysBySeverity = Readonly<Record<CaseSeverity, number>>;

/** A civil date so many days later. */
export function daysAfter(date: string, days: number): string {
  return new Date(Date.parse(`${date}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
}

export type LotState = {
  /** Reported as affected. */
  readonly qty: number;
  /** Decided so far, and how much of that stays where it is because something else holds it too. */
  readonly decided: number;
  readonly in_place: number;
  /** Standing at the warehouse now. */
  readonly held: number;
  readonly quarantine: number;
  /** Whether this deviation holds the whole lot at the warehouse. */
  readonly has_hold: boolean;
};

/**
 * Whether something of a lot still waits for a decision. A hold stops the whole lot, so all of it is decided; without one
 * only what was reported is. What was sold or destroyed meanwhile needs no decision.
 */
export function isUndecided({ qty, decided, in_place, held, quarantine, has_hold }: LotState): boolean {
  return has_hold ? held > in_place : held + quarantine > 0 && decided < qty;
}

/** How fast a promised quantity is used, and where that leads: pure. Dates are civil dates. */
import type { burn_down } from '@tongcang/contract';
import type { z } from 'zod';

export type BurnDown = z.infer<typeof burn_down>;

const DAY_MS = 86_400_000;
/** Within a tenth of an even pace is on track: deliveries come in lumps. */
const TOLERANCE = 0.1;

/** Burn-down of `committed` pieces over a period, as seen on `today` with `used` of them gone. */
export function burnDown(input: {
  readonly committed: number | null;
  readonly used: number;
  readonly valid_from: string;
  readonly valid_to: string;
  readonly today: string;
}): BurnDown {
  const { committed, used, valid_from, valid_to, today } = input;
  const days = daysFrom(valid_from, valid_to) + 1;
  // The day that runs counts whole, so that on the first day there is a pace already.
  const gone = Math.min(days, Math.max(0, daysFrom(valid_from, today) + 1));
  const elapsed = gone / days;
  const projected = gone === 0 ? null : Math.round((used * days) / gone);
  const left = committed === null ? null : Math.max(0, committed - used);
  return {
    committed,
    used,
    left,
    elapsed,
    expected_by_now: committed === null ? null : Math.round(committed * elapsed),
    projected,
    runs_out_on: runsOut(committed, used, gone, today, valid_to),
    state: stateOf(committed, used, elapsed),
  };
}

function stateOf(committed: number | null, used: number, elapsed: number): BurnDown['state'] {
  if (elapsed === 0) return 'not_started';
  if (committed === null) return 'on_track';
  if (used > committed) return 'over';
  if (used === committed) return 'used_up';
  const pace = used / committed;
  if (pace < elapsed * (1 - TOLERANCE)) return 'behind';
  return pace > elapsed * (1 + TOLERANCE) ? 'ahead' : 'on_track';
}

function runsOut(
  committed: number | null,
  used: number,
  gone: number,
  today: string,
  valid_to: string,
): string | null {
  if (committed === null || gone === 0 || used === 0) return null;
  if (used >= committed) return today;
  const days_left = Math.ceil(((committed - used) * gone) / used);
  const day = addDays(today, days_left);
  return day <= valid_to ? day : null;
}

export function daysFrom(from: string, to: string): number {
  return Math.round((Date.parse(to) - Date.parse(from)) / DAY_MS);
}
export function addDays(date: string, days: number): string {
  return new Date(Date.parse(date) + days * DAY_MS).toISOString().slice(0, 10);
}

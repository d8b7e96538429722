import { formatInstant } from '../../../ui/index.ts';

/** An instant as the clock of `zone` shows it, in the form of an input for date and time: `2026-11-22T20:33`. */
export const wallClock = (instant: string, zone: string): string =>
  formatInstant(instant, zone).replace(' ', 'T');

/**
 * The instant at which the clock of `zone` shows `wall`; null for what is no time. The offset is taken at the
 * instant itself, so days on which clocks change come out right on either side of the change.
 */
export function instantOf(wall: string, zone: string): string | null {
  const naive = Date.parse(`${wall}Z`);
  if (Number.isNaN(naive)) return null;
  let guess = naive;
  for (let turn = 0; turn < 2; turn += 1) {
    const shown = Date.parse(`${wallClock(new Date(guess).toISOString(), zone)}:00Z`);
    guess += naive - shown;
  }
  return new Date(guess).toISOString();
}

import { daysLeft, type RenewalState, renewalState, type Window } from './renewal.model.ts';

type Version = {
  readonly status: string;
  readonly valid_from: string;
  readonly in_force_to: string | null;
};

/** Where a version stands today among all versions of its number. */
export function standingOf(
  version: Version,
  all: readonly Version[],
  window: Window,
  today: string,
): Window & { state: RenewalState; days_left: number | null } {
  const renewed = all.some(
    (other) =>
      other.status === 'active' &&
      other.valid_from > version.valid_from &&
      (other.in_force_to ?? '9999') >= (version.in_force_to ?? '9999'),
  );
  const { status, in_force_to } = version;
  return {
    ...window,
    state: renewalState({ status, in_force_to, renewed }, window, today),
    days_left: daysLeft(in_force_to, today),
  };
}

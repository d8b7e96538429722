/** States and fitness: pure. */
import type { AREA_STATES, EXCURSION_STATUSES, FITNESS } from '@tongcang/contract';
import { fail } from '../../platform/errors.ts';

export type ExcursionStatus = (typeof EXCURSION_STATUSES)[number];
/** What may follow what; the table's CHECK knows the same words. Late readings may open again what had ended. */
export const EXCURSION_TRANSITIONS: Readonly<Record<ExcursionStatus, readonly ExcursionStatus[]>> = {
  open: ['ended'],
  ended: ['open', 'decided'],
  decided: [],
};

/** The next status, or the error that says why not. */
export function followExcursion(
  { document_no, status }: { readonly document_no: string; readonly status: ExcursionStatus },
  next: ExcursionStatus,
): ExcursionStatus {
  if (EXCURSION_TRANSITIONS[status].includes(next)) return next;
  fail('coldchain.excursion_status', { document_no, status });
}

export type Fitness = (typeof FITNESS)[number];
export type AreaKind = 'room' | 'zone' | 'bin' | 'vehicle' | 'box';

type Watched = {
  readonly kind: AreaKind;
  readonly status: 'active' | 'retired';
  readonly validation_due: string | null;
  readonly manual_per_day: number;
  /** Devices in it that send by themselves. */
  readonly sensors: number;
  /** Earliest day by which one of them is to be calibrated; null where one has never been. */
  readonly calibration_due: string | null;
};

/** Why an area may not be relied on, today. A place that a person reads needs no sensor; a box needs one. */
export function areaProblems(area: Watched, today: string, sensors_min: number): Fitness[] {
  if (area.status === 'retired') return ['retired'];
  const one = area.kind === 'box' || area.kind === 'bin';
  const needed = area.manual_per_day > 0 ? 0 : one ? Math.min(1, sensors_min) : sensors_min;
  const validated = area.manual_per_day > 0 || area.kind === 'bin' || area.kind === 'zone';
  return [
    ...(validated ? [] : validationProblems(area.validation_due, today)),
    ...(area.sensors < needed ? (['too_few_sensors'] as const) : []),
    ...(area.sensors > 0 && isOver(area.calibration_due, today) ? (['calibration_overdue'] as const) : []),
  ];
}

function validationProblems(due: string | null, today: string): Fitness[] {
  if (due === null) return ['not_validated'];
  return due < today ? ['validation_overdue'] : [];
}

export const isOver = (due: string | null, today: string): boolean => due === null || due < today;

export function deviceProblems(
  device: { readonly kind: string; readonly status: string; readonly calibration_due: string | null },
  today: string,
): Fitness[] {
  if (device.status === 'retired') return ['retired'];
  return device.kind !== 'manual' && isOver(device.calibration_due, today) ? ['calibration_overdue'] : [];
}

type Now = {
  readonly lowest_c: number | null;
  readonly highest_c: number | null;
  readonly temp_min_c: number;
  readonly temp_max_c: number;
  readonly last_at: string | null;
  readonly lost: number;
  /** Nobody expects readings of an empty vehicle. */
  readonly expected: boolean;
};

/** What an area shows at a glance. */
export function areaState(now: Now, problems: readonly Fitness[]): (typeof AREA_STATES)[number] {
  const { lowest_c, highest_c, temp_min_c, temp_max_c } = now;
  const out = lowest_c !== null && (lowest_c < temp_min_c || highest_c! > temp_max_c);
  if (out && now.expected) return 'out_of_range';
  if (now.lost > 0) return 'lost';
  if (problems.length > 0) return 'unfit';
  return now.last_at === null ? 'no_reading' : 'ok';
}

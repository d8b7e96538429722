/** What can be wrong with a value given to the planning core. */
export type PlanningInputCode =
  | 'not_a_number'
  | 'not_whole'
  | 'out_of_range'
  | 'not_a_date'
  | 'not_listed'
  | 'unknown_id'
  | 'duplicate';

/** Thrown before anything is computed; `field` is the path of the value, such as `needs[3].qty`. */
export class PlanningInputError extends Error {
  readonly code: PlanningInputCode;
  readonly field: string;
  readonly value: unknown;
  constructor(code: PlanningInputCode, field: string, value: unknown) {
    super(`${field}: ${code} (${String(value).slice(0, 60)})`);
    this.name = 'PlanningInputError';
    this.code = code;
    this.field = field;
    this.value = value;
  }
}

type Range = { readonly min?: number; readonly max?: number };

/** Refuses NaN, infinities and numbers outside the range (both ends included; by default not negative). */
export function requireNumber(field: string, value: number, { min = 0, max = 1e15 }: Range = {}): void {
  if (typeof value !== 'number' || !Number.isFinite(value))
    throw new PlanningInputError('not_a_number', field, value);
  if (value < min || value > max) throw new PlanningInputError('out_of_range', field, value);
}

/** As `requireNumber`, and whole. */
export function requireWhole(field: string, value: number, range: Range = {}): void {
  requireNumber(field, value, range);
  if (!Number.isSafeInteger(value)) throw new PlanningInputError('not_whole', field, value);
}

export function requireListed<T>(field: string, value: T, allowed: readonly T[]): void {
  if (!allowed.includes(value)) throw new PlanningInputError('not_listed', field, value);
}

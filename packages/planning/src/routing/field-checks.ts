import { PlanningInputError, requireListed, requireNumber, requireWhole } from '../errors.ts';
import { TEMPERATURE_CLASSES, type VolumeByClass } from './routing.model.ts';

/** Bounds within which sums of doubles stay exact to far less than anything that matters. */
export const QTY_MAX = 1e9;
export const INSTANT = { min: -1e7, max: 1e7 };

export function requireUnique<Key extends string>(
  list: string,
  key: Key,
  rows: readonly Readonly<Record<Key, number>>[],
): void {
  const seen = new Set<number>();
  for (const [nth, row] of rows.entries()) {
    const field = `${list}[${nth}].${key}`;
    requireWhole(field, row[key]);
    if (seen.has(row[key])) throw new PlanningInputError('duplicate', field, row[key]);
    seen.add(row[key]);
  }
}

export function requireVolume(field: string, volume: VolumeByClass): void {
  for (const name of Object.keys(volume))
    requireListed(`${field}.${name}`, name, TEMPERATURE_CLASSES as readonly string[]);
  for (const name of TEMPERATURE_CLASSES)
    requireNumber(`${field}.${name}`, volume[name] ?? 0, { max: QTY_MAX });
}

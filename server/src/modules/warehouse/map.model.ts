/** What is wrong with a drawn map: pure, every fault at once. */

import type { FieldError } from '../../platform/errors.ts';
import type { MapBin } from '../masterdata/index.ts';

/** A bin as it is in use now. */
export type StandingBin = {
  readonly location_code: string;
  readonly zone_kind: string;
  readonly storage_condition: string;
  readonly qty: number;
};

/** Faults of the map against itself and against what stands in its bins; `bins.3` is the fourth bin of the input. */
export function mapFaults(bins: readonly MapBin[], standing: readonly StandingBin[]): FieldError[] {
  return [...repeatedCodes(bins), ...mixedZones(bins), ...overlaps(bins), ...inUse(bins, standing)];
}

const fault = (index: number, code: string, params: FieldError['params']): FieldError => ({
  path: `bins.${index}`,
  code,
  params,
});

function repeatedCodes(bins: readonly MapBin[]): FieldError[] {
  const seen = new Set<string>();
  return bins.flatMap(({ location_code }, index) => {
    if (seen.has(location_code)) return [fault(index, 'warehouse.bin_code_taken', { location_code })];
    seen.add(location_code);
    return [];
  });
}

/** A zone has one colour on the floor, so all its bins are of one kind. */
function mixedZones(bins: readonly MapBin[]): FieldError[] {
  const kinds = new Map<string, string>();
  return bins.flatMap(({ zone_code, zone_kind }, index) => {
    const other = kinds.get(zone_code);
    if (other === undefined) kinds.set(zone_code, zone_kind);
    if (other === undefined || other === zone_kind) return [];
    return [fault(index, 'warehouse.zone_mixed', { zone_code, kind: zone_kind, other })];
  });
}

function overlaps(bins: readonly MapBin[]): FieldError[] {
  const taken = new Map<string, string>();
  return bins.flatMap((bin, index) => {
    let other: string | undefined;
    for (let x = bin.x; x < bin.x + bin.width; x++) {
      for (let y = bin.y; y < bin.y + bin.height; y++) {
        other ??= taken.get(`${x}|${y}`);
        taken.set(`${x}|${y}`, bin.location_code);
      }
    }
    if (other === undefined) return [];
    return [fault(index, 'warehouse.bins_overlap', { location_code: bin.location_code, other })];
  });
}

/** Goods stand where their colour and condition allow; a bin that holds some changes neither and is not taken away. */
function inUse(bins: readonly MapBin[], standing: readonly StandingBin[]): FieldError[] {
  // Of a code that comes twice the first counts; the other is named as a repetition.
  const drawn = new Map(bins.map((bin, index) => [bin.location_code, { bin, index }] as const).reverse());
  return standing.flatMap(({ location_code, zone_kind, storage_condition, qty }) => {
    if (qty === 0) return [];
    const now = drawn.get(location_code);
    const same = now?.bin.zone_kind === zone_kind && now.bin.storage_condition === storage_condition;
    if (same) return [];
    const params = { location_code, qty };
    return [
      now === undefined
        ? { path: 'bins', code: 'warehouse.bin_in_use', params }
        : fault(now.index, 'warehouse.bin_in_use', params),
    ];
  });
}

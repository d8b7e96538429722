/** Changes of a drawn map: pure, each gives a new list of bins. */

import type { saveMap } from '@tongcang/contract';
import type { InputFor } from '../../app/api.ts';

export type Drawn = Required<InputFor<typeof saveMap>['bins'][number]>;
export type EditedBin = Drawn & { readonly key: number };

const SIDE_MAX = 100;
const FLOOR_MAX = 10_000;
const within = (value: number, low: number, high: number) => Math.min(high, Math.max(low, value));

/** Moves a bin by cells; it stays on the floor. */
export function moveBin(bins: readonly EditedBin[], key: number, by: { x: number; y: number }): EditedBin[] {
  return bins.map((bin) =>
    bin.key === key
      ? { ...bin, x: within(bin.x + by.x, 0, FLOOR_MAX), y: within(bin.y + by.y, 0, FLOOR_MAX) }
      : bin,
  );
}

/** Makes a bin larger or smaller by cells; one cell is left of it. */
export function resizeBin(
  bins: readonly EditedBin[],
  key: number,
  by: { x: number; y: number },
): EditedBin[] {
  return bins.map((bin) =>
    bin.key === key
      ? {
          ...bin,
          width: within(bin.width + by.x, 1, SIDE_MAX),
          height: within(bin.height + by.y, 1, SIDE_MAX),
        }
      : bin,
  );
}

/** A new bin like `model`, with the next code of its row, on the first free cell behind it. */
export function addBin(bins: readonly EditedBin[], model: EditedBin | undefined, key: number): EditedBin {
  const like: Omit<EditedBin, 'key'> = model ?? {
    location_code: 'A-00',
    zone_code: 'A',
    zone_kind: 'storage',
    storage_condition: 'ambient',
    x: 0,
    y: 0,
    width: 1,
    height: 1,
    capacity_ml: null,
    pick_face: false,
    pick_sequence: null,
  };
  const codes = new Set(bins.map((bin) => bin.location_code));
  let code = like.location_code;
  do code = nextCode(code);
  while (codes.has(code));
  let x = like.x + (model === undefined ? 0 : like.width);
  while (!isFree(bins, { ...like, x })) x += 1;
  return { ...like, key, location_code: code, x, pick_sequence: null };
}

/** `A-01-9` -> `A-01-10`, `A-09` -> `A-10`: the last number rises and keeps its width. */
export function nextCode(code: string): string {
  const match = /^(.*?)(\d+)$/.exec(code);
  if (match === null) return `${code}-1`;
  const [, head, digits] = match as unknown as [string, string, string];
  return `${head}${String(Number(digits) + 1).padStart(digits.length, '0')}`;
}

type Spot = Pick<Drawn, 'x' | 'y' | 'width' | 'height'>;

function isFree(bins: readonly EditedBin[], spot: Spot): boolean {
  return bins.every(
    (bin) =>
      bin.x + bin.width <= spot.x ||
      spot.x + spot.width <= bin.x ||
      bin.y + bin.height <= spot.y ||
      spot.y + spot.height <= bin.y,
  );
}

/** Steps between two numbers, so that a bin can be put between them by hand. */
const SEQUENCE_STEP = 10;

/** Numbers the storage bins along the aisles: zone by zone, up one column of racks and down the next. */
export function sequenceAlongAisles(bins: readonly EditedBin[]): EditedBin[] {
  const storage = bins.filter((bin) => bin.zone_kind === 'storage');
  const columns = [...new Set(storage.map((bin) => bin.x))].sort((a, b) => a - b);
  const turn = (bin: EditedBin) => (columns.indexOf(bin.x) % 2 === 0 ? bin.y : -bin.y);
  const route = storage.toSorted((a, b) =>
    a.zone_code < b.zone_code ? -1 : a.zone_code > b.zone_code ? 1 : a.x - b.x || turn(a) - turn(b),
  );
  const number = new Map(route.map((bin, index) => [bin.key, (index + 1) * SEQUENCE_STEP]));
  return bins.map((bin) => ({ ...bin, pick_sequence: number.get(bin.key) ?? bin.pick_sequence }));
}

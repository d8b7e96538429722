import { describe, expect, test } from 'vitest';
import { addBin, type EditedBin, moveBin, nextCode, resizeBin, sequenceAlongAisles } from './map-edit.ts';

const bin = (key: number, more: Partial<EditedBin> = {}): EditedBin => ({
  key,
  location_code: `A-0${key}`,
  zone_code: 'A',
  zone_kind: 'storage',
  storage_condition: 'ambient',
  x: key,
  y: 0,
  width: 1,
  height: 1,
  capacity_ml: null,
  pick_face: false,
  pick_sequence: null,
  ...more,
});

describe('a drawn bin', () => {
  test('moves and grows, and never leaves the floor or vanishes', () => {
    expect(moveBin([bin(1)], 1, { x: -5, y: 2 })).toMatchObject([{ x: 0, y: 2 }]);
    expect(resizeBin([bin(1)], 1, { x: 2, y: -3 })).toMatchObject([{ width: 3, height: 1 }]);
  });

  test('that is added has the next free code and the next free cell', () => {
    const bins = [bin(1), bin(2), bin(3, { x: 4 })];
    expect(addBin(bins, bins[0], 9)).toMatchObject({ location_code: 'A-04', x: 3, y: 0, key: 9 });
    expect(addBin([], undefined, 1)).toMatchObject({ location_code: 'A-01', x: 0 });
  });

  test('takes the number at the end of a code', () => {
    expect(['A-09', 'B-1-9', 'COLD'].map(nextCode)).toEqual(['A-10', 'B-1-10', 'COLD-1']);
  });
});

test('the way of a picker goes up one column of racks and down the next, storage alone', () => {
  const at = (key: number, x: number, y: number, more: Partial<EditedBin> = {}) =>
    bin(key, { x, y, ...more });
  const bins = [at(1, 1, 0), at(2, 3, 0), at(3, 1, 1), at(4, 3, 1), at(5, 9, 9, { zone_kind: 'dispatch' })];
  const numbered = sequenceAlongAisles(bins);
  expect(numbered.map((one) => one.pick_sequence)).toEqual([10, 40, 20, 30, null]);
});

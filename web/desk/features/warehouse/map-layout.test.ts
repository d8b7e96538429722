import { describe, expect, test } from 'vitest';
import { layOut, type Placed } from './map-layout.ts';

const bin = (zone_code: string, x: number, y: number, width = 1, height = 1): Placed => ({
  zone_code,
  zone_kind: 'storage',
  x,
  y,
  width,
  height,
});
const touching = (a: { x: number; width: number }, b: { x: number }) => b.x - (a.x + a.width);

describe('a drawing', () => {
  test('leaves an aisle between zones and where the floor has a gap, and none within a zone', () => {
    const { boxes } = layOut([bin('A', 0, 0), bin('A', 1, 0), bin('B', 2, 0), bin('B', 9, 0)]);
    const [first, second, third, fourth] = boxes.map(({ box }) => box);
    expect(touching(first!, second!)).toBe(4);
    expect(touching(second!, third!)).toBe(16);
    expect(touching(third!, fourth!)).toBe(16);
  });

  test('stretches a bin over its cells and puts the zone around its bins', () => {
    const { boxes, zones } = layOut([bin('A', 0, 0, 2, 2), bin('A', 2, 0)]);
    expect(boxes[0]!.box).toMatchObject({ width: 132, height: 72 });
    const zone = zones[0]!;
    for (const { box } of boxes) {
      expect(box.x).toBeGreaterThan(zone.x);
      expect(box.x + box.width).toBeLessThan(zone.x + zone.width);
    }
  });
});

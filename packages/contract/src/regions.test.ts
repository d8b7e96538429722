import { expect, test } from 'vitest';
import { REGIONS, regionOf } from './regions.ts';

test.each([
  ['广东省', '广东'],
  ['内蒙古自治区', '内蒙古'],
  ['上海市', '上海'],
  [' 新疆维吾尔自治区 ', '新疆'],
  ['广西', '广西'],
  ['Bavaria', 'Bavaria'],
])('%s is %s', (written, region) => {
  expect(regionOf(written)).toBe(region);
});

test('no region begins with the name of another', () => {
  expect(REGIONS.filter((one) => REGIONS.some((other) => one !== other && one.startsWith(other)))).toEqual(
    [],
  );
});

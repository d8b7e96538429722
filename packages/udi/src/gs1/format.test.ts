import { describe, expect, it } from 'vitest';
import {
  fixedLengthFirst,
  formatBracketed,
  formatElementString,
  toDataMatrixText,
  toScanText,
} from './format.ts';

const ELEMENTS = [
  { ai: '01', value: '06945630100017' },
  { ai: '10', value: 'A(1)' },
  { ai: '17', value: '280101' },
  { ai: '21', value: 'S9' },
];

describe('writing elements', () => {
  it('puts a separator behind every element of variable length but the last', () => {
    expect(formatElementString(ELEMENTS)).toBe('010694563010001710A(1)\u001d1728010121S9');
  });

  it('writes what a DataMatrix contains and what a scanner sends', () => {
    expect(toDataMatrixText(ELEMENTS.slice(0, 1))).toBe('\u001d0106945630100017');
    expect(toScanText(ELEMENTS.slice(0, 1))).toBe(']d20106945630100017');
    expect(toScanText(ELEMENTS.slice(0, 1), ']C1')).toBe(']C10106945630100017');
  });

  it('escapes brackets inside values for people', () => {
    expect(formatBracketed(ELEMENTS.slice(1, 2))).toBe('(10)A\\(1)');
  });

  it('moves fixed lengths to the front and keeps the order otherwise', () => {
    expect(fixedLengthFirst(ELEMENTS).map((element) => element.ai)).toEqual(['01', '17', '10', '21']);
  });
});

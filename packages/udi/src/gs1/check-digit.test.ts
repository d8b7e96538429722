import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkDigit, isValidGln, isValidGtin, isValidSscc, normaliseGtin } from './check-digit.ts';

describe('GS1 numbers', () => {
  it('stores every GTIN as 14 digits', () => {
    expect(normaliseGtin('6945630100017')).toBe('06945630100017');
    expect(normaliseGtin(' 416000336108 ')).toBe('00416000336108');
    expect(normaliseGtin('02345673')).toBe('00000002345673');
    expect(normaliseGtin('06945630100017')).toBe('06945630100017');
  });

  it.each(['', '6945630100018', '694563010001', '69456301000１7', 'abc', '694563010001700'])(
    'refuses %j as a GTIN',
    (text) => expect(normaliseGtin(text)).toBeNull(),
  );

  it('knows SSCC and GLN by length and check digit', () => {
    expect(isValidSscc('069012340000000016')).toBe(true);
    expect(isValidSscc('069012340000000017')).toBe(false);
    expect(isValidGln('6901234000009')).toBe(true);
    expect(isValidGln('069012340000000016')).toBe(false);
  });

  it('keeps the check digit when zeros are put in front', () => {
    const bodies = fc.string({ unit: fc.constantFrom(...'0123456789'), minLength: 7, maxLength: 13 });
    fc.assert(
      fc.property(bodies, (body) => {
        expect(checkDigit(`000${body}`)).toBe(checkDigit(body));
        if ([7, 11, 12, 13].includes(body.length)) expect(isValidGtin(body + checkDigit(body))).toBe(true);
      }),
    );
  });
});

import { describe, expect, it } from 'vitest';
import type { IssueCode } from '../issue.ts';
import { LINTERS } from './lint.ts';
import { parseGs1 } from './parse-gs1.ts';

/** One text for every content check that an assigned AI uses, so that each code can be shown to be raised. */
const FAULTY: readonly (readonly [IssueCode, string])[] = [
  ['CHECK_DIGIT', '(00)069012340000000017'],
  ['CHECK_PAIR', '(8013)1987654Ad4X4bL5ttr2310c2X'],
  ['MONTH', '(17)281301'],
  ['DAY', '(7006)260100'],
  ['HOUR', '(7003)2601012400'],
  ['MINUTE', '(7003)2601012360'],
  ['SECOND', '(8008)260101235960'],
  ['COUNTRY', '(422)000'],
  ['COUNTRY', '(4307)XX'],
  ['CURRENCY', '(3910)00012'],
  ['PERCENT_ENCODING', '(4300)A%zz'],
  ['ZERO_VALUE', '(8001)00001234512398'],
  ['NOT_ZERO', '(8003)112345678901287'],
  ['ZERO_PREFIX', '(8011)0123'],
  ['PIECE_OF_TOTAL', '(8006)123456789012310302'],
  ['POSITION_OF_TOTAL', '(7258)3/2'],
  ['IBAN', '(8007)DE91100000000123456780'],
  ['LATITUDE', '(4309)18000000010000000000'],
  ['LONGITUDE', '(4309)00000000003600000001'],
  ['MEDIA_TYPE', '(7241)00'],
  ['PACKAGE_TYPE', '(7041)??'],
  ['YES_NO', '(4321)2'],
  ['SEX', '(7252)3'],
  ['WINDING', '(8001)12341234512328'],
  ['HYPHEN', '(4330)001234X'],
  ['IMPORTER_INDEX', '(7040)1AB!'],
  ['NON_DIGIT_REQUIRED', '(8014)69012340000002862'],
  ['COUPON', '(8110)01'],
  ['NUMERIC', '(37)1A'],
  ['CSET39', '(8010)abc'],
  ['CSET64', '(8030)A!'],
  ['CSET64', '(8030)AB=='],
  ['TOO_SHORT', '(423)52'],
  ['TOO_LONG', '(30)123456789'],
];

describe('content checks', () => {
  it.each(FAULTY)('%s is raised by %s', (code, text) => {
    const refusal = parseGs1(text, { today: '2026-11-22' });
    const codes = refusal.ok ? [] : refusal.errors.map((error) => error.code);
    expect(codes).toContain(code);
  });

  it('refuses 29 February of a century year that is no leap year', () => {
    expect(parseGs1('(17)000229', { today: '2060-01-01' })).toMatchObject({ errors: [{ code: 'DAY' }] });
    expect(parseGs1('(17)000229', { today: '2026-11-22' })).toMatchObject({ expiry_date: '2000-02-29' });
  });

  it('does not judge company prefixes, which need a registry', () => {
    expect(LINTERS.gcppos1?.('anything', 2026)).toBeNull();
  });
});

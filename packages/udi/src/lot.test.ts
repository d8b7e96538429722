import { describe, expect, it } from 'vitest';
import { isValidLot, isValidSerial, lotKey, parseLot, parseSerial } from './lot.ts';

describe('lots and serials', () => {
  it('19 treats a trailing space as the same lot and warns about case', () => {
    expect(lotKey('ABC1 ')).toEqual(lotKey('ABC1'));
    expect(lotKey('abc1').lot).toBe('abc1');
    expect(lotKey('abc1').collision_key).toBe(lotKey('ABC1').collision_key);
  });

  it('10 stores full-width forms as ASCII and never raw', () => {
    expect(parseLot('ＡＢ０６９')).toEqual({ ok: true, value: 'AB069', collision_key: 'ab069' });
    expect(isValidLot('ＡＢ０６９')).toBe(false);
    expect(lotKey('　０６９　').lot).toBe('069');
  });

  it.each([
    ['LOT-1', true],
    [' LOT-1 ', true],
    ['A', true],
    ['A'.repeat(20), true],
    ['A'.repeat(21), false],
    ['', false],
    ['   ', false],
    ['LOT 1', false],
    ['批号1', false],
    ['A\u200b', false],
    ['A\ufeff', false],
    ['A\u202e1', false],
  ])('judges %j as %s', (text, valid) => {
    expect(isValidLot(text)).toBe(valid);
    expect(isValidSerial(text)).toBe(valid);
    expect(parseLot(text).ok).toBe(valid);
  });

  it.each([
    ['13', 'LOT\u{1f600}', 'NON_ASCII', 3],
    ['14', 'LOT\u202e', 'INVISIBLE', 3],
    ['14', ' L\u200bT', 'INVISIBLE', 2],
    ['15', "'; drop table lot;--", 'CSET82', 2],
    ['16', 'L\u0000', 'CONTROL', 1],
    ['17', 'L\ud800', 'LONE_SURROGATE', 1],
    ['20', 'L\u041eT', 'HOMOGRAPH', 1],
    ['1', 'A'.repeat(5_000), 'TOO_LONG', 20],
  ])('%s refuses %j', (_entry, text, code, position) => {
    expect(parseLot(text)).toMatchObject({ ok: false, errors: [{ code, ai: '10', position }] });
    expect(parseSerial(text)).toMatchObject({ ok: false, errors: [{ code, ai: '21' }] });
  });

  it('names the letter that a homograph imitates', () => {
    expect(parseLot('L\u041eT')).toMatchObject({
      errors: [{ params: { character: 'U+041E', looks_like: 'O' } }],
    });
  });
});

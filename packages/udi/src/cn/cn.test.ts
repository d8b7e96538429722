import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseLicenceNo } from './licence-no.ts';
import { parseRegistrationNo } from './registration-no.ts';
import { isValidUscc, usccCheckCharacter } from './uscc.ts';

describe('registration and filing numbers', () => {
  it('reads a domestic class III registration', () => {
    expect(parseRegistrationNo(' 国械注准20233400253 ')).toEqual({
      ok: true,
      kind: 'registration',
      number: '国械注准20233400253',
      authority: '国',
      form: '准',
      first_year: 2023,
      class: 'III',
      category: '40',
      serial: '0253',
      origin: 'domestic',
      ivd: true,
      warnings: [],
    });
  });

  it('reads a provincial class II registration, imports, and Hong Kong, Macao and Taiwan', () => {
    const provincial = { ok: true, authority: '苏', class: 'II', category: '14', origin: 'domestic' };
    expect(parseRegistrationNo('苏械注准20232140001')).toMatchObject(provincial);
    expect(parseRegistrationNo('国械注进20232060001')).toMatchObject({ class: 'II', origin: 'imported' });
    expect(parseRegistrationNo('国械注许20233070001')).toMatchObject({ class: 'III', origin: 'hk_mo_tw' });
  });

  it('reads filings with and without 号, full-width digits and inner spaces', () => {
    const filing = { ok: true, kind: 'filing', number: '粤潮械备20140023', authority: '粤潮', year: 2014 };
    for (const text of [
      '粤潮械备20140023',
      '粤潮械备20140023号',
      '粤潮械备２０１４００２３号',
      '粤潮械备 2014 0023',
    ]) {
      expect(parseRegistrationNo(text)).toMatchObject({
        ...filing,
        class: 'I',
        serial: '0023',
        origin: 'domestic',
      });
    }
    expect(parseRegistrationNo('国械备20150001')).toMatchObject({ authority: '国', origin: 'imported' });
  });

  it.each([
    ['', 'FORMAT'],
    ['国械注准abc', 'FORMAT'],
    ['国药准字H20143026', 'FORMAT'],
    ['国械注准202326400123', 'DIGITS'],
    ['国械注准20250001', 'DIGITS'],
    ['粤潮械备201400231', 'DIGITS'],
    ['火械注准20232140001', 'AUTHORITY'],
    ['械注准20232140001', 'AUTHORITY'],
    ['火潮械备20140023', 'AUTHORITY'],
    ['国械注准19993140001', 'YEAR'],
    ['国械注准20232400253', 'CLASS'],
    ['苏械注准20233140001', 'CLASS'],
    ['国械注准20231400253', 'CLASS'],
    ['粤械注进20232060001', 'IMPORT_AUTHORITY'],
    ['国'.repeat(1_000), 'FORMAT'],
  ])('refuses %j with %s', (text, code) => {
    expect(parseRegistrationNo(text)).toMatchObject({ ok: false, errors: [{ code }] });
  });

  it('warns about a category of no known catalogue', () => {
    expect(parseRegistrationNo('国械注准20233990253')).toMatchObject({
      ok: true,
      warnings: [{ code: 'CATEGORY' }],
    });
  });
});

describe('licence numbers', () => {
  it('reads the older form with 食 and the newer one without', () => {
    expect(parseLicenceNo('粤穗食药监械经营许20171161号')).toEqual({
      ok: true,
      kind: 'distribution_licence',
      number: '粤穗食药监械经营许20171161号',
      province: '粤',
      city: '穗',
      year: 2017,
      serial: '1161',
    });
    expect(parseLicenceNo('京丰食药监械经营备20150159号')).toMatchObject({
      kind: 'distribution_filing',
      city: '丰',
    });
    expect(parseLicenceNo('沪浦药监械经营许20200123')).toMatchObject({
      number: '沪浦药监械经营许20200123号',
    });
  });

  it('reads production licences of a province', () => {
    const licence = parseLicenceNo('苏食药监械生产许20160001号');
    expect(licence).toMatchObject({ ok: true, kind: 'production_licence', province: '苏' });
    expect(licence).not.toHaveProperty('city');
    expect(parseLicenceNo('粤深食药监械生产备20160001号')).toMatchObject({
      kind: 'production_filing',
      city: '深',
    });
  });

  it.each([
    ['经营许可证20200111号', 'FORMAT'],
    ['粤穗食药监械经营许2017116号', 'FORMAT'],
    ['火穗食药监械经营许20171161号', 'AUTHORITY'],
    ['粤穗食药监械经营许18171161号', 'YEAR'],
    ['x'.repeat(1_000), 'FORMAT'],
  ])('refuses %j with %s', (text, code) => {
    expect(parseLicenceNo(text)).toMatchObject({ ok: false, errors: [{ code }] });
  });
});

describe('unified social credit codes', () => {
  const alphabet = '0123456789ABCDEFGHJKLMNPQRTUWXY';
  const bodies = fc.string({ unit: fc.constantFrom(...alphabet), minLength: 17, maxLength: 17 });

  it('accepts a check character of 0, which one code in 31 has', () => {
    expect(isValidUscc('91310115MA1K000190')).toBe(true);
    expect(isValidUscc('91350100M000100Y43')).toBe(true);
    expect(isValidUscc('91350100M000100Y4A')).toBe(false);
  });

  it.each(['', '91350100M000100YIO', '91310115ma1k000190', '913101150MA1K000190', '91310115MA1K00019'])(
    'refuses %j',
    (text) => expect(isValidUscc(text)).toBe(false),
  );

  it('finds every single wrong character', () => {
    fc.assert(
      fc.property(bodies, fc.nat(16), fc.integer({ min: 1, max: 30 }), (body, at, by) => {
        const check = usccCheckCharacter(body) as string;
        expect(isValidUscc(body + check)).toBe(true);
        const other = alphabet.charAt((alphabet.indexOf(body.charAt(at)) + by) % 31);
        expect(isValidUscc(body.slice(0, at) + other + body.slice(at + 1) + check)).toBe(false);
      }),
    );
  });

  it('never throws for any text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        isValidUscc(text);
        parseRegistrationNo(text);
        parseLicenceNo(text);
        parseRegistrationNo(`国械注准${text}`);
      }),
    );
  });
});

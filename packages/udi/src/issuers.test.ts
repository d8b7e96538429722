import { describe, expect, it } from 'vitest';
import { deviceOf, normaliseDi, recogniseDi, writtenDi } from './di.ts';
import { parseIccbba } from './iccbba/iccbba.ts';
import { parseMa } from './ma/ma.ts';
import { parseScan } from './scan.ts';

const OPTIONS = { today: '2026-11-22' };
const scan = (text: string) => parseScan(text, OPTIONS);

describe('MA codes', () => {
  const di = 'MA.156.M0.100761.21234561';

  it('read registrant, pack, item, lot, serial and dates', () => {
    expect(scan(`${di}.SX8.M220117.LA-1.D20220118.E270130.V270129.C3`)).toEqual({
      ok: true,
      issuer: 'ma',
      di,
      country: '156',
      registrant: '100761',
      package_level: '2',
      item: '123456',
      serial: 'X8',
      production_date: '2022-01-17',
      lot: 'A-1',
      sterilisation_lot: '20220118',
      expiry_date: '2027-01-30',
      valid_until: '2027-01-29',
      warnings: [],
    });
  });

  it('take the last day of use as expiry where no other is named', () => {
    expect(scan(`${di}.V270129`)).toMatchObject({ expiry_date: '2027-01-29' });
  });

  it('are found in the web address around them and in small letters', () => {
    expect(scan(`https://udi.example.cn/q?c=${di}.LA1`)).toMatchObject({ issuer: 'ma', di, lot: 'A1' });
    expect(scan('ma.156.m0.100761.21234561')).toMatchObject({ issuer: 'ma', di });
  });

  it.each([
    [`${di}.E271301`, 'MONTH'],
    [`${di}.M2A0117`, 'MA_FORM'],
    [`${di}.LA.LB`, 'MA_FORM'],
    ['MA.156.M0.100761', 'MA_FORM'],
    ['MA.156.M1.100761.21234561', 'MA_FORM'],
  ])('%s is refused with %s', (text, code) => {
    expect(parseMa(text, OPTIONS)).toMatchObject({ ok: false, errors: [{ code }] });
  });

  it('keep out parts that nobody has explained', () => {
    const warnings = [{ code: 'UNKNOWN_PART', params: { part: 'X9' } }];
    expect(scan(`${di}.X9.LA1`)).toMatchObject({ lot: 'A1', warnings });
  });
});

describe('AHM codes', () => {
  it('read what is tagged, and say where the identifier may end', () => {
    expect(scan('MF8612345BAL-77*SNX1*MD250101ED280101*PL1')).toMatchObject({
      issuer: 'ahm',
      di: 'MF8612345',
      di_candidates: ['MF8612345'],
      lot: 'L-77',
      serial: 'X1',
      production_date: '2025-01-01',
      expiry_date: '2028-01-01',
      package_level: '1',
    });
    expect(scan('MF86BA12')).toMatchObject({ di: 'MF86', di_candidates: ['MF86BA12', 'MF86'] });
  });

  it('are no reason to refuse a text that begins alike', () => {
    expect(scan('MF-1 rack')).toMatchObject({ ok: false, errors: [{ code: 'NOT_GS1' }] });
  });
});

describe('ICCBBA codes', () => {
  it('read the parts of a device with human tissue', () => {
    const text = '=/A9999XYZ100T0944=,000025=A99971312345600=>014032=}013032&,1000000000000XYZ123';
    expect(scan(text)).toEqual({
      ok: true,
      issuer: 'iccbba',
      di: 'A9999XYZ100T0944',
      serial: '000025',
      donation_no: 'A99971312345600',
      expiry_date: '2014-02-01',
      production_date: '2013-02-01',
      lot: '000000000000XYZ123',
      warnings: [],
    });
  });

  it('read a container for blood, in any order of parts', () => {
    expect(scan('&)RZ12345678=)1TE123456A')).toMatchObject({ di: '1TE123456A', lot: 'RZ12345678' });
  });

  it('know the century', () => {
    expect(scan('=>999365')).toMatchObject({ expiry_date: '1999-12-31' });
    expect(scan('=>030060')).toMatchObject({ expiry_date: '2030-03-01' });
  });

  it.each([
    ['=/A9999XYZ', 'ICCBBA_FORM'],
    ['=>014366', 'DAY'],
    ['=>014000', 'DAY'],
    ['=,000025=,000026', 'ICCBBA_FORM'],
    ['=', 'ICCBBA_FORM'],
  ])('%s is refused with %s', (text, code) => {
    expect(parseIccbba(text, OPTIONS)).toMatchObject({ ok: false, errors: [{ code }] });
  });
});

describe('any scan', () => {
  it('says who issued it', () => {
    const issuers = [
      ['(01)06945630100017(10)L1', 'gs1'],
      ['+A123BJC5D6E710', 'hibc'],
      ['MA.156.M0.100761.21234561', 'ma'],
      ['MF8612345', 'ahm'],
      ['=/A9999XYZ100T0944', 'iccbba'],
      ['303211E8D680004000003039', 'epc'],
      ['303211e8d680004000003039', 'epc'],
      ['urn:epc:id:sgtin:69456301.00001.12345', 'epc'],
      ['312211E8D680004000000000', 'epc'],
    ];
    for (const [text, issuer] of issuers)
      expect(scan(text as string), text).toMatchObject({ ok: true, issuer });
  });

  it('of digits alone is GS1 before it is a tag', () => {
    expect(scan('3100123456' + '11250101' + '172801')).toMatchObject({ ok: false });
    expect(scan('3100123456' + '11250101' + '10ABCD')).toMatchObject({ ok: true, issuer: 'gs1' });
  });

  it('gives its device, the pieces it counts, and nothing where it names none', () => {
    const device = (text: string) => {
      const read = scan(text);
      return read.ok ? deviceOf(read) : read;
    };
    const gtin = '06945630100017';
    expect(device(`(01)${gtin}(30)12(10)L1`)).toEqual({ issuer: 'gs1', di: [gtin], lot: 'L1', quantity: 12 });
    expect(device(`(00)069012340000000016(02)${gtin}(37)40`)).toEqual({
      issuer: 'gs1',
      di: [gtin],
      quantity: 40,
    });
    expect(device('303211E8D680004000003039')).toEqual({ issuer: 'gs1', di: [gtin], serial: '12345' });
    expect(device('(00)069012340000000016')).toBeNull();
    expect(device('+$$3251231LOT9XY')).toBeNull();
  });
});

describe('device identifiers', () => {
  it.each([
    ['gs1', '6945630100017', '06945630100017'],
    ['gs1', '6945630100013', null],
    ['hibc', '+a123bjc5d6e71', 'A123BJC5D6E71'],
    ['hibc', 'A12', null],
    ['ma', 'MA.156.M0.100761.21234561', 'MA.156.M0.100761.21234561'],
    ['ma', 'MA.156.M0.100761.2123456', null],
    ['ahm', ' MF8612345 ', 'MF8612345'],
    ['iccbba', '=/A9999XYZ100T0944', 'A9999XYZ100T0944'],
    ['iccbba', 'short', null],
  ] as const)('%s %s is stored as %s', (issuer, text, di) => {
    expect(normaliseDi(issuer, text)).toBe(di);
  });

  it('are written so that their issuer can be seen', () => {
    const all = [
      ['gs1', '06945630100017', '06945630100017'],
      ['hibc', 'A123BJC5D6E71', '+A123BJC5D6E71'],
      ['ma', 'MA.156.M0.100761.21234561', 'MA.156.M0.100761.21234561'],
      ['ahm', 'MF8612345', 'MF8612345'],
      ['iccbba', 'A9999XYZ100T0944', '=/A9999XYZ100T0944'],
      ['iccbba', '1TE123456A', '=)1TE123456A'],
    ] as const;
    for (const [issuer, di, written] of all) {
      expect(writtenDi(issuer, di)).toBe(written);
      expect(recogniseDi(written)).toEqual({ issuer, di });
    }
    expect(recogniseDi('A123BJC5D6E71')).toBeNull();
    expect(recogniseDi('6945630100013')).toBeNull();
  });
});

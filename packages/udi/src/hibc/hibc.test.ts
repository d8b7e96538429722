import { describe, expect, it } from 'vitest';
import { parseScan } from '../scan.ts';
import { formatHibc, hibcLinks, parseHibc } from './hibc.ts';
import { mod43 } from './mod43.ts';

const OPTIONS = { today: '2026-11-22' };
const checked = (body: string) => body + mod43(body);

describe('HIBC labels', () => {
  it('AC12: a label whose printed check character is wrong is read and flagged with the right one', () => {
    const body = '+H123PARTNO1234567890120/$$420020216LOT123456789012345/SXYZ456789012345678/16D20130202';
    expect(parseHibc(`${body}H`, OPTIONS)).toMatchObject({
      ok: true,
      part: 'both',
      di: 'H123PARTNO1234567890120',
      labeler: 'H123',
      unit_of_measure: 0,
      lot: 'LOT123456789012345',
      serial: 'XYZ456789012345678',
      expiry_date: '2020-02-02',
      expiry_time: '16:00',
      production_date: '2013-02-02',
      warnings: [],
    });
    const warnings = [{ code: 'CHECK_CHAR', params: { found: 'C', expected: 'H' } }];
    expect(parseHibc(`${body}C`, OPTIONS)).toMatchObject({ ok: true, lot: 'LOT123456789012345', warnings });
  });

  it.each([
    ['05271LOT1', { expiry_date: '2005-09-28', lot: 'LOT1' }],
    ['$LOT1', { lot: 'LOT1' }],
    ['$+SN1', { serial: 'SN1' }],
    ['$$0205LOT1', { expiry_date: '2005-02-28', expiry_precision: 'month', lot: 'LOT1' }],
    ['$$+0205SN1', { expiry_date: '2005-02-28', serial: 'SN1' }],
    ['$$2092805LOT1', { expiry_date: '2005-09-28', lot: 'LOT1' }],
    ['$$3050928LOT1', { expiry_date: '2005-09-28', lot: 'LOT1' }],
    ['$$+3050928SN1', { expiry_date: '2005-09-28', serial: 'SN1' }],
    ['$$405092822LOT1', { expiry_date: '2005-09-28', expiry_time: '22:00', lot: 'LOT1' }],
    ['$$505271LOT1', { expiry_date: '2005-09-28', lot: 'LOT1' }],
    ['$$60527122LOT1', { expiry_date: '2005-09-28', expiry_time: '22:00', lot: 'LOT1' }],
    ['$$7LOT1', { lot: 'LOT1' }],
    ['$$8243050928LOT1', { quantity: 24, expiry_date: '2005-09-28', lot: 'LOT1' }],
    ['$$900500LOT1', { quantity: 500, lot: 'LOT1' }],
    ['$$824', { quantity: 24 }],
    ['S12345', { serial: '12345' }],
    [
      '$LOT1/S12345/14D20280101/16D20260101/Q500',
      { serial: '12345', expiry_date: '2028-01-01', quantity: 500 },
    ],
  ])('reads the secondary data %s beside the item', (secondary, expected) => {
    expect(parseHibc(checked(`+A123BJC5D6E71/${secondary}`), OPTIONS)).toMatchObject({
      ok: true,
      part: 'both',
      di: 'A123BJC5D6E71',
      warnings: [],
      ...expected,
    });
  });

  it('reads lot and dates of a barcode without the item, and links it to the one that has it', () => {
    const first = parseHibc(checked('+A123BJC5D6E71'), OPTIONS);
    if (!first.ok) throw new Error('not read');
    const second = parseHibc(checked(`+$$3251231LOT9${first.check}`), OPTIONS);
    expect(second).toMatchObject({
      ok: true,
      part: 'secondary',
      lot: 'LOT9',
      link: first.check,
      warnings: [],
    });
    expect(second.ok && hibcLinks(first, second)).toBe(true);
    const other = parseHibc(checked('+$$3251231LOT9-'), OPTIONS);
    expect(other.ok && hibcLinks(first, other)).toBe(false);
  });

  it.each([
    ['+A123BJC5D6E71/$$3251331LOT9', 'MONTH'],
    ['+A123BJC5D6E71/$$3250230LOT9', 'DAY'],
    ['+A123BJC5D6E71/$$425022524LOT9', 'HOUR'],
    ['+A123BJC5D6E71/$$525366LOT9', 'DAY'],
    ['+A123BJC5D6E71/$$3ABCDEFLOT9', 'HIBC_FORM'],
    ['+A123BJC5D6E71/$1234567890123456789', 'TOO_LONG'],
    ['+A123BJC5D6E71/16D20261301', 'MONTH'],
    ['+A123BJC5D6E71/$LOT1/Z', 'HIBC_FORM'],
    ['+A123BJC5D6E71/$LOT1/S1/S2', 'HIBC_FORM'],
    ['+1', 'HIBC_FORM'],
  ])('refuses %s with %s', (body, code) => {
    expect(parseHibc(checked(body), OPTIONS)).toMatchObject({ ok: false, errors: [{ code }] });
  });

  it('refuses signs that HIBC has not', () => {
    const refusal = {
      ok: false,
      errors: [{ code: 'HIBC_CHARACTER', position: 5, params: { character: '_' } }],
    };
    expect(parseHibc('+A123_J1X', OPTIONS)).toMatchObject(refusal);
  });

  it('takes a text without its flag only where the check character is right', () => {
    const body = 'A99912345/$$52001510X3';
    expect(parseScan(checked(`+${body}`).slice(1), OPTIONS)).toMatchObject({
      issuer: 'hibc',
      di: 'A99912345',
      lot: '10X3',
    });
    expect(parseScan(`${body}A`, OPTIONS)).toMatchObject({ ok: false, errors: [{ code: 'NOT_GS1' }] });
  });

  it('takes what scanners add: prefixes, the stars of Code 39, small letters, a space lost at the end', () => {
    const text = checked('+A123BJC5D6E71/$LOT1');
    for (const sent of [
      `]A0${text}`,
      `]C0${text}`,
      `]d1${text}`,
      `]Q1${text}`,
      `*${text}*`,
      text.toLowerCase(),
    ])
      expect(parseScan(sent, OPTIONS), sent).toMatchObject({ issuer: 'hibc', lot: 'LOT1', warnings: [] });
    const spaced = Array.from({ length: 900 }, (_, index) => `+A123BJC${index + 100}1`).find(
      (body) => mod43(body) === ' ',
    ) as string;
    expect(parseScan(`${spaced} `, OPTIONS)).toMatchObject({ di: spaced.slice(1), warnings: [] });
  });

  it('writes what it reads, and refuses to write what HIBC cannot', () => {
    const label = { di: 'A123BJC5D6E71', lot: 'LOT9', serial: 'S77', expiry_date: '2028-06-30' };
    const more = { production_date: '2025-06-30', quantity: 24 };
    for (const given of [label, { ...label, ...more }, { di: label.di }, { di: label.di, lot: 'X' }]) {
      const written = formatHibc(given, OPTIONS);
      expect(written.ok && parseScan(written.text, OPTIONS)).toMatchObject({ ...given, warnings: [] });
    }
    for (const wrong of [{ lot: 'small' }, { lot: 'A/B' }, { lot: 'X'.repeat(19) }, { quantity: 100_000 }])
      expect(formatHibc({ ...label, ...wrong }, OPTIONS).ok, JSON.stringify(wrong)).toBe(false);
  });
});

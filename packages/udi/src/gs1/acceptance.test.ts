import { describe, expect, it } from 'vitest';
import { parseRegistrationNo } from '../cn/registration-no.ts';
import { parseGs1 } from './parse-gs1.ts';
import type { Gs1Options } from './scan.ts';

const OPTIONS: Gs1Options = { today: '2026-11-22' };

describe('acceptance cases of identifiers', () => {
  it('AC01 reads a full UDI from a GS1 DataMatrix', () => {
    const scan = parseGs1(']d20106945630100017112501011728010110A1B2C3\u001d21SN0001', OPTIONS);
    expect(scan).toMatchObject({
      ok: true,
      issuer: 'gs1',
      symbology: 'gs1_datamatrix',
      gtin: '06945630100017',
      production_date: '2025-01-01',
      expiry_date: '2028-01-01',
      lot: 'A1B2C3',
      serial: 'SN0001',
      warnings: [],
    });
  });

  it('AC02 reads day 00 of an expiry as the last day of the month', () => {
    const scan = parseGs1(']C101069456301000171728060010LOT-A1', OPTIONS);
    const expected = { ok: true, gtin: '06945630100017', expiry_date: '2028-06-30', lot: 'LOT-A1' };
    expect(scan).toMatchObject(expected);
  });

  it('AC05 refuses a wrong check digit and names the element', () => {
    const refusal = parseGs1('0106945630100013', OPTIONS);
    expect(refusal).toMatchObject({ ok: false, errors: [{ code: 'CHECK_DIGIT', ai: '01', position: 15 }] });
  });

  it.each([
    ['010694563010001717281301', 'MONTH'],
    ['010694563010001717280230', 'DAY'],
  ])('AC06 refuses the impossible date of %s', (text, code) => {
    expect(parseGs1(text, OPTIONS)).toMatchObject({ ok: false, errors: [{ code, ai: '17' }] });
  });

  it.each([
    ['17770101', '1977-01-01'],
    ['17760101', '2076-01-01'],
  ])('AC07 settles the century of %s by the business date', (text, expiry_date) => {
    expect(parseGs1(text, OPTIONS)).toMatchObject({ ok: true, expiry_date });
  });

  it.each([
    ['010694563010001710ABCDEFGHIJKLMNOPQRSTU', 'TOO_LONG'],
    ['010694563010001710LOT WITH SPACE', 'CSET82'],
  ])('AC08 refuses the lot of %s', (text, code) => {
    expect(parseGs1(text, OPTIONS)).toMatchObject({ ok: false, errors: [{ code, ai: '10' }] });
  });

  it('AC11 reads a Digital Link as the same unit as its element string', () => {
    const link = parseGs1('https://id.gs1.org/01/06945630100017/10/LOT42/21/S9?17=280101', OPTIONS);
    const text = parseGs1('(01)06945630100017(10)LOT42(21)S9(17)280101', OPTIONS);
    const expected = {
      ok: true,
      gtin: '06945630100017',
      lot: 'LOT42',
      serial: 'S9',
      expiry_date: '2028-01-01',
    };
    expect(link).toMatchObject(expected);
    expect({ ...link, form: 'same' }).toEqual({ ...text, form: 'same' });
  });

  it('AC16 reads an SSCC and refuses it with a wrong check digit', () => {
    expect(parseGs1('(00)069012340000000016', OPTIONS)).toMatchObject({
      ok: true,
      sscc: '069012340000000016',
    });
    for (const text of ['(00)069012340000000017', '00069012340000000017', '069012340000000017']) {
      expect(parseGs1(text, OPTIONS)).toMatchObject({
        ok: false,
        errors: [{ code: 'CHECK_DIGIT', ai: '00' }],
      });
    }
  });

  it('AC18 reads a registration number', () => {
    expect(parseRegistrationNo('国械注准20223031078')).toMatchObject({
      ok: true,
      class: 'III',
      category: '03',
    });
  });
});

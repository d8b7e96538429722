import { describe, expect, it } from 'vitest';
import { parseScan } from '../scan.ts';
import { parseGs1 } from './parse-gs1.ts';
import type { Gs1Options, Gs1Result } from './scan.ts';

const GS = '\u001d';
const GTIN = '06945630100017';

function parse(text: string, options: Partial<Gs1Options> = {}): Gs1Result {
  return parseGs1(text, { today: '2026-11-22', ...options });
}

function codesOf(result: Gs1Result): string[] {
  return result.ok
    ? result.warnings.map((warning) => warning.code)
    : result.errors.map((error) => error.code);
}

describe('how a text is written', () => {
  it.each([
    ['raw', `01${GTIN}10LOT-A${GS}21S9`],
    ['raw with a leading separator', `${GS}01${GTIN}10LOT-A${GS}21S9`],
    ['raw with a trailing separator and line end', `01${GTIN}10LOT-A${GS}21S9${GS}\r\n`],
    ['bracketed', `(01)${GTIN}(10)LOT-A(21)S9`],
    ['bracketed with layout', ` (01) ${GTIN} (10) LOT-A (21) S9 `],
    ['GS1-128', `]C101${GTIN}10LOT-A${GS}21S9`],
    ['GS1-128 in lower case', `]c101${GTIN}10LOT-A${GS}21S9`],
    ['GS1 DataMatrix', `]d201${GTIN}10LOT-A${GS}21S9`],
    ['GS1 DataMatrix in upper case', `]D201${GTIN}10LOT-A${GS}21S9`],
    ['GS1 QR', `]Q301${GTIN}10LOT-A${GS}21S9`],
    ['GS1 QR in lower case', `]q301${GTIN}10LOT-A${GS}21S9`],
    ['GS1 DataBar', `]e001${GTIN}10LOT-A${GS}21S9`],
    ['GS1 DataBar in upper case', `]E001${GTIN}10LOT-A${GS}21S9`],
    ['GS1 DotCode', `]J101${GTIN}10LOT-A${GS}21S9`],
    ['Digital Link', `https://example.com/01/${GTIN}/10/LOT-A/21/S9`],
    ['Digital Link in a QR', `]Q1https://example.com/some/path/01/${GTIN}/10/LOT-A/21/S9?x=1#top`],
    ['Digital Link in a DataMatrix', `]d1HTTPS://example.com/gtin/6945630100017/lot/LOT-A/ser/S9`],
  ])('reads the same unit from %s', (_form, text) => {
    expect(parse(text)).toMatchObject({ ok: true, gtin: GTIN, lot: 'LOT-A', serial: 'S9', warnings: [] });
  });

  it('warns when a symbol that is not GS1 carries an element string', () => {
    expect(codesOf(parse(`]d101${GTIN}10LOT-A`))).toEqual(['NOT_GS1_SYMBOL']);
  });

  it('accepts another separator where the scanner sends one', () => {
    expect(parse(`01${GTIN}10LOT-A{GS}21S9`, { groupSeparator: '{GS}' })).toMatchObject({ serial: 'S9' });
    expect(parse(`01${GTIN}10LOT-A\u241d21S9`)).toMatchObject({ ok: true, serial: 'S9' });
  });

  it.each([
    ['EAN-13', '6945630100017', GTIN],
    ['EAN-13 with prefix', ']E06945630100017', GTIN],
    ['EAN-13 with prefix in lower case', ']e06945630100017', GTIN],
    ['EAN-8', '02345673', '00000002345673'],
    ['EAN-8 with prefix', ']E402345673', '00000002345673'],
    ['UPC-12', '416000336108', '00416000336108'],
    ['GTIN-14', '16945630100014', '16945630100014'],
    ['ITF-14 with prefix', ']I116945630100014', '16945630100014'],
    ['a German EAN-13 that begins like AI 400', '4006381333931', '04006381333931'],
    ['an Austrian EAN-13 that begins like AI 90', '9001234567896', '09001234567896'],
  ])('reads %s', (_kind, text, gtin) => {
    expect(parse(text)).toMatchObject({ ok: true, form: 'plain', gtin });
  });

  it('refuses an EAN symbol without exactly its digits', () => {
    expect(codesOf(parse(']E0694563010001'))).toEqual(['PLAIN_CODE']);
    expect(codesOf(parse(']E46945630100017'))).toEqual(['PLAIN_CODE']);
  });

  it('reads the composite component beside an EAN-13', () => {
    const scan = parse(`]E06945630100017|]e010LOT-A${GS}21S9`);
    expect(scan).toMatchObject({ ok: true, gtin: GTIN, lot: 'LOT-A', serial: 'S9' });
  });

  it('takes digits for elements where no number fits', () => {
    expect(parse('17280101')).toMatchObject({ ok: true, expiry_date: '2028-01-01' });
    expect(parse('1020240116')).toMatchObject({ ok: true, lot: '20240116' });
    expect(parse('102024011600')).toMatchObject({ ok: true, lot: '2024011600' });
  });

  it('shows both when eight digits are a valid EAN-8 and a valid date', () => {
    const result = parse('11240105');
    expect(codesOf(result)).toEqual(['AMBIGUOUS']);
    expect(result).toMatchObject({
      errors: [{ readings: [{ production_date: '2024-01-05' }, { gtin: '00000011240105' }] }],
    });
  });

  it('answers the same through the door for every issuer', () => {
    const text = `(01)${GTIN}(10)LOT-A`;
    expect(parseScan(text, { today: '2026-11-22' })).toEqual(parse(text));
  });

  it('throws for a malformed today, which is a mistake of the program', () => {
    expect(() => parse('(10)A', { today: '22.11.2026' })).toThrow(TypeError);
    expect(() => parse('(10)A', { today: '2026-02-30' })).toThrow(TypeError);
  });
});

describe('nasty inputs', () => {
  it('1 refuses a GTIN with a wrong check digit', () => {
    expect(codesOf(parse('6945630100018'))).toEqual(['CHECK_DIGIT']);
  });

  it('2 stores a GTIN-13 behind AI 01 as 14 digits and says so', () => {
    const scan = parse('(01)6945630100017');
    expect(scan).toMatchObject({ ok: true, gtin: GTIN, warnings: [{ code: 'GTIN_PADDED', ai: '01' }] });
  });

  it('3 shows both readings when the separator between lot and serial may be lost', () => {
    const result = parse(`01${GTIN}10ABC21SN1`);
    expect(result).toMatchObject({
      ok: false,
      errors: [
        {
          code: 'AMBIGUOUS',
          readings: [
            { gtin: GTIN, lot: 'ABC21SN1' },
            { lot: 'ABC', serial: 'SN1' },
          ],
        },
      ],
    });
  });

  it('4 refuses 31 February, 5 reads day 00 as the last day of the month', () => {
    expect(codesOf(parse(`(01)${GTIN}(17)240231`))).toEqual(['DAY']);
    expect(parse(`(01)${GTIN}(17)240200`)).toMatchObject({ expiry_date: '2024-02-29' });
    expect(parse(`(01)${GTIN}(17)250200`)).toMatchObject({ expiry_date: '2025-02-28' });
  });

  it('6 keeps an unassigned AI with a warning, or refuses it when asked to', () => {
    const scan = parse(`(01)${GTIN}(239)ABC`);
    expect(scan).toMatchObject({ ok: true, warnings: [{ code: 'UNKNOWN_AI', ai: '239' }] });
    expect(scan.ok && scan.elements[1]).toEqual({ ai: '239', value: 'ABC' });
    expect(codesOf(parse(`(01)${GTIN}(239)ABC`, { unknownAi: 'refuse' }))).toEqual(['UNKNOWN_AI']);
    expect(parse(`01${GTIN}239ABC${GS}10L`)).toMatchObject({ ok: true, lot: 'L' });
  });

  it('6 refuses digits where GS1 has allocated no AI, because its length is unknown', () => {
    expect(codesOf(parse(`01${GTIN}891234`))).toEqual(['UNKNOWN_AI']);
    expect(codesOf(parse(`(01)${GTIN}(999)A`))).toEqual(['UNKNOWN_AI']);
  });

  it('7 refuses an AI twice with different values and merges exact repeats', () => {
    const refusal = parse(`(01)${GTIN}(10)A(10)B`);
    expect(refusal).toMatchObject({
      errors: [{ code: 'DUPLICATE_AI', ai: '10', params: { first: 'A', second: 'B' } }],
    });
    const scan = parse(`(01)${GTIN}(10)A(10)A`);
    expect(scan.ok && scan.elements).toHaveLength(2);
  });

  it('8 refuses a scan of more than 1,000 characters without reading it', () => {
    expect(parse('1'.repeat(10_000))).toMatchObject({
      errors: [{ code: 'TOO_LONG_SCAN', params: { length: 10_000, limit: 1_000 } }],
    });
  });

  it('10 repairs full-width forms and says so', () => {
    const scan = parse('（０１）０６９４５６３０１０００１７（１０）ＬＯＴ');
    expect(scan).toMatchObject({ ok: true, gtin: GTIN, lot: 'LOT', warnings: [{ code: 'FULL_WIDTH' }] });
  });

  it.each([
    ['13 an emoji', `(01)${GTIN}(10)A\u{1f600}`, 'NON_ASCII'],
    ['14 a right-to-left override', `(01)${GTIN}(10)A\u202eB`, 'INVISIBLE'],
    ['14 a zero-width space', `(01)${GTIN}(10)A\u200bB`, 'INVISIBLE'],
    ['16 a NUL', `(01)${GTIN}(10)A\u0000`, 'CONTROL'],
    ['17 a lone surrogate', `(01)${GTIN}(10)A\ud800`, 'LONE_SURROGATE'],
    ['20 a Cyrillic letter', `(01)${GTIN}(10)\u041eK`, 'HOMOGRAPH'],
  ])('refuses %s and names the place', (_what, text, code) => {
    const result = parse(text);
    expect(codesOf(result)).toEqual([code]);
    const foreign = [...text].find((letter) => letter < ' ' || letter > '~') as string;
    expect(result).toMatchObject({ errors: [{ position: text.indexOf(foreign) }] });
  });

  it("15 refuses `'; drop table lot;--` for its spaces", () => {
    expect(codesOf(parse(`(01)${GTIN}(10)'; drop table lot;--`))).toEqual(['CSET82']);
  });

  it.each(['', '   ', '\r\n', ']d2', GS])('refuses nothing at all: %j', (text) => {
    expect(codesOf(parse(text))).toEqual(['EMPTY']);
  });

  it.each(['hello', '你好', '+H123ABC', 'MA.156.M0.100001', ']X9abc'])('refuses %s as not GS1', (text) => {
    expect(['NOT_GS1', 'NON_ASCII']).toContain(codesOf(parse(text))[0]);
  });

  it('reports every fault of a bracketed text at once', () => {
    const result = parse('(01)06945630100013(17)281301(10)LOT WITH SPACE');
    expect(codesOf(result)).toEqual(['CHECK_DIGIT', 'MONTH', 'CSET82']);
  });

  it('refuses brackets out of form', () => {
    for (const text of ['(01', '(1)5', '()5', '(1A)5', '(12345)5'])
      expect(codesOf(parse(text))).toEqual(['BRACKET']);
  });

  it('warns about an expiry before the production date', () => {
    expect(codesOf(parse(`(01)${GTIN}(11)280101(17)270101`))).toEqual(['EXPIRY_BEFORE_PRODUCTION']);
  });
});

describe('elements together', () => {
  it('warns about a lot without an item, because the item may be in another barcode of the pack', () => {
    expect(codesOf(parse('(10)LOT-A'))).toEqual(['REQUIRES']);
    expect(codesOf(parse('(10)LOT-A', { associations: 'refuse' }))).toEqual(['REQUIRES']);
    expect(parse('(10)LOT-A', { associations: 'refuse' }).ok).toBe(false);
  });

  it('refuses elements that exclude each other', () => {
    const result = parse(`(01)${GTIN}(02)${GTIN}(37)5`);
    expect(codesOf(result)).toContain('EXCLUDES');
  });

  it('reads a logistic unit with its content', () => {
    const scan = parse(`(00)069012340000000016(02)${GTIN}(37)25(10)LOT-A`);
    expect(scan).toMatchObject({ ok: true, content_gtin: GTIN, count: 25, lot: 'LOT-A', warnings: [] });
  });

  it('reads every field that has a word', () => {
    const scan = parse(
      `(01)${GTIN}(13)260101(15)270101(30)7(240)X(410)6901234000009(414)6901234000009(7003)2801011230(8008)26010112(8012)V2`,
    );
    expect(scan).toMatchObject({
      packaging_date: '2026-01-01',
      best_before_date: '2027-01-01',
      variable_count: 7,
      additional_id: 'X',
      ship_to_gln: '6901234000009',
      gln: '6901234000009',
      expiry_date: '2028-01-01',
      expiry_time: '12:30',
      production_date: '2026-01-01',
      software_version: 'V2',
    });
    const both = parse(`(01)${GTIN}(11)250101(17)280101(7003)2901011230(8008)26010112`);
    expect(both).toMatchObject({ production_date: '2025-01-01', expiry_date: '2028-01-01' });
    expect(parse('(8013)1987654Ad4X4bL5ttr2310c2K')).toMatchObject({
      basic_udi_di: '1987654Ad4X4bL5ttr2310c2K',
    });
  });
});

describe('separators that a scanner may have swallowed', () => {
  const lost = `01${GTIN}10ABC21SN1`;

  it('takes the reading whose lot is known', () => {
    expect(parse(lost, { knownLots: ['ABC'] })).toMatchObject({
      ok: true,
      lot: 'ABC',
      serial: 'SN1',
      warnings: [{ code: 'SEPARATOR_LOST' }],
    });
    expect(parse(lost, { knownLots: ['ABC21SN1'] })).toMatchObject({
      ok: true,
      lot: 'ABC21SN1',
      warnings: [],
    });
  });

  it('stays ambiguous when no known lot fits or when two fit', () => {
    expect(codesOf(parse(lost, { knownLots: ['XYZ'] }))).toEqual(['AMBIGUOUS']);
    expect(codesOf(parse(lost, { knownLots: ['ABC', 'ABC21SN1'] }))).toEqual(['AMBIGUOUS']);
  });

  it('takes the reading that fits what the label of the item carries', () => {
    expect(parse(lost, { labelAis: ['10', '21'] })).toMatchObject({ ok: true, lot: 'ABC', serial: 'SN1' });
    expect(parse(lost, { labelAis: ['10', '17'] })).toMatchObject({ ok: true, lot: 'ABC21SN1' });
  });

  it('believes a scanner that was tested to send separators', () => {
    expect(parse(lost, { separators: 'kept' })).toMatchObject({ ok: true, lot: 'ABC21SN1' });
  });

  it('believes a text that has a separator', () => {
    expect(parse(`01${GTIN}10ABC21SN1${GS}21S9`)).toMatchObject({ ok: true, lot: 'ABC21SN1', serial: 'S9' });
  });

  it('splits a lot that is too long when exactly one way is valid', () => {
    expect(parse(`01${GTIN}10LOT-ABCDEFGHIJKLM17280101`)).toMatchObject({
      ok: true,
      lot: 'LOT-ABCDEFGHIJKLM',
      expiry_date: '2028-01-01',
      warnings: [{ code: 'SEPARATOR_LOST' }],
    });
    expect(parse(`01${GTIN}10LOT-ABCDEFGHIJKLM240REF-1`)).toMatchObject({ ok: true, additional_id: 'REF-1' });
  });

  it('repairs one lost separator beside others that were kept', () => {
    expect(parse(`01${GTIN}10LOT-ABCDEFGHIJKLM17280101${GS}21S9`)).toMatchObject({
      ok: true,
      lot: 'LOT-ABCDEFGHIJKLM',
      serial: 'S9',
    });
  });

  it('lists a reading that expires before it is made, because the label itself may be wrong', () => {
    expect(parse(`01${GTIN}1128010110ABC17270101`)).toMatchObject({
      errors: [{ code: 'AMBIGUOUS', readings: [{ lot: 'ABC17270101' }, { expiry_date: '2027-01-01' }] }],
    });
  });

  it('stays fast and bounded on a text made to explode', () => {
    const started = performance.now();
    parse(`10${'1021'.repeat(240)}`);
    parse(`01${GTIN}10${'21'.repeat(9)}10${'21'.repeat(9)}`);
    expect(performance.now() - started).toBeLessThan(500);
  });
});

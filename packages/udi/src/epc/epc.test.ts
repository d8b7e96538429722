import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CSET82_CHARACTERS } from '../gs1/character-set.ts';
import { type Epc, elementsOfEpc, epcOfElements } from './epc.ts';
import { parseEpc } from './parse-epc.ts';
import { decodeTag, encodeTag } from './tag.ts';
import { formatEpcUri, formatTagUri, readEpcUri, type TagScheme } from './uri.ts';

const digits = (length: number) =>
  fc.string({ unit: fc.constantFrom(...'0123456789'), minLength: length, maxLength: length });
const numeral = (bits: number) => fc.bigInt({ min: 0n, max: (1n << BigInt(bits)) - 1n }).map(String);
const text = fc.string({ unit: fc.constantFrom(...CSET82_CHARACTERS), minLength: 1, maxLength: 20 });

type Tagged = { epc: Epc; tag_scheme: TagScheme };
const withCompany = (rest: (length: number) => fc.Arbitrary<Omit<Epc, 'company'>>, tag_scheme: TagScheme) =>
  fc
    .integer({ min: 6, max: 12 })
    .chain((length) =>
      fc
        .tuple(digits(length), rest(length))
        .map(([company, more]): Tagged => ({ epc: { company, ...more } as Epc, tag_scheme })),
    );
const tagged: fc.Arbitrary<Tagged> = fc.oneof(
  withCompany(
    (n) =>
      fc.record({ scheme: fc.constant('sgtin' as const), reference: digits(13 - n), serial: numeral(38) }),
    'sgtin-96',
  ),
  withCompany(
    (n) => fc.record({ scheme: fc.constant('sgtin' as const), reference: digits(13 - n), serial: text }),
    'sgtin-198',
  ),
  withCompany(
    (n) => fc.record({ scheme: fc.constant('sscc' as const), reference: digits(17 - n) }),
    'sscc-96',
  ),
  withCompany(
    (n) =>
      fc.record({ scheme: fc.constant('sgln' as const), reference: digits(12 - n), serial: numeral(41) }),
    'sgln-96',
  ),
  withCompany(() => fc.record({ scheme: fc.constant('giai' as const), reference: numeral(40) }), 'giai-96'),
);

describe('RFID tags', () => {
  it('come back from bits, from URIs and from GS1 elements as they were', () => {
    fc.assert(
      fc.property(tagged, fc.integer({ min: 0, max: 7 }), ({ epc, tag_scheme }, filter) => {
        const tag = { epc, tag_scheme, filter };
        const written = encodeTag(tag);
        if (!written.ok) throw new Error(JSON.stringify(written));
        expect(written.hex).toHaveLength(tag_scheme === 'sgtin-198' ? 52 : 24);
        expect(decodeTag(written.hex)).toEqual({ ok: true, ...tag });
        expect(readEpcUri(formatTagUri(tag))).toEqual({ ok: true, epc, tag: { tag_scheme, filter } });
        expect(readEpcUri(formatEpcUri(epc))).toEqual({ ok: true, epc });
        const elements = elementsOfEpc(epc);
        expect(epcOfElements(elements, epc.company.length)).toEqual({ ok: true, epc });
        expect(parseEpc(written.hex)).toMatchObject({ ok: true, elements, gcp_length: epc.company.length });
      }),
      { numRuns: 400 },
    );
  });

  it('say item, pallet, place and asset in words of GS1', () => {
    expect(parseEpc('303211E8D680004000003039')).toMatchObject({
      scheme: 'sgtin',
      gtin: '06945630100017',
      serial: '12345',
      filter: 1,
      gcp_length: 8,
    });
    expect(parseEpc('urn:epc:id:sscc:0614141.1234567890')).toMatchObject({ sscc: '106141412345678908' });
    expect(parseEpc('urn:epc:id:sgln:0614141.12345.400')).toMatchObject({
      gln: '0614141123452',
      gln_extension: '400',
    });
    expect(parseEpc('urn:epc:id:sgln:0614141.12345.0')).toMatchObject({ gln: '0614141123452' });
    expect(parseEpc('urn:epc:id:giai:0614141.A%2F5')).toMatchObject({ giai: '0614141A/5' });
  });

  it.each([
    ['E2801160600002054CC2096F', 'EPC_HEADER'],
    ['0123', 'EPC_LENGTH'],
    ['303211E8D6800040000030', 'EPC_LENGTH'],
    ['303211E8D680004000003039FF', 'EPC_LENGTH'],
    ['303C11E8D680004000003039', 'EPC_PARTITION'],
    ['3033FFFFFFFFFFC000003039', 'EPC_VALUE'],
    ['3174257BF4499602D2000001', 'EPC_RESERVED'],
    ['3674257BF6B7A659B2C2BF10000000000000000000000000000001', 'EPC_LENGTH'],
    ['3674257BF6B7A659B2C2BF1000000000000000000000000001', 'EPC_RESERVED'],
    ['303211E8D68000400000303G', 'EPC_FORM'],
    ['urn:epc:id:sgtin:69456301.00001', 'EPC_FORM'],
    ['urn:epc:id:sgtin:69456301.0001.5', 'EPC_VALUE'],
    ['urn:epc:id:sgtin:69456.0000001.5', 'EPC_PREFIX'],
    ['urn:epc:id:sgtin:69456301.00001.a/b', 'EPC_FORM'],
    ['urn:epc:id:grai:69456301.0001.5', 'EPC_HEADER'],
    ['urn:epc:tag:sgtin-96:9.69456301.00001.5', 'EPC_FORM'],
  ])('%s is refused with %s', (code, problem) => {
    expect(parseEpc(code)).toMatchObject({ ok: false, errors: [{ code: problem }] });
  });

  it.each([
    ['274877906944', 'sgtin-96'],
    ['00012', 'sgtin-96'],
    ['A1', 'sgtin-96'],
  ] as const)('the serial %s does not fit into %s', (serial, tag_scheme) => {
    const epc: Epc = { scheme: 'sgtin', company: '0614141', reference: '812345', serial };
    const refusal = { ok: false, errors: [{ code: 'EPC_SERIAL' }] };
    expect(encodeTag({ epc, tag_scheme, filter: 3 })).toMatchObject(refusal);
    expect(encodeTag({ epc, tag_scheme: 'sgtin-198', filter: 3 })).toMatchObject({ ok: true });
  });

  it('an item without serial has no tag', () => {
    const elements = [{ ai: '01', value: '06945630100017' }];
    expect(epcOfElements(elements, 8)).toMatchObject({ ok: false, errors: [{ code: 'KEY_MISSING' }] });
  });
});

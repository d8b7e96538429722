/** `packages/udi` against public examples of the other issuers: HIBC, MA, RFID tags; and against GS1's dictionary. */
import { afterAll, describe, expect, it } from 'vitest';
import { aiSpec, assignedAis } from '../packages/udi/src/gs1/ai.ts';
import {
  checkDigit,
  decodeTag,
  encodeTag,
  epcOfElements,
  formatEpcUri,
  formatTagUri,
  type HibcScan,
  hibcLinks,
  isValidGtin,
  mod43,
  parseEpc,
  parseHibc,
  parseMa,
  parseScan,
  readEpcUri,
} from '../packages/udi/src/index.ts';
import { readShared, tally } from './support/vectors.ts';

const OPTIONS = { today: '2026-11-22' };

type HibcExpected = {
  labelerId: string;
  product: string;
  uom: string;
  lot?: string;
  serial?: string;
  expiry?: string;
  expiryPrecision?: string;
  manufactureDate?: string;
  quantity?: number;
};
type HibcFile = {
  vectors: {
    input: string;
    checkCharMod43: string;
    publishedCheckChar: string | null;
    expected: HibcExpected;
  }[];
  linking: { line1: string; line2: string; match: boolean }[];
};
const hibcFile = readShared<HibcFile>('data/hibc/hibc-vectors.json');

/** Hours are written `2005-09-28T22` there. */
const momentOf = ({ expiry_date, expiry_time, expiry_precision }: HibcScan): string | undefined =>
  expiry_precision === 'month'
    ? expiry_date?.slice(0, 7)
    : expiry_date && expiry_date + (expiry_time ? `T${expiry_time.slice(0, 2)}` : '');

describe.skipIf(hibcFile === null)('HIBC vectors', () => {
  const count = tally();
  afterAll(() => count.print('HIBC vectors'));

  it('AC12: all are read, and the one whose published check character is wrong is flagged', () => {
    for (const { input, checkCharMod43, expected } of hibcFile?.vectors ?? []) {
      const scan = parseScan(input, OPTIONS);
      if (!scan.ok || scan.issuer !== 'hibc') throw new Error(`${input}: ${JSON.stringify(scan)}`);
      expect(scan, input).toMatchObject({
        part: scan.part,
        labeler: expected.labelerId,
        product: expected.product,
        unit_of_measure: Number(expected.uom),
        check: checkCharMod43,
        warnings: [],
      });
      const said = [scan.lot, scan.serial, scan.quantity, scan.production_date, momentOf(scan)];
      const { lot, serial, quantity, manufactureDate, expiry } = expected;
      expect(said, input).toEqual([lot, serial, quantity, manufactureDate, expiry]);
      expect(mod43(input.slice(0, -1))).toBe(checkCharMod43);
      count.ran();
    }
    const broken = (hibcFile?.vectors ?? []).filter(
      ({ publishedCheckChar, checkCharMod43 }) => publishedCheckChar && publishedCheckChar !== checkCharMod43,
    );
    expect(broken.length).toBeGreaterThan(10);
    for (const { input, checkCharMod43, publishedCheckChar } of broken) {
      const published = input.slice(0, -1) + publishedCheckChar;
      const warnings = [
        { code: 'CHECK_CHAR', params: { found: publishedCheckChar, expected: checkCharMod43 } },
      ];
      expect(parseHibc(published, OPTIONS), published).toMatchObject({ ok: true, warnings });
      count.ran();
    }
  });

  it('two barcodes of one label are linked by the check character of the first', () => {
    for (const { line1, line2, match } of hibcFile?.linking ?? []) {
      const [first, second] = [parseHibc(line1, OPTIONS), parseHibc(line2, OPTIONS)];
      expect(first.ok && second.ok && hibcLinks(first, second), line2).toBe(match);
      count.ran();
    }
  });
});

type MaFile = { vectors: { input: string; expected: Record<string, string> | null }[] };
const maFile = readShared<MaFile>('data/nmpa/ma-udi-vectors.json');
const MA_WORDS: Readonly<Record<string, string>> = {
  packageLevel: 'package_level',
  manufactureDate: 'production_date',
  sterilizationLot: 'sterilisation_lot',
  expiry: 'expiry_date',
  validUntil: 'valid_until',
};

describe.skipIf(maFile === null)('MA vectors', () => {
  const count = tally();
  afterAll(() => count.print('MA vectors'));

  it('are read, and what is no MA code is refused', () => {
    for (const { input, expected } of maFile?.vectors ?? []) {
      if (expected === null) {
        expect(parseMa(input, OPTIONS), input).toMatchObject({ ok: false, errors: [{ code: 'MA_FORM' }] });
      } else {
        const words = Object.entries(expected).map(([key, value]) => [MA_WORDS[key] ?? key, value]);
        expect(parseScan(input, OPTIONS), input).toMatchObject({
          ok: true,
          issuer: 'ma',
          ...Object.fromEntries(words),
        });
      }
      count.ran();
    }
  });
});

type EpcFile = {
  vectors: { hex: string; tagUri: string; idUri: string; gtin14?: string }[];
  negative: { hex?: string; tagUri?: string; why: string }[];
};
const epcFile = readShared<EpcFile>('data/epc/epc-vectors.json');

describe.skipIf(epcFile === null)('EPC vectors', () => {
  const count = tally();
  afterAll(() => count.print('EPC vectors'));

  it('tags to URIs to GS1 elements, and all the way back', () => {
    for (const { hex, tagUri, idUri, gtin14 } of epcFile?.vectors ?? []) {
      const scan = parseEpc(hex);
      if (!scan.ok) throw new Error(`${hex}: ${JSON.stringify(scan)}`);
      expect([scan.tag_uri, scan.epc_uri]).toEqual([tagUri, idUri]);
      if (gtin14 !== undefined) expect(scan.gtin).toBe(gtin14);
      expect(parseScan(hex, OPTIONS)).toEqual(scan);
      const uri = readEpcUri(tagUri);
      if (!uri.ok || uri.tag === undefined) throw new Error(tagUri);
      expect(formatTagUri({ epc: uri.epc, ...uri.tag })).toBe(tagUri);
      expect(encodeTag({ epc: uri.epc, ...uri.tag })).toEqual({ ok: true, hex });
      expect(parseEpc(idUri)).toMatchObject({ ok: true, epc_uri: idUri, elements: scan.elements });
      const back = epcOfElements(scan.elements, scan.gcp_length);
      expect(back.ok && formatEpcUri(back.epc)).toBe(idUri);
      count.ran();
    }
  });

  it('refuses what is no tag of ours or cannot be written', () => {
    for (const { hex, tagUri, why } of epcFile?.negative ?? []) {
      if (hex !== undefined) expect(decodeTag(hex).ok, why).toBe(false);
      if (tagUri !== undefined) {
        const uri = readEpcUri(tagUri);
        const written = uri.ok && uri.tag ? encodeTag({ epc: uri.epc, ...uri.tag }) : uri;
        expect(written, why).toMatchObject({ ok: false, errors: [{ code: 'EPC_SERIAL' }] });
      }
      count.ran();
    }
  });
});

type DictionaryEntry = { ai: string; fixedLengthNoFNC1: boolean; components: string[]; attributes: string[] };
const dictionary = readShared<DictionaryEntry[]>('data/gs1/gs1-ai-table.json');

describe.skipIf(dictionary === null)('GS1 dictionary', () => {
  const count = tally();
  afterAll(() => count.print('Application identifiers of the GS1 dictionary'));

  it('is wholly implemented: every identifier, its length, separator, exclusions and requirements', () => {
    const known = new Set(assignedAis());
    for (const entry of dictionary ?? []) {
      for (const ai of identifiersOf(entry.ai)) {
        const spec = aiSpec(ai);
        expect(spec?.predefined, ai).toBe(entry.fixedLengthNoFNC1);
        const parts = entry.components.map((part) => /^\[?[NXYZ](\.\.)?(\d+)/.exec(part));
        expect(spec?.length_max, ai).toBe(parts.reduce((sum, part) => sum + Number(part?.[2]), 0));
        expect(spec?.excludes, ai).toEqual(listsOf(entry, 'ex=').flat());
        expect(spec?.requires, ai).toEqual(
          listsOf(entry, 'req=').map((list) => list.map((group) => group.split('+'))),
        );
        known.delete(ai);
        count.ran();
      }
    }
    expect([...known]).toEqual([]);
  });
});

const listsOf = ({ attributes }: DictionaryEntry, key: string): string[][] =>
  attributes.filter((word) => word.startsWith(key)).map((word) => word.slice(key.length).split(','));

function identifiersOf(range: string): string[] {
  const [first, last = first] = range.split('-') as [string, string?];
  return Array.from({ length: Number(last) - Number(first) + 1 }, (_, index) =>
    String(Number(first) + index).padStart(first.length, '0'),
  );
}

type Udid = { zxxsdycpbs: string; packingList: { bzcpbs: string; bznhxyjbzcpbs: string }[] };
const udid = readShared<Udid>('data/nmpa/udid-sample-device.json');

describe.skipIf(udid === null)('NMPA sample', () => {
  const count = tally();
  afterAll(() => count.print('Identifiers of the NMPA sample'));

  it('the pack has the number of the piece with another indicator', () => {
    const inner = udid?.zxxsdycpbs ?? '';
    expect(isValidGtin(inner)).toBe(true);
    count.ran();
    for (const { bzcpbs, bznhxyjbzcpbs } of udid?.packingList ?? []) {
      expect(bznhxyjbzcpbs).toBe(inner);
      const body = bzcpbs.charAt(0) + inner.slice(1, -1);
      expect(bzcpbs).toBe(body + checkDigit(body));
      expect(parseScan(`(01)${bzcpbs}`, OPTIONS)).toMatchObject({ ok: true, issuer: 'gs1', gtin: bzcpbs });
      count.ran();
    }
  });
});

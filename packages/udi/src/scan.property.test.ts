import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { elements } from '../test/arbitraries.ts';
import { deviceOf, normaliseDi } from './di.ts';
import { toScanText } from './gs1/format.ts';
import { HIBC_ALPHABET, mod43 } from './hibc/mod43.ts';
import { parseScan } from './scan.ts';

const OPTIONS = { today: '2026-11-22' };
/** A fixed seed: the same texts every run, on every machine. */
const RUNS = { seed: 20261128, numRuns: 4_000 };

const oneOf = (...words: string[]) => fc.constantFrom(...words);
const digits = (min: number, max = min) =>
  fc.string({ unit: oneOf(...'0123456789'), minLength: min, maxLength: max });
const word = (max: number) =>
  fc.string({ unit: oneOf(...'0123456789ABCDEFGHJKLMNPQRSTUVWXYZ'), minLength: 1, maxLength: max });
const joined = (...parts: fc.Arbitrary<string>[]) => fc.tuple(...parts).map((all) => all.join(''));

/** Texts near the grammar of each issuer: mostly lawful, with parts missing, doubled or out of bounds. */
const hibc = joined(
  oneOf('+', '', '*+'),
  oneOf('A123', 'Z999', '1234', ''),
  word(20),
  digits(0, 1),
  fc
    .array(joined(oneOf('/', '/$', '/$$', '/$$+', '/$+', '/S', '/14D', '/16D', '/Q', '//'), word(20)), {
      maxLength: 4,
    })
    .map((all) => all.join('')),
  oneOf('', '*', ' '),
).map((body) =>
  body.startsWith('+') && [...body].every((c) => HIBC_ALPHABET.includes(c)) ? body + mod43(body) : body,
);
const ma = joined(
  oneOf('MA.', 'ma.', 'https://x.cn/?c=MA.', 'MA'),
  digits(2, 4),
  oneOf('.M0.', '.m0.', '.M1.', '..'),
  digits(5, 7),
  oneOf('.', ''),
  word(9),
  fc
    .array(joined(oneOf('.S', '.L', '.M', '.P', '.D', '.E', '.V', '.C', '.X', '.'), word(7)), {
      maxLength: 6,
    })
    .map((all) => all.join('')),
);
const ahm = joined(
  oneOf('MF'),
  word(14),
  fc
    .array(joined(oneOf('*', 'BA', '*SN', '*MD', 'BD', '*ED', 'PL'), word(8)), { maxLength: 5 })
    .map((all) => all.join('')),
);
const iccbba = fc
  .array(joined(oneOf('=/', '=)', '=,', '=>', '=}', '&,1', '&)', '=', '=+', '&'), word(20)), {
    minLength: 1,
    maxLength: 5,
  })
  .map((all) => all.join(''));
const tag = joined(
  oneOf('30', '31', '32', '34', '36', '33', 'E2'),
  fc.string({ unit: oneOf(...'0123456789ABCDEFabcdef'), minLength: 20, maxLength: 62 }),
);
const uri = joined(
  oneOf('urn:epc:id:', 'urn:epc:tag:', 'URN:EPC:ID:'),
  oneOf('sgtin', 'sgtin-96', 'sgtin-198', 'sscc', 'sscc-96', 'sgln', 'giai-96', 'grai'),
  fc
    .array(joined(oneOf(':', '.', '%', '%2F'), digits(0, 13)), { minLength: 1, maxLength: 5 })
    .map((all) => all.join('')),
);
const gs1 = elements.map((given) => toScanText(given));
const lawful = fc.oneof(gs1, hibc, ma, ahm, iccbba, tag, uri);

/** A text cut, repeated or with foreign characters inside, as scanners and clipboards spoil it. */
const spoilt = fc
  .tuple(lawful, fc.nat(60), fc.nat(60), fc.string({ unit: 'binary', maxLength: 4 }))
  .map(([text, from, to, noise]) => text.slice(0, from) + noise + text.slice(Math.min(from, to)));

// Thousands of texts take a while on a machine that is busy with other things.
describe('any text', { timeout: 60_000 }, () => {
  it('never throws, and answers a scan or reasons', () => {
    const anything = fc.oneof(lawful, spoilt, fc.string({ unit: 'binary', maxLength: 1_100 }), fc.string());
    fc.assert(
      fc.property(anything, (text) => {
        const result = parseScan(text, OPTIONS);
        if (result.ok) expect(result.issuer).toMatch(/^(gs1|hibc|ma|ahm|iccbba|epc)$/);
        else expect(result.errors.length).toBeGreaterThan(0);
        for (const { code, position } of result.ok ? [] : result.errors) {
          expect(code).toMatch(/^[A-Z0-9_]+$/);
          if (position !== undefined) expect(position).toBeGreaterThanOrEqual(0);
        }
      }),
      RUNS,
    );
  });

  it('names devices in the form in which they are stored, and real dates', () => {
    fc.assert(
      fc.property(lawful, (text) => {
        const result = parseScan(text, OPTIONS);
        const device = result.ok ? deviceOf(result) : null;
        if (device === null) return;
        for (const di of device.di) expect(normaliseDi(device.issuer, di), text).toBe(di);
        for (const date of [device.expiry_date, device.production_date])
          if (date !== undefined) expect(new Date(date).toISOString().slice(0, 10), text).toBe(date);
      }),
      RUNS,
    );
  });
});

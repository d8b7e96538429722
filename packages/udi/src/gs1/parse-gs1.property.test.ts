import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { elements, lawfulValue, udiElements } from '../../test/arbitraries.ts';
import { assignedAis } from './ai.ts';
import { formatDigitalLink } from './digital-link.ts';
import {
  fixedLengthFirst,
  formatBracketed,
  formatElementString,
  toDataMatrixText,
  toScanText,
} from './format.ts';
import { parseGs1 } from './parse-gs1.ts';
import type { Gs1Options, Gs1Result } from './scan.ts';

const OPTIONS: Gs1Options = { today: '2026-11-22', separators: 'kept' };
const RUNS = { numRuns: 500 };

function elementsOf(result: Gs1Result): unknown {
  return result.ok ? result.elements : result.errors;
}

describe('round trips of any lawful elements', () => {
  it('reads back every assigned AI, each at least once', () => {
    for (const ai of assignedAis()) {
      fc.assert(
        fc.property(lawfulValue(ai), (value) => {
          expect(elementsOf(parseGs1(`]d2${ai}${value}`, OPTIONS))).toEqual([{ ai, value }]);
        }),
        { numRuns: 3 },
      );
    }
  });

  it('raw, DataMatrix text and scan text', () => {
    fc.assert(
      fc.property(elements, (given) => {
        expect(elementsOf(parseGs1(`]C1${formatElementString(given)}`, OPTIONS))).toEqual(given);
        expect(elementsOf(parseGs1(toScanText(given), OPTIONS))).toEqual(given);
        const sorted = fixedLengthFirst(given);
        expect(elementsOf(parseGs1(`]d2${toDataMatrixText(sorted)}`, OPTIONS))).toEqual(sorted);
      }),
      RUNS,
    );
  });

  it('bracketed, with brackets and backslashes inside values', () => {
    fc.assert(
      fc.property(elements, (given) => {
        expect(elementsOf(parseGs1(formatBracketed(given), OPTIONS))).toEqual(given);
      }),
      RUNS,
    );
  });

  it('Digital Link, whenever the elements have a key', () => {
    fc.assert(
      fc.property(elements, (given) => {
        const link = formatDigitalLink(given);
        if (!link.ok || link.uri.length > 1_000) return;
        const back = parseGs1(link.uri, OPTIONS);
        expect(back.ok, link.uri).toBe(true);
        const sorted = (list: readonly { ai: string }[]) => [...list].sort((a, b) => (a.ai < b.ai ? -1 : 1));
        if (back.ok) expect(sorted(back.elements)).toEqual(sorted(given));
      }),
      RUNS,
    );
  });
});

describe('separators that were lost', () => {
  it('never takes a wrong reading: the true one is accepted or listed', () => {
    fc.assert(
      fc.property(udiElements, (given) => {
        const swallowed = formatElementString(given).replaceAll('\u001d', '');
        const result = parseGs1(swallowed, { today: OPTIONS.today });
        if (result.ok) expect(result.elements).toEqual(given);
        else if (result.errors[0]?.params.complete !== 0) {
          expect(JSON.stringify(result)).toContain(JSON.stringify(given));
        }
      }),
      RUNS,
    );
  });

  it('never takes a wrong reading when the true lot is known', () => {
    fc.assert(
      fc.property(udiElements, (given) => {
        const knownLots = given.filter((element) => element.ai === '10').map((element) => element.value);
        const labelAis = given.map((element) => element.ai);
        const swallowed = formatElementString(given).replaceAll('\u001d', '');
        const result = parseGs1(swallowed, { today: OPTIONS.today, knownLots, labelAis });
        if (result.ok) expect(result.elements).toEqual(given);
      }),
      RUNS,
    );
  });
});

describe('faults', () => {
  it('any single wrong digit of a GTIN or SSCC is refused', () => {
    const changed = fc.tuple(fc.constantFrom('00', '01'), fc.nat(), fc.integer({ min: 1, max: 9 }));
    fc.assert(
      fc.property(
        changed.chain(([ai, at, by]) =>
          fc.tuple(fc.constant(ai), lawfulValue(ai), fc.constant(at), fc.constant(by)),
        ),
        ([ai, value, at, by]) => {
          const index = at % value.length;
          const digit = (Number(value.charAt(index)) + by) % 10;
          const wrong = value.slice(0, index) + digit + value.slice(index + 1);
          expect(parseGs1(`(${ai})${wrong}`, OPTIONS)).toMatchObject({
            ok: false,
            errors: [{ code: 'CHECK_DIGIT', ai }],
          });
        },
      ),
      RUNS,
    );
  });
});

describe('any text', () => {
  const anyUnit = fc.integer({ min: 0, max: 0xffff }).map((unit) => String.fromCharCode(unit));
  const scannerish = fc.constantFrom(
    ...'0123456789',
    '01',
    '10',
    '17',
    '21',
    '(',
    ')',
    '\\',
    '\u001d',
    ']d2',
    ']C1',
    ']e0',
    '|',
    '^',
    '%',
    '/',
    'https://a/01/',
    '__defineGetter__',
    '__proto__',
    'constructor',
    '?',
    '&',
    '=',
    '#',
    'A',
    'z',
    '０',
    '\u200b',
    '\ud800',
  );
  const texts = fc.oneof(
    fc.string({ unit: anyUnit, maxLength: 60 }),
    fc.array(scannerish, { maxLength: 40 }).map((parts) => parts.join('')),
  );

  it('is answered and never thrown at, with a reason for every refusal', () => {
    const options = fc.record({
      today: fc.constantFrom('2026-11-22', '1999-12-31', '2100-02-28'),
      separators: fc.constantFrom('kept' as const, 'may_be_lost' as const),
      unknownAi: fc.constantFrom('warn' as const, 'refuse' as const),
      associations: fc.constantFrom('warn' as const, 'refuse' as const),
      groupSeparator: fc.constantFrom(undefined, '', '|', '{GS}'),
      knownLots: fc.constantFrom(undefined, [], ['A']),
      labelAis: fc.constantFrom(undefined, [], ['10']),
    });
    fc.assert(
      fc.property(texts, options, (text, chosen) => {
        const result = parseGs1(text, chosen);
        if (!result.ok) expect(result.errors.length).toBeGreaterThan(0);
        if (result.ok) expect(result.elements.length).toBeGreaterThan(0);
        if (result.ok) expect(JSON.stringify(result)).toMatch(/^[\x20-\x7e]+$/);
      }),
      { numRuns: 3_000 },
    );
  });

  it('gives fields that are lawful whenever it is accepted', () => {
    fc.assert(
      fc.property(texts, (text) => {
        const scan = parseGs1(text, OPTIONS);
        if (!scan.ok) return;
        if (scan.gtin !== undefined) expect(scan.gtin).toMatch(/^\d{14}$/);
        if (scan.lot !== undefined) expect(scan.lot.length).toBeLessThanOrEqual(20);
        if (scan.expiry_date !== undefined) expect(scan.expiry_date).toMatch(/^\d{4}-\d{2}-\d{2}$/);
      }),
      { numRuns: 3_000 },
    );
  });
});

/** Generators of lawful GS1 elements: for every assigned AI, values that pass its components and content checks. */
import fc from 'fast-check';
import { aiSpec, assignedAis, checkValue } from '../src/gs1/ai.ts';
import { AI_TABLE } from '../src/gs1/ai-table.ts';
import { findExclusions } from '../src/gs1/associations.ts';
import { CSET82_CHARACTERS } from '../src/gs1/character-set.ts';
import { checkDigit } from '../src/gs1/check-digit.ts';
import { checkPair } from '../src/gs1/lint.ts';
import type { Gs1Element } from '../src/gs1/scan.ts';

const digitsOf = (min: number, max = min) =>
  fc.string({ unit: fc.constantFrom(...'0123456789'), minLength: min, maxLength: max });
const csetOf = (characters: string) => (min: number, max: number) =>
  fc.string({ unit: fc.constantFrom(...characters), minLength: min, maxLength: max });
const cset82 = csetOf(CSET82_CHARACTERS);
const cset39 = csetOf('#-/0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ');
const cset64 = csetOf('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_');
const upTo = (max: number, width = 2) =>
  fc.integer({ min: 0, max }).map((value) => String(value).padStart(width, '0'));

const shortDate = fc
  .tuple(upTo(99), fc.integer({ min: 1, max: 12 }), fc.integer({ min: 1, max: 28 }))
  .map(([year, month, day]) => `${year}${String(month).padStart(2, '0')}${String(day).padStart(2, '0')}`);

/** Components whose content checks leave little freedom. */
const LINTED: Readonly<Record<string, (length: number) => fc.Arbitrary<string>>> = {
  csum: (length) => digitsOf(length - 1).map((body) => body + checkDigit(body)),
  csumalpha: (length) => cset82(1, length - 2).map((body) => body + checkPair(body)),
  yymmd0: () =>
    fc.oneof(
      shortDate,
      shortDate.map((date) => `${date.slice(0, 4)}00`),
    ),
  yymmdd: () => shortDate,
  yyyymmdd: () => shortDate.map((date) => `20${date}`),
  hh: () => upTo(23),
  mi: () => upTo(59),
  ss: () => upTo(59),
  hhmi: () => fc.tuple(upTo(23), upTo(59)).map((parts) => parts.join('')),
  iso3166: () => fc.constantFrom('156', '276', '840'),
  iso3166999: () => fc.constantFrom('156', '999'),
  iso3166alpha2: () => fc.constantFrom('CN', 'DE', 'US'),
  iso4217: () => fc.constantFrom('156', '978'),
  packagetype: () => fc.constantFrom('1A', 'BX', 'PLP'),
  mediatype: () => fc.constantFrom('01', '10', '99'),
  iso5218: () => fc.constantFrom('0', '1', '2', '9'),
  winding: () => fc.constantFrom('0', '1', '9'),
  yesno: () => fc.constantFrom('0', '1'),
  hyphen: () => fc.constant('-'),
  importeridx: () => cset64(1, 1),
  zero: (length) => fc.constant('0'.repeat(length)),
  nonzero: (length) => digitsOf(length - 1).map((body) => `${body}1`),
  nozeroprefix: (length) => digitsOf(0, length - 1).map((body) => `7${body}`),
  latitude: () => fc.integer({ min: 0, max: 1_800_000_000 }).map((value) => String(value).padStart(10, '0')),
  longitude: () => fc.integer({ min: 0, max: 1_800_000_000 }).map((value) => String(value).padStart(10, '0')),
  pcenc: (length) => cset82(1, length).map((text) => text.replaceAll('%', '-')),
  pieceoftotal: () => fc.constantFrom('0101', '0203', '9999'),
  posinseqslash: () => fc.constantFrom('1/1', '2/3'),
  iban: () => fc.constant('DE91100000000123456789'),
  couponcode: () => fc.constant('10614141011111275110111'),
  couponposoffer: () => fc.constant('001234561234560123456'),
};

function component(text: string): fc.Arbitrary<string> {
  const [shape, ...names] = text.replace(/[[\]]/g, '').split(',') as [string, ...string[]];
  const variable = shape.includes('..');
  const max = Number(shape.slice(variable ? 3 : 1));
  const linted = names.map((name) => LINTED[name]).find((each) => each !== undefined);
  if (linted !== undefined) return linted(max);
  const makers: Record<string, (min: number, max: number) => fc.Arbitrary<string>> = {
    N: digitsOf,
    X: cset82,
    Y: cset39,
    Z: cset64,
  };
  return (makers[shape.charAt(0)] as (min: number, max: number) => fc.Arbitrary<string>)(
    variable ? 1 : max,
    max,
  );
}

const COMPONENTS = new Map(
  AI_TABLE.map((line) => [line.split(';')[0] as string, line.split(';')[2] as string]),
);

function componentsOf(ai: string): string {
  for (const [range, components] of COMPONENTS) {
    const [first, last = first] = range.split('-') as [string, string?];
    if (ai.length === first.length && ai >= first && ai <= last) return components;
  }
  throw new Error(`no components for ${ai}`);
}

/** A lawful value of `ai`; optional components come and go from the right. */
export function lawfulValue(ai: string): fc.Arbitrary<string> {
  const parts = componentsOf(ai).split(' ');
  const mandatory = parts.filter((part) => !part.startsWith('['));
  return fc
    .integer({ min: mandatory.length, max: parts.length })
    .chain((count) => fc.tuple(...parts.slice(0, count).map(component)))
    .map((values) => values.join(''))
    .filter(
      (value) => checkValue(aiSpec(ai) as NonNullable<ReturnType<typeof aiSpec>>, value, 2026) === null,
    );
}

const elementOf = (ai: string): fc.Arbitrary<Gs1Element> => lawfulValue(ai).map((value) => ({ ai, value }));

/** One to six elements of any assigned AIs, each AI once, none excluding another. */
export const elements: fc.Arbitrary<readonly Gs1Element[]> = fc
  .uniqueArray(fc.constantFrom(...assignedAis()), { minLength: 1, maxLength: 6 })
  .chain((ais) => fc.tuple(...ais.map(elementOf)))
  .map(withoutExclusions);

/** Lots and serials full of digits that look like AIs, so that lost separators leave many readings. */
const misleading = csetOf('0112277A')(1, 20);
const labelValueOf = (ai: string): fc.Arbitrary<Gs1Element> =>
  ai === '10' || ai === '21' ? misleading.map((value) => ({ ai, value })) : elementOf(ai);

/** Item, then some of lot, production date, expiry and serial in any order: what device labels carry. */
export const udiElements: fc.Arbitrary<readonly Gs1Element[]> = fc
  .tuple(elementOf('01'), fc.shuffledSubarray(['10', '11', '17', '21'], { minLength: 1 }))
  .chain(([item, ais]) => fc.tuple(fc.constant(item), ...ais.map(labelValueOf)));

function withoutExclusions(given: readonly Gs1Element[]): readonly Gs1Element[] {
  let kept: readonly Gs1Element[] = [];
  for (const element of given) {
    const next = [...kept, element];
    if (findExclusions(next).length === 0) kept = next;
  }
  return kept;
}

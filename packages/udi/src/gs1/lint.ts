/**
 * GS1 content checks ("linters") by their names in the syntax dictionary.
 *
 * Each takes a value (or the component of a value) whose length and characters are usually checked already, and
 * answers null when it is right, else a code and the index of the offending character. They are ours; the public
 * test vectors of the dictionary (5,245) are the yardstick, see `conformance/udi.conformance.ts`.
 */
import { daysInMonth, fullYear } from '../civil-date.ts';
import type { IssueCode } from '../issue.ts';
import { CSET82_CHARACTERS, firstOutside } from './character-set.ts';
import { hasValidCheckDigit } from './check-digit.ts';
import { COUNTRY_LETTERS, COUNTRY_NUMBERS, CURRENCY_NUMBERS, PACKAGE_TYPES } from './code-lists.ts';
import { lintCouponCode, lintCouponOffer } from './lint-coupon.ts';

export type Fault = { readonly code: IssueCode; readonly at: number };

/** `yearNow` settles the century of a two-digit year; only February 29 of years like 2100 depends on it. */
export type Linter = (value: string, yearNow: number) => Fault | null;

const fault = (code: IssueCode, at = 0): Fault => ({ code, at });

function nonDigit(value: string): Fault | null {
  const at = firstOutside('N', value);
  return at < 0 ? null : fault('NUMERIC', at);
}

/** The value must have exactly `length` digits. */
function digitCount(value: string, length: number): Fault | null {
  if (value.length !== length) return fault(value.length < length ? 'TOO_SHORT' : 'TOO_LONG');
  return nonDigit(value);
}

function twoDigits(value: string, at: number): number {
  return (value.charCodeAt(at) - 48) * 10 + value.charCodeAt(at + 1) - 48;
}

const csum: Linter = (value) => {
  if (value.length === 0) return fault('TOO_SHORT');
  return nonDigit(value) ?? (hasValidCheckDigit(value) ? null : fault('CHECK_DIGIT', value.length - 1));
};

/** Primes that weigh the characters of a check pair, from the right (General Specifications, section 7.9.5). */
const CHECK_PAIR_PRIMES = primes(97);
const CHECK_PAIR_CHARACTERS = '23456789ABCDEFGHJKLMNPQRSTUVWXYZ';

function primes(count: number): readonly number[] {
  const found: number[] = [];
  for (let candidate = 2; found.length < count; candidate++) {
    if (found.every((prime) => candidate % prime !== 0)) found.push(candidate);
  }
  return found;
}

/** The check pair of a Global Model Number or MUDI for the text before it (character set 82, at most 97 characters). */
export function checkPair(body: string): string {
  let sum = 0;
  for (let index = 0; index < body.length; index++) {
    const prime = CHECK_PAIR_PRIMES[body.length - 1 - index] as number;
    sum += prime * CSET82_CHARACTERS.indexOf(body.charAt(index));
  }
  const remainder = sum % 1021;
  return CHECK_PAIR_CHARACTERS.charAt(remainder >> 5) + CHECK_PAIR_CHARACTERS.charAt(remainder & 31);
}

const csumalpha: Linter = (value) => {
  const at = value.length - 2;
  if (at < 0) return fault('TOO_SHORT');
  if (at > CHECK_PAIR_PRIMES.length) return fault('TOO_LONG');
  const body = value.slice(0, at);
  const foreign = firstOutside('X', body);
  if (foreign >= 0) return fault('CSET82', foreign);
  return checkPair(body) === value.slice(at) ? null : fault('CHECK_PAIR', at);
};

function lintDay(value: string, year: number, at: number, zeroDay: boolean): Fault | null {
  const month = twoDigits(value, at);
  if (month < 1 || month > 12) return fault('MONTH', at);
  const day = twoDigits(value, at + 2);
  return day > daysInMonth(year, month) || (day === 0 && !zeroDay) ? fault('DAY', at + 2) : null;
}

function lintShortDate(value: string, yearNow: number, zeroDay: boolean): Fault | null {
  const wrong = digitCount(value, 6);
  return wrong ?? lintDay(value, fullYear(twoDigits(value, 0), yearNow), 2, zeroDay);
}

function lintLongDate(value: string, zeroDay: boolean): Fault | null {
  const wrong = digitCount(value, 8);
  return wrong ?? lintDay(value, twoDigits(value, 0) * 100 + twoDigits(value, 2), 4, zeroDay);
}

function lintBelow(limit: number, code: IssueCode): Linter {
  return (value) => digitCount(value, 2) ?? (twoDigits(value, 0) < limit ? null : fault(code));
}

const hhmi: Linter = (value) => {
  const wrong = digitCount(value, 4);
  if (wrong !== null) return wrong;
  if (twoDigits(value, 0) > 23) return fault('HOUR');
  return twoDigits(value, 2) > 59 ? fault('MINUTE', 2) : null;
};

function lintMember(set: ReadonlySet<string>, code: IssueCode): Linter {
  return (value) => (set.has(value) ? null : fault(code));
}

const pcenc: Linter = (value) => {
  const at = value.search(/%(?![0-9A-Fa-f]{2})/);
  return at < 0 ? null : fault('PERCENT_ENCODING', at);
};

/** Half of the digits say which piece, the other half of how many: `0203` is piece 2 of 3. */
const pieceoftotal: Linter = (value) => {
  const half = value.length / 2;
  const wrong = nonDigit(value);
  if (value.length === 0 || !Number.isInteger(half)) return fault('PIECE_OF_TOTAL');
  if (wrong !== null) return wrong;
  const [piece, total] = [value.slice(0, half), value.slice(half)];
  if (Number(total) === 0) return fault('PIECE_OF_TOTAL', Number(piece) === 0 ? 0 : half);
  return Number(piece) === 0 || piece > total ? fault('PIECE_OF_TOTAL') : null;
};

const posinseqslash: Linter = (value) => {
  const match = /^(\d+)\/(\d+)$/.exec(value);
  if (match === null) return fault('POSITION_OF_TOTAL');
  const [position, end] = [match[1] as string, match[2] as string];
  if (position.startsWith('0')) return fault('ZERO_PREFIX');
  if (end.startsWith('0')) return fault('ZERO_PREFIX', position.length + 1);
  return Number(position) > Number(end) ? fault('POSITION_OF_TOTAL') : null;
};

/** ISO 13616: country, two check digits, account; modulo 97 of the rearranged number must be 1. */
const iban: Linter = (value) => {
  const foreign = value.search(/[^0-9A-Z]/);
  if (foreign >= 0) return fault('IBAN', foreign);
  if (value.length < 5 || value.length > 34) return fault('IBAN');
  if (!COUNTRY_LETTERS.has(value.slice(0, 2)) && !value.startsWith('XK')) return fault('IBAN');
  let remainder = 0;
  for (const character of value.slice(4) + value.slice(0, 4)) {
    const digit = Number.parseInt(character, 36);
    remainder = (remainder * (digit > 9 ? 100 : 10) + digit) % 97;
  }
  return remainder === 1 ? null : fault('IBAN', 2);
};

/** Ten digits, the degrees times ten million, shifted to start at zero. */
function lintAngle(limit: number, code: IssueCode): Linter {
  return (value) => {
    if (value.length !== 10) return fault(code);
    return nonDigit(value) ?? (Number(value) > limit ? fault(code) : null);
  };
}

function lintPattern(pattern: RegExp, code: IssueCode): Linter {
  return (value) => (pattern.test(value) ? null : fault(code));
}

const cset64: Linter = (value) => {
  const characters = value.replace(/=+$/, '');
  const foreign = characters.search(/[^A-Za-z0-9_-]/);
  if (foreign >= 0) return fault('CSET64', foreign);
  const padding = value.length - characters.length;
  return padding > 0 && (padding > 2 || value.length % 3 !== 0) ? fault('CSET64', characters.length) : null;
};

function lintCharacters(type: 'N' | 'X' | 'Y', code: IssueCode): Linter {
  return (value) => {
    const at = firstOutside(type, value);
    return at < 0 ? null : fault(code, at);
  };
}

/**
 * Company prefixes are not checked: that needs GS1's registry, which changes daily and is not published as data.
 * The names are listed so that an unknown linter in a newer dictionary is noticed at start.
 */
const notChecked: Linter = () => null;

export const LINTERS: Readonly<Record<string, Linter>> = {
  csum,
  csumalpha,
  cset39: lintCharacters('Y', 'CSET39'),
  cset64,
  cset82: lintCharacters('X', 'CSET82'),
  csetnumeric: lintCharacters('N', 'NUMERIC'),
  yymmdd: (value, yearNow) => lintShortDate(value, yearNow, false),
  yymmd0: (value, yearNow) => lintShortDate(value, yearNow, true),
  yyyymmdd: (value) => lintLongDate(value, false),
  yyyymmd0: (value) => lintLongDate(value, true),
  hh: lintBelow(24, 'HOUR'),
  mi: lintBelow(60, 'MINUTE'),
  ss: lintBelow(60, 'SECOND'),
  hhmi,
  iso3166: lintMember(COUNTRY_NUMBERS, 'COUNTRY'),
  iso3166999: lintMember(new Set([...COUNTRY_NUMBERS, '999']), 'COUNTRY'),
  iso3166alpha2: lintMember(COUNTRY_LETTERS, 'COUNTRY'),
  iso4217: lintMember(CURRENCY_NUMBERS, 'CURRENCY'),
  packagetype: lintMember(PACKAGE_TYPES, 'PACKAGE_TYPE'),
  mediatype: lintPattern(/^(0[1-9]|10|8\d|9\d)$/, 'MEDIA_TYPE'),
  iso5218: lintPattern(/^[0129]$/, 'SEX'),
  winding: lintPattern(/^[019]$/, 'WINDING'),
  yesno: lintPattern(/^[01]$/, 'YES_NO'),
  hyphen: lintPattern(/^-+$/, 'HYPHEN'),
  importeridx: lintPattern(/^[-_0-9A-Za-z]$/, 'IMPORTER_INDEX'),
  zero: lintPattern(/^0+$/, 'NOT_ZERO'),
  nonzero: (value) => nonDigit(value) ?? (/[1-9]/.test(value) ? null : fault('ZERO_VALUE')),
  nozeroprefix: (value) => nonDigit(value) ?? (value.startsWith('0') ? fault('ZERO_PREFIX') : null),
  hasnondigit: lintPattern(/\D/, 'NON_DIGIT_REQUIRED'),
  latitude: lintAngle(1_800_000_000, 'LATITUDE'),
  longitude: lintAngle(3_600_000_000, 'LONGITUDE'),
  pcenc,
  pieceoftotal,
  posinseqslash,
  iban,
  couponcode: lintCouponCode,
  couponposoffer: lintCouponOffer,
  gcppos1: notChecked,
  gcppos2: notChecked,
};

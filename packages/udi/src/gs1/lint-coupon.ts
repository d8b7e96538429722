/**
 * Structure of North American coupon codes, AI 8110 and AI 8112. A warehouse never trades them, but a table of
 * application identifiers that accepts any digits there would not agree with the GS1 vectors.
 * Both are chains of fields whose lengths are given by a digit in front ("variable length indicator").
 */
import { daysInMonth, fullYear } from '../civil-date.ts';
import { firstOutside } from './character-set.ts';
import type { Fault, Linter } from './lint.ts';

type Cursor = { readonly text: string; at: number };
type Step = (cursor: Cursor) => boolean;

/** Consumes one digit that must be among `allowed`; answers it, or null. */
function digitIn(cursor: Cursor, allowed: string): number | null {
  const character = cursor.text.charAt(cursor.at);
  if (character === '' || !allowed.includes(character)) return null;
  cursor.at += 1;
  return Number(character);
}

/** Consumes exactly `length` digits. */
function take(cursor: Cursor, length: number): boolean {
  if (cursor.at + length > cursor.text.length) return false;
  cursor.at += length;
  return true;
}

/** A length indicator among `allowed`, then that many digits more than `base`. */
function counted(allowed: string, base: number): Step {
  return (cursor) => {
    const indicator = digitIn(cursor, allowed);
    return indicator !== null && take(cursor, indicator + base);
  };
}

const companyPrefix = counted('0123456', 6);
const serialNumber = counted('0123456789', 6);
const savedValue = counted('12345', 0);

/** How much of which product family must be bought. */
const purchaseRequirement: Step = (cursor) =>
  savedValue(cursor) && digitIn(cursor, '012349') !== null && take(cursor, 3);

/** A further purchase; indicator 9 instead of a company prefix means "the same company". */
const furtherPurchase: Step = (cursor) =>
  purchaseRequirement(cursor) && (digitIn(cursor, '9') !== null || companyPrefix(cursor));

/** YYMMDD as an integer with its full year, or null. */
function date(cursor: Cursor, yearNow: number): number | null {
  const digits = cursor.text.slice(cursor.at, cursor.at + 6);
  if (!take(cursor, 6)) return null;
  const year = fullYear(Number(digits.slice(0, 2)), yearNow);
  const [month, day] = [Number(digits.slice(2, 4)), Number(digits.slice(4))];
  if (month < 1 || month > 12 || day < 1 || day > daysInMonth(year, month)) return null;
  return year * 10_000 + month * 100 + day;
}

/** Optional field 3 (expiry) and field 4 (start); an expiry before the start is refused. */
function validityDates(cursor: Cursor, yearNow: number): boolean {
  let [start, end] = [0, Number.MAX_SAFE_INTEGER];
  if (digitIn(cursor, '3') !== null) {
    const expiry = date(cursor, yearNow);
    if (expiry === null) return false;
    end = expiry;
  }
  if (digitIn(cursor, '4') !== null) {
    const begin = date(cursor, yearNow);
    if (begin === null) return false;
    start = begin;
  }
  return start <= end;
}

const couponFlags: Step = (cursor) =>
  digitIn(cursor, '01256') !== null &&
  digitIn(cursor, '012') !== null &&
  take(cursor, 1) &&
  digitIn(cursor, '01') !== null;

/** Optional fields come in the order of their leading digit; each step runs only where its digit stands. */
function optional(cursor: Cursor, indicator: string, step: Step): boolean {
  return digitIn(cursor, indicator) === null || step(cursor);
}

function couponCode(cursor: Cursor, yearNow: number): boolean {
  return (
    companyPrefix(cursor) &&
    take(cursor, 6) &&
    savedValue(cursor) &&
    purchaseRequirement(cursor) &&
    optional(cursor, '1', (inner) => digitIn(inner, '0123') !== null && furtherPurchase(inner)) &&
    optional(cursor, '2', furtherPurchase) &&
    validityDates(cursor, yearNow) &&
    optional(cursor, '5', serialNumber) &&
    optional(cursor, '6', counted('1234567', 6)) &&
    optional(cursor, '9', couponFlags)
  );
}

function lintChain(value: string, chain: Step): Fault | null {
  const foreign = firstOutside('N', value);
  if (foreign >= 0) return { code: 'NUMERIC', at: foreign };
  const cursor: Cursor = { text: value, at: 0 };
  return chain(cursor) && cursor.at === value.length ? null : { code: 'COUPON', at: cursor.at };
}

/** AI 8110. */
export const lintCouponCode: Linter = (value, yearNow) =>
  lintChain(value, (cursor) => couponCode(cursor, yearNow));

/** AI 8112: format, funder, offer code, serial number. */
export const lintCouponOffer: Linter = (value) =>
  lintChain(
    value,
    (cursor) =>
      digitIn(cursor, '01') !== null && companyPrefix(cursor) && take(cursor, 6) && serialNumber(cursor),
  );

/** Bare numbers: EAN-13, UPC-12, EAN-8, GTIN-14 and SSCC-18 without any application identifier. */
import { checkDigit, hasValidCheckDigit, isDigits } from './check-digit.ts';
import type { Gs1Element } from './scan.ts';

/** What a bare number may be; the length says which. */
export type PlainNumber = {
  readonly element: Gs1Element;
  readonly valid: boolean;
  readonly expected: string;
};

const AI_BY_LENGTH: Readonly<Record<number, string>> = { 8: '01', 12: '01', 13: '01', 14: '01', 18: '00' };

/** The number in `text` from `start`, with its right check digit, or null when its length is no GS1 number's. */
export function plainNumber(text: string, start: number): PlainNumber | null {
  const digits = text.slice(start);
  const ai = AI_BY_LENGTH[digits.length];
  if (ai === undefined || !isDigits(digits)) return null;
  const value = ai === '01' ? digits.padStart(14, '0') : digits;
  return {
    element: { ai, value },
    valid: hasValidCheckDigit(digits),
    expected: checkDigit(digits.slice(0, -1)),
  };
}

/** Which of two understandings of bare digits holds. */
export type PlainChoice = 'number' | 'elements' | 'both';

/**
 * Decides between "a bare number" and "an element string that happens to be digits only", for a text without prefix.
 *
 * `17280101` may be an EAN-8 or an expiry date. A right check digit speaks for the number, because German and
 * Austrian EAN-13 begin like AIs too; an element string of dates speaks for itself. EAN-8 numbers with the prefixes
 * 140 to 199 are not issued, which settles 15YYMMDD, 16YYMMDD and 17YYMMDD; where both hold, both are reported.
 */
export function choosePlain(digits: string, number: PlainNumber, elementsAreValid: boolean): PlainChoice {
  if (!elementsAreValid) return 'number';
  const beginsWithDate = /^1[1-37]|^1[56]/.test(digits);
  if (!number.valid) return beginsWithDate || /^(10|21)/.test(digits) ? 'elements' : 'number';
  if (!beginsWithDate) return 'number';
  const isUnissued = digits.length === 8 && digits >= '14' && digits < '20';
  return isUnissued ? 'elements' : 'both';
}

import type { Random } from './random.ts';

/** GS1 check digit of 13 digits (mod 10, weights 3 and 1 from the right; GS1 General Specifications 7.9). */
export function gtinCheckDigit(digits: string): string {
  let sum = 0;
  for (let k = 0; k < digits.length; k += 1) {
    const weight = (digits.length - k) % 2 === 1 ? 3 : 1;
    sum += Number(digits[k]) * weight;
  }
  return String((10 - (sum % 10)) % 10);
}

/** GTIN-14 of the n-th example item: indicator 0, the Chinese prefix 694, nine digits, check digit. */
export function gtinOf(index: number): string {
  const body = `0694${String(563_000_000 + index).padStart(9, '0')}`;
  return body + gtinCheckDigit(body);
}

/** The 31 characters of GB 32100-2015 (I, O, S, V, Z never occur); the position is the value. */
const USCC_ALPHABET = '0123456789ABCDEFGHJKLMNPQRTUWXY';
const ORGANISATION_WEIGHTS = [3, 7, 9, 10, 5, 8, 4, 2];

/** Check character of a unified social credit code, from its first 17 (GB 32100-2015, weights 3^i mod 31). */
export function usccCheck(first17: string): string {
  let sum = 0;
  let weight = 1;
  for (const character of first17) {
    sum += USCC_ALPHABET.indexOf(character) * weight;
    weight = (weight * 3) % 31;
  }
  return USCC_ALPHABET[(31 - (sum % 31)) % 31]!;
}

/** Check character of the eight digits of an organisation code (GB 11714-1997). */
function organisationCheck(eight: string): string {
  let sum = 0;
  for (let k = 0; k < 8; k += 1) sum += Number(eight[k]) * ORGANISATION_WEIGHTS[k]!;
  const check = (11 - (sum % 11)) % 11;
  return check === 10 ? 'X' : String(check);
}

/**
 * A well-formed unified social credit code.
 * `kind`: `91` for an enterprise, `12` for a public institution such as a hospital; `area` is the six-digit
 * administrative division (GB/T 2260).
 */
export function usccOf(kind: '91' | '12', area: string, random: Random): string {
  const eight = String(random.int(10_000_000, 99_999_999));
  const first17 = `${kind}${area}${eight}${organisationCheck(eight)}`;
  return first17 + usccCheck(first17);
}

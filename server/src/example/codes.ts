import { checkDigit, usccCheckCharacter } from '@tongcang/udi';
import type { Random } from './random.ts';

/** GTIN-14 of the n-th example item: indicator 0, the Chinese prefix 694, nine digits, check digit. */
export function gtinOf(index: number): string {
  const body = `0694${String(563_000_000 + index).padStart(9, '0')}`;
  return body + checkDigit(body);
}

const ORGANISATION_WEIGHTS = [3, 7, 9, 10, 5, 8, 4, 2];

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
  return first17 + usccCheckCharacter(first17);
}

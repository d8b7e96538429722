/** Unified social credit codes of Chinese organisations (GB 32100-2015). */

const ALPHABET = '0123456789ABCDEFGHJKLMNPQRTUWXY';
const MODULUS = 31;
const BODY_LENGTH = 17;

/**
 * The check character for the first 17 characters, or null when one of them cannot occur (I, O, S, V, Z never do).
 *
 * Weights are 3^i mod 31; the second `% 31` matters: where the sum is a multiple of 31 the check is 0, which one
 * code in 31 has and a widespread implementation rejects.
 */
export function usccCheckCharacter(body: string): string | null {
  if (body.length !== BODY_LENGTH) return null;
  let sum = 0;
  let weight = 1;
  for (let index = 0; index < BODY_LENGTH; index++) {
    const value = ALPHABET.indexOf(body.charAt(index));
    if (value < 0) return null;
    sum += value * weight;
    weight = (weight * 3) % MODULUS;
  }
  return ALPHABET.charAt((MODULUS - (sum % MODULUS)) % MODULUS);
}

/** True for 18 upper-case characters with a right check character. */
export function isValidUscc(text: string): boolean {
  return (
    text.length === BODY_LENGTH + 1 &&
    usccCheckCharacter(text.slice(0, BODY_LENGTH)) === text.charAt(BODY_LENGTH)
  );
}

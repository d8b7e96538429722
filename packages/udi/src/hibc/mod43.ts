/** The check character of HIBC: modulo 43 of the sum of character values (ANSI/HIBC 2.6, appendix B). */

/** The alphabet in the order of its values 0 to 42. */
export const HIBC_ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ-. $/+%';

const VALUES = new Int8Array(128).fill(-1);
for (let value = 0; value < HIBC_ALPHABET.length; value++) VALUES[HIBC_ALPHABET.charCodeAt(value)] = value;

/** The index of the first character outside the alphabet, or -1. */
export function firstOutsideHibc(text: string): number {
  for (let index = 0; index < text.length; index++) {
    const unit = text.charCodeAt(index);
    if (unit > 127 || (VALUES[unit] as number) < 0) return index;
  }
  return -1;
}

/** The check character for a text of the alphabet, flag character `+` included. */
export function mod43(text: string): string {
  let sum = 0;
  for (let index = 0; index < text.length; index++) sum += VALUES[text.charCodeAt(index)] as number;
  return HIBC_ALPHABET.charAt(sum % 43);
}

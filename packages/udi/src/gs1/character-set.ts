/** The GS1 character sets as one bit mask per ASCII character, so that a check is one table look-up. */

const DIGIT = 1;
const CSET82 = 2;
const CSET39 = 4;
const CSET64 = 8;

/** Character set 82 in the order that GS1 numbers it (General Specifications, figure 7.11-1). */
export const CSET82_CHARACTERS =
  '!"%&\'()*+,-./0123456789:;<=>?ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz';

const MASKS = new Uint8Array(128);
for (const character of '0123456789') mark(character, DIGIT);
for (const character of CSET82_CHARACTERS) mark(character, CSET82);
for (const character of '#-/0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ') mark(character, CSET39);
for (const character of '-_=0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz')
  mark(character, CSET64);

function mark(character: string, mask: number): void {
  const unit = character.charCodeAt(0);
  MASKS[unit] = (MASKS[unit] as number) | mask;
}

/** A component type of the syntax dictionary: digits, character set 82, 39, or base64url. */
export type ComponentType = 'N' | 'X' | 'Y' | 'Z';

const TYPE_MASKS: Readonly<Record<ComponentType, number>> = { N: DIGIT, X: CSET82, Y: CSET39, Z: CSET64 };
export const TYPE_CODES = { N: 'NUMERIC', X: 'CSET82', Y: 'CSET39', Z: 'CSET64' } as const;

/** The index of the first character of `text` outside the set of `type`, or -1. */
export function firstOutside(type: ComponentType, text: string): number {
  const mask = TYPE_MASKS[type];
  for (let index = 0; index < text.length; index++) {
    const unit = text.charCodeAt(index);
    if (unit > 127 || ((MASKS[unit] as number) & mask) === 0) return index;
  }
  return -1;
}

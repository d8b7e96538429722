/**
 * Lots and serials as people type and scanners send them: 1 to 20 characters of GS1 character set 82.
 *
 * What is stored is the normal form: trimmed, full-width forms turned into ASCII, case kept, because GS1 lots are
 * case-sensitive. Two lots that differ only in case are almost always one lot typed twice; `collision_key` finds them.
 */
import { firstOutside } from './gs1/character-set.ts';
import { type Refusal, refuse } from './issue.ts';
import { findForeignCharacter, findingParams, layoutEnd, normaliseWidth, trimLayout } from './text.ts';

const LENGTH_MAX = 20;

export type LotKey = {
  /** The lot as it is stored and shown. */
  readonly lot: string;
  /** Equal for lots that differ only in case; for the warning, never for matching goods. */
  readonly collision_key: string;
};

export type ParsedCode = { readonly ok: true; readonly value: string; readonly collision_key: string };

/** The stored form of a lot and the key that finds its near-doubles. Does not judge validity. */
export function lotKey(text: string): LotKey {
  const lot = trimLayout(normaliseWidth(text));
  return { lot, collision_key: lot.toLowerCase() };
}

/**
 * The lot to store, or why it is refused: EMPTY, TOO_LONG, CSET82, or the kind of a foreign character (CONTROL,
 * INVISIBLE, LONE_SURROGATE, HOMOGRAPH, NON_ASCII) with its position.
 */
export function parseLot(text: string): ParsedCode | Refusal {
  return parseCode(text, '10');
}

/** As `parseLot`, for serial numbers (AI 21). */
export function parseSerial(text: string): ParsedCode | Refusal {
  return parseCode(text, '21');
}

function parseCode(text: string, ai: string): ParsedCode | Refusal {
  if (text.length > 10 * LENGTH_MAX) return tooLong(text.length, ai);
  const normal = normaliseWidth(text);
  const value = trimLayout(normal);
  const offset = layoutEnd(normal);
  if (value === '') return refuse('EMPTY', { ai });
  const foreign = findForeignCharacter(value);
  if (foreign !== null) {
    const position = offset + foreign.position;
    return refuse(foreign.code, { ai, position, params: findingParams(foreign) });
  }
  const outside = firstOutside('X', value);
  if (outside >= 0)
    return refuse('CSET82', { ai, position: offset + outside, params: { character: value.charAt(outside) } });
  if (value.length > LENGTH_MAX) return tooLong(value.length, ai);
  return { ok: true, value, collision_key: value.toLowerCase() };
}

function tooLong(length: number, ai: string): Refusal {
  return refuse('TOO_LONG', { ai, position: LENGTH_MAX, params: { length, limit: LENGTH_MAX } });
}

/**
 * True when the text can be stored as a lot after trimming. Full-width text is not valid as it stands: pass it
 * through `parseLot`, which repairs it, so that it never reaches a table raw.
 */
export function isValidLot(text: string): boolean {
  return isValidCode(text);
}

/** As `isValidLot`, for serial numbers. */
export function isValidSerial(text: string): boolean {
  return isValidCode(text);
}

function isValidCode(text: string): boolean {
  const value = trimLayout(text);
  return value.length >= 1 && value.length <= LENGTH_MAX && firstOutside('X', value) < 0;
}

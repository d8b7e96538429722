/** The strict reading of a raw element string: AIs one after another, separators where GS1 wants them. */
import type { Issue, Warning } from '../issue.ts';
import { type AiSpec, aiAt, aiSpec, checkValue, hasAllocatedLength } from './ai.ts';
import { firstOutside } from './character-set.ts';
import type { Gs1Element } from './scan.ts';

/** The separator that FNC1 becomes in transmitted data. */
export const GROUP_SEPARATOR = '\u001d';
export const GROUP_SEPARATOR_UNIT = 0x1d;

/** What every reader needs to know, derived once from the options. */
export type ReadContext = { readonly yearNow: number; readonly unknownAi: 'warn' | 'refuse' };

export type ReadElements = {
  readonly elements: Gs1Element[];
  readonly errors: Issue[];
  readonly warnings: Warning[];
};

/** Longest value of an AI that GS1 has not assigned; the longest assigned one is 90 too. */
const UNKNOWN_LENGTH_MAX = 90;

/** Checks the value of an assigned AI and reports the fault at its place in the text. */
export function valueIssue(spec: AiSpec, value: string, position: number, yearNow: number): Issue | null {
  const wrong = checkValue(spec, value, yearNow);
  if (wrong === null) return null;
  const { limit } = wrong;
  const params = { value, ...(limit !== undefined && { length: value.length, limit }) };
  return { code: wrong.code, ai: spec.ai, position: position + wrong.at, params };
}

/** Checks the value of an AI that GS1 has not assigned: any text of character set 82 up to 90 characters. */
export function unknownIssue(
  ai: string,
  value: string,
  position: number,
  context: ReadContext,
): Issue | null {
  if (context.unknownAi === 'refuse' || !hasAllocatedLength(ai)) {
    return { code: 'UNKNOWN_AI', ai, position, params: { value } };
  }
  if (value.length === 0) return { code: 'TOO_SHORT', ai, position, params: { value, length: 0, limit: 1 } };
  if (value.length > UNKNOWN_LENGTH_MAX) {
    return {
      code: 'TOO_LONG',
      ai,
      position,
      params: { value, length: value.length, limit: UNKNOWN_LENGTH_MAX },
    };
  }
  const foreign = firstOutside('X', value);
  return foreign < 0 ? null : { code: 'CSET82', ai, position: position + foreign, params: { value } };
}

/** The index of the next separator at or after `at`, or the end of the text. */
export function segmentEnd(text: string, at: number): number {
  const found = text.indexOf(GROUP_SEPARATOR, at);
  return found < 0 ? text.length : found;
}

/** Checks one element of known boundaries and files it under elements, warnings or errors. */
export function addElement(
  read: ReadElements,
  element: { ai: string; value: string; position: number },
  context: ReadContext,
): void {
  const { ai, value, position } = element;
  const spec = aiSpec(ai);
  const wrong =
    spec === undefined
      ? unknownIssue(ai, value, position, context)
      : valueIssue(spec, value, position, context.yearNow);
  if (wrong !== null) {
    read.errors.push(wrong);
    return;
  }
  if (spec === undefined) read.warnings.push({ code: 'UNKNOWN_AI', ai, params: { value } });
  read.elements.push({ ai, value });
}

/**
 * Reads `text` from `start` as GS1 writes it: a predefined-length element ends by its length, every other one at the
 * separator or the end of the text. Repeated and trailing separators are tolerated.
 * Faults of content are collected; where the boundaries are lost, reading stops.
 */
export function readRaw(text: string, start: number, context: ReadContext): ReadElements {
  const read: ReadElements = { elements: [], errors: [], warnings: [] };
  let at = start;
  while (at < text.length) {
    if (text.charCodeAt(at) === GROUP_SEPARATOR_UNIT) {
      at += 1;
      continue;
    }
    const ai = aiAt(text, at);
    if (ai === null) {
      read.errors.push(missingAi(text, at, start));
      return read;
    }
    const valueAt = at + ai.length;
    const spec = aiSpec(ai);
    const stop = segmentEnd(text, valueAt);
    const end = spec?.predefined ? Math.min(stop, valueAt + spec.length_max) : stop;
    addElement(read, { ai, value: text.slice(valueAt, end), position: valueAt }, context);
    at = end;
  }
  if (read.elements.length === 0 && read.errors.length === 0) read.errors.push({ code: 'EMPTY', params: {} });
  return read;
}

/** At the start of the text this is no GS1 text at all; later it is an element without an allocated AI. */
function missingAi(text: string, at: number, start: number): Issue {
  const code = at === start ? 'NOT_GS1' : 'UNKNOWN_AI';
  return { code, position: at, params: { text: text.slice(at, at + 4) } };
}

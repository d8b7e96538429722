/** Any GS1 text to a scan: element strings raw or bracketed, bare numbers, Digital Links. */
import { yearOf } from '../civil-date.ts';
import { type Issue, type Refusal, refuse, type Warning } from '../issue.ts';
import {
  findForeignCharacter,
  findingParams,
  hasFullWidth,
  layoutEnd,
  normaliseWidth,
  trimLayoutEnd,
} from '../text.ts';
import { findExclusions, findMissing, mergeRepeats } from './associations.ts';
import { readBracketed } from './bracketed.ts';
import { isWebAddress, readDigitalLink } from './digital-link.ts';
import {
  GROUP_SEPARATOR,
  GROUP_SEPARATOR_UNIT,
  type ReadContext,
  type ReadElements,
  readRaw,
} from './element-string.ts';
import { expiresBeforeProduction, fieldsOf } from './fields.ts';
import { choosePlain, type PlainNumber, plainNumber } from './plain.ts';
import { enumerateReadings, mayHideElements, narrowReadings, type Readings } from './readings.ts';
import type { Gs1Element, Gs1Form, Gs1Options, Gs1Reading, Gs1Result, Gs1Symbology } from './scan.ts';
import { readSymbology } from './symbology.ts';

/** Longer texts are no labels but attacks or two scans run together. */
export const SCAN_LENGTH_MAX = 1_000;

/** Everything the steps below share, so that each takes one argument. */
type Job = {
  readonly text: string;
  readonly start: number;
  readonly symbology?: Gs1Symbology;
  readonly warnings: readonly Warning[];
  readonly context: ReadContext;
  readonly options: Gs1Options;
};

/**
 * Reads any text as GS1. Never throws for a text; throws a TypeError for a malformed `options.today`.
 *
 * Answers the scan with its elements and fields, or every reason why it is refused. AMBIGUOUS carries the readings
 * among which a person or the caller's master data must choose.
 */
export function parseGs1(text: string, options: Gs1Options): Gs1Result {
  const yearNow = yearOf(options.today);
  const prepared = prepare(text, options.groupSeparator);
  if ('ok' in prepared) return prepared;
  const symbol = readSymbology(prepared.text, prepared.start);
  const warnings = prepared.widened ? [{ code: 'FULL_WIDTH', params: {} } as const] : [];
  const job: Job = {
    text: prepared.text,
    start: skipSeparators(prepared.text, symbol.start),
    ...(symbol.symbology && { symbology: symbol.symbology }),
    warnings,
    context: { yearNow, unknownAi: options.unknownAi ?? 'warn' },
    options,
  };
  if (job.start === job.text.length) return refuse('EMPTY');
  if (symbol.content === 'elements') return parseRaw(job);
  if (typeof symbol.content === 'number') return parseNumberSymbol(job, symbol.content);
  if (symbol.symbology === undefined) return parseAny(job);
  return parseAny(isWebAddress(job.text.slice(job.start)) ? job : withWarning(job, 'NOT_GS1_SYMBOL'));
}

type Prepared = { readonly text: string; readonly start: number; readonly widened: boolean };

/** Length, separators, full-width forms, surrounding layout, and no character that cannot be printed in a bar. */
function prepare(given: string, groupSeparator: string | undefined): Prepared | Refusal {
  if (given.length > SCAN_LENGTH_MAX) {
    return refuse('TOO_LONG_SCAN', { params: { length: given.length, limit: SCAN_LENGTH_MAX } });
  }
  const separated = groupSeparator ? given.replaceAll(groupSeparator, GROUP_SEPARATOR) : given;
  const clean = findForeignCharacter(separated, GROUP_SEPARATOR_UNIT) === null;
  const repaired = clean ? separated : normaliseWidth(separated).replaceAll('\u241d', GROUP_SEPARATOR);
  const text = trimLayoutEnd(repaired);
  const start = layoutEnd(text);
  const foreign = clean ? null : findForeignCharacter(text.slice(start), GROUP_SEPARATOR_UNIT);
  if (foreign === null) return { text, start, widened: !clean && hasFullWidth(given) };
  return refuse(foreign.code, { position: start + foreign.position, params: findingParams(foreign) });
}

function skipSeparators(text: string, start: number): number {
  let at = start;
  while (text.charCodeAt(at) === GROUP_SEPARATOR_UNIT) at += 1;
  return at;
}

function withWarning(job: Job, code: Warning['code']): Job {
  return { ...job, warnings: [...job.warnings, { code, params: {} }] };
}

/** A text whose kind must be seen from itself. */
function parseAny(job: Job): Gs1Result {
  if (job.text.charAt(job.start) === '(')
    return finish(job, readBracketed(job.text, job.start, job.context), 'bracketed');
  if (isWebAddress(job.text.slice(job.start))) return parseLink(job);
  const number = plainNumber(job.text, job.start);
  if (number === null) return parseRaw(job);
  const asElements = finish(job, readRaw(job.text, job.start, job.context), 'raw');
  const choice = choosePlain(job.text.slice(job.start), number, asElements.ok);
  if (choice === 'elements') return asElements;
  const asNumber = finishNumber(job, number);
  if (choice === 'number' || !asElements.ok || !asNumber.ok) return asNumber;
  const readings = [asElements, asNumber].map((scan) => readingOf(job, scan.elements));
  return ambiguous(job, { readings, complete: true });
}

function readingOf(job: Job, elements: readonly Gs1Element[]): Gs1Reading {
  return { ...fieldsOf(elements, job.context.yearNow), elements };
}

function parseLink(job: Job): Gs1Result {
  const read = readDigitalLink(job.text, job.start, job.context);
  return 'ok' in read ? read : finish(job, read, 'digital_link');
}

/** EAN and ITF symbols carry one number, and EAN may bring a composite component with further elements. */
function parseNumberSymbol(job: Job, length: number): Gs1Result {
  const [head, component] = job.text.slice(job.start).split('|]e0') as [string, string?];
  const number = plainNumber(head, 0);
  if (number === null || head.length !== length) {
    return refuse('PLAIN_CODE', { position: job.start, params: { length: head.length, expected: length } });
  }
  if (component === undefined || !number.valid) return finishNumber(job, number);
  const start = job.start + head.length + '|]e0'.length;
  const read = readRaw(job.text, start, job.context);
  return finish(job, { ...read, elements: [number.element, ...read.elements] }, 'plain');
}

function finishNumber(job: Job, number: PlainNumber): Gs1Result {
  const { ai, value } = number.element;
  if (number.valid) return finish(job, { elements: [number.element], errors: [], warnings: [] }, 'plain');
  const params = { value, expected: number.expected };
  return refuse('CHECK_DIGIT', { ai, position: job.text.length - 1, params });
}

/** A raw element string: the letter of GS1 first, then, where separators may be lost, every other valid reading. */
function parseRaw(job: Job): Gs1Result {
  const read = readRaw(job.text, job.start, job.context);
  const strict = finish(job, read, 'raw');
  if (job.options.separators === 'kept' || !maybeSplit(job, strict, read)) return strict;
  const found = enumerateReadings(job.text, job.start, job.context, strict.ok);
  // Longest values first: a valid strict reading leads the list, unless it holds what the search leaves out.
  if (found.readings.length === 0) return strict;
  const kept = narrowReadings(found.readings, job.options);
  const only = kept.length === 1 && found.complete ? (kept[0] as Gs1Reading) : null;
  if (only === null) return ambiguous(job, { readings: kept, complete: found.complete });
  if (strict.ok && sameElements(only.elements, strict.elements)) return strict;
  const repaired = withWarning(job, 'SEPARATOR_LOST');
  return finish(repaired, { elements: [...only.elements], errors: [], warnings: [] }, 'raw');
}

/**
 * Whether other readings are worth a search. A valid strict reading is doubted only when the text has no separator at
 * all, so that its last value may have swallowed others; a text with separators comes from a scanner that sends them.
 */
function maybeSplit(job: Job, strict: Gs1Result, read: ReadElements): boolean {
  if (!strict.ok) return strict.errors[0]?.code !== 'NOT_GS1';
  const last = read.elements.at(-1);
  return last !== undefined && !job.text.includes(GROUP_SEPARATOR, job.start) && mayHideElements(last.value);
}

function sameElements(a: readonly Gs1Element[], b: readonly Gs1Element[]): boolean {
  return (
    a.length === b.length &&
    a.every(({ ai, value }, index) => b[index]?.ai === ai && b[index].value === value)
  );
}

function ambiguous(job: Job, { readings, complete }: Readings): Refusal {
  const params = { readings: readings.length, complete: complete ? 1 : 0 };
  const error: Issue = { code: 'AMBIGUOUS', position: job.start, params, readings };
  return { ok: false, errors: [error] };
}

/** Judges the elements together and puts the scan into the project's words. */
function finish(job: Job, read: ReadElements, form: Gs1Form): Gs1Result {
  const merged = mergeRepeats(read.elements);
  const errors = [...read.errors, ...merged.errors, ...findExclusions(merged.elements)];
  const missing = errors.length > 0 ? [] : findMissing(merged.elements);
  if (job.options.associations === 'refuse') errors.push(...missing);
  if (errors.length > 0) return { ok: false, errors };
  const fields = fieldsOf(merged.elements, job.context.yearNow);
  const warnings: Warning[] = [...job.warnings, ...read.warnings];
  if (job.options.associations !== 'refuse') warnings.push(...missing.map(missingWarning));
  if (expiresBeforeProduction(fields)) warnings.push({ code: 'EXPIRY_BEFORE_PRODUCTION', params: {} });
  const symbology = job.symbology && { symbology: job.symbology };
  return { ok: true, issuer: 'gs1', form, ...symbology, ...fields, elements: merged.elements, warnings };
}

function missingWarning(issue: Issue): Warning {
  return { code: 'REQUIRES', ...(issue.ai !== undefined && { ai: issue.ai }), params: issue.params };
}

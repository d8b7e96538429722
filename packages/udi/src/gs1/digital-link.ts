/** GS1 Digital Link web addresses, uncompressed: `https://id.gs1.org/01/06945630100017/10/LOT42?17=280101`. */
import { type Issue, type Refusal, refuse } from '../issue.ts';
import { aiSpec } from './ai.ts';
import { mergeRepeats } from './associations.ts';
import { padGtin } from './bracketed.ts';
import { firstOutside } from './character-set.ts';
import { addElement, type ReadContext, type ReadElements } from './element-string.ts';
import { fixedLengthFirst } from './format.ts';
import type { Gs1Element } from './scan.ts';

/** Names that version 1.1 of the standard allowed in place of numbers; old labels still carry them. */
const NAMES: ReadonlyMap<string, string> = new Map(
  Object.entries({
    ...{ gtin: '01', itip: '8006', cpid: '8010', gln: '414', party: '417', gsrnp: '8017', gsrn: '8018' },
    ...{
      gcn: '255',
      sscc: '00',
      gdti: '253',
      ginc: '401',
      gsin: '402',
      grai: '8003',
      giai: '8004',
      gmn: '8013',
    },
    ...{ cpv: '22', lot: '10', ser: '21', cpsn: '8011', glnx: '254', refno: '8020', srin: '8019' },
  }),
);

const SCHEME = /^(https?|HTTPS?):\/\//;
const HOST = /^([A-Za-z0-9.-]+|\[[0-9A-Fa-f:.]+\])(:\d{1,5})?$/;
const ILLEGAL = /[^A-Za-z0-9\-._~:/?#[\]@!$&'()*+,;=%]/;

/** True when the text starts like a web address. */
export function isWebAddress(text: string): boolean {
  return SCHEME.test(text);
}

type Part = { readonly ai: string; readonly value: string; readonly position: number };

/**
 * Reads a Digital Link: the last primary key in the path, its qualifiers behind it in their order, attributes in the
 * query. Parameters that are not numbers belong to the web site and are skipped.
 */
export function readDigitalLink(text: string, start: number, context: ReadContext): ReadElements | Refusal {
  const uri = splitUri(text, start);
  if (uri === null) return refuse('URI', { position: start });
  const path = readPath(uri.path, uri.path_at);
  if ('ok' in path) return path;
  const query = readQuery(uri.query, uri.query_at);
  const wrong = checkQualifiers(path.parts) ?? checkAttributes(path.parts, query);
  if (wrong !== null) return { ok: false, errors: [wrong] };
  const read: ReadElements = { elements: [], errors: [], warnings: [] };
  for (const part of [...path.parts, ...query]) addPart(read, part, context);
  return read;
}

function addPart(read: ReadElements, part: Part, context: ReadContext): void {
  const value = padGtin(part.ai, part.value);
  addElement(read, { ...part, value }, context);
}

type UriParts = { path: string; path_at: number; query: string; query_at: number };

function splitUri(text: string, start: number): UriParts | null {
  const scheme = SCHEME.exec(text.slice(start, start + 8));
  if (scheme === null || ILLEGAL.test(text.slice(start))) return null;
  const host_at = start + scheme[0].length;
  const path_at = text.indexOf('/', host_at);
  if (path_at < 0 || !HOST.test(text.slice(host_at, path_at))) return null;
  const fragment = text.indexOf('#', path_at);
  const end = fragment < 0 ? text.length : fragment;
  const question = text.indexOf('?', path_at);
  const path_end = question < 0 || question > end ? end : question;
  const query_at = Math.min(path_end + 1, end);
  return { path: text.slice(path_at, path_end), path_at, query: text.slice(query_at, end), query_at };
}

/** Walks from the right over pairs of AI and value to the primary key; what stands before it is the web site's. */
function readPath(path: string, path_at: number): { parts: Part[] } | Refusal {
  const segments = path.split('/').slice(1);
  const parts: Part[] = [];
  let position = path_at + path.length;
  for (let index = segments.length - 1; index > 0; index -= 2) {
    const raw = segments[index] as string;
    const name = segments[index - 1] as string;
    position -= raw.length;
    const ai = NAMES.get(name) ?? name;
    const spec = isAi(ai) ? aiSpec(ai) : undefined;
    if (spec === undefined) break;
    parts.unshift({ ai, value: decodePercent(raw, false), position });
    if (spec.link_qualifiers !== undefined) return { parts };
    position -= name.length + 2;
  }
  return refuse('KEY_MISSING', { position: path_at });
}

function isAi(text: string): boolean {
  return text.length >= 2 && text.length <= 4 && firstOutside('N', text) < 0;
}

/** Qualifiers must follow one of the key's sequences, in order. */
function checkQualifiers(parts: readonly Part[]): Issue | null {
  const [key, ...qualifiers] = parts as [Part, ...Part[]];
  const ais = qualifiers.map((part) => part.ai);
  if (ais.length === 0 || sequencesOf(key.ai).some((sequence) => isOrderedSubset(ais, sequence))) return null;
  const offending = qualifiers[0] as Part;
  return { code: 'QUALIFIER_ORDER', ai: offending.ai, position: offending.position, params: { key: key.ai } };
}

function sequencesOf(key: string): readonly (readonly string[])[] {
  return aiSpec(key)?.link_qualifiers ?? [];
}

function isOrderedSubset(ais: readonly string[], sequence: readonly string[]): boolean {
  let from = 0;
  for (const ai of ais) {
    const found = sequence.indexOf(ai, from);
    if (found < 0) return false;
    from = found + 1;
  }
  return true;
}

/** A qualifier of the key must stand in the path, and nothing may be said twice. */
function checkAttributes(path: readonly Part[], query: readonly Part[]): Issue | null {
  const key = (path[0] as Part).ai;
  const inPath = path.slice(1).map((part) => part.ai);
  const seen = new Set(path.map((part) => part.ai));
  for (const { ai, value, position } of query) {
    const details = { ai, position, params: { value } };
    if (seen.has(ai)) return { ...details, code: 'DUPLICATE_AI' };
    seen.add(ai);
    const belongs = sequencesOf(key).some((all) => [...inPath, ai].every((each) => all.includes(each)));
    const spec = aiSpec(ai);
    if (belongs || (spec !== undefined && !spec.link_attribute))
      return { ...details, code: 'QUALIFIER_ORDER' };
  }
  return null;
}

function readQuery(query: string, query_at: number): Part[] {
  const parts: Part[] = [];
  let position = query_at;
  for (const pair of query.split('&')) {
    const equals = pair.indexOf('=');
    const name = equals < 0 ? pair : pair.slice(0, equals);
    const ai = NAMES.get(name) ?? name;
    if (equals >= 0 && isAi(ai)) {
      parts.push({ ai, value: decodePercent(pair.slice(equals + 1), true), position: position + equals + 1 });
    }
    position += pair.length + 1;
  }
  return parts;
}

/** Replaces `%41` by its character, byte by byte; in a query `+` is a space. Broken sequences stay as they are. */
export function decodePercent(text: string, inQuery: boolean): string {
  const spaced = inQuery ? text.replaceAll('+', ' ') : text;
  return spaced.replace(/%([0-9A-Fa-f]{2})/g, (_, hex: string) =>
    String.fromCharCode(Number.parseInt(hex, 16)),
  );
}

/** The inverse of `decodePercent` for ASCII text: everything but letters, digits and `-._~` is escaped. */
export function encodePercent(text: string, inQuery: boolean): string {
  const asPercent = (character: string) =>
    `%${character.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`;
  const escaped = text.replace(/[^A-Za-z0-9\-._~]/g, asPercent);
  return inQuery ? escaped.replaceAll('%20', '+') : escaped;
}

/**
 * Writes checked elements as a Digital Link under `stem`; the first element that is a primary key leads.
 * Refuses with KEY_MISSING when there is none, and with QUALIFIER_ORDER when an element may stand in neither part.
 */
export function formatDigitalLink(
  elements: readonly Gs1Element[],
  stem = 'https://id.gs1.org',
): { readonly ok: true; readonly uri: string } | Refusal {
  const unique = mergeRepeats(elements);
  if (unique.errors.length > 0) return { ok: false, errors: unique.errors };
  const key = unique.elements.find((element) => aiSpec(element.ai)?.link_qualifiers !== undefined);
  if (key === undefined) return refuse('KEY_MISSING');
  const rest = unique.elements.filter((element) => element !== key);
  const qualifiers = qualifiersFor(key.ai, rest);
  const attributes = fixedLengthFirst(rest.filter((element) => !qualifiers.includes(element)));
  for (const { ai, value } of attributes) {
    const part = { ai, value, position: 0 };
    const path = [key, ...qualifiers].map((element) => ({ ...element, position: 0 }));
    const wrong = checkAttributes(path, [part]);
    if (wrong !== null) return refuse(wrong.code, { ai });
  }
  const path = [key, ...qualifiers].map(({ ai, value }) => `/${ai}/${encodePercent(value, false)}`).join('');
  const query = attributes.map(({ ai, value }) => `${ai}=${encodePercent(value, true)}`).join('&');
  return { ok: true, uri: `${stem.replace(/\/$/, '')}${path}${query === '' ? '' : `?${query}`}` };
}

/** The elements that stand in the path behind the key: those of the sequence with most of them, in its order. */
function qualifiersFor(key: string, elements: readonly Gs1Element[]): readonly Gs1Element[] {
  const candidates = sequencesOf(key).map((sequence) =>
    sequence.flatMap((ai) => elements.filter((element) => element.ai === ai)),
  );
  return candidates.reduce((best, each) => (each.length > best.length ? each : best), []);
}

/** Symbology prefixes (ISO/IEC 15424) that scanners put before the data, such as `]d2`. */
import { aiAt } from './ai.ts';
import type { Gs1Symbology } from './scan.ts';

/** `elements` is GS1 by definition, a number is one GS1 number of that length, `any` is whatever its maker printed. */
type Content = 'elements' | 'any' | 8 | 13 | 14;

export type Symbol = {
  readonly symbology?: Gs1Symbology;
  readonly content: Content;
  /** Where the data begins. */
  readonly start: number;
};

const PREFIXES: Readonly<Record<string, readonly [Gs1Symbology, Content]>> = {
  ']C1': ['gs1_128', 'elements'],
  ']C0': ['code_128', 'any'],
  ']d2': ['gs1_datamatrix', 'elements'],
  ']d1': ['datamatrix', 'any'],
  ']Q3': ['gs1_qr', 'elements'],
  ']Q1': ['qr', 'any'],
  ']e0': ['gs1_databar', 'elements'],
  ']J1': ['gs1_dotcode', 'elements'],
  ']J0': ['dotcode', 'any'],
  ']E0': ['ean_13', 13],
  ']E4': ['ean_8', 8],
  ']I0': ['itf_14', 14],
  ']I1': ['itf_14', 14],
};

const LOWER_CASE: Readonly<Record<string, string>> = Object.fromEntries(
  Object.keys(PREFIXES).map((prefix) => [prefix.toLowerCase(), prefix]),
);

/**
 * The prefix at `start`, or content 'any' without a symbology where there is none.
 *
 * A keyboard in the wrong case sends `]c1` or `]D2`. Case decides only between `]e0` (DataBar) and `]E0` (EAN-13).
 */
export function readSymbology(text: string, start: number): Symbol {
  if (text.charAt(start) !== ']') return { content: 'any', start };
  const sent = text.slice(start, start + 3);
  const data = start + 3;
  const prefix = sent.toLowerCase() === ']e0' ? databarOrEan(sent, text, data) : exactOrFolded(sent);
  const known = prefix === undefined ? undefined : PREFIXES[prefix];
  return known === undefined
    ? { content: 'any', start }
    : { symbology: known[0], content: known[1], start: data };
}

function exactOrFolded(sent: string): string | undefined {
  return Object.hasOwn(PREFIXES, sent) ? sent : LOWER_CASE[sent.toLowerCase()];
}

/** The sent case holds unless the data cannot follow it: digits without any AI are an EAN, letters a DataBar. */
function databarOrEan(sent: string, text: string, data: number): string {
  const isNumber = /^\d{13}(\||$)/.test(text.slice(data));
  if (sent === ']e0') return isNumber && aiAt(text, data) === null ? ']E0' : sent;
  return isNumber || /^\d*$/.test(text.slice(data)) ? ']E0' : ']e0';
}

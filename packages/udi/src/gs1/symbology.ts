/** Symbology prefixes (ISO/IEC 15424) that scanners put before the data, such as `]d2`. */
import type { Gs1Symbology } from './scan.ts';

/** `elements` and `number` are GS1 by definition; `any` may carry whatever its maker printed. */
type Content = 'elements' | 'number' | 'any';

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
  ']E0': ['ean_13', 'number'],
  ']E4': ['ean_8', 'number'],
  ']I0': ['itf_14', 'number'],
  ']I1': ['itf_14', 'number'],
};

const LOWER_CASE: Readonly<Record<string, string>> = Object.fromEntries(
  Object.keys(PREFIXES).map((prefix) => [prefix.toLowerCase(), prefix]),
);

/**
 * The prefix at `start`, or content 'any' without a symbology where there is none.
 *
 * A keyboard in the wrong case sends `]c1` or `]D2`. Case decides only between `]e0` (DataBar) and `]E0` (EAN-13);
 * there, 12 or 13 bare digits are an EAN and everything else a DataBar.
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

/** `]e0` before 13 digits is believed: DataBar may carry them. `]E0` before letters is a DataBar in the wrong case. */
function databarOrEan(sent: string, text: string, data: number): string {
  if (sent === ']e0') return sent;
  return /^\d*(\||$)/.test(text.slice(data)) ? ']E0' : ']e0';
}

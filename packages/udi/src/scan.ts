/** Any text from a scanner or reader to one `Scan`, whoever issued the identifier. */
import { type AhmScan, parseAhm } from './ahm/ahm.ts';
import { yearOf } from './civil-date.ts';
import { type EpcScan, parseEpc } from './epc/parse-epc.ts';
import { parseGs1, SCAN_LENGTH_MAX } from './gs1/parse-gs1.ts';
import type { Gs1Options, Gs1Scan } from './gs1/scan.ts';
import { type HibcScan, parseHibc } from './hibc/hibc.ts';
import { type IccbbaScan, parseIccbba } from './iccbba/iccbba.ts';
import type { Refusal } from './issue.ts';
import { type MaScan, maStart, parseMa } from './ma/ma.ts';
import { layoutEnd, normaliseWidth, trimLayoutEnd } from './text.ts';

/**
 * What a scan says. `issuer` tells the members apart, so `switch (scan.issuer)` is checked for completeness; `epc` is a
 * GS1 key in an RFID tag.
 */
export type Scan = Gs1Scan | HibcScan | MaScan | AhmScan | IccbbaScan | EpcScan;
export type ScanResult = Scan | Refusal;
export type ScanOptions = Gs1Options;

/** Symbology prefixes of codes that GS1 does not own; theirs say `elements` and are read by `parseGs1` alone. */
const FOREIGN_PREFIX = /^\][AaCcDdFfGgLlQqXxZz]\w/;
const GS1_PREFIX = /^\](?:C1|c1|d2|D2|Q3|q3|e0|E0|E4|e4|I[01]|i[01]|J1|j1)/;

/** Reads a scan of any supported issuer. Never throws for a text; throws a TypeError for a malformed `options.today`. */
export function parseScan(text: string, options: ScanOptions): ScanResult {
  yearOf(options.today);
  if (text.length > SCAN_LENGTH_MAX || GS1_PREFIX.test(text)) return parseGs1(text, options);
  const code = bare(text);
  return otherIssuer(code, options) ?? gs1OrElse(text, code, options);
}

/** The text without layout, full-width forms, a foreign symbology prefix, and the stars of Code 39. */
function bare(text: string): string {
  const normal = trimLayoutEnd(normaliseWidth(text));
  const trimmed = normal.slice(layoutEnd(normal));
  const code = FOREIGN_PREFIX.test(trimmed) ? trimmed.slice(3) : trimmed;
  return code.length > 2 && code.startsWith('*') && code.endsWith('*') ? code.slice(1, -1) : code;
}

/** The reader of the issuer whose mark begins the text; null where none does, so that it may be GS1. */
function otherIssuer(code: string, options: ScanOptions): ScanResult | null {
  switch (code.charAt(0)) {
    case '+':
      return parseHibc(code, options);
    case '=':
    case '&':
      return parseIccbba(code, options);
    case 'M':
    case 'm':
      if (/^MA\./i.test(code)) return parseMa(code, options);
      return /^MF[0-9A-Z]/.test(code) ? lenient(parseAhm(code, options)) : null;
    case 'h':
    case 'H': {
      const at = maStart(code);
      return at > 0 ? parseMa(code.slice(at), options) : null;
    }
    case 'u':
    case 'U':
      return /^urn:epc:/i.test(code) ? parseEpc(code.replace(/^urn:epc:/i, 'urn:epc:')) : null;
    case '3':
      return isTag(code) && /[A-Fa-f]/.test(code) ? lenient(parseEpc(code)) : null;
    default:
      return null;
  }
}

/** A text that only looks like another issuer's and is not is judged as GS1, whose refusal says more. */
function lenient(result: ScanResult): ScanResult | null {
  return result.ok ? result : null;
}

/** GS1 first: what it refuses may still be a tag of digits alone, or an HIBC text without its flag. */
function gs1OrElse(text: string, code: string, options: ScanOptions): ScanResult {
  const gs1 = parseGs1(text, options);
  if (gs1.ok) return gs1;
  if (isTag(code)) return lenient(parseEpc(code)) ?? gs1;
  if (!/^[A-Za-z][A-Za-z0-9]{4,22}\//.test(code)) return gs1;
  const hibc = parseHibc(code, options);
  // Without the flag only a right check character tells a label from any other text.
  return hibc.ok && !hibc.warnings.some((warning) => warning.code === 'CHECK_CHAR') ? hibc : gs1;
}

/** The length of a tag of 96 bits or 198, and a header of one of its layouts. */
function isTag(code: string): boolean {
  return code.length >= 24 && code.length <= 64 && /^3[01246][0-9A-Fa-f]+$/.test(code);
}

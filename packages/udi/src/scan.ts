/** Any text from a scanner to one `Scan`, whoever issued the identifier. */
import { parseGs1 } from './gs1/parse-gs1.ts';
import type { Gs1Options, Gs1Scan } from './gs1/scan.ts';
import type { Refusal } from './issue.ts';

/**
 * What a scan says. `issuer` tells the members apart; further issuers (HIBC, MA, AHM, EPC) join as further members,
 * so `switch (scan.issuer)` is checked for completeness.
 */
export type Scan = Gs1Scan;
export type ScanResult = Scan | Refusal;
export type ScanOptions = Gs1Options;

/** Reads a scan of any supported issuer. Never throws for a text. */
export function parseScan(text: string, options: ScanOptions): ScanResult {
  return parseGs1(text, options);
}

/** HIBC labels (ANSI/HIBC 2.6): primary data, secondary data, or both in one barcode. */
import { yearOf } from '../civil-date.ts';
import { type Refusal, refuse, type Warning } from '../issue.ts';
import { dateWarnings, type ProductionFields, type ReadOptions, refuseAt } from '../scan-fields.ts';
import { firstOutsideHibc, mod43 } from './mod43.ts';
import { readSecondary, type SecondaryDraft } from './secondary.ts';

export type HibcScan = ProductionFields & {
  readonly ok: true;
  readonly issuer: 'hibc';
  /** `secondary` alone names no item: its `link` is the check character of the primary barcode beside it. */
  readonly part: 'primary' | 'secondary' | 'both';
  /** Labeler, product and unit of measure in a row, as registers write the device identifier. */
  readonly di?: string;
  readonly labeler?: string;
  readonly product?: string;
  /** 0 a unit of use, 1 to 8 packs in rising order, 9 a pack of variable content. */
  readonly unit_of_measure?: number;
  readonly link?: string;
  readonly check: string;
  readonly quantity?: number;
  /** The label names the month only; `expiry_date` is its last day. */
  readonly expiry_precision?: 'month';
  readonly warnings: readonly Warning[];
};
export type HibcResult = HibcScan | Refusal;

/** Labeler (a letter first), product of 1 to 18 characters, unit of measure. */
const PRIMARY = /^([A-Z][A-Z0-9]{3})([A-Z0-9]{1,18})(\d)(?=\/|$)/;
const LENGTH_MAX = 200;

/**
 * Reads the data of an HIBC barcode. The flag `+` may be missing, as registers and people leave it out.
 *
 * A wrong check character does not refuse the label, because wrong ones are printed on real packs: it is a warning
 * CHECK_CHAR with the right one. Letters are taken as capitals; the alphabet has no others.
 */
export function parseHibc(text: string, options: ReadOptions): HibcResult {
  const yearNow = yearOf(options.today);
  if (text.length > LENGTH_MAX)
    return refuse('TOO_LONG_SCAN', { params: { length: text.length, limit: LENGTH_MAX } });
  const label = text.toUpperCase();
  const foreign = firstOutsideHibc(label);
  if (foreign >= 0)
    return refuse('HIBC_CHARACTER', { position: foreign, params: { character: text.charAt(foreign) } });
  const flagged = label.startsWith('+');
  // The flag counts for the check character, printed or not.
  const { body, check, warnings } = splitCheck(flagged ? label : `+${label}`);
  const primary = PRIMARY.exec(body.slice(1));
  if (primary !== null) return withPrimary(body, primary, { check, warnings, yearNow });
  return flagged ? secondaryOnly(body, { check, warnings, yearNow }) : refuse('HIBC_FORM', { position: 0 });
}

type Checked = { readonly check: string; readonly warnings: readonly Warning[]; readonly yearNow: number };

/**
 * The last character is the check. Where it is a space that somebody has trimmed away, the text is the whole body: taken
 * otherwise, the last digit of the device identifier would be lost. Of secondary data alone too little hangs on it.
 */
function splitCheck(label: string): { body: string; check: string; warnings: Warning[] } {
  const body = label.slice(0, -1);
  const check = label.slice(-1);
  const expected = mod43(body);
  if (check === expected) return { body, check, warnings: [] };
  if (mod43(label) === ' ' && /^\+[A-Z]/.test(label)) return { body: label, check: ' ', warnings: [] };
  return { body, check, warnings: [{ code: 'CHECK_CHAR', params: { found: check, expected } }] };
}

function withPrimary(body: string, primary: RegExpExecArray, checked: Checked): HibcResult {
  const [whole, labeler, product, unit] = primary as unknown as [string, string, string, string];
  const draft: SecondaryDraft = {};
  const segments = segmentsOf(body, 1 + whole.length + 1);
  const wrong = segments.length === 0 ? null : readSecondary(draft, segments, checked.yearNow);
  if (wrong !== null) return wrong;
  return {
    ok: true,
    issuer: 'hibc',
    part: segments.length === 0 ? 'primary' : 'both',
    di: whole,
    labeler,
    product,
    unit_of_measure: Number(unit),
    check: checked.check,
    ...draft,
    warnings: [...checked.warnings, ...dateWarnings(draft)],
  };
}

/** A barcode of secondary data alone carries the link character before its own check character. */
function secondaryOnly(body: string, checked: Checked): HibcResult {
  const link = body.slice(-1);
  const draft: SecondaryDraft = {};
  if (body.length < 3) return refuseAt('HIBC_FORM', 0, body);
  const wrong = readSecondary(draft, segmentsOf(body.slice(0, -1), 1), checked.yearNow);
  if (wrong !== null) return wrong;
  const { check } = checked;
  const warnings = [...checked.warnings, ...dateWarnings(draft)];
  return { ok: true, issuer: 'hibc', part: 'secondary', link, check, ...draft, warnings };
}

/** What stands between slashes from `start` on; nothing where the text ends there or with a last slash. */
function segmentsOf(body: string, start: number): { text: string; position: number }[] {
  let position = start;
  const segments = body
    .slice(start)
    .split('/')
    .map((text) => {
      const segment = { text, position };
      position += text.length + 1;
      return segment;
    });
  return segments.filter(({ text }) => text !== '');
}

/** Whether a secondary barcode belongs to the primary one: its link character is the other's check character. */
export function hibcLinks(primary: HibcScan, secondary: HibcScan): boolean {
  return primary.part !== 'secondary' && secondary.link === primary.check;
}

export type HibcLabel = ProductionFields & { readonly di: string; readonly quantity?: number };

/**
 * The text of a barcode with primary and secondary data, check character included. Refuses what HIBC cannot write:
 * lower-case letters and signs outside its alphabet, and codes that are too long.
 */
export function formatHibc(
  label: HibcLabel,
  options: ReadOptions,
): { readonly ok: true; readonly text: string } | Refusal {
  const body = `+${label.di}${secondaryText(label)}`;
  const foreign = firstOutsideHibc(body);
  if (foreign >= 0)
    return refuse('HIBC_CHARACTER', { position: foreign, params: { character: body.charAt(foreign) } });
  const text = body + mod43(body);
  const back = parseHibc(text, options);
  if (!back.ok) return back;
  return WRITTEN.every((key) => back[key] === label[key])
    ? { ok: true, text }
    : refuse('HIBC_FORM', { position: 0 });
}

/** What must be read back as it was written. */
const WRITTEN = ['di', 'lot', 'serial', 'expiry_date', 'production_date', 'quantity'] as const;

function secondaryText({ lot, serial, expiry_date, production_date, quantity }: HibcLabel): string {
  const digits = (date: string) => date.replaceAll('-', '');
  const dated = expiry_date === undefined ? '7' : `3${digits(expiry_date).slice(2)}`;
  const counted =
    quantity === undefined ? '' : quantity < 100 ? `8${pad(quantity, 2)}` : `9${pad(quantity, 5)}`;
  const main =
    lot === undefined && expiry_date === undefined && quantity === undefined
      ? ''
      : `/$$${counted}${dated}${lot ?? ''}`;
  const made = production_date === undefined ? '' : `/16D${digits(production_date)}`;
  return `${main}${serial === undefined ? '' : `/S${serial}`}${made}`;
}

function pad(value: number, width: number): string {
  return String(value).padStart(width, '0');
}

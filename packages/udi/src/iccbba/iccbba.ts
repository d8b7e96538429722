/**
 * ISBT 128 codes of devices that contain human tissue or blood (ICCBBA): each part begins with its data identifier and
 * has a fixed length. Only the parts of a device identifier are understood.
 */
import { yearOf } from '../civil-date.ts';
import { type Refusal, refuse, type Warning } from '../issue.ts';
import {
  type DateRead,
  dateWarnings,
  type ProductionDraft,
  type ProductionFields,
  type ReadOptions,
  readYearDay,
  refuseAt,
} from '../scan-fields.ts';

export type IccbbaScan = ProductionFields & {
  readonly ok: true;
  readonly issuer: 'iccbba';
  /** Processor product identification code (16), or catalogue number of a blood container (10). */
  readonly di?: string;
  /** Donation identification number: what links the product to its donor. */
  readonly donation_no?: string;
  readonly warnings: readonly Warning[];
};
export type IccbbaResult = IccbbaScan | Refusal;

type Draft = ProductionDraft & { di?: string; donation_no?: string };
type Field = keyof Draft;

/** Data identifiers with the pattern of their content; the longer ones first, for `=` begins them all. */
const PARTS: readonly (readonly [string, RegExp, Field | null])[] = [
  ['=+', /^\d{5}/, null],
  ['=/', /^[A-Z0-9]{16}/, 'di'],
  ['=)', /^[A-Z0-9]{10}/, 'di'],
  ['=,', /^[A-Z0-9]{6}/, 'serial'],
  ['=>', /^\d{6}/, 'expiry_date'],
  ['=}', /^\d{6}/, 'production_date'],
  ['&,1', /^[A-Z0-9]{18}/, 'lot'],
  ['&)', /^[A-Z0-9]{10}/, 'lot'],
  ['=', /^[A-Z0-9]{15}/, 'donation_no'],
];

const LENGTH_MAX = 200;

/** Reads the parts in any order. */
export function parseIccbba(text: string, options: ReadOptions): IccbbaResult {
  const yearNow = yearOf(options.today);
  if (text.length > LENGTH_MAX)
    return refuse('TOO_LONG_SCAN', { params: { length: text.length, limit: LENGTH_MAX } });
  const draft: Draft = {};
  let at = 0;
  while (at < text.length) {
    const part = partAt(text, at);
    if (part === null) return refuseAt('ICCBBA_FORM', at, text.slice(at, at + 20));
    const wrong = part.field === null ? null : keep(draft, part.field, part.value, { at, yearNow });
    if (wrong !== null) return wrong;
    at = part.end;
  }
  if (at === 0) return refuse('EMPTY');
  return { ok: true, issuer: 'iccbba', ...draft, warnings: dateWarnings(draft) };
}

function partAt(text: string, at: number): { field: Field | null; value: string; end: number } | null {
  for (const [sign, pattern, field] of PARTS) {
    if (!text.startsWith(sign, at)) continue;
    const start = at + sign.length;
    const value = pattern.exec(text.slice(start, start + 18))?.[0];
    // A donation number begins with a letter or digit like any other content, so no other part can be meant.
    if (value === undefined) return null;
    return { field, value, end: start + value.length };
  }
  return null;
}

function keep(
  draft: Draft,
  field: Field,
  value: string,
  { at, yearNow }: { at: number; yearNow: number },
): Refusal | null {
  const isDate = field === 'expiry_date' || field === 'production_date';
  const read = isDate ? dateOf(value, yearNow) : { date: value };
  if ('code' in read) return refuseAt(read.code, at, value);
  if (draft[field] !== undefined && draft[field] !== read.date) return refuseAt('ICCBBA_FORM', at, value);
  draft[field] = read.date;
  return null;
}

/** cYYJJJ: the last digit of the century, the year in it, the day of the year. */
function dateOf(digits: string, yearNow: number): DateRead {
  const millennium = yearNow - (yearNow % 1000);
  const year = millennium + Number(digits.slice(0, 3));
  // 9 is the century before the millennium that has just begun.
  const meant = year - yearNow > 500 ? year - 1000 : year;
  return readYearDay(meant, Number(digits.slice(3)));
}

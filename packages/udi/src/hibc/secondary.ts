/** The secondary data of HIBC: lot or serial, expiry, quantity, and the supplemental data behind further slashes. */
import { daysInMonth, fullYear } from '../civil-date.ts';
import type { IssueCode, Refusal } from '../issue.ts';
import { type DateRead, type ProductionDraft, readDate, readYearDay, refuseAt } from '../scan-fields.ts';

/** Longest lot or serial that the standard allows. */
const LOT_MAX = 18;

export type SecondaryDraft = ProductionDraft & { quantity?: number; expiry_precision?: 'month' };

type Read = { readonly text: string; readonly position: number; readonly yearNow: number };

/** Reads the segments of secondary data into `draft`; null when all are right. */
export function readSecondary(
  draft: SecondaryDraft,
  segments: readonly { readonly text: string; readonly position: number }[],
  yearNow: number,
): Refusal | null {
  for (const [index, segment] of segments.entries()) {
    const read = { ...segment, yearNow };
    const wrong =
      index === 0 && !isSupplement(segment.text) ? readMain(draft, read) : readSupplement(draft, read);
    if (wrong !== null) return wrong;
  }
  return null;
}

const SUPPLEMENT = /^(S[0-9A-Z]|14D|16D|Q\d)/;

/** The first segment may be a supplement too: `/S` and dates alone are allowed behind the primary data. */
function isSupplement(text: string): boolean {
  return SUPPLEMENT.test(text);
}

/** `/S` serial, `/14D` expiry, `/16D` production, `/Q` quantity. */
function readSupplement(draft: SecondaryDraft, { text, position }: Read): Refusal | null {
  if (/^1[46]D/.test(text)) {
    const digits = text.slice(3);
    if (!/^\d{8}$/.test(digits)) return refuseAt('HIBC_FORM', position, text);
    const [year, month, day] = [digits.slice(0, 4), digits.slice(4, 6), digits.slice(6, 8)].map(Number);
    const field = text.startsWith('14D') ? 'expiry_date' : 'production_date';
    return keepDate(draft, field, readDate(year as number, month as number, day as number), position, text);
  }
  if (/^Q\d{1,5}$/.test(text)) {
    draft.quantity = Number(text.slice(1));
    return null;
  }
  if (!text.startsWith('S')) return refuseAt('HIBC_FORM', position, text);
  return keepCode(draft, 'serial', text.slice(1), position + 1);
}

/** The main segment: `YYJJJ`, `$`, `$$` with or without quantity and date, and the forms with `+` for serials. */
function readMain(draft: SecondaryDraft, read: Read): Refusal | null {
  const { text, position } = read;
  const head = /^(\$\$?)(\+?)/.exec(text);
  if (head === null) return readPlainDate(draft, read);
  const field = head[2] === '+' ? 'serial' : 'lot';
  const rest = { ...read, text: text.slice(head[0].length), position: position + head[0].length };
  if (head[1] === '$') return keepCode(draft, field, rest.text, rest.position);
  const counted = readQuantity(draft, rest);
  return readDated(draft, field, counted);
}

/** `YYJJJ` and the lot, which may be empty. */
function readPlainDate(draft: SecondaryDraft, { text, position, yearNow }: Read): Refusal | null {
  if (!/^\d{5}/.test(text)) return refuseAt('HIBC_FORM', position, text);
  const wrong = keepDate(draft, 'expiry_date', yearDay(text, yearNow), position, text);
  return wrong ?? keepCode(draft, 'lot', text.slice(5), position + 5);
}

/** `8` and two digits, or `9` and five, before the date. */
function readQuantity(draft: SecondaryDraft, read: Read): Read {
  const match = /^(?:8(\d{2})|9(\d{5}))/.exec(read.text);
  if (match === null) return read;
  draft.quantity = Number(match[1] ?? match[2]);
  const length = match[0].length;
  return { ...read, text: read.text.slice(length), position: read.position + length };
}

/** Digits of each date form behind its flag; hours are the last two of 4 and 6. */
const DATE_FORMS: Readonly<Record<string, { readonly digits: number; readonly flag: number }>> = {
  '0': { digits: 4, flag: 0 },
  '1': { digits: 4, flag: 0 },
  '2': { digits: 6, flag: 1 },
  '3': { digits: 6, flag: 1 },
  '4': { digits: 8, flag: 1 },
  '5': { digits: 5, flag: 1 },
  '6': { digits: 7, flag: 1 },
  '7': { digits: 0, flag: 1 },
};

function readDated(draft: SecondaryDraft, field: 'lot' | 'serial', read: Read): Refusal | null {
  const { text, position, yearNow } = read;
  const kind = text.charAt(0);
  const form = DATE_FORMS[kind];
  // A quantity may stand without a date; nothing else may.
  if (form === undefined) {
    if (draft.quantity === undefined) return refuseAt('HIBC_FORM', position, text);
    return keepCode(draft, field, text, position);
  }
  const end = form.flag + form.digits;
  const digits = text.slice(form.flag, end);
  if (!new RegExp(`^\\d{${form.digits}}$`).test(digits)) return refuseAt('HIBC_FORM', position, text);
  const wrong = form.digits === 0 ? null : keepExpiry(draft, kind, digits, { position, yearNow });
  return wrong ?? keepCode(draft, field, text.slice(end), position + end);
}

/** MMYY for 0 and 1, then MMDDYY, YYMMDD, YYMMDDHH, YYJJJ, YYJJJHH. */
function keepExpiry(
  draft: SecondaryDraft,
  kind: string,
  digits: string,
  { position, yearNow }: { position: number; yearNow: number },
): Refusal | null {
  const two = (at: number) => Number(digits.slice(at, at + 2));
  const year = (at: number) => fullYear(two(at), yearNow);
  if (kind === '4' || kind === '6') {
    const hour = two(digits.length - 2);
    if (hour > 23) return refuseAt('HOUR', position + digits.length - 1, digits);
    draft.expiry_time = `${String(hour).padStart(2, '0')}:00`;
  }
  const date =
    kind === '2'
      ? readDate(year(4), two(0), two(2))
      : kind === '3' || kind === '4'
        ? readDate(year(0), two(2), two(4))
        : kind === '5' || kind === '6'
          ? yearDay(digits, yearNow)
          : readDate(year(2), two(0), daysInMonth(year(2), two(0)));
  if (kind === '0' || kind === '1') draft.expiry_precision = 'month';
  return keepDate(draft, 'expiry_date', date, position, digits);
}

function yearDay(digits: string, yearNow: number): DateRead {
  return readYearDay(fullYear(Number(digits.slice(0, 2)), yearNow), Number(digits.slice(2, 5)));
}

function keepDate(
  draft: SecondaryDraft,
  field: 'expiry_date' | 'production_date',
  read: DateRead,
  position: number,
  value: string,
): Refusal | null {
  if ('code' in read) return refuseAt(read.code, position, value);
  // Two dates of one kind that differ are two labels run together.
  if (draft[field] !== undefined && draft[field] !== read.date) return refuseAt('HIBC_FORM', position, value);
  draft[field] = read.date;
  return null;
}

function keepCode(
  draft: SecondaryDraft,
  field: 'lot' | 'serial',
  value: string,
  position: number,
): Refusal | null {
  if (value === '') return null;
  const code: IssueCode | null =
    value.length > LOT_MAX ? 'TOO_LONG' : /^[0-9A-Z.% +$-]+$/.test(value) ? null : 'HIBC_FORM';
  if (code !== null) return refuseAt(code, position, value);
  if (draft[field] !== undefined && draft[field] !== value) return refuseAt('HIBC_FORM', position, value);
  draft[field] = value;
  return null;
}

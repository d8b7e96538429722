/** MA codes (ZIIOT, IDcode): `MA.156.M0.100761.21234561.Lx...`, parts between full stops. */
import { yearOf } from '../civil-date.ts';
import { type Refusal, refuse, type Warning } from '../issue.ts';
import {
  dateWarnings,
  type ProductionDraft,
  type ProductionFields,
  type ReadOptions,
  readShortDate,
  refuseAt,
} from '../scan-fields.ts';

export type MaScan = ProductionFields & {
  readonly ok: true;
  readonly issuer: 'ma';
  /** Up to and with the product code, as the register writes it. */
  readonly di: string;
  readonly country: string;
  readonly registrant: string;
  /** The digit that tells packs of one product apart; 0 or 1 the innermost, as its owner has chosen. */
  readonly package_level: string;
  readonly item: string;
  /** 有效期至: the last day on which the device may be used; stands for the expiry where the label names no other. */
  readonly valid_until?: string;
  readonly sterilisation_lot?: string;
  readonly warnings: readonly Warning[];
};
export type MaResult = MaScan | Refusal;

const LENGTH_MAX = 300;
const DEVICE = /^MA\.(\d{3})\.M0\.(\d{6})\.([0-9A-Z])([0-9A-Z]{6})([0-9A-Z])(?=\.|$)/;
const PRODUCT_CODE = /MA\.\d{3}\.M0\./i;

type Draft = ProductionDraft & { valid_until?: string; sterilisation_lot?: string };

/** Where an MA code begins in a text: at its start, or inside the web address that many QR codes wrap around it. */
export function maStart(text: string): number {
  if (/^MA\./i.test(text)) return 0;
  return /^https?:\/\//i.test(text) ? text.search(PRODUCT_CODE) : -1;
}

/**
 * Reads an MA code. The check character of the code is not judged: its rule was changed and the old one is still
 * printed. A part with a letter that is not known is kept out with a warning.
 */
export function parseMa(text: string, options: ReadOptions): MaResult {
  const yearNow = yearOf(options.today);
  if (text.length > LENGTH_MAX)
    return refuse('TOO_LONG_SCAN', { params: { length: text.length, limit: LENGTH_MAX } });
  const code = text.replace(/^ma\./i, 'MA.').replace(/^(MA\.\d{3}\.)m0/, '$1M0');
  const device = DEVICE.exec(code);
  if (device === null) return refuseAt('MA_FORM', 0, text.slice(0, 40));
  const [di, country, registrant, package_level, item] = device as unknown as [
    string,
    string,
    string,
    string,
    string,
  ];
  const draft: Draft = {};
  const warnings: Warning[] = [];
  let position = di.length + 1;
  for (const part of code.slice(position).split('.')) {
    const wrong = part === '' ? null : readPart(draft, warnings, { part, position, yearNow });
    if (wrong !== null) return wrong;
    position += part.length + 1;
  }
  const expiry_date = draft.expiry_date ?? draft.valid_until;
  const fields = { ...draft, ...(expiry_date !== undefined && { expiry_date }) };
  return {
    ok: true,
    issuer: 'ma',
    di,
    country,
    registrant,
    package_level,
    item,
    ...fields,
    warnings: [...warnings, ...dateWarnings(fields)],
  };
}

const TEXT_PARTS: Readonly<Record<string, 'serial' | 'lot' | 'sterilisation_lot'>> = {
  S: 'serial',
  L: 'lot',
  D: 'sterilisation_lot',
};
const DATE_PARTS: Readonly<Record<string, 'production_date' | 'expiry_date' | 'valid_until'>> = {
  M: 'production_date',
  P: 'production_date',
  E: 'expiry_date',
  V: 'valid_until',
};

function readPart(
  draft: Draft,
  warnings: Warning[],
  { part, position, yearNow }: { part: string; position: number; yearNow: number },
): Refusal | null {
  const letter = part.charAt(0);
  const value = part.slice(1);
  const textField = TEXT_PARTS[letter];
  const dateField = DATE_PARTS[letter];
  if (textField !== undefined) {
    if (!/^[!-~]{1,30}$/.test(value)) return refuseAt('MA_FORM', position, part);
    return keep(draft, textField, value, position);
  }
  if (dateField !== undefined) {
    if (!/^\d{6}$/.test(value)) return refuseAt('MA_FORM', position, part);
    const read = readShortDate(value, yearNow);
    return 'code' in read ? refuseAt(read.code, position, part) : keep(draft, dateField, read.date, position);
  }
  if (letter !== 'C') warnings.push({ code: 'UNKNOWN_PART', params: { part } });
  return null;
}

function keep(draft: Draft, field: keyof Draft, value: string, position: number): Refusal | null {
  if (draft[field] !== undefined && draft[field] !== value) return refuseAt('MA_FORM', position, value);
  draft[field] = value;
  return null;
}

export type MaLabel = ProductionFields & { readonly di: string };

/** The text of an MA code; refuses a lot or serial that holds a full stop, which would end it. */
export function formatMa(label: MaLabel): { readonly ok: true; readonly text: string } | Refusal {
  const short = (date: string) => date.slice(2).replaceAll('-', '');
  const parts: readonly (readonly [string, string | undefined])[] = [
    ['S', label.serial],
    ['M', label.production_date && short(label.production_date)],
    ['L', label.lot],
    ['E', label.expiry_date && short(label.expiry_date)],
  ];
  const written = parts.filter((part): part is readonly [string, string] => part[1] !== undefined);
  const wrong = written.find(([, value]) => !/^[!-~]{1,30}$/.test(value) || value.includes('.'));
  if (wrong !== undefined) return refuseAt('MA_FORM', 0, wrong[1]);
  return { ok: true, text: [label.di, ...written.map(([letter, value]) => letter + value)].join('.') };
}

/** Device identifiers as master data stores them, and the one that a scan carries. */
import { normaliseGtin } from './gs1/check-digit.ts';
import type { Scan } from './scan.ts';
import type { ProductionFields } from './scan-fields.ts';

export const DI_ISSUERS = ['gs1', 'hibc', 'ma', 'ahm', 'iccbba'] as const;
export type DiIssuer = (typeof DI_ISSUERS)[number];

const FORMS: Readonly<Record<Exclude<DiIssuer, 'gs1'>, RegExp>> = {
  hibc: /^[A-Z][A-Z0-9]{3}[A-Z0-9]{1,18}\d$/,
  ma: /^MA\.\d{3}\.M0\.\d{6}\.[0-9A-Z]{8}$/,
  ahm: /^[!-~]{1,40}$/,
  iccbba: /^([A-Z0-9]{16}|[A-Z0-9]{10})$/,
};

/**
 * The normal form of a device identifier of an issuer, or null where it cannot be one: 14 digits of a GTIN with a right
 * check digit; labeler, product and unit of HIBC without flag and check character; the others as printed.
 */
export function normaliseDi(issuer: DiIssuer, text: string): string | null {
  const trimmed = text.trim();
  if (issuer === 'gs1') return normaliseGtin(trimmed);
  const bare = issuer === 'hibc' ? trimmed.toUpperCase().replace(/^\+/, '') : trimmed.replace(/^=[/)]/, '');
  return FORMS[issuer].test(bare) ? bare : null;
}

/** How the written forms of the issuers begin; digits alone are a GTIN. */
const MARKS: readonly (readonly [RegExp, DiIssuer])[] = [
  [/^\+/, 'hibc'],
  [/^MA\./, 'ma'],
  [/^MF/, 'ahm'],
  [/^=[/)]/, 'iccbba'],
  [/^\d/, 'gs1'],
];

/** The issuer of a device identifier as `writtenDi` writes it, with its normal form; null where it is none. */
export function recogniseDi(text: string): { readonly issuer: DiIssuer; readonly di: string } | null {
  const trimmed = text.trim();
  const issuer = MARKS.find(([mark]) => mark.test(trimmed))?.[1];
  const di = issuer === undefined ? null : normaliseDi(issuer, trimmed);
  return issuer === undefined || di === null ? null : { issuer, di };
}

/** A device identifier so that its issuer can be seen: with the flag of HIBC, with the data identifier of ICCBBA. */
export function writtenDi(issuer: DiIssuer, di: string): string {
  if (issuer === 'hibc') return `+${di}`;
  return issuer === 'iccbba' ? `${di.length === 16 ? '=/' : '=)'}${di}` : di;
}

/** The device that a scan names and what it says of the piece. */
export type Device = ProductionFields & {
  readonly issuer: DiIssuer;
  /** More than one where the label does not say where the identifier ends. */
  readonly di: readonly string[];
  /** Pieces or packs that the label counts: AI 30, AI 37, or the quantity of HIBC. */
  readonly quantity?: number;
};

/** The device part of a scan; null where it names none: a logistic unit, a place, or a barcode of lot and dates alone. */
export function deviceOf(scan: Scan): Device | null {
  switch (scan.issuer) {
    case 'gs1': {
      const di = scan.gtin ?? scan.content_gtin;
      const quantity = scan.gtin === undefined ? scan.count : scan.variable_count;
      return di === undefined ? null : device(scan, 'gs1', [di], quantity);
    }
    case 'epc':
      return scan.gtin === undefined ? null : device(scan, 'gs1', [scan.gtin]);
    case 'hibc':
      return scan.di === undefined ? null : device(scan, 'hibc', [scan.di], scan.quantity);
    case 'ma':
      return device(scan, 'ma', [scan.di]);
    case 'ahm':
      return device(scan, 'ahm', scan.di_candidates);
    case 'iccbba':
      return scan.di === undefined ? null : device(scan, 'iccbba', [scan.di]);
  }
}

function device(
  fields: ProductionFields,
  issuer: DiIssuer,
  di: readonly string[],
  quantity?: number,
): Device {
  return { issuer, di, ...productionOf(fields), ...(quantity !== undefined && { quantity }) };
}

const PRODUCTION = ['lot', 'serial', 'expiry_date', 'expiry_time', 'production_date'] as const;

/** Lot, serial and dates of anything that carries them. */
export function productionOf(fields: ProductionFields): ProductionFields {
  return Object.fromEntries(
    PRODUCTION.flatMap((key) => (fields[key] === undefined ? [] : [[key, fields[key]]])),
  );
}

/** Numbers of distribution and production licences and filings (经营办法, order 54 of 2022; older form with 食). */
import { type Refusal, refuse } from '../issue.ts';
import { normaliseNumber, PROVINCES } from './place.ts';

const LENGTH_MAX = 60;

export type LicenceKind =
  | 'distribution_licence'
  | 'distribution_filing'
  | 'production_licence'
  | 'production_filing';

/** `粤穗食药监械经营许20171161号`. */
export type Licence = {
  readonly ok: true;
  readonly kind: LicenceKind;
  /** The number in its normal form, always ending in 号. */
  readonly number: string;
  readonly province: string;
  /** Absent when the province itself issued it. */
  readonly city?: string;
  readonly year: number;
  readonly serial: string;
};

const PATTERN = /^(.)(\p{Script=Han}{0,2}?)食?药监械(经营|生产)(许|备)(\d{4})(\d{4})号?$/u;

const KINDS: Readonly<Record<string, LicenceKind>> = {
  经营许: 'distribution_licence',
  经营备: 'distribution_filing',
  生产许: 'production_licence',
  生产备: 'production_filing',
};

/** Reads a licence or filing number of a company. Refuses with FORMAT, AUTHORITY (no such province) or YEAR. */
export function parseLicenceNo(text: string): Licence | Refusal {
  if (text.length > LENGTH_MAX) return refuse('FORMAT', { params: { length: text.length } });
  const number = normaliseNumber(text);
  const match = PATTERN.exec(number);
  if (match === null) return refuse('FORMAT', { params: { number } });
  const [, province, city, activity, form, year, serial] = match as unknown as string[];
  if (!PROVINCES.includes(province as string)) return refuse('AUTHORITY', { params: { number } });
  if (Number(year) < 2000 || Number(year) > 2099) return refuse('YEAR', { params: { number } });
  return {
    ok: true,
    kind: KINDS[`${activity}${form}`] as LicenceKind,
    number: number.endsWith('号') ? number : `${number}号`,
    province: province as string,
    ...(city && { city }),
    year: Number(year),
    serial: serial as string,
  };
}

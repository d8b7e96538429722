/** Registration and filing numbers of medical devices (注册与备案管理办法, order 47 of 2021, numbering clauses). */
import { type CnCode, type Refusal, refuse, type Warning } from '../issue.ts';
import { NATIONAL, normaliseNumber, PROVINCES } from './place.ts';

/** Longer texts are no numbers; the bound keeps the patterns below cheap. */
const LENGTH_MAX = 60;

export type Origin = 'domestic' | 'imported' | 'hk_mo_tw';

/** `国械注准20223031078`: who registered, domestic or imported, first year, class, category, serial. */
export type Registration = {
  readonly ok: true;
  readonly kind: 'registration';
  /** The number in its normal form, as it is stored. */
  readonly number: string;
  /** 国, or a province for domestic class II. */
  readonly authority: string;
  readonly form: '准' | '进' | '许';
  readonly first_year: number;
  readonly class: 'II' | 'III';
  /** Two digits: 01 to 22 of the catalogue of 2017, 40 for in-vitro diagnostics, or the older 68xx. */
  readonly category: string;
  readonly serial: string;
  readonly origin: Origin;
  readonly ivd: boolean;
  readonly warnings: readonly Warning[];
};

/** `粤潮械备20140023`: class I products are filed, not registered. */
export type Filing = {
  readonly ok: true;
  readonly kind: 'filing';
  /** The normal form, without the 号 that some documents add. */
  readonly number: string;
  /** 国 for imports, else province and city. */
  readonly authority: string;
  readonly year: number;
  readonly class: 'I';
  readonly serial: string;
  readonly origin: Origin;
  readonly warnings: readonly Warning[];
};

const ORIGINS: Readonly<Record<string, Origin>> = { 准: 'domestic', 进: 'imported', 许: 'hk_mo_tw' };

/** The numbering of today began with the rules of 2014. */
const FIRST_YEAR = 2014;
const LAST_YEAR = 2099;

/**
 * Reads a registration or filing number.
 *
 * Refuses with FORMAT (not such a number), AUTHORITY, DIGITS (wrong count), YEAR, CLASS (国准 is class III, province
 * 准 class II) or IMPORT_AUTHORITY (imports are registered nationally). An unusual category is only a warning,
 * because the older catalogues are not at hand as an official list.
 */
export function parseRegistrationNo(text: string): Registration | Filing | Refusal {
  if (text.length > LENGTH_MAX) return refuse('FORMAT', { params: { length: text.length } });
  const number = normaliseNumber(text).replace(/号$/, '');
  const registration = /^(.*)械注(准|进|许)(.*)$/u.exec(number);
  if (registration !== null) return readRegistration(number, registration);
  const filing = /^(.*)械备(.*)$/u.exec(number);
  return filing === null ? refuse('FORMAT', { params: { number } }) : readFiling(number, filing);
}

function readRegistration(number: string, match: RegExpExecArray): Registration | Refusal {
  const [, authority, form, digits] = match as unknown as [string, string, Registration['form'], string];
  const wrong =
    checkNational(authority) ?? checkDigits(digits, 11) ?? checkClass(authority, form, digits.charAt(4));
  if (wrong !== null) return refuse(wrong, { params: { number, digits: digits.length, expected: 11 } });
  const category = digits.slice(5, 7);
  return {
    ok: true,
    kind: 'registration',
    number,
    authority,
    form,
    first_year: Number(digits.slice(0, 4)),
    class: digits.charAt(4) === '3' ? 'III' : 'II',
    category,
    serial: digits.slice(7),
    origin: ORIGINS[form] as Origin,
    ivd: category === '40',
    warnings: isKnownCategory(category) ? [] : [{ code: 'CATEGORY', params: { category } }],
  };
}

function readFiling(number: string, match: RegExpExecArray): Filing | Refusal {
  const [, authority, digits] = match as unknown as [string, string, string];
  const wrong = checkFiler(authority) ?? checkDigits(digits, 8);
  if (wrong !== null) return refuse(wrong, { params: { number, digits: digits.length, expected: 8 } });
  return {
    ok: true,
    kind: 'filing',
    number,
    authority,
    year: Number(digits.slice(0, 4)),
    class: 'I',
    serial: digits.slice(4),
    origin: authority === NATIONAL ? 'imported' : 'domestic',
    warnings: [],
  };
}

function checkNational(authority: string): CnCode | null {
  return authority === NATIONAL || (authority.length === 1 && PROVINCES.includes(authority))
    ? null
    : 'AUTHORITY';
}

/** 国, a province alone, or a province with one or two characters for the city. */
function checkFiler(authority: string): CnCode | null {
  if (authority === NATIONAL) return null;
  const isPlace = /^.\p{Script=Han}{0,2}$/u.test(authority) && PROVINCES.includes(authority.charAt(0));
  return isPlace ? null : 'AUTHORITY';
}

function checkDigits(digits: string, count: number): CnCode | null {
  if (!/^\d+$/.test(digits)) return 'FORMAT';
  if (digits.length !== count) return 'DIGITS';
  const year = Number(digits.slice(0, 4));
  return year < FIRST_YEAR || year > LAST_YEAR ? 'YEAR' : null;
}

function checkClass(authority: string, form: string, classDigit: string): CnCode | null {
  if (classDigit !== '2' && classDigit !== '3') return 'CLASS';
  if (form !== '准') return authority === NATIONAL ? null : 'IMPORT_AUTHORITY';
  return classDigit === (authority === NATIONAL ? '3' : '2') ? null : 'CLASS';
}

/** 01 to 22, 40, or a two-digit number of the 68xx catalogue (up to 6877). */
function isKnownCategory(category: string): boolean {
  const number = Number(category);
  return number >= 1 && number <= 77;
}

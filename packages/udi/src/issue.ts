import type { Gs1Reading } from './gs1/scan.ts';

/** Why a scan or an identifier was refused. The texts live in the language files, keyed by these codes. */
export type IssueCode =
  // The text as a whole
  | 'EMPTY'
  | 'TOO_LONG_SCAN'
  | 'CONTROL'
  | 'INVISIBLE'
  | 'LONE_SURROGATE'
  | 'HOMOGRAPH'
  | 'NON_ASCII'
  | 'NOT_GS1'
  | 'PLAIN_CODE'
  | 'BRACKET'
  | 'URI'
  | 'KEY_MISSING'
  | 'QUALIFIER_ORDER'
  | 'AMBIGUOUS'
  // One element
  | 'UNKNOWN_AI'
  | 'TOO_SHORT'
  | 'TOO_LONG'
  | 'NUMERIC'
  | 'CSET82'
  | 'CSET39'
  | 'CSET64'
  | ContentCode
  // Elements together
  | 'DUPLICATE_AI'
  | 'EXCLUDES'
  | 'REQUIRES'
  // Other issuers
  | 'HIBC_CHARACTER'
  | 'HIBC_FORM'
  | 'MA_FORM'
  | 'AHM_FORM'
  | 'ICCBBA_FORM'
  | EpcCode
  // Chinese numbers
  | CnCode;

/** Why an RFID code is no GS1 identifier: unknown header, wrong length, values out of bounds. */
export type EpcCode =
  | 'EPC_FORM'
  | 'EPC_HEADER'
  | 'EPC_LENGTH'
  | 'EPC_PARTITION'
  | 'EPC_VALUE'
  | 'EPC_RESERVED'
  | 'EPC_SERIAL'
  | 'EPC_PREFIX';

/** What a GS1 content check (linter) found wrong inside a value of the right length and characters. */
export type ContentCode =
  | 'CHECK_DIGIT'
  | 'CHECK_PAIR'
  | 'MONTH'
  | 'DAY'
  | 'HOUR'
  | 'MINUTE'
  | 'SECOND'
  | 'COUNTRY'
  | 'CURRENCY'
  | 'PERCENT_ENCODING'
  | 'ZERO_VALUE'
  | 'NOT_ZERO'
  | 'ZERO_PREFIX'
  | 'PIECE_OF_TOTAL'
  | 'POSITION_OF_TOTAL'
  | 'IBAN'
  | 'LATITUDE'
  | 'LONGITUDE'
  | 'MEDIA_TYPE'
  | 'PACKAGE_TYPE'
  | 'YES_NO'
  | 'SEX'
  | 'WINDING'
  | 'HYPHEN'
  | 'IMPORTER_INDEX'
  | 'NON_DIGIT_REQUIRED'
  | 'COUPON';

/** What is wrong with a Chinese registration, filing or licence number. */
export type CnCode = 'FORMAT' | 'AUTHORITY' | 'DIGITS' | 'YEAR' | 'CLASS' | 'IMPORT_AUTHORITY';

export type IssueParams = Readonly<Record<string, string | number>>;

/**
 * One refusal: data, not an exception.
 *
 * `position` is a UTF-16 index into the text as it was given (when `groupSeparator` is longer than one character,
 * into the text after the separators were replaced). `readings` is set for AMBIGUOUS only.
 */
export type Issue = {
  readonly code: IssueCode;
  readonly ai?: string;
  readonly position?: number;
  readonly params: IssueParams;
  readonly readings?: readonly Gs1Reading[];
};

/** Something the reader should know although the scan is accepted. */
export type WarningCode =
  | 'UNKNOWN_AI'
  | 'REQUIRES'
  | 'SEPARATOR_LOST'
  | 'FULL_WIDTH'
  | 'GTIN_PADDED'
  | 'NOT_GS1_SYMBOL'
  | 'EXPIRY_BEFORE_PRODUCTION'
  | 'CHECK_CHAR'
  | 'UNKNOWN_PART'
  | 'CATEGORY';

export type Warning = { readonly code: WarningCode; readonly ai?: string; readonly params: IssueParams };

/** The answer for a text that cannot be used; never half a result. */
export type Refusal = { readonly ok: false; readonly errors: readonly Issue[] };

/** A refusal with a single reason. */
export function refuse(
  code: IssueCode,
  details: Omit<Issue, 'code' | 'params'> & { params?: IssueParams } = {},
): Refusal {
  return { ok: false, errors: [{ ...details, code, params: details.params ?? {} }] };
}

import { z } from 'zod';

/** Identifiers are positive integers given by the database. */
export const id = z.number().int().positive().max(Number.MAX_SAFE_INTEGER);
/** The same in a URL or query string. */
export const id_param = z.coerce.number().int().positive().max(Number.MAX_SAFE_INTEGER);

/** A whole number of base units, at least one. 1e12 is far beyond any real stock and far below 2^53. */
export const qty = z.number().int().min(1).max(1_000_000_000_000);
export const qty_or_zero = z.number().int().min(0).max(1_000_000_000_000);

/** Money in minor units (fen). */
export const fen = z.number().int().min(0).max(1_000_000_000_000_000);

const DAYS_IN_MONTH = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/** Whether `text` names a day that exists, written `YYYY-MM-DD`. */
export function isCivilDate(text: string): boolean {
  const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text);
  if (!match) return false;
  const [year, month, day] = [Number(match[1]), Number(match[2]), Number(match[3])];
  if (year < 1900 || month < 1 || month > 12 || day < 1) return false;
  const leap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
  return day <= (month === 2 && leap ? 29 : DAYS_IN_MONTH[month - 1]!);
}

/** A day without a time or zone; years 1900 to 9999. */
export const civil_date = z.string().refine(isCivilDate, { params: { code: 'date' }, error: 'date' });

/** A moment in UTC or with an offset, ISO 8601. */
export const instant = z.iso.datetime({ offset: true });

const FORBIDDEN = /[^\P{Cc}\t\n\r]|\p{Cf}/u;

/**
 * Whether text holds a character that is refused everywhere: controls, direction overrides, zero-width
 * and other invisible formatting characters, lone surrogates.
 */
export function hasForbiddenCharacter(text: string): boolean {
  return FORBIDDEN.test(text) || !text.isWellFormed();
}

const clean = (text: string) => !hasForbiddenCharacter(text);
const charset = { params: { code: 'charset' }, error: 'charset' };

/** Free text typed by a person; trimmed. */
export const text = (max: number) => z.string().trim().max(max).refine(clean, charset);
export const required_text = (max: number) => z.string().trim().min(1).max(max).refine(clean, charset);

/** A code of master data (item, warehouse, partner ...): letters, digits and - _ . / # only, case kept. */
export const code = z
  .string()
  .trim()
  .min(1)
  .max(40)
  .regex(/^[A-Za-z0-9][A-Za-z0-9._/#-]*$/, { error: 'charset' });

/** GS1 character set 82, the alphabet of lots and serials (GS1 General Specifications, figure 7.11-1). */
const CSET82 = /^[!"%&'()*+,\-./0-9:;<=>?A-Z_a-z]{1,20}$/;
export const lot_no = z.string().trim().regex(CSET82, { error: 'charset' });
export const serial_no = z.string().trim().regex(CSET82, { error: 'charset' });

/** Cursor pages: ask with the last key seen, get the next one or null. */
export const page_query = {
  limit: z.coerce.number().int().min(1).max(1000).default(200),
  after: z.coerce.number().int().min(0).optional(),
};
export const page_of = <T extends z.ZodType>(row: T) =>
  z.object({ rows: z.array(row), next: z.number().int().nullable() });

/** One refused rule: a code, the numbers behind it, and the legal basis where there is one. */
export const reason = z.object({
  code: z.string(),
  params: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])),
  legal_basis: z.string().nullable(),
});
export type Reason = z.infer<typeof reason>;

import { formatBracketed, type Issue } from '@tongcang/udi';
import { AppError, type FieldError } from '../../platform/errors.ts';

const FOREIGN: ReadonlySet<Issue['code']> = new Set(['NOT_GS1', 'PLAIN_CODE', 'UNKNOWN_AI']);

/** A text that does not even try to be a label is unknown rather than wrong. */
export function isForeignText(errors: readonly Issue[]): boolean {
  return errors.every((error) => FOREIGN.has(error.code));
}

/** The parser's code with its numbers; of an ambiguous label every reading, with the text that means it alone. */
export function invalidScan(errors: readonly Issue[]): AppError {
  const details = errors.flatMap(({ code, ai, position, params, readings }): FieldError[] =>
    (readings ?? [null]).map((reading) => ({
      path: 'code',
      code: 'stock.scan_invalid',
      params: {
        ...params,
        problem: code,
        ai: ai ?? null,
        position: position ?? null,
        ...(reading && {
          gtin: reading.gtin ?? null,
          lot: reading.lot ?? null,
          serial: reading.serial ?? null,
          expiry_date: reading.expiry_date ?? null,
          code: formatBracketed(reading.elements),
          item_id: null,
        }),
      },
    })),
  );
  return new AppError('stock.scan_invalid', { problem: errors[0]!.code }, { errors: details });
}

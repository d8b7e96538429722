import type { DatasetName } from '@tongcang/contract';
import { type ReadOptions, withTable } from '../../../platform/tabular/index.ts';
import type { ImportPreview } from './import.model.ts';
import { createValidator, type ValidateOptions } from './validate.ts';

/**
 * Reads an uploaded file in the table worker and judges it, portion by portion, so that the event loop stays free
 * between portions. Throws `AppError` with a `tabular.*` code when the file as a whole cannot be read.
 */
export function previewFile<N extends DatasetName>(
  name: N,
  bytes: Uint8Array,
  read: ReadOptions,
  options: ValidateOptions = {},
): Promise<ImportPreview<N>> {
  return withTable(bytes, read, async ({ batches, ...head }) => {
    const validator = createValidator(name, head, options);
    for await (const rows of batches) validator.add(rows);
    return validator.finish();
  });
}

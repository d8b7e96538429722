import { openCsv } from './csv.ts';
import { formatOf } from './sniff.ts';
import { refuse } from './tabular.errors.ts';
import {
  type Cell,
  type ReadOptions,
  TABULAR_LIMITS,
  type TableRow,
  type TableStream,
  type TabularLimits,
} from './tabular.model.ts';
import { openXlsx } from './xlsx.ts';

/**
 * Opens a CSV or Excel file in this thread. The first row with text is the header; rows without any text are left
 * out and the others keep their line numbers. Uploads go through `withTable`, which does this in a worker.
 */
export async function openTable(bytes: Uint8Array, options: ReadOptions = {}): Promise<TableStream> {
  const limits = { ...TABULAR_LIMITS, ...options.limits };
  if (bytes.length === 0) refuse('tabular.empty');
  if (bytes.length > limits.bytes_max) {
    refuse('tabular.too_large', { bytes: bytes.length, bytes_max: limits.bytes_max });
  }
  const format = formatOf(bytes, options.fileName);
  const source =
    format === 'csv'
      ? { sheet: null, date_system: 1900 as const, ...openCsv(bytes, limits) }
      : { encoding: 'utf-8' as const, ...openXlsx(bytes, limits, options.sheet) };
  const rows = withoutBlankRows(source.batches);
  const first = await rows.next();
  if (first.done) refuse('tabular.empty');
  const [header_row, ...rest] = first.value;
  const header = readHeader(header_row!, limits);
  return {
    format,
    encoding: source.encoding,
    sheet: source.sheet,
    date_system: source.date_system,
    header,
    header_line: header_row!.line,
    batches: dataRows(rest, rows, limits),
  };
}

const isBlank = (cell: Cell) => cell === null || (typeof cell === 'string' && cell.trim() === '');

async function* withoutBlankRows(batches: AsyncIterable<TableRow[]>): AsyncGenerator<TableRow[], void> {
  for await (const batch of batches) {
    const rows = batch.filter((row) => !row.cells.every(isBlank));
    if (rows.length > 0) yield rows;
  }
}

async function* dataRows(first: TableRow[], rest: AsyncIterable<TableRow[]>, limits: TabularLimits) {
  let count = first.length;
  if (first.length > 0) yield first;
  for await (const batch of rest) {
    count += batch.length;
    if (count > limits.rows_max) refuse('tabular.too_many_rows', { rows_max: limits.rows_max });
    yield batch;
  }
}

/** Titles as text; two equal ones are refused, because nobody can say which of the columns is meant. */
function readHeader(row: TableRow, limits: TabularLimits): string[] {
  const titles = row.cells.map((cell) =>
    cell === null ? '' : typeof cell === 'object' ? cell.date : String(cell).trim(),
  );
  while (titles.at(-1) === '') titles.pop();
  if (titles.length > limits.columns_max) {
    refuse('tabular.too_many_columns', { columns: titles.length, columns_max: limits.columns_max });
  }
  titles.forEach((title, at) => {
    const earlier = titles.indexOf(title);
    if (title !== '' && earlier < at) {
      refuse('tabular.duplicate_header', {
        header: title.slice(0, 100),
        column: at + 1,
        other_column: earlier + 1,
      });
    }
  });
  return titles;
}

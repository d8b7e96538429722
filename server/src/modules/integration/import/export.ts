import { type Dataset, type DatasetName, type DatasetRow, datasets } from '@tongcang/contract';
import { type Cell, csvLines, writeXlsx } from '../../../platform/tabular/index.ts';

/** Lines of a CSV file with the rows of a dataset, in the form that the import reads back unchanged. */
export function exportCsv<N extends DatasetName>(name: N, rows: Iterable<DatasetRow<N>>): Generator<string> {
  const dataset: Dataset = datasets[name];
  return csvLines({ header: dataset.columns.map((c) => c.zh), rows: cellRows(dataset, rows) });
}

/** The same as a workbook. */
export function exportXlsx<N extends DatasetName>(
  name: N,
  rows: Iterable<DatasetRow<N>>,
): Promise<Uint8Array> {
  const dataset: Dataset = datasets[name];
  const columns = dataset.columns.map((c) => ({ title: c.zh, kind: c.kind, required: c.required }));
  return writeXlsx([{ name: dataset.zh.replaceAll('/', '-'), columns, rows: [...cellRows(dataset, rows)] }]);
}

function* cellRows(dataset: Dataset, rows: Iterable<object>): Generator<Cell[]> {
  for (const row of rows) {
    const values = row as Record<string, unknown>;
    yield dataset.columns.map((c) => cellOf(values[c.key]));
  }
}

function cellOf(value: unknown): Cell {
  if (Array.isArray(value)) return value.join(';');
  if (typeof value === 'boolean') return value ? 'Y' : 'N';
  return typeof value === 'string' || typeof value === 'number' ? value : null;
}

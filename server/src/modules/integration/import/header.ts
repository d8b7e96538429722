import { type Column, DATASET_NAMES, type Dataset, datasets } from '@tongcang/contract';
import type { TableHead } from '../../../platform/tabular/index.ts';
import type { Report } from './import.model.ts';
import { canonical } from './words.ts';

export type HeaderMap = {
  /** By position in the file; null for a column that is ignored. */
  readonly columns: readonly (Column | null)[];
  /** Required columns that the file does not have; said once, not on every line. */
  readonly missing: ReadonlySet<string>;
};

/** Finds the dataset's columns in the file's header by Chinese title, English title or key. */
export function mapHeader(dataset: Dataset, head: TableHead, report: Report): HeaderMap {
  const by_title = titlesOf(dataset);
  const seen = new Map<string, string>();
  const columns = head.header.map((header, at) => {
    const column = by_title.get(canonical(header)) ?? null;
    const other_header = column && seen.get(column.key);
    if (!column) report('warning', null, 'import.unknown_column', { header: header || `#${at + 1}` });
    else if (other_header !== undefined && other_header !== null)
      report('error', column.key, 'import.repeated_column', { header, other_header });
    else seen.set(column.key, header);
    return column;
  });
  const missing = dataset.columns.filter((c) => c.required && !seen.has(c.key));
  for (const { key, zh, en } of missing) report('error', key, 'import.missing_column', { zh, en });
  if (missing.length > 0) suggestDataset(dataset, head, report);
  return { columns, missing: new Set(missing.map((c) => c.key)) };
}

/** Every accepted title of a dataset's columns, in canonical form. */
export function titlesOf(dataset: Dataset): ReadonlyMap<string, Column> {
  return new Map(
    dataset.columns.flatMap((c) => [c.zh, c.en, c.key].map((title) => [canonical(title), c] as const)),
  );
}

/** The usual reason for many missing columns is the wrong file; say which dataset it would fit. */
function suggestDataset(dataset: Dataset, head: TableHead, report: Report): void {
  const fits = (candidate: Dataset) => {
    const titles = titlesOf(candidate);
    const keys = new Set(head.header.map((header) => titles.get(canonical(header))?.key));
    return candidate.columns.every((c) => !c.required || keys.has(c.key));
  };
  const other = DATASET_NAMES.map((name): Dataset => datasets[name]).find(
    (d) => d.name !== dataset.name && fits(d),
  );
  if (other) {
    report('warning', null, 'import.looks_like', {
      dataset: other.name,
      dataset_zh: other.zh,
      dataset_en: other.en,
    });
  }
}

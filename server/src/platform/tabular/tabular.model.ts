import type { tabular_errors } from '@tongcang/contract';

/**
 * A cell as the file holds it. Text is untouched (no trimming, no conversion); an Excel date is told apart from
 * text by its shape, because a date in a text column means that Excel rewrote what somebody typed (lot `3-5`).
 */
export type Cell = string | number | boolean | DateCell | null;
/** A civil date `YYYY-MM-DD`; a time of day in the cell is dropped, and no time zone is ever applied. */
export type DateCell = { readonly date: string };

/** One row; `line` is the line of the file (CSV) or the row number that Excel shows. */
export type TableRow = { readonly line: number; readonly cells: readonly Cell[] };

export type Encoding = 'utf-8' | 'utf-16le' | 'utf-16be' | 'gb18030';
export type TableHead = {
  readonly format: 'csv' | 'xlsx';
  readonly encoding: Encoding;
  /** Name of the sheet that was read; null for CSV. */
  readonly sheet: string | null;
  /** Which day the serial number 0 stands for, needed for dates in cells without a date format. */
  readonly date_system: 1900 | 1904;
  /** Column titles, trimmed; trailing empty ones are cut off. */
  readonly header: readonly string[];
  readonly header_line: number;
};
export type Table = TableHead & { readonly rows: readonly TableRow[] };
/** A table whose rows arrive in portions, so that a million of them need not be in memory at once. */
export type TableStream = TableHead & { readonly batches: AsyncIterable<TableRow[]> };

export type TabularLimits = {
  /** Size of the uploaded file in bytes. */
  readonly bytes_max: number;
  readonly zip_entries_max: number;
  /** Sum of the unpacked sizes of a workbook's parts, in bytes. */
  readonly zip_bytes_max: number;
  /** Unpacked size divided by packed size of one part. */
  readonly zip_ratio_max: number;
  readonly rows_max: number;
  readonly columns_max: number;
  /** Bytes of one CSV record; an unclosed quote would otherwise swallow the file. */
  readonly record_bytes_max: number;
  /** Heap of the worker thread that parses, in MiB. */
  readonly worker_memory_mb: number;
  /** Time that the worker may spend, in milliseconds; the consumer's own time does not count. */
  readonly timeout_ms: number;
};
export const TABULAR_LIMITS: TabularLimits = {
  bytes_max: 100 * 1024 * 1024,
  zip_entries_max: 1_000,
  zip_bytes_max: 50 * 1024 * 1024,
  zip_ratio_max: 200,
  rows_max: 1_000_000,
  columns_max: 200,
  record_bytes_max: 1_000_000,
  worker_memory_mb: 256,
  timeout_ms: 30_000,
};

export type ReadOptions = {
  /** Name given by the sender; only its extension is looked at, and only to refuse a contradiction. */
  readonly fileName?: string;
  /** Name of the sheet to read; by default the first one that is not hidden. */
  readonly sheet?: string;
  readonly limits?: Partial<TabularLimits>;
};

/** Everything that can be wrong with a file as a whole; texts and statuses stand in the contract. */
export type TabularErrorCode = keyof typeof tabular_errors;

import type {
  DatasetName,
  DatasetRow,
  field_errors,
  ImportIssue,
  ImportIssueCode,
  ImportReport,
  PARTNER_KINDS,
  TRACKING,
} from '@tongcang/contract';

export type { ImportIssue, ImportReport } from '@tongcang/contract';
export type IssueCode = ImportIssueCode | keyof typeof field_errors;
export type IssueParams = ImportIssue['params'];

/** One row that may be written, with the line it came from. */
export type ImportRow<N extends DatasetName> = { readonly line: number; readonly row: DatasetRow<N> };
/** `rows` holds the valid ones only; whoever writes must look at `error_count` first and write all or nothing. */
export type ImportPreview<N extends DatasetName> = ImportReport & {
  readonly dataset: N;
  readonly rows: readonly ImportRow<N>[];
};

export type PartnerKind = (typeof PARTNER_KINDS)[number];
export type ItemLookup = {
  readonly tracking: (typeof TRACKING)[number];
  /** Null when the item does not expire. */
  readonly shelf_life_days: number | null;
};
/** What is known already, by code. A part that is left out is not checked. */
export type Lookups = {
  readonly partner?: ReadonlyMap<string, PartnerKind>;
  readonly warehouse?: ReadonlySet<string>;
  /** Keys made by `locationKey`. */
  readonly location?: ReadonlySet<string>;
  readonly department?: ReadonlySet<string>;
  readonly item?: ReadonlyMap<string, ItemLookup>;
  readonly registration?: ReadonlySet<string>;
};

/** A location's code is unique within its warehouse only; codes hold no NUL. */
export const locationKey = (warehouse_code: string, location_code: string) =>
  `${warehouse_code}\u0000${location_code}`;

/** How a rule says what it found; the caller knows the line and the cell. */
export type Report = (
  severity: 'error' | 'warning',
  column: string | null,
  code: IssueCode,
  params?: IssueParams,
) => void;

import { type Column, type Dataset, type DatasetName, type DatasetRow, datasets } from '@tongcang/contract';
import { normaliseGtin, parseRegistrationNo } from '@tongcang/udi';
import { inputError } from '../../../platform/problem.ts';
import type { Cell, Table, TableHead, TableRow } from '../../../platform/tabular/index.ts';
import { type Conversion, type Converter, converterOf } from './convert.ts';
import { type HeaderMap, mapHeader } from './header.ts';
import type { ImportIssue, ImportPreview, ImportRow, Lookups, Report } from './import.model.ts';
import { referenceCheck } from './references.ts';
import { ROW_RULES } from './rules.ts';
import { createStockRules } from './stock-rules.ts';
import { canonical, optionWords } from './words.ts';

export type ValidateOptions = {
  readonly lookups?: Lookups;
  /** Issues kept of each severity; all are counted. */
  readonly issues_max?: number;
  /** Whether the valid rows are kept in the preview; off for a first pass over a huge file. */
  readonly keep_rows?: boolean;
};
export type Validator<N extends DatasetName> = {
  /** Judges more rows and returns the valid ones among them. */
  add(rows: Iterable<TableRow>): ImportRow<N>[];
  finish(): ImportPreview<N>;
};

/**
 * Judges a whole table: header, cells, rows, and rows against each other and against what is known. Pure; reports
 * every error of every row at once. Rows whose line has no error are returned typed and normalised (trimmed, GTIN
 * with 14 digits, registration numbers in their normal form); a caller writes them all or none.
 */
export function validateDataset<N extends DatasetName>(
  name: N,
  table: Table,
  options: ValidateOptions = {},
): ImportPreview<N> {
  const validator = createValidator(name, table, options);
  validator.add(table.rows);
  return validator.finish();
}

/** The same for a table that arrives in portions. */
export function createValidator<N extends DatasetName>(
  name: N,
  head: TableHead,
  options: ValidateOptions = {},
): Validator<N> {
  const issues = createIssues(options.issues_max ?? 10_000);
  const { header_line } = head;
  const header = mapHeader(datasets[name], head, (severity, column, code, params = {}) =>
    issues.add(severity, { line: header_line, column, code, params, value: null }),
  );
  const check = createRowCheck(name, head, header, options.lookups ?? {}, issues);
  const kept: ImportRow<N>[] = [];
  const counts = { rows: 0, valid: 0, invalid: 0 };
  return {
    add(rows) {
      const valid: ImportRow<N>[] = [];
      for (const row of rows) {
        counts.rows++;
        const checked = check(row);
        if (checked) valid.push({ line: row.line, row: checked as DatasetRow<N> });
        else counts.invalid++;
      }
      counts.valid += valid.length;
      if (options.keep_rows !== false) for (const row of valid) kept.push(row);
      return valid;
    },
    finish: () => ({
      dataset: name,
      format: head.format,
      encoding: head.encoding,
      sheet: head.sheet,
      columns: header.columns.flatMap((c, at) => (c ? [{ key: c.key, header: head.header[at]! }] : [])),
      counts,
      rows: kept,
      ...issues.all(),
    }),
  };
}

type Issues = ReturnType<typeof createIssues>;

/** Keeps the first issues of each severity and counts all of them. */
function createIssues(kept_max: number) {
  const all = {
    errors: [] as ImportIssue[],
    error_count: 0,
    warnings: [] as ImportIssue[],
    warning_count: 0,
  };
  return {
    add(severity: 'error' | 'warning', issue: ImportIssue) {
      const list = severity === 'error' ? all.errors : all.warnings;
      if (list.length < kept_max) list.push(issue);
      if (severity === 'error') all.error_count++;
      else all.warning_count++;
    },
    error_count: () => all.error_count,
    all: () => all,
  };
}

/** A row by column key, while it is being judged. */
type Draft = Record<string, unknown>;

/** Returns the typed row, or null when the row has an error; what was found goes to `issues`. */
function createRowCheck(
  name: DatasetName,
  head: TableHead,
  header: HeaderMap,
  lookups: Lookups,
  issues: Issues,
): (row: TableRow) => Draft | null {
  const dataset: Dataset = datasets[name];
  const readers = readersOf(dataset, head, header);
  const position = new Map(readers.map((r) => [r.column.key, r.at]));
  const rules = rulesOf(name, lookups);
  const optional = dataset.columns.filter((c) => !c.required).map((c) => c.key);
  return ({ line, cells }) => {
    const errors_before = issues.error_count();
    const report: Report = (severity, column, code, params = {}) => {
      const cell = column === null ? null : (cells[position.get(column) ?? -1] ?? null);
      issues.add(severity, { line, column, code, params, value: shown(cell) });
    };
    reportExtraCells(cells, head.header.length, report);
    const { draft, refused } = readCells(cells, readers, report);
    const parsed = dataset.schema.safeParse(draft);
    if (!parsed.success) {
      for (const key of header.missing) refused.add(key);
      reportSchema(parsed.error.issues, refused, report);
      for (const key of optional) draft[key] ??= null;
    }
    const row = (parsed.success ? parsed.data : draft) as Draft;
    // The schema filled in a default where an optional cell was refused; the rules must not take it for the truth.
    for (const key of refused) delete row[key];
    rules(row, line, report);
    if (!parsed.success || issues.error_count() > errors_before) return null;
    return normalised(row);
  };
}

type Reader = { readonly at: number; readonly column: Column; readonly convert: Converter };

function readersOf(dataset: Dataset, head: TableHead, header: HeaderMap): Reader[] {
  const seen = new Set<string>();
  return header.columns.flatMap((column, at) => {
    if (!column || seen.has(column.key)) return [];
    seen.add(column.key);
    return [{ at, column, convert: converterOf(column, head, optionWords(dataset, column.key)) }];
  });
}

/** The value of each cell that could be read, and the columns that were refused, which are said once only. */
function readCells(cells: readonly Cell[], readers: readonly Reader[], report: Report) {
  const draft: Draft = {};
  const refused = new Set<string>();
  for (const { at, column, convert } of readers) {
    const conversion = convert(cells[at] ?? null);
    const problem = problemOf(conversion, column);
    if (problem === null) {
      if (conversion.code === null && conversion.value !== undefined) draft[column.key] = conversion.value;
    } else {
      refused.add(column.key);
      report('error', column.key, problem.code, problem.params);
    }
  }
  return { draft, refused };
}

const REQUIRED = { code: 'required', params: {} } as const;

function problemOf(conversion: Conversion, column: Column) {
  if (conversion.code !== null) return conversion;
  return conversion.value === undefined && column.required ? REQUIRED : null;
}

function reportExtraCells(cells: readonly Cell[], columns: number, report: Report): void {
  if (cells.length <= columns) return;
  const last = cells.findLastIndex((cell) => shown(cell) !== null);
  if (last >= columns) report('error', null, 'import.extra_cells', { cells: last + 1, columns });
}

/** Adds the schema's findings to `refused` after reporting them, one per column. */
function reportSchema(found: Parameters<typeof inputError>[0], refused: Set<string>, report: Report): void {
  for (const { path, code, params } of inputError(found).errors) {
    const key = path.split('.')[0]!;
    if (refused.has(key)) continue;
    refused.add(key);
    report('error', key, code as Parameters<Report>[2], params);
  }
}

type Rules = (row: Draft, line: number, report: Report) => void;

/** Everything that is judged on the row as a whole: its own rules, references, repetition. */
function rulesOf(name: DatasetName, lookups: Lookups): Rules {
  const own = ROW_RULES[name]?.(lookups) as ((row: Draft, report: Report) => void) | undefined;
  const stock = name === 'opening_stock' ? (createStockRules(lookups) as Rules) : null;
  const references = referenceCheck(name, lookups);
  const repetition = createRepetitionCheck(datasets[name]);
  return (row, line, report) => {
    own?.(row, report);
    references(row, report);
    repetition(row, line, report);
    stock?.(row, line, report);
  };
}

/** Records whose code people type again and again; a second spelling of one is worth a warning. */
const SPELLED: readonly DatasetName[] = ['partner', 'department', 'warehouse', 'location', 'item'];

function createRepetitionCheck({ name, unique }: Dataset): Rules {
  const lines = new Map<string, number>();
  const spellings = new Map<string, { line: number; key: string }>();
  const code = unique.at(-1)!;
  return (row, line, report) => {
    // A repeated serial is reported by its own rule, wherever it lies.
    if (row.serial_no || unique.some((column) => row[column] === undefined)) return;
    const key = unique.map((column) => row[column] ?? '').join('\u0000');
    const other_line = lines.get(key);
    if (other_line !== undefined) return report('error', code, 'duplicate', { other_line });
    lines.set(key, line);
    if (!SPELLED.includes(name)) return;
    const spelling = canonical(key);
    const other = spellings.get(spelling);
    if (!other) spellings.set(spelling, { line, key });
    else
      report('warning', code, 'import.spelling', {
        other: other.key.split('\u0000').at(-1)!,
        other_line: other.line,
      });
  };
}

/** The one form in which identifiers are stored. */
function normalised(row: Draft): Draft {
  if (typeof row.udi_di === 'string') row.udi_di = normaliseGtin(row.udi_di) ?? row.udi_di;
  if (typeof row.registration_no === 'string') {
    const number = parseRegistrationNo(row.registration_no);
    if (number.ok) row.registration_no = number.number;
  }
  return row;
}

const SHOWN_MAX = 100;

/** A cell as a message shows it; null when it is blank. */
function shown(cell: Cell): string | null {
  const text = cell === null ? '' : typeof cell === 'object' ? cell.date : String(cell);
  return text.trim() === '' ? null : text.slice(0, SHOWN_MAX);
}

import type { DatasetRow } from '@tongcang/contract';
import { dateOf, dayOf, mondayOf, monthStart } from './calendar.ts';
import { STREAM } from './company.ts';
import type { Company } from './index.ts';
import { randomOf } from './random.ts';

type DemandRow = DatasetRow<'demand_history'>;

/** One thing wrong with a demand file. `line` counts from 1, the header included. */
export type DemandFileProblem = {
  readonly line: number;
  readonly code: 'header' | 'fields' | 'frequency' | 'number' | 'negative' | 'empty_series' | 'too_large';
  /** The text that could not be used, shortened. */
  readonly value: string;
};

/** Thrown with every problem of the file at once; nothing was mapped. */
export class DemandFileError extends Error {
  readonly problems: readonly DemandFileProblem[];
  constructor(problems: readonly DemandFileProblem[]) {
    const [first] = problems;
    super(
      `demand file: line ${first?.line}: ${first?.code} (${first?.value}); ${problems.length} problem(s)`,
    );
    this.name = 'DemandFileError';
    this.problems = problems;
  }
}

/** Which warehouse and item stand for a series of the file. */
export type DemandAssignment = {
  readonly series_id: string;
  readonly category: string;
  readonly warehouse_code: string;
  readonly item_code: string;
};
export type MappedDemand = {
  readonly rows: readonly DemandRow[];
  readonly assignments: readonly DemandAssignment[];
  /** Series that found no free pair of warehouse and item; their demand is not in `rows`. */
  readonly unassigned: number;
};

type Series = {
  readonly id: string;
  readonly category: string;
  readonly bucket: 'week' | 'month';
  /** Oldest first; null where the file says that nothing was observed. */
  readonly values: readonly (number | null)[];
};

const HEADER = 'id,category,freq,h,train,test';
const BUCKETS: Readonly<Record<string, Series['bucket']>> = { '12': 'month', '52': 'week' };
const MISSING = new Set(['nan', 'na', 'null', '.', '?']);
const QTY_MAX = 1_000_000_000_000;
const shorten = (text: string) => (text.length > 40 ? `${text.slice(0, 40)}…` : text);

/** Reads the numbers of one field. Decimals are rounded: quantities are whole base units. */
function readValues(field: string, line: number, problems: DemandFileProblem[]): (number | null)[] {
  const words = field.trim() === '' ? [] : field.trim().split(/\s+/);
  return words.map((word) => {
    if (MISSING.has(word.toLowerCase())) return null;
    const value = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(word) ? Number(word) : Number.NaN;
    const code = Number.isNaN(value)
      ? 'number'
      : value < 0
        ? 'negative'
        : value > QTY_MAX
          ? 'too_large'
          : null;
    if (code === null) return Math.round(value);
    problems.push({ line, code, value: shorten(word) });
    return null;
  });
}

/**
 * Reads one line. The id comes first and may itself hold commas, so fields are counted from the right; quotes
 * around it are taken off.
 */
function readLine(text: string, line: number, problems: DemandFileProblem[]): Series | null {
  const fields = text.split(',');
  if (fields.length < 6) {
    problems.push({ line, code: 'fields', value: shorten(text) });
    return null;
  }
  const [category, freq, , train, test] = fields.slice(-5) as [string, string, string, string, string];
  const id = fields
    .slice(0, -5)
    .join(',')
    .trim()
    .replace(/^"(.*)"$/s, '$1')
    .replaceAll('""', '"');
  const bucket = BUCKETS[freq.trim()];
  if (!bucket) {
    problems.push({ line, code: 'frequency', value: shorten(freq) });
    return null;
  }
  const values = [...readValues(train, line, problems), ...readValues(test, line, problems)];
  if (values.length === 0) problems.push({ line, code: 'empty_series', value: shorten(id) });
  return { id, category, bucket, values };
}

function readFile(csv: string): Series[] {
  const lines = csv.replace(/^\uFEFF/, '').split(/\r\n|\n|\r/);
  const problems: DemandFileProblem[] = [];
  if (lines[0]?.replaceAll('"', '').replaceAll(' ', '').toLowerCase() !== HEADER) {
    problems.push({ line: 1, code: 'header', value: shorten(lines[0] ?? '') });
    throw new DemandFileError(problems);
  }
  const series: Series[] = [];
  for (const [index, text] of lines.entries()) {
    if (index === 0 || text.trim() === '') continue;
    const read = readLine(text, index + 1, problems);
    if (read) series.push(read);
  }
  if (problems.length > 0) throw new DemandFileError(problems);
  return series;
}

/** Pairs of warehouse and lot-tracked item in stock, one queue for each warehouse, shuffled by the seed. */
function pairQueues(company: Company, seed: number): { warehouse_code: string; items: string[] }[] {
  const lotTracked = new Set(
    company.item.filter((item) => item.tracking === 'lot').map((item) => item.item_code),
  );
  const carried = new Map(
    company.warehouse.map((warehouse) => [warehouse.warehouse_code, new Set<string>()]),
  );
  for (const row of company.opening_stock) {
    if (lotTracked.has(row.item_code)) carried.get(row.warehouse_code)?.add(row.item_code);
  }
  return [...carried].map(([warehouse_code, codes], index) => {
    const random = randomOf(seed, STREAM.file, index);
    const items = [...codes];
    for (let k = items.length - 1; k > 0; k -= 1) {
      const other = random.int(0, k);
      [items[k], items[other]] = [items[other]!, items[k]!];
    }
    return { warehouse_code, items };
  });
}

/** Start of the period that lies `back` periods before the last whole one before `today`. */
function periodStart(today: string, bucket: Series['bucket'], back: number): string {
  if (bucket === 'month') return monthStart(today, -1 - back);
  return dateOf(mondayOf(dayOf(today)) - 7 * (back + 1));
}

/**
 * Maps a file of demand series (`id,category,freq,h,train,test`, values separated by spaces, train and test
 * together being the history) onto warehouses and items of a company.
 *
 * Series go round robin over the warehouses, each to a lot-tracked item that the warehouse has in stock. Their
 * last value becomes the last whole month (freq 12) or week (freq 52, from Monday) before `today`. Zeros stay
 * zeros; NaN and NA are periods without observation and give no row. Throws DemandFileError naming the lines.
 */
export function mapDemandFile({
  csv,
  company,
  seed,
  today,
}: {
  readonly csv: string;
  readonly company: Company;
  readonly seed: number;
  readonly today: string;
}): MappedDemand {
  const series = readFile(csv);
  const queues = pairQueues(company, seed);
  const rows: DemandRow[] = [];
  const assignments: DemandAssignment[] = [];
  let turn = 0;
  let unassigned = 0;
  for (const { id, category, bucket, values } of series) {
    let tries = 0;
    while (tries < queues.length && queues[turn % queues.length]!.items.length === 0) {
      turn += 1;
      tries += 1;
    }
    const queue = queues[turn % queues.length];
    const item_code = queue?.items.pop();
    turn += 1;
    if (!queue || item_code === undefined) {
      unassigned += 1;
      continue;
    }
    const { warehouse_code } = queue;
    assignments.push({ series_id: id, category, warehouse_code, item_code });
    for (const [k, qty] of values.entries()) {
      if (qty === null) continue;
      const period_start = periodStart(today, bucket, values.length - 1 - k);
      rows.push({ period_start, bucket, warehouse_code, department_code: null, item_code, qty });
    }
  }
  return { rows, assignments, unassigned };
}

const DAYS: Readonly<Record<DemandRow['bucket'], number>> = { day: 1, week: 7, month: 365.25 / 12 };
const pairKey = (row: { warehouse_code: string; item_code: string }) =>
  `${row.warehouse_code}\n${row.item_code}`;

/** Mean demand of a day by pair, for the pairs in `wanted`: all quantity over the days of all its periods. */
function dailyMeans(rows: Iterable<DemandRow>, wanted: ReadonlySet<string>): Map<string, number> {
  const totals = new Map<string, { qty: number; periods: Set<string>; days: number }>();
  for (const row of rows) {
    const key = pairKey(row);
    if (!wanted.has(key)) continue;
    const total = totals.get(key) ?? { qty: 0, periods: new Set<string>(), days: DAYS[row.bucket] };
    total.qty += row.qty;
    total.periods.add(row.period_start);
    totals.set(key, total);
  }
  return new Map([...totals].map(([key, { qty, periods, days }]) => [key, qty / (periods.size * days)]));
}

/**
 * The company with mapped demand in place of its own for the mapped pairs, and with their opening stock scaled
 * by the same factor, so that the months of cover stay what they were. Other pairs keep their demand.
 */
export function withDemand(company: Company, mapped: MappedDemand): Company {
  const pairs = new Set(mapped.assignments.map(pairKey));
  const own = dailyMeans(company.demand_history, pairs);
  const given = dailyMeans(mapped.rows, pairs);
  const factorOf = (key: string) => {
    const [before, after] = [own.get(key) ?? 0, given.get(key) ?? 0];
    return before > 0 && after > 0 ? after / before : 1;
  };
  return {
    ...company,
    opening_stock: {
      *[Symbol.iterator]() {
        for (const row of company.opening_stock) {
          const key = pairKey(row);
          const qty = pairs.has(key) ? Math.max(1, Math.round(row.qty * factorOf(key))) : row.qty;
          yield { ...row, qty };
        }
      },
    },
    demand_history: {
      *[Symbol.iterator]() {
        for (const row of company.demand_history) if (!pairs.has(pairKey(row))) yield row;
        yield* mapped.rows;
      },
    },
  };
}

import type { GridFilter, GridView } from './grid-view.ts';

export type CellValue = string | number | boolean | null | undefined;
/** What sorting and filtering need to know of a column. */
export type Readable<R> = { readonly key: string; readonly value: (row: R) => CellValue };

const collator = new Intl.Collator('zh-CN', { numeric: true, sensitivity: 'base' });

/**
 * The rows that a view shows, in its order. Values are read once per row and column, and equal rows keep the
 * order they came in. `texts` gives what a cell shows when that differs from its value (names of codes).
 */
export function rowsOfView<R>(
  rows: readonly R[],
  columns: readonly (Readable<R> & { readonly text?: ((row: R) => string) | undefined })[],
  view: GridView,
): readonly R[] {
  const byKey = new Map(columns.map((column) => [column.key, column]));
  const tests: ((row: R) => boolean)[] = [];
  for (const [key, filter] of Object.entries(view.filters)) {
    const column = byKey.get(key);
    if (column) tests.push(testOf(column, filter));
  }
  const words = view.query.trim().toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length > 0) {
    tests.push((row) => {
      const text = columns
        .map((column) => shown(column, row))
        .join('\u0000')
        .toLowerCase();
      return words.every((word) => text.includes(word));
    });
  }
  const kept = tests.length > 0 ? rows.filter((row) => tests.every((test) => test(row))) : rows;
  return sorted(kept, byKey, view);
}

function shown<R>(column: Readable<R> & { text?: ((row: R) => string) | undefined }, row: R): string {
  return column.text ? column.text(row) : String(column.value(row) ?? '');
}

function testOf<R>(
  column: Readable<R> & { text?: ((row: R) => string) | undefined },
  filter: GridFilter,
): (row: R) => boolean {
  if (filter.kind === 'contains') {
    const text = filter.text.toLowerCase();
    return (row) => shown(column, row).toLowerCase().includes(text);
  }
  if (filter.kind === 'one_of') {
    const values = new Set(filter.values);
    return (row) => values.has(String(column.value(row) ?? ''));
  }
  return (row) => inRange(column.value(row), filter.from, filter.to);
}

/** Numbers compare as numbers, civil dates and codes as text; a cell without value lies in no range. */
function inRange(value: CellValue, from: string, to: string): boolean {
  if (value === null || value === undefined || value === '') return false;
  if (typeof value === 'number') {
    return (from === '' || value >= Number(from)) && (to === '' || value <= Number(to));
  }
  const text = String(value);
  // The upper end is open to longer texts that begin with it, so `..2026-12` holds the whole of December.
  return (from === '' || text >= from) && (to === '' || text <= to || text.startsWith(to));
}

function sorted<R>(rows: readonly R[], byKey: Map<string, Readable<R>>, view: GridView): readonly R[] {
  const sorts = view.sort.filter((sort) => byKey.has(sort.key));
  if (sorts.length === 0) return rows;
  const keys = sorts.map((sort) => rows.map((row) => byKey.get(sort.key)!.value(row)));
  const ranks = keys.map(rankValues);
  const order = Array.from(rows, (_, index) => index);
  order.sort((a, b) => {
    for (const [level, sort] of sorts.entries()) {
      const rank = ranks[level]!;
      const difference = rank[a]! - rank[b]!;
      if (difference !== 0)
        return missing(rank[a]!, rank[b]!) ?? (sort.descending ? -difference : difference);
    }
    return a - b;
  });
  return order.map((index) => rows[index]!);
}

/** Empty cells stand last in either direction. */
function missing(a: number, b: number): number | null {
  if (a === Number.POSITIVE_INFINITY) return 1;
  return b === Number.POSITIVE_INFINITY ? -1 : null;
}

/**
 * Replaces values by numbers in the same order. Texts are compared once per distinct text, not once per pair of
 * rows: comparing Chinese by the collator costs about a microsecond, and 50,000 rows make 800,000 pairs.
 */
function rankValues(values: readonly CellValue[]): Float64Array {
  const ranks = new Float64Array(values.length);
  const texts = new Set<string>();
  for (const value of values) if (typeof value === 'string' && value !== '') texts.add(value);
  const place = new Map([...texts].sort(collator.compare).map((text, index) => [text, index]));
  values.forEach((value, index) => {
    if (typeof value === 'number') ranks[index] = value;
    else if (typeof value === 'boolean') ranks[index] = Number(value);
    else if (value === null || value === undefined || value === '') ranks[index] = Number.POSITIVE_INFINITY;
    else ranks[index] = place.get(value)!;
  });
  return ranks;
}

/** The exact sum of a column of whole numbers; cells without value count as nothing. */
export function sumOf<R>(rows: readonly R[], value: (row: R) => CellValue): number {
  let sum = 0;
  for (const row of rows) {
    const cell = value(row);
    if (typeof cell === 'number') sum += cell;
  }
  return sum;
}

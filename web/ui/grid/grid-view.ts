/**
 * What a grid shows of its rows: search text, filters and sort order. It is kept in the address, so that a view
 * is shared by sending the link and saved by a bookmark.
 */
export type GridSort = { readonly key: string; readonly descending: boolean };
export type GridFilter =
  | { readonly kind: 'contains'; readonly text: string }
  | { readonly kind: 'one_of'; readonly values: readonly string[] }
  | { readonly kind: 'range'; readonly from: string; readonly to: string };
export type GridView = {
  readonly query: string;
  readonly sort: readonly GridSort[];
  readonly filters: Readonly<Record<string, GridFilter>>;
};
export const EMPTY_VIEW: GridView = { query: '', sort: [], filters: {} };

/** The view as address parameters: `q`, `sort=-expiry,lot`, `f.lot=~L24`, `f.status=a|b`, `f.qty=1..20`. */
export function writeView(view: GridView): Record<string, string> {
  const search: Record<string, string> = {};
  if (view.query) search.q = view.query;
  if (view.sort.length > 0) {
    search.sort = view.sort.map((sort) => (sort.descending ? `-${sort.key}` : sort.key)).join(',');
  }
  for (const [key, filter] of Object.entries(view.filters)) search[`f.${key}`] = writeFilter(filter);
  return search;
}

function writeFilter(filter: GridFilter): string {
  if (filter.kind === 'contains') return `~${filter.text}`;
  if (filter.kind === 'range') return `${filter.from}..${filter.to}`;
  return `=${filter.values.map((value) => value.replaceAll('%', '%25').replaceAll('|', '%7C')).join('|')}`;
}

/** The view in address parameters; whatever is not understood is left out. */
export function readView(search: Readonly<Record<string, unknown>>): GridView {
  const filters: Record<string, GridFilter> = {};
  for (const [name, value] of Object.entries(search)) {
    if (!name.startsWith('f.') || typeof value !== 'string') continue;
    const filter = readFilter(value);
    if (filter) filters[name.slice(2)] = filter;
  }
  const sort = String(search.sort ?? '')
    .split(',')
    .filter(Boolean)
    .map((key) => ({ key: key.replace(/^-/, ''), descending: key.startsWith('-') }));
  return { query: typeof search.q === 'string' ? search.q : '', sort, filters };
}

function readFilter(value: string): GridFilter | null {
  if (value.startsWith('~')) return value.length > 1 ? { kind: 'contains', text: value.slice(1) } : null;
  if (value.startsWith('=')) {
    const values = value.slice(1).split('|');
    return { kind: 'one_of', values: values.map((one) => one.replaceAll('%7C', '|').replaceAll('%25', '%')) };
  }
  const dots = value.indexOf('..');
  if (dots < 0) return null;
  return { kind: 'range', from: value.slice(0, dots), to: value.slice(dots + 2) };
}

/** The next sort after a click on a column: ascending, descending, none; `add` keeps the others. */
export function nextSort(sort: readonly GridSort[], key: string, add: boolean): GridSort[] {
  const now = sort.find((entry) => entry.key === key);
  const others = add ? sort.filter((entry) => entry.key !== key) : [];
  if (!now) return [...others, { key, descending: false }];
  return now.descending ? others : [...others, { key, descending: true }];
}

/** The view with one column's filter set, or removed by null. */
export function withFilter(view: GridView, key: string, filter: GridFilter | null): GridView {
  const { [key]: _old, ...rest } = view.filters;
  return { ...view, filters: filter ? { ...rest, [key]: filter } : rest };
}

export const isFiltered = (view: GridView): boolean =>
  view.query.trim() !== '' || Object.keys(view.filters).length > 0;

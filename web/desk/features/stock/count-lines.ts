import { readTsv } from '../integration/paste.ts';

/** What the book says of one place, lot, owner and disposition. */
export type BookRow = {
  readonly key: string;
  readonly location_code: string | null;
  readonly item_code: string;
  readonly lot_no: string;
  readonly qty: number;
};
export type PasteFault = {
  readonly line: number;
  readonly code: 'cp_columns' | 'cp_qty' | 'cp_unknown' | 'cp_many';
  readonly params: Readonly<Record<string, string>>;
};

/**
 * Counts pasted as lines of location, item code, lot and quantity, matched to the book. A first line whose last cell
 * is no number is taken for titles. Every line that fails is named; the others are filled in all the same.
 */
export function readCounts(
  text: string,
  book: readonly BookRow[],
): { readonly counts: ReadonlyMap<string, number>; readonly faults: readonly PasteFault[] } {
  const counts = new Map<string, number>();
  const faults: PasteFault[] = [];
  const by_place = Map.groupBy(book, (row) => placeKey(row.location_code ?? '', row.item_code, row.lot_no));
  const rows = readTsv(text.includes('\t') ? text : text.replaceAll(/[,，;；]/g, '\t'));
  for (const [index, cells] of rows.entries()) {
    const [location = '', item = '', lot = '', counted = ''] = cells.map((cell) => cell.trim());
    const fail = (code: PasteFault['code']) =>
      faults.push({ line: index + 1, code, params: { location, item, lot } });
    if (index === 0 && !/\d/.test(counted)) continue;
    if (cells.length < 4) {
      fail('cp_columns');
      continue;
    }
    if (!/^\d{1,12}$/.test(counted)) {
      fail('cp_qty');
      continue;
    }
    const found = by_place.get(placeKey(location, item, lot)) ?? [];
    if (found.length === 0) fail('cp_unknown');
    else if (found.length > 1) fail('cp_many');
    else counts.set(found[0]!.key, Number(counted));
  }
  return { counts, faults };
}

const placeKey = (location: string, item: string, lot: string): string =>
  `${location}\u0000${item}\u0000${lot}`;

/** What posting these counts would change. */
export function differencesOf(book: readonly BookRow[], counts: ReadonlyMap<string, number>) {
  let entered = 0;
  let differs = 0;
  let gained = 0;
  let lost = 0;
  for (const row of book) {
    const counted = counts.get(row.key);
    if (counted === undefined) continue;
    entered += 1;
    const difference = counted - row.qty;
    if (difference !== 0) differs += 1;
    if (difference > 0) gained += difference;
    else lost -= difference;
  }
  return { entered, differs, gained, lost };
}

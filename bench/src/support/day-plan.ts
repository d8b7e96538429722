import { mulberry32 } from './report.ts';

export type Want = { readonly item: number; readonly qty: number };
/** One piece of the day's work: what happens at a site, without ids. `item` is an index into the company's items. */
export type Errand = { readonly site: number; readonly seed: number } & (
  | { readonly kind: 'purchase'; readonly supplier: number; readonly lines: readonly Want[] }
  | { readonly kind: 'orders'; readonly orders: readonly (readonly Want[])[] }
  | { readonly kind: 'transfer'; readonly from: number; readonly lines: readonly Want[] }
  | { readonly kind: 'count'; readonly lines: readonly Want[] }
  | { readonly kind: 'relocation'; readonly lines: readonly Want[] }
);
export type DaySize = {
  readonly sites: number;
  readonly items: number;
  readonly suppliers: number;
  readonly counted: number;
};

/** Errands of each kind in a whole day; about 5,000 documents with 60,000 lines come of them. */
const DAY = { purchase: 200, orders: 400, transfer: 105, count: 60, relocation: 170 } as const;
/** A document in so many is a large one, of 200 to 900 lines. */
const LARGE_ONE_IN = 140;

/** The errands of a day, or of a part of one, in the order in which they begin. The same seed gives the same day. */
export function planDay(size: DaySize, share: number, seed: number): Errand[] {
  const random = mulberry32(seed);
  const below = (n: number) => Math.floor(random() * n);
  const documents = documentsOf(size.items, random);
  const kinds = Object.entries(DAY).flatMap(([kind, count]) =>
    Array.from({ length: Math.max(1, Math.round(count * share)) }, () => kind as Errand['kind']),
  );
  return shuffled(kinds, random).map((kind, index) => {
    const at = { site: index % size.sites, seed: below(2 ** 31) };
    return errandOf(kind, at, { size, random, below, documents });
  });
}

type Source = {
  readonly size: DaySize;
  readonly random: () => number;
  below(n: number): number;
  readonly documents: { next(): Want[] };
};

function errandOf(
  kind: Errand['kind'],
  at: { readonly site: number; readonly seed: number },
  { size, random, below, documents }: Source,
): Errand {
  switch (kind) {
    case 'purchase':
      return { ...at, kind, supplier: below(size.suppliers), lines: documents.next() };
    case 'orders':
      return { ...at, kind, orders: Array.from({ length: 1 + below(4) }, () => documents.next()) };
    case 'transfer':
      return {
        ...at,
        kind,
        from: (at.site + 1 + below(size.sites - 1)) % size.sites,
        lines: documents.next(),
      };
    case 'count':
      return { ...at, kind, lines: chosen(size.counted, 4 + below(10), random) };
    case 'relocation':
      return { ...at, kind, lines: chosen(size.items, 1 + below(8), random) };
  }
}

/** Most documents have three to twenty lines and few many; large ones come at even distances, so that each day has them. */
function documentsOf(items: number, random: () => number): { next(): Want[] } {
  let made = 0;
  return {
    next() {
      made += 1;
      const large = made % LARGE_ONE_IN === 0;
      const lines = large ? 200 + Math.floor(700 * random() ** 2) : 3 + Math.floor(18 * random() ** 1.8);
      return chosen(items, lines, random);
    },
  };
}

/** `count` different items of a line each. */
function chosen(items: number, count: number, random: () => number): Want[] {
  const found = new Set<number>();
  while (found.size < Math.min(count, items)) found.add(Math.floor(random() * items));
  return [...found].map((item) => ({ item, qty: 1 + Math.floor(9 * random()) }));
}

function shuffled<T>(values: readonly T[], random: () => number): T[] {
  const mixed = [...values];
  for (let n = mixed.length - 1; n > 0; n--) {
    const other = Math.floor(random() * (n + 1));
    [mixed[n], mixed[other]] = [mixed[other]!, mixed[n]!];
  }
  return mixed;
}

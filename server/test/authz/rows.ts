import { type End, type Ground, MISSING, type Way } from './targets.ts';

/** What is sent to a verb: the input as one flat object, and the file of an upload. */
export type Request = { readonly input: Readonly<Record<string, unknown>>; readonly raw?: Buffer };
export type Requests = Readonly<Record<string, Request>>;
export type Row = {
  ask(ground: Ground): Promise<Requests> | Requests;
  /** The answer that shows that a request is sound where none of the people gets it done. */
  readonly reaches?: string;
};

export type Input = Request['input'];

/** One request that is about no object. */
export const it = (of: (ground: Ground) => Input | Promise<Input>, reaches?: string): Row => ({
  ask: async (ground) => ({ it: { input: await of(ground) } }),
  reaches,
});
/** The same request for an object made for each end, and for one that does not exist. */
export const atEnds = <T>(
  missing: T,
  make: (ground: Ground, end: End) => T | Promise<T>,
  of: (object: T, ground: Ground) => Input,
): Row => ({
  ask: async (ground) => ({
    north: { input: of(await make(ground, 'north'), ground) },
    south: { input: of(await make(ground, 'south'), ground) },
    missing: { input: of(missing, ground) },
  }),
});
export const byId = (
  field: string,
  make: (ground: Ground, end: End) => Promise<number>,
  more: Input = {},
): Row => atEnds(MISSING, make, (object) => ({ [field]: object, ...more }));
export const warehouse = (ground: Ground, end: End) => ground[end].warehouse_id;
export const byWarehouse = (of: (warehouse_id: number, ground: Ground) => Input): Row =>
  atEnds(MISSING, warehouse, of);
/** A place of each end, named by which bin it is. */
export const byPlace = (
  bin: keyof Ground['north']['bins'],
  of: (account_id: number, ground: Ground) => Input,
): Row => atEnds(MISSING, (ground, end) => ground[end].bins[bin], of);

export const onTheWay = (
  make: (ground: Ground, way: Way) => Promise<Input>,
  missing: (ground: Ground) => Input,
): Row => ({
  ask: async (ground) => ({
    north: { input: await make(ground, 'north') },
    south: { input: await make(ground, 'south') },
    between: { input: await make(ground, 'between') },
    missing: { input: missing(ground) },
  }),
});
export const list = (more: Input = {}): Row => ({
  ask: ({ north, south }) => ({
    all: { input: more },
    north: { input: { ...more, warehouse_id: north.warehouse_id } },
    south: { input: { ...more, warehouse_id: south.warehouse_id } },
    missing: { input: { ...more, warehouse_id: MISSING } },
  }),
});

export const there = (
  make: (ground: Ground) => Input | Promise<Input>,
  missing: Input | ((ground: Ground, there: Input) => Input),
): Row => ({
  ask: async (ground) => {
    const found = await make(ground);
    const other = typeof missing === 'function' ? missing(ground, found) : { ...found, ...missing };
    return { there: { input: found }, missing: { input: other } };
  },
});

import type { Tx } from '../../../platform/db.ts';
import { sha256 } from '../../../platform/ids.ts';
import { type Event, eventOfDeparture, eventOfUnit, eventsOfMovement } from './events.ts';
import { lotUri, type Product, readUri, serialUri, unitUri } from './ids.ts';
import { type Known, knownUris } from './known.ts';
import { departuresAfter, movementsAfter, unitChangesAfter } from './ledger.read.ts';
import { type Criteria, type Cursor, fits, SOURCES, type Source, tokenOf } from './query.ts';

const hash = (text: string): string => sha256(text).toString('hex');
/** Rows of a source that are looked at together: about as many as are asked for. */
const STEP_MIN = 50;
const STEP_MAX = 500;
/** A page ends, even empty, once so many steps have found too little: the caller goes on with its token. */
const STEPS_MAX = 40;

/** What is looked for; `things` and `uris` are the objects asked for, as rows here and as names in events. */
type Search = {
  readonly tx: Tx;
  readonly criteria: Criteria;
  readonly things: readonly Known[] | null;
  readonly uris: ReadonlySet<string> | null;
  readonly step: number;
};
/** An event with the place to go on from behind it. */
type Told = { readonly event: Event; readonly next: Cursor };
type Part = { readonly told: readonly Told[]; readonly next: Cursor | null };

/** The next `limit` events beyond a cursor, and the token of the page after, or null at the end. */
export async function pageOf(
  tx: Tx,
  criteria: Criteria,
  begin: Cursor,
  limit: number,
): Promise<{ events: Event[]; next: string | null }> {
  const step = Math.min(STEP_MAX, Math.max(STEP_MIN, limit + 1));
  const search = { ...(await searchOf(tx, criteria)), step };
  const told: Told[] = [];
  let cursor: Cursor | null = search.things?.length === 0 ? null : begin;
  for (let steps = 0; cursor !== null && told.length <= limit && steps < STEPS_MAX; steps++) {
    const part: Part = await PARTS[cursor.source](search, cursor);
    told.push(...part.told);
    cursor = part.next;
  }
  const page = told.slice(0, limit);
  const rest = told.length > limit ? page.at(-1)!.next : cursor;
  return { events: page.map(({ event }) => event), next: rest === null ? null : tokenOf(rest) };
}

async function searchOf(tx: Tx, criteria: Criteria): Promise<Omit<Search, 'step'>> {
  const { objects } = criteria;
  if (objects === null) return { tx, criteria, things: null, uris: null };
  const known = await knownUris(tx, objects);
  const things = known.filter(({ lot_id, handling_unit_id }) => lot_id !== null || handling_unit_id !== null);
  return { tx, criteria, things, uris: new Set(objects.flatMap((uri) => [uri, ...spelledHere(uri)])) };
}

/** A partner may write the name of an object in another way than events here. */
function spelledHere(uri: string): string[] {
  const { gtin, lot_no, serial_no, sscc } = readUri(uri);
  const product = { item_code: '', udi_di: gtin ?? '', lot_no: lot_no ?? '' };
  return [
    ...(gtin !== null && lot_no !== null ? [lotUri(product)] : []),
    ...(gtin !== null && serial_no !== null ? [serialUri(product, serial_no)] : []),
    ...(sscc !== null ? [unitUri(sscc)] : []),
  ];
}

type Line = Product & {
  readonly item_id: number;
  readonly lot_id: number;
  readonly serial_nos: readonly string[];
};

/** How what is asked for is named in events that tell of these lines: a lot stands for its pieces too. */
function wantedOf({ things, uris }: Search, lines: readonly Line[]): ReadonlySet<string> | null {
  if (things === null || uris === null) return null;
  const lots = new Set(things.flatMap(({ lot_id, serial_id }) => (serial_id === null ? [lot_id] : [])));
  const pieces = lines.filter(({ lot_id }) => lots.has(lot_id));
  return new Set([
    ...uris,
    ...pieces.flatMap((line) => [lotUri(line), ...line.serial_nos.map((no) => serialUri(line, no))]),
  ]);
}

/** Where to go on: behind the last row, or at the beginning of the next source where there are no more. */
function onwards(source: Source, last: number | null): Cursor | null {
  if (last !== null) return { source, after: last, skip: 0 };
  const next = SOURCES[SOURCES.indexOf(source) + 1];
  return next === undefined ? null : { source: next, after: 0, skip: 0 };
}

const PARTS: Readonly<Record<Source, (search: Search, cursor: Cursor) => Promise<Part>>> = {
  async ledger(search, cursor) {
    // With events to skip, the last movement is read again.
    const begin = cursor.skip > 0 ? cursor.after - 1 : cursor.after;
    const { found, last } = await movementsAfter(
      search.tx,
      begin,
      search.criteria,
      search.things,
      search.step,
    );
    const told = found.flatMap(({ at, movement, lines }) => {
      const wanted = wantedOf(search, lines);
      const skip = at === cursor.after ? cursor.skip : 0;
      const events = eventsOfMovement(movement, lines, hash);
      return events.flatMap((event, index): Told[] => {
        if (index < skip || !fits(event, search.criteria, wanted)) return [];
        const next_skip = index + 1 < events.length ? index + 1 : 0;
        return [{ event, next: { source: 'ledger', after: at, skip: next_skip } }];
      });
    });
    return { told, next: onwards('ledger', last) };
  },
  async unit(search, { after }) {
    const rows = await unitChangesAfter(search.tx, after, search.criteria, search.things, search.step);
    const told = rows.flatMap((row): Told[] => {
      const event = eventOfUnit(row, hash);
      return fits(event, search.criteria, wantedOf(search, [row.line]))
        ? [{ event, next: { source: 'unit', after: row.unit_event_id, skip: 0 } }]
        : [];
    });
    return { told, next: onwards('unit', rows.length < search.step ? null : rows.at(-1)!.unit_event_id) };
  },
  async departure(search, { after }) {
    const rows = await departuresAfter(search.tx, after, search.criteria, search.things, search.step);
    const told = rows.flatMap((row): Told[] => {
      if (row.lines.length === 0) return [];
      const event = eventOfDeparture(row, hash);
      return fits(event, search.criteria, wantedOf(search, row.lines))
        ? [{ event, next: { source: 'departure', after: row.shipment_id, skip: 0 } }]
        : [];
    });
    return { told, next: onwards('departure', rows.length < search.step ? null : rows.at(-1)!.shipment_id) };
  },
};

/**
 * EPCIS events out of postings, pure. The ledger is the only truth: an event is made anew whenever somebody asks, and its
 * identity comes from what never changes of the postings that it tells of.
 */
import type { Purpose } from '../../compliance/index.ts';
import { documentUri, lotUri, partyUri, placeUri, type Site, serialUri, unitUri } from './ids.ts';
import type { BizStep, EpcisDisposition } from './vocabulary.ts';

export type Party = Site;
/** One end of a posting, as the outside knows it. */
export type End = {
  readonly kind: string;
  readonly warehouse: Site | null;
  readonly bin: string | null;
  readonly department: Site | null;
  /** Who holds the goods there: the warehouse's company, the supplier, the hospital, the workshop. */
  readonly holder: Party | null;
  readonly owner: Party;
  readonly disposition: string;
};
export type LedgerLine = {
  readonly movement_id: number;
  readonly posting_id: number;
  readonly item_code: string;
  readonly udi_di: string;
  readonly lot_no: string;
  readonly production_date: string | null;
  readonly expiry_date: string | null;
  readonly qty: number;
  readonly serial_nos: readonly string[];
  readonly from: End;
  readonly to: End;
};
export type LedgerMovement = {
  readonly movement_id: number;
  readonly purpose: Purpose;
  readonly document_no: string | null;
  readonly document_key: string | null;
  readonly occurred_at: string;
  readonly recorded_at: string;
  readonly timezone: string;
  /** Set where the movement takes another one back: it then declares that one an error. */
  readonly reverses: { readonly recorded_at: string } | null;
};
export type Hash = (text: string) => string;
export type Event = Readonly<Record<string, unknown>> & {
  readonly type: string;
  readonly eventTime: string;
  readonly eventID: string;
};

type Told = {
  readonly type: 'ObjectEvent' | 'TransactionEvent' | 'TransformationEvent';
  readonly action?: 'OBSERVE' | 'ADD' | 'DELETE';
  readonly bizStep: BizStep;
  readonly disposition: EpcisDisposition;
};
const observed = (bizStep: BizStep, disposition: EpcisDisposition): Told => ({
  type: 'ObjectEvent',
  action: 'OBSERVE',
  bizStep,
  disposition,
});
const sellable = (end: End): EpcisDisposition =>
  end.disposition === 'released' ? 'sellable_accessible' : 'sellable_not_accessible';
const DESTROYED: Told = {
  type: 'ObjectEvent',
  action: 'DELETE',
  bizStep: 'destroying',
  disposition: 'destroyed',
};

/** How each purpose of the ledger is told; a movement that is two steps to the outside gives two events. */
const TOLD: Readonly<Record<Purpose, (line: LedgerLine) => readonly Told[]>> = {
  opening: () => [{ type: 'ObjectEvent', action: 'ADD', bizStep: 'commissioning', disposition: 'active' }],
  receive: () => [observed('receiving', 'in_progress')],
  putaway: ({ to }) => [observed('storing', sellable(to))],
  relocate: ({ to }) => [observed('storing', sellable(to))],
  pick: () => [observed('picking', 'in_progress')],
  release: () => [observed('inspecting', 'conformant')],
  hold: () => [observed('holding', 'sellable_not_accessible')],
  lift_hold: ({ to }) => [observed('storing', sellable(to))],
  reject: () => [observed('inspecting', 'non_conformant')],
  recall: () => [observed('holding', 'recalled')],
  expire: () => [observed('holding', 'expired')],
  quarantine: () => [observed('holding', 'sellable_not_accessible')],
  transfer_ship: () => [observed('shipping', 'in_transit')],
  transfer_receive: ({ to }) => {
    if (to.kind === 'destroyed') return [DESTROYED];
    if (to.kind === 'adjustment') return [observed('stock_taking', 'unknown')];
    return [observed('arriving', 'in_progress'), observed('receiving', 'in_progress')];
  },
  ship: () => [observed('shipping', 'in_transit')],
  deliver: () => [
    { type: 'TransactionEvent', action: 'ADD', bizStep: 'accepting', disposition: 'in_progress' },
  ],
  undelivered: () => [observed('receiving', 'returned')],
  customer_return: () => [observed('receiving', 'returned')],
  supplier_return: () => [observed('shipping', 'returned')],
  adjust: ({ to }) => [observed('stock_taking', to.kind === 'adjustment' ? 'unknown' : sellable(to))],
  count: ({ to }) => [observed('cycle_counting', to.kind === 'adjustment' ? 'unknown' : sellable(to))],
  destroy: () => [DESTROYED],
  consume: () => [observed('dispensing', 'dispensed')],
  convert_out: () => [{ type: 'TransformationEvent', bizStep: 'assembling', disposition: 'in_progress' }],
  convert_in: () => [{ type: 'TransformationEvent', bizStep: 'assembling', disposition: 'active' }],
  repair_send: () => [observed('repairing', 'non_sellable_other')],
  repair_return: () => [observed('receiving', 'returned')],
};

export const PURPOSES = Object.keys(TOLD) as Purpose[];

/** Every way in which a purpose may be told: for a query that asks by step, disposition or type. */
export function mayTell(purpose: Purpose): readonly Told[] {
  const end = (kind: string, disposition: string): End => ({
    kind,
    disposition,
    warehouse: null,
    bin: null,
    department: null,
    holder: null,
    owner: { code: '', gln: null },
  });
  const line = (to: End) => ({ from: to, to }) as LedgerLine;
  return ['bin', 'adjustment', 'destroyed'].flatMap((kind) =>
    ['released', 'held'].flatMap((disposition) => TOLD[purpose](line(end(kind, disposition)))),
  );
}

/** The events of one movement: one for each way, step and, where master data are told, lot. */
export function eventsOfMovement(
  movement: LedgerMovement,
  lines: readonly LedgerLine[],
  hash: Hash,
): Event[] {
  const groups = Map.groupBy(lines, (line) => wayOf(movement.purpose, line));
  return [...groups.values()].flatMap((group) =>
    TOLD[movement.purpose](group[0]!).map((told, step) => eventOf(movement, group, told, step, hash)),
  );
}

/** What belongs into one event: the same two ends, and one lot where the event tells its dates. */
function wayOf(purpose: Purpose, line: LedgerLine): string {
  const end = ({ kind, warehouse, bin, department, holder, owner, disposition }: End) =>
    [kind, warehouse?.code, bin, department?.code, holder?.code, owner.code, disposition].join('|');
  const lot = purpose === 'opening' ? `${line.item_code}|${line.lot_no}` : '';
  // A transformation is one event over everything that goes in or comes out.
  if (purpose === 'convert_out' || purpose === 'convert_in') return '';
  return `${end(line.from)}>${end(line.to)}>${lot}`;
}

function eventOf(
  movement: LedgerMovement,
  lines: readonly LedgerLine[],
  told: Told,
  step: number,
  hash: Hash,
): Event {
  const first = lines[0]!;
  const places = placesOf(told, first);
  const document = transactionsOf(movement, told);
  return {
    type: told.type,
    eventID: identity(hash, 'movement', movement.movement_id, movement.recorded_at, first.posting_id, step),
    eventTime: movement.occurred_at,
    recordTime: movement.recorded_at,
    eventTimeZoneOffset: offsetAt(movement.occurred_at, movement.timezone),
    ...(told.action && { action: told.action }),
    ...objectsOf(movement, told, lines),
    bizStep: told.bizStep,
    disposition: told.disposition,
    ...places,
    ...(document.length > 0 && { bizTransactionList: document }),
    ...partiesOf(told, first),
    ...(movement.purpose === 'opening' && { ilmd: masterData(first) }),
    ...(movement.reverses && {
      errorDeclaration: { declarationTime: movement.reverses.recorded_at, reason: 'did_not_occur' },
    }),
  };
}

/**
 * One name for one event, from what no later change of master data touches. Not the content hash of the vocabulary, which
 * would make another event of the same one when a place gets its number.
 */
const identity = (hash: Hash, ...parts: readonly (string | number)[]): string => {
  const hex = hash(parts.join('|'));
  const variant = '89ab'[Number.parseInt(hex[16]!, 16) % 4];
  return `urn:uuid:${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
};

function listsOf(lines: readonly LedgerLine[]): {
  epcs: string[];
  classes: { epcClass: string; quantity: number }[];
} {
  const epcs = lines.flatMap((line) => line.serial_nos.map((serial_no) => serialUri(line, serial_no)));
  const sums = new Map<string, number>();
  for (const line of lines) {
    if (line.serial_nos.length > 0) continue;
    const epcClass = lotUri(line);
    sums.set(epcClass, (sums.get(epcClass) ?? 0) + line.qty);
  }
  return {
    epcs: [...new Set(epcs)],
    classes: [...sums].map(([epcClass, quantity]) => ({ epcClass, quantity })),
  };
}

function objectsOf(movement: LedgerMovement, told: Told, lines: readonly LedgerLine[]): object {
  const { epcs, classes } = listsOf(lines);
  if (told.type !== 'TransformationEvent')
    return {
      ...(epcs.length > 0 && { epcList: epcs }),
      ...(classes.length > 0 && { quantityList: classes }),
    };
  const side = movement.purpose === 'convert_out' ? 'input' : 'output';
  return {
    ...(epcs.length > 0 && { [`${side}EPCList`]: epcs }),
    ...(classes.length > 0 && { [`${side}QuantityList`]: classes }),
    // What went in and what came out are told apart, as they happen; this keeps them together.
    transformationID: documentUri(
      movement.document_no ?? movement.document_key ?? String(movement.movement_id),
    ),
  };
}

/** Where it was seen, and where the goods are expected to be afterwards. */
function placesOf(told: Told, { from, to }: LedgerLine): object {
  const leaving = told.bizStep === 'shipping';
  const seen = leaving || told.action === 'DELETE' || to.warehouse === null ? from : to;
  const read = pointOf(seen) ?? pointOf(to) ?? pointOf(from);
  const stays = leaving || told.action === 'DELETE' ? null : (siteOf(to) ?? null);
  return { ...(read && { readPoint: { id: read } }), ...(stays && { bizLocation: { id: stays } }) };
}

const siteOf = ({ warehouse, department }: End): string | null =>
  warehouse !== null
    ? placeUri('warehouse', warehouse)
    : department !== null
      ? placeUri('department', department)
      : null;
const pointOf = (end: End): string | null =>
  end.warehouse !== null && end.bin !== null ? placeUri('warehouse', end.warehouse, end.bin) : siteOf(end);

const TRANSACTION_TYPES: Readonly<Record<string, string>> = {
  receipt: 'recadv',
  transfer: 'desadv',
  delivery: 'desadv',
  demand: 'po',
  work_order: 'prodorder',
  return: 'rma',
  supplier_return: 'rma',
};

function transactionsOf({ document_no, document_key, movement_id }: LedgerMovement, told: Told): object[] {
  const name = document_no ?? document_key;
  if (name === null) {
    return told.type === 'TransactionEvent'
      ? [{ bizTransaction: documentUri(`movement:${movement_id}`) }]
      : [];
  }
  const type = TRANSACTION_TYPES[(document_key ?? '').split(':')[0]!];
  return [{ ...(type && { type }), bizTransaction: documentUri(name) }];
}

/** Who gives and who takes, where goods change hands or owner. */
function partiesOf(told: Told, { from, to }: LedgerLine): object {
  if (told.type === 'TransformationEvent') return {};
  const sources = [];
  const destinations = [];
  if (from.holder !== null && to.holder !== null && from.holder.code !== to.holder.code) {
    sources.push({ type: 'possessing_party', source: partyUri(from.holder) });
    destinations.push({ type: 'possessing_party', destination: partyUri(to.holder) });
  }
  const [given, taken] = [ownerOf(from), ownerOf(to)];
  if (given.code !== taken.code) {
    sources.push({ type: 'owning_party', source: partyUri(given) });
    destinations.push({ type: 'owning_party', destination: partyUri(taken) });
  }
  const [here, there] = [siteOf(from), siteOf(to)];
  if (here !== null && there !== null && here !== there) {
    sources.push({ type: 'location', source: here });
    destinations.push({ type: 'location', destination: there });
  }
  return sources.length === 0 ? {} : { sourceList: sources, destinationList: destinations };
}

/** In the ledger goods at a supplier or customer keep the name of the last owner of ours; outside they are theirs. */
const ownerOf = ({ kind, holder, owner }: End): Party =>
  (kind === 'supplier' || kind === 'customer') && holder !== null ? holder : owner;

/** Lot and dates of what enters the world of events here. */
function masterData({ lot_no, production_date, expiry_date }: LedgerLine): object {
  return {
    'cbvmda:lotNumber': lot_no,
    ...(production_date && { 'tongcang:productionDate': production_date }),
    ...(expiry_date && { 'cbvmda:itemExpirationDate': expiry_date }),
  };
}

export type UnitChange = {
  readonly unit_event_id: number;
  readonly sscc: string;
  readonly at: string;
  readonly timezone: string;
  readonly site: End;
  readonly line: Pick<LedgerLine, 'item_code' | 'udi_di' | 'lot_no' | 'serial_nos'>;
  /** Put in (positive) or taken out (negative). */
  readonly qty: number;
};

/** What was put into a handling unit, or taken out of it. */
export function eventOfUnit(change: UnitChange, hash: Hash): Event {
  const { sscc, at, timezone, site, line, qty } = change;
  const packed = qty > 0;
  const { epcs, classes } = listsOf([{ ...line, qty: Math.abs(qty) } as LedgerLine]);
  const [read, stays] = [pointOf(site), siteOf(site)];
  return {
    type: 'AggregationEvent',
    eventID: identity(hash, 'unit', change.unit_event_id, at),
    eventTime: at,
    recordTime: at,
    eventTimeZoneOffset: offsetAt(at, timezone),
    action: packed ? 'ADD' : 'DELETE',
    parentID: unitUri(sscc),
    ...(epcs.length > 0 && { childEPCs: epcs }),
    ...(classes.length > 0 && { childQuantityList: classes }),
    bizStep: packed ? 'packing' : 'unpacking',
    disposition: packed ? 'container_closed' : 'in_progress',
    ...(read && { readPoint: { id: read } }),
    ...(stays && { bizLocation: { id: stays } }),
  };
}

export type Departure = {
  readonly shipment_id: number;
  readonly document_no: string;
  readonly departed_at: string;
  readonly recorded_at: string;
  readonly timezone: string;
  readonly from: Site;
  readonly carrier: Party | null;
  readonly lines: readonly Pick<LedgerLine, 'item_code' | 'udi_di' | 'lot_no' | 'serial_nos' | 'qty'>[];
};

/** A vehicle that has left with its goods: they are on the road. */
export function eventOfDeparture(departure: Departure, hash: Hash): Event {
  const { epcs, classes } = listsOf(departure.lines as LedgerLine[]);
  return {
    type: 'ObjectEvent',
    eventID: identity(hash, 'departure', departure.shipment_id, departure.departed_at),
    eventTime: departure.departed_at,
    recordTime: departure.recorded_at,
    eventTimeZoneOffset: offsetAt(departure.departed_at, departure.timezone),
    action: 'OBSERVE',
    ...(epcs.length > 0 && { epcList: epcs }),
    ...(classes.length > 0 && { quantityList: classes }),
    bizStep: 'transporting',
    disposition: 'in_transit',
    readPoint: { id: placeUri('warehouse', departure.from) },
    bizTransactionList: [{ type: 'bol', bizTransaction: documentUri(departure.document_no) }],
    ...(departure.carrier && {
      destinationList: [{ type: 'possessing_party', destination: partyUri(departure.carrier) }],
    }),
  };
}

const formats = new Map<string, Intl.DateTimeFormat>();

/** The offset of a zone at a moment, like `+08:00`. */
export function offsetAt(instant: string, timezone: string): string {
  let format = formats.get(timezone);
  if (format === undefined) {
    format = new Intl.DateTimeFormat('en', { timeZone: timezone, timeZoneName: 'longOffset' });
    formats.set(timezone, format);
  }
  const name = format.formatToParts(new Date(instant)).find(({ type }) => type === 'timeZoneName')?.value;
  return name === undefined || name === 'GMT' ? '+00:00' : name.replace('GMT', '');
}

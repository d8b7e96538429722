import type { Disposition } from '../../src/modules/compliance/index.ts';
import type { Lot } from '../support/world.ts';

/**
 * The ledger as a page of arithmetic: what the system must answer, written apart from it and from its SQL. One owner,
 * one warehouse; lots of an item expire in the order of their list.
 */
export type Ledger = {
  readonly places: Places;
  /** All lots of the run; those of one item in the order of their expiry. */
  readonly lots: readonly Lot[];
  readonly serial_item: number;
  cells: Map<string, Cell>;
  /** `item|serial` -> where the piece is. */
  serials: Map<string, Spot>;
  readonly allocations: Allocation[];
  readonly holds: Hold[];
  readonly recalled: Set<number>;
  readonly flows: Flow[];
  readonly marks: { readonly at: string; readonly standing: readonly string[] }[];
  last_serial: number;
};
export type Places = {
  readonly warehouse_id: number;
  readonly shelf: number;
  readonly shelf_two: number;
  readonly receiving: number;
  readonly dispatch: number;
  readonly returns: number;
  readonly supplier: number;
  readonly customer: number;
  readonly adjustment: number;
};
export type Spot = {
  readonly lot_id: number;
  readonly account_id: number;
  readonly disposition: Disposition;
};
export type Cell = Spot & { qty: number; allocated: number };
export type Allocation = {
  readonly allocation_id: number;
  readonly lot: Lot;
  account_id: number;
  qty: number;
  status: 'open' | 'picked' | 'shipped' | 'released';
};
export type Hold = {
  readonly hold_id: number;
  readonly kind: 'hold' | 'recall';
  readonly lot_id: number;
  readonly everywhere: boolean;
  open: boolean;
};
export type Line = {
  readonly lot: Lot;
  readonly qty: number;
  readonly from: number;
  readonly to: number;
  readonly before: Disposition;
  readonly after: Disposition;
  readonly serial_nos?: readonly string[];
  readonly allocation?: { readonly allocation_id: number; readonly take: 'pick' | 'ship' };
};
export type Flow = Line & { readonly purpose: string };

export const spotText = (spot: Spot) => `${spot.lot_id}|${spot.account_id}|${spot.disposition}`;

export function emptyLedger(places: Places, lots: readonly Lot[], serial_item: number): Ledger {
  return {
    places,
    lots,
    serial_item,
    cells: new Map(),
    serials: new Map(),
    allocations: [],
    holds: [],
    recalled: new Set(),
    flows: [],
    marks: [],
    last_serial: 0,
  };
}

export const bins = ({ places: p }: Ledger) => [p.shelf, p.shelf_two, p.receiving, p.dispatch, p.returns];

export function cellAt(ledger: Ledger, spot: Spot): Cell {
  const key = spotText(spot);
  let cell = ledger.cells.get(key);
  if (cell === undefined) {
    const { lot_id, account_id, disposition } = spot;
    cell = { lot_id, account_id, disposition, qty: 0, allocated: 0 };
    ledger.cells.set(key, cell);
  }
  return cell;
}

export const heldEverywhere = (ledger: Ledger, lot_id: number) =>
  ledger.holds.some((h) => h.open && h.everywhere && h.kind === 'hold' && h.lot_id === lot_id);

/** What may become usable, and where it may stand. */
function gateCodes(ledger: Ledger, purpose: string, line: Line): string[] {
  const { lot, to, after } = line;
  const codes: string[] = [];
  const usable = after === 'released';
  const recalled = ledger.recalled.has(lot.lot_id);
  const held = heldEverywhere(ledger, lot.lot_id);
  if (purpose === 'receive' || purpose === 'release') {
    if (usable && recalled) codes.push('compliance.lot_recalled');
    if (usable && held) codes.push('compliance.not_released');
  }
  if (purpose === 'ship') {
    if (recalled) codes.push('compliance.lot_recalled');
    if (held) codes.push('compliance.not_released');
  }
  if (purpose !== 'ship' && !zoneFits(ledger, to, after)) codes.push('compliance.disposition_zone');
  return codes;
}

function zoneFits({ places }: Ledger, account_id: number, after: Disposition): boolean {
  if (after === 'released') return account_id !== places.returns;
  if (after !== 'quarantine') return true;
  const { receiving, returns, adjustment, customer } = places;
  return [receiving, returns, adjustment, customer].includes(account_id);
}

/** Posts a document: every line or none. Gives the codes of the lines that fail, with their numbers. */
export function postLines(ledger: Ledger, purpose: string, lines: readonly Line[]): string[] {
  const before = { cells: structuredClone(ledger.cells), serials: new Map(ledger.serials) };
  const codes = lines.flatMap((line, index) =>
    postLine(ledger, purpose, line).map((code) => `${index} ${code}`),
  );
  if (codes.length > 0) {
    ledger.cells = before.cells;
    ledger.serials = before.serials;
    return codes;
  }
  for (const line of lines) {
    ledger.flows.push({ ...line, purpose });
    if (line.allocation !== undefined) settle(ledger, line, line.allocation);
  }
  return [];
}

function postLine(ledger: Ledger, purpose: string, line: Line): string[] {
  const gate = gateCodes(ledger, purpose, line);
  if (gate.length > 0) return gate;
  const serial = serialCode(ledger, line);
  if (serial !== null) return [serial];
  const { lot_id } = line.lot;
  const from = cellAt(ledger, { lot_id, account_id: line.from, disposition: line.before });
  const to = cellAt(ledger, { lot_id, account_id: line.to, disposition: line.after });
  if (from === to) return ['stock.nothing_changes'];
  const allocated = allocatedShare(ledger, line);
  if (typeof allocated === 'string') return [allocated];
  const bounded = line.from !== ledger.places.supplier && line.from !== ledger.places.adjustment;
  if (bounded && line.qty > from.qty - from.allocated + allocated) return ['stock.short'];
  from.qty -= line.qty;
  from.allocated -= allocated;
  to.qty += line.qty;
  if (line.allocation?.take === 'pick') to.allocated += line.qty;
  for (const serial_no of line.serial_nos ?? []) {
    ledger.serials.set(`${line.lot.item_id}|${serial_no}`, to);
  }
  return [];
}

function serialCode(ledger: Ledger, { lot, from, before, serial_nos }: Line): string | null {
  if (lot.item_id !== ledger.serial_item) return null;
  const outside = from === ledger.places.supplier || from === ledger.places.adjustment;
  for (const serial_no of serial_nos ?? []) {
    const spot = ledger.serials.get(`${lot.item_id}|${serial_no}`);
    if (spot === undefined && !outside) return 'stock.serial_unknown';
    const here = { lot_id: lot.lot_id, account_id: from, disposition: before };
    if (spot !== undefined && spotText(spot) !== spotText(here)) return 'stock.serial_elsewhere';
  }
  return null;
}

function allocatedShare(ledger: Ledger, line: Line): number | string {
  if (line.allocation === undefined) return 0;
  const held = ledger.allocations.find((a) => a.allocation_id === line.allocation!.allocation_id);
  if (held === undefined) return 'stock.allocation_unknown';
  if (held.status !== 'open' && held.status !== 'picked') return 'stock.allocation_closed';
  if (held.account_id !== line.from || line.before !== 'released') return 'stock.allocation_elsewhere';
  return line.qty > held.qty ? 'stock.allocation_exceeded' : line.qty;
}

/** What goes becomes a row of its own unless everything goes; ids of such rows are learned afterwards. */
function settle(ledger: Ledger, line: Line, { allocation_id, take }: NonNullable<Line['allocation']>): void {
  const held = ledger.allocations.find((a) => a.allocation_id === allocation_id)!;
  const status = take === 'pick' ? 'picked' : 'shipped';
  const account_id = take === 'pick' ? line.to : held.account_id;
  if (line.qty === held.qty) Object.assign(held, { status, account_id });
  else {
    held.qty -= line.qty;
    ledger.allocations.push({ allocation_id: UNKNOWN_ID, lot: held.lot, account_id, qty: line.qty, status });
  }
}
/** Stands for an id that only the database knows yet. */
export const UNKNOWN_ID = -1;

/** First expiry first: what an allocation takes, or how much there is when that is not enough. */
export function fefo(
  ledger: Ledger,
  item_id: number,
  qty: number,
): { shares: [Cell, number][]; available: number } {
  const lots = ledger.lots.filter((lot) => lot.item_id === item_id && !ledger.recalled.has(lot.lot_id));
  const shelf = lots
    .filter((lot) => !heldEverywhere(ledger, lot.lot_id))
    .flatMap((lot) =>
      bins(ledger)
        .toSorted((a, b) => a - b)
        .map((account_id) => cellAt(ledger, { lot_id: lot.lot_id, account_id, disposition: 'released' })),
    )
    .filter((cell) => cell.qty > cell.allocated);
  const available = shelf.reduce((sum, cell) => sum + cell.qty - cell.allocated, 0);
  const shares: [Cell, number][] = [];
  let missing = qty;
  for (const cell of shelf) {
    const share = Math.min(missing, cell.qty - cell.allocated);
    if (share > 0) shares.push([cell, share]);
    missing -= share;
  }
  return { shares, available };
}

/** Everything of a lot in our bins gets another disposition; allocations of it are given back. */
export function relabel(
  ledger: Ledger,
  lot: Lot,
  purpose: string,
  from: readonly Disposition[],
  after: Disposition,
): { qty: number; voided: number } {
  let qty = 0;
  let voided = 0;
  for (const account_id of bins(ledger)) {
    for (const before of from) {
      const cell = cellAt(ledger, { lot_id: lot.lot_id, account_id, disposition: before });
      if (cell.qty === 0) continue;
      voided += before === 'released' ? voidAt(ledger, lot, account_id) : 0;
      const spot = spotText(cell);
      const serial_nos = [...ledger.serials]
        .filter(([, s]) => spotText(s) === spot)
        .map(([key]) => key.split('|')[1]!);
      qty += cell.qty;
      const line = { lot, qty: cell.qty, from: account_id, to: account_id, before, after, serial_nos };
      const to = cellAt(ledger, { lot_id: lot.lot_id, account_id, disposition: after });
      to.qty += cell.qty;
      Object.assign(cell, { qty: 0, allocated: 0 });
      for (const serial_no of serial_nos) ledger.serials.set(`${lot.item_id}|${serial_no}`, to);
      ledger.flows.push({ ...line, purpose });
    }
  }
  return { qty, voided };
}

function voidAt(ledger: Ledger, lot: Lot, account_id: number): number {
  const live = ledger.allocations.filter(
    (a) => isLive(a) && a.lot.lot_id === lot.lot_id && a.account_id === account_id,
  );
  for (const allocation of live) allocation.status = 'released';
  return live.length;
}

export const isLive = ({ status }: Allocation) => status === 'open' || status === 'picked';

/** What stands in our bins, as sorted text: the answer of every question about now, and about then when kept. */
export function standing(ledger: Ledger): string[] {
  const mine = new Set(bins(ledger));
  return [...ledger.cells.values()]
    .filter((cell) => mine.has(cell.account_id) && cell.qty !== 0)
    .map((cell) => `${spotText(cell)} ${cell.qty}/${cell.allocated}`)
    .sort();
}

/** Sums of the bins by lot and disposition, as sorted text. */
export function sumsByLot(ledger: Ledger): string[] {
  const mine = new Set(bins(ledger));
  const sums = new Map<string, number>();
  for (const { lot_id, account_id, disposition, qty } of ledger.cells.values()) {
    if (!mine.has(account_id)) continue;
    const key = `${lot_id}|${disposition}`;
    sums.set(key, (sums.get(key) ?? 0) + qty);
  }
  return [...sums]
    .filter(([, qty]) => qty !== 0)
    .map(([key, qty]) => `${key} ${qty}`)
    .sort();
}

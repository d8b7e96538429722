import type { Verdict } from '../compliance/index.ts';
import {
  type BalanceKey,
  type Ends,
  type JudgedLine,
  keyText,
  type LineRefusal,
  type PostDocument,
  type PostLine,
  type SpokenLine,
  toKey,
} from './stock.model.ts';

/** A locked balance and what this transaction has decided to change of it so far. */
export type Cell = {
  readonly key: BalanceKey;
  /** Where the locked row lies; it cannot move before this transaction ends. */
  readonly row_id: string;
  qty: number;
  allocated: number;
  packed: number;
  readonly unbounded: boolean;
  qty_delta: number;
  allocated_delta: number;
  packed_delta: number;
};
export type SerialState = {
  readonly serial_id: number | null;
  readonly serial_no: string;
  readonly item_id: number;
  place: BalanceKey | null;
  /** The handling unit it is packed in. */
  readonly handling_unit_id: number | null;
};
/** A live allocation; one transaction settles it by one line only. */
export type AllocationState = {
  readonly key: string;
  readonly status: string;
  readonly qty: number;
  used?: boolean;
};
export type Snapshot = {
  readonly cells: Map<string, Cell>;
  readonly ends: ReadonlyMap<PostLine, Ends>;
  readonly serials: Map<string, SerialState>;
  readonly serial_tracked: (item_id: number) => boolean;
  readonly allocations: ReadonlyMap<number, AllocationState>;
};
export type DecidedLine = JudgedLine & { readonly serials: readonly SerialState[] };
export type Decision =
  | {
      readonly lines: readonly DecidedLine[];
      readonly warnings: readonly LineRefusal[];
      readonly spoken: readonly SpokenLine[];
    }
  | { readonly refusals: readonly LineRefusal[] };
export type Refused = Pick<LineRefusal, 'code' | 'params'>;
/** What is asked of a document besides the snapshot. */
export type Checks = {
  /** The gate. */
  readonly judge: (line: PostLine) => Verdict;
  /** Whether the purpose leads from such a place and disposition to such a one. */
  readonly shape: (line: PostLine) => Refused | null;
  /** Whether the document as a whole may stand at its time; asked last, with the cells as they would be. */
  readonly time: () => Refused | null;
};

/**
 * Decides one document on the locked snapshot: every line passes or none is applied. Documents of one transaction
 * are decided one after the other on the same cells, so the second sees what the first took. Pure but for the cells.
 */
export function decideDocument(document: PostDocument, snapshot: Snapshot, checks: Checks): Decision {
  const undo: (() => void)[] = [];
  const refusals: LineRefusal[] = [];
  const warnings: LineRefusal[] = [];
  const spoken: SpokenLine[] = [];
  const lines: DecidedLine[] = [];
  document.lines.forEach((line, index) => {
    const line_no = index + 1;
    const shape = checks.shape(line);
    if (shape !== null) {
      refusals.push({ ...shape, legal_basis: null, line_no });
      return;
    }
    const verdict = checks.judge(line);
    for (const warning of verdict.warnings) warnings.push({ ...warning, line_no });
    for (const one of verdict.spoken) spoken.push({ ...one, line_no });
    if (!verdict.allowed) {
      refusals.push(...verdict.reasons.map((reason) => ({ ...reason, line_no })));
      return;
    }
    const serials = serialsOf(line, snapshot);
    const refusal = 'code' in serials ? serials : applyLine(line, snapshot, undo);
    if (refusal !== null) {
      refusals.push({ ...refusal, legal_basis: null, line_no });
      return;
    }
    moveSerials(line, serials as SerialState[], undo);
    refusals.push(...unacknowledged(document, verdict, line_no));
    lines.push({ ...line, verdict, serials: serials as SerialState[] });
  });
  const untimely = refusals.length === 0 ? checks.time() : null;
  if (untimely !== null) refusals.push({ ...untimely, legal_basis: null, line_no: 0 });
  if (refusals.length === 0) return { lines, warnings, spoken };
  for (const step of undo.reverse()) step();
  return { refusals };
}

/** Warnings that a person must have read and has not; what the system does by itself nobody reads. */
function unacknowledged(document: PostDocument, verdict: Verdict, line_no: number): LineRefusal[] {
  if (verdict.spoken.length === 0 || document.actor.user_id === null) return [];
  const read = new Set(document.acknowledged?.map((one) => one.code));
  return verdict.spoken
    .filter((one) => one.acknowledge && !read.has(one.code))
    .map(({ code, params, legal_basis }) => ({ code, params, legal_basis, line_no, acknowledge: true }));
}

function applyLine(line: PostLine, snapshot: Snapshot, undo: (() => void)[]): Refused | null {
  const ends = snapshot.ends.get(line)!;
  const from = snapshot.cells.get(ends.from);
  const to = snapshot.cells.get(ends.to);
  if (from === undefined || to === undefined) {
    return { code: 'stock.place_or_lot_unknown', params: { item_id: line.item_id, lot_id: line.lot_id } };
  }
  if (from === to) return { code: 'stock.nothing_changes', params: {} };
  const taken = allocatedShare(line, from, snapshot);
  if (typeof taken !== 'number') return taken;
  const refusal = from.unbounded ? null : shortage(line, from, taken);
  if (refusal !== null) return refusal;
  const carried = line.allocation?.take === 'pick' ? line.qty : 0;
  const held = snapshot.allocations.get(line.allocation?.allocation_id ?? 0);
  const packed = line.packed ?? 0;
  change(from, -line.qty, -taken, -packed);
  change(to, line.qty, carried, packed);
  if (held !== undefined) held.used = true;
  undo.push(() => {
    if (held !== undefined) held.used = false;
    change(from, line.qty, taken, packed);
    change(to, -line.qty, -carried, -packed);
  });
  return null;
}

/** The part of the line that an allocation covers; the allocation must be live and stand at this very balance. */
function allocatedShare(line: PostLine, from: Cell, snapshot: Snapshot): number | Refused {
  if (line.allocation === undefined) return 0;
  const held = snapshot.allocations.get(line.allocation.allocation_id);
  const params = { allocation_id: line.allocation.allocation_id };
  if (held === undefined) return { code: 'stock.allocation_unknown', params };
  if (held.status !== 'open' && held.status !== 'picked') {
    return { code: 'stock.allocation_closed', params: { ...params, status: held.status } };
  }
  if (held.used === true) return { code: 'stock.allocation_repeated', params };
  if (held.key !== keyText(from.key)) return { code: 'stock.allocation_elsewhere', params };
  return line.qty > held.qty
    ? { code: 'stock.allocation_exceeded', params: { ...params, qty: line.qty, allocated: held.qty } }
    : line.qty;
}

function shortage(line: PostLine, from: Cell, taken: number): Refused | null {
  const available = from.qty - from.allocated + taken;
  if (line.qty > available) {
    return {
      code: 'stock.short',
      params: {
        wanted: line.qty,
        available: Math.max(0, available),
        short_by: line.qty - Math.max(0, available),
      },
    };
  }
  return from.qty - line.qty < from.packed - (line.packed ?? 0)
    ? { code: 'stock.packed_in_handling_unit', params: { wanted: line.qty, loose: from.qty - from.packed } }
    : null;
}

function change(cell: Cell, qty: number, allocated: number, packed: number): void {
  cell.qty += qty;
  cell.qty_delta += qty;
  cell.allocated += allocated;
  cell.allocated_delta += allocated;
  cell.packed += packed;
  cell.packed_delta += packed;
}

const NO_SERIALS: readonly SerialState[] = [];

/** The serials of a line, each standing where the line takes it from; goods from outside may bring new ones. */
function serialsOf(line: PostLine, snapshot: Snapshot): readonly SerialState[] | Refused {
  const given = line.serial_nos ?? [];
  if (!snapshot.serial_tracked(line.item_id)) {
    return given.length === 0
      ? NO_SERIALS
      : { code: 'stock.serials_not_expected', params: { given: given.length } };
  }
  if (new Set(given).size !== given.length)
    return { code: 'stock.serial_repeated', params: { serial_no: repeated(given) } };
  if (given.length !== line.qty)
    return { code: 'stock.serial_count', params: { qty: line.qty, given: given.length } };
  const { from } = snapshot.ends.get(line)!;
  const unbounded = snapshot.cells.get(from)?.unbounded === true;
  const found: SerialState[] = [];
  for (const serial_no of given) {
    const state = snapshot.serials.get(`${line.item_id}|${serial_no}`);
    const here = state?.place == null ? unbounded : keyText(state.place) === from;
    if (state === undefined || !here) {
      return {
        code: state?.place == null ? 'stock.serial_unknown' : 'stock.serial_elsewhere',
        params: { serial_no },
      };
    }
    found.push(state);
  }
  const packed = found.filter((state) => state.handling_unit_id !== null).length;
  if (packed !== (line.packed ?? 0)) {
    return {
      code: 'stock.packed_in_handling_unit',
      params: { wanted: line.qty, loose: found.length - packed },
    };
  }
  return found;
}

function repeated(given: readonly string[]): string {
  return given.find((serial_no, index) => given.indexOf(serial_no) !== index) ?? '';
}

function moveSerials(line: PostLine, serials: readonly SerialState[], undo: (() => void)[]): void {
  const to = toKey(line);
  for (const serial of serials) {
    const before = serial.place;
    serial.place = to;
    undo.push(() => {
      serial.place = before;
    });
  }
}

/** The words of work orders, free of I/O: states, what a run takes, what comes out of it. */
import { WORK_KINDS, WORK_RUN_STATUSES, WORK_STATUSES } from '@tongcang/contract';
import { AppError, type FieldError, fail } from '../../platform/errors.ts';

export { WORK_KINDS, WORK_RUN_STATUSES, WORK_STATUSES };
export type WorkKind = (typeof WORK_KINDS)[number];
export type WorkStatus = (typeof WORK_STATUSES)[number];
export type WorkRunStatus = (typeof WORK_RUN_STATUSES)[number];

export const WORK_TRANSITIONS: Readonly<Record<WorkStatus, readonly WorkStatus[]>> = {
  open: ['open', 'done', 'cancelled'],
  done: [],
  cancelled: [],
};
export const WORK_RUN_TRANSITIONS: Readonly<Record<WorkRunStatus, readonly WorkRunStatus[]>> = {
  started: ['finished', 'undone'],
  finished: [],
  undone: [],
};

/** Refuses what the table does not allow, naming the document and where it stands. */
export function followWork(
  order: { readonly document_no: string; readonly status: WorkStatus },
  action: WorkStatus,
): WorkStatus {
  const { document_no, status } = order;
  if (!WORK_TRANSITIONS[status].includes(action))
    fail('warehouse.wrong_status', { document_no, status, action });
  return action;
}

export function followRun(
  run: { readonly document_no: string; readonly status: WorkRunStatus },
  action: WorkRunStatus,
): WorkRunStatus {
  const { document_no, status } = run;
  if (!WORK_RUN_TRANSITIONS[status].includes(action))
    fail('warehouse.wrong_status', { document_no, status, action });
  return action;
}

/** Goods tied to a line of an order. */
export type Tied = {
  /** Null for goods that wait for release and are taken as they stand. */
  readonly allocation_id: number | null;
  readonly work_order_line_id: number;
  readonly item_id: number;
  readonly lot_id: number;
  readonly lot_no: string;
  readonly account_id: number;
  readonly owner_id: number;
  readonly qty: number;
};
export type OrderLine = {
  readonly work_order_line_id: number;
  readonly per_unit: number;
  readonly tracking: 'lot' | 'serial';
};
/** What the person at the bench has scanned. */
export type Used = {
  readonly work_order_line_id: number;
  readonly lot_no: string;
  readonly qty: number;
  readonly serial_nos?: readonly string[];
};
export type Taken = { readonly tied: Tied; readonly qty: number; readonly serial_nos: readonly string[] };
/** Place of a serial, by number. */
export type SerialPlaces = ReadonlyMap<string, { readonly account_id: number; readonly owner_id: number }>;

/**
 * What leaves which bin when `qty` pieces are made with what was scanned: every line whole, only what is tied to it.
 * Names every line that does not fit.
 */
export function takeGoods(
  qty: number,
  lines: readonly OrderLine[],
  used: readonly Used[],
  tied: readonly Tied[],
  places: SerialPlaces,
): Taken[] {
  const errors: FieldError[] = [...strangers(lines, used), ...sums(qty, lines, used)];
  const left = new Map(tied.map((one) => [one, one.qty]));
  const tracking = new Map(lines.map((line) => [line.work_order_line_id, line.tracking]));
  const taken = used.flatMap((one, index) => {
    const shelf = tied.filter(
      (t) => t.work_order_line_id === one.work_order_line_id && t.lot_no === one.lot_no,
    );
    const part =
      tracking.get(one.work_order_line_id) === 'serial'
        ? bySerial(one, shelf, left, places)
        : byQuantity(one.qty, shelf, left);
    if (part === null) {
      const params = {
        line: index + 1,
        lot_no: one.lot_no,
        allocated: shelf.reduce((sum, t) => sum + t.qty, 0),
      };
      errors.push({ path: `used.${index}`, code: 'warehouse.lot_not_allocated', params });
    }
    return part ?? [];
  });
  const [first] = errors;
  if (first !== undefined) throw new AppError(first.code, first.params, { errors });
  return merged(taken);
}

function strangers(lines: readonly OrderLine[], used: readonly Used[]): FieldError[] {
  const known = new Set(lines.map((line) => line.work_order_line_id));
  return used.flatMap((one, index) =>
    known.has(one.work_order_line_id)
      ? []
      : [{ path: `used.${index}`, code: 'warehouse.line_unknown', params: { line: index + 1 } }],
  );
}

function sums(qty: number, lines: readonly OrderLine[], used: readonly Used[]): FieldError[] {
  return lines.flatMap(({ work_order_line_id, per_unit }, index) => {
    const given = used.reduce(
      (sum, one) => sum + (one.work_order_line_id === work_order_line_id ? one.qty : 0),
      0,
    );
    const params = { line: index + 1, expected: qty * per_unit, given };
    return given === params.expected
      ? []
      : [{ path: 'used', code: 'warehouse.components_do_not_fit', params }];
  });
}

function byQuantity(wanted: number, shelf: readonly Tied[], left: Map<Tied, number>): Taken[] | null {
  const taken: Taken[] = [];
  let missing = wanted;
  for (const tied of shelf) {
    const qty = Math.min(missing, left.get(tied)!);
    if (qty === 0) continue;
    taken.push({ tied, qty, serial_nos: [] });
    left.set(tied, left.get(tied)! - qty);
    missing -= qty;
  }
  return missing === 0 ? taken : null;
}

/** Each piece leaves the allocation that stands where the piece stands. */
function bySerial(
  { qty, serial_nos = [] }: Used,
  shelf: readonly Tied[],
  left: Map<Tied, number>,
  places: SerialPlaces,
): Taken[] | null {
  if (serial_nos.length !== qty) return null;
  const taken: Taken[] = [];
  for (const serial_no of serial_nos) {
    const place = places.get(serial_no);
    const tied = shelf.find(
      (one) => one.account_id === place?.account_id && one.owner_id === place.owner_id && left.get(one)! > 0,
    );
    if (tied === undefined) return null;
    taken.push({ tied, qty: 1, serial_nos: [serial_no] });
    left.set(tied, left.get(tied)! - 1);
  }
  return taken;
}

/** One posting settles an allocation, so what is taken of one comes together. */
function merged(taken: readonly Taken[]): Taken[] {
  const groups = Map.groupBy(taken, ({ tied }) => tied);
  return [...groups.values()].map((parts) => ({
    tied: parts[0]!.tied,
    qty: parts.reduce((sum, part) => sum + part.qty, 0),
    serial_nos: parts.flatMap((part) => part.serial_nos),
  }));
}

/** The day on which a kit ends: with the first of its components; null where none of them ends. */
export function firstExpiry(dates: readonly (string | null)[]): string | null {
  return dates.reduce(
    (first, date) => (date !== null && (first === null || date < first) ? date : first),
    null,
  );
}

/** A lot that went into a kit, and how much of it is still in the kits that stand. */
export type Origin = {
  readonly item_id: number;
  readonly lot_id: number;
  readonly lot_no: string;
  readonly qty: number;
};
export type Component = {
  readonly item_id: number;
  readonly lot_no: string;
  readonly qty: number;
  readonly serial_nos?: readonly string[];
};
export type Piece = Origin & { readonly serial_nos: readonly string[] };

/**
 * What comes out when `qty` kits are taken apart: as many of each component as the bill says, of lots that went in.
 * Where nobody says which, the lots must leave no choice.
 */
export function takeApart(
  qty: number,
  bill: readonly { readonly item_id: number; readonly qty: number }[],
  origins: readonly Origin[],
  given: readonly Component[] | undefined,
): Piece[] {
  const components = given ?? bill.flatMap((line) => onlyLot(qty * line.qty, line.item_id, origins));
  bill.forEach(({ item_id, qty: per_unit }, index) => {
    const sum = components.reduce((all, one) => all + (one.item_id === item_id ? one.qty : 0), 0);
    const params = { line: index + 1, expected: qty * per_unit, given: sum };
    if (sum !== params.expected) fail('warehouse.components_do_not_fit', params);
  });
  const left = new Map(origins.map((origin) => [origin, origin.qty]));
  return components.map((one, index) => {
    const origin = origins.find((o) => o.item_id === one.item_id && o.lot_no === one.lot_no);
    const there = origin === undefined ? 0 : left.get(origin)!;
    if (origin === undefined || there < one.qty) {
      fail('warehouse.components_do_not_fit', { line: index + 1, expected: there, given: one.qty });
    }
    left.set(origin, there - one.qty);
    return { ...origin, qty: one.qty, serial_nos: one.serial_nos ?? [] };
  });
}

function onlyLot(qty: number, item_id: number, origins: readonly Origin[]): Component[] {
  const lots = origins.filter((origin) => origin.item_id === item_id && origin.qty > 0);
  return lots.length === 1 ? [{ item_id, lot_no: lots[0]!.lot_no, qty }] : [];
}

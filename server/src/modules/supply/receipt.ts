import { isValidSscc } from '@tongcang/udi';
import type { FieldError } from '../../platform/errors.ts';
import { type DiscrepancyKind, type RefusalReason, sum } from './receiving.model.ts';

/** One counted line as the receiver gives it, with its place in the input. */
export type CountedLine = {
  readonly path: string;
  readonly item_id: number;
  readonly lot_no: string;
  readonly production_date?: string | undefined;
  readonly expiry_date?: string | undefined;
  readonly purchase_order_line_id?: number | undefined;
  readonly asn_line_id?: number | undefined;
  readonly sscc?: string | undefined;
  readonly noted?: number | undefined;
  readonly received: number;
  readonly damaged: number;
  readonly refused: number;
  readonly refusal_reason?: RefusalReason | undefined;
  readonly serial_nos?: readonly string[] | undefined;
  readonly accept_unlisted: boolean;
  readonly note?: string | undefined;
};
/** What is still to come by an order or an arrival notice. */
export type ExpectedLine = {
  readonly purchase_order_line_id: number | null;
  readonly asn_line_id: number | null;
  readonly item_id: number;
  readonly lot_no: string | null;
  readonly production_date: string | null;
  readonly expiry_date: string | null;
  readonly sscc: string | null;
  readonly open: number;
  readonly serial_nos: readonly string[];
  readonly unit_price_fen: number | null;
  readonly bought_by: number | null;
};
export type ReceivedItem = {
  readonly item_id: number;
  readonly item_code: string;
  readonly tracking: 'lot' | 'serial';
  readonly storage_condition: string;
  readonly shelf_life_days: number | null;
};
/** What the counting is held against. */
export type Ground = {
  /** Null where there is neither an order nor an arrival notice. */
  readonly expected: readonly ExpectedLine[] | null;
  readonly items: ReadonlyMap<number, ReceivedItem>;
  /** `item|lot` of lots whose expiry date is on file. */
  readonly dated_lots: ReadonlySet<string>;
  /** Nothing more is to come, so what is missing is missing. */
  readonly complete: boolean;
  readonly has_transport: boolean;
};
export type ReceivedLine = CountedLine & {
  readonly expected: ExpectedLine | null;
  /** What was still to come, said once for each line expected. */
  readonly qty_expected: number | null;
  readonly over: number;
};
export type NewDiscrepancy = {
  /** Place in the lines of the receipt; null where the line did not arrive. */
  readonly index: number | null;
  readonly item_id: number | null;
  readonly lot_no: string | null;
  readonly purchase_order_line_id: number | null;
  readonly asn_line_id: number | null;
  readonly kind: DiscrepancyKind;
  readonly qty: number;
  readonly note: string | null;
};
export type ReceiptDecision =
  | { readonly errors: readonly FieldError[] }
  | { readonly lines: readonly ReceivedLine[]; readonly discrepancies: readonly NewDiscrepancy[] };

type Matched = CountedLine & { readonly expected: ExpectedLine | null };

const takenOf = (line: CountedLine) => line.received + line.damaged;
const countedOf = (line: CountedLine) => takenOf(line) + line.refused;
const error = (path: string, code: string, params: FieldError['params'] = {}): FieldError[] => [
  { path, code, params },
];

/**
 * Decides what a delivery is: each counted line with the line it was expected as, and every difference between order,
 * delivery note and goods. Every wrong line is named at once. Pure.
 */
export function decideReceipt(counted: readonly CountedLine[], ground: Ground): ReceiptDecision {
  const matched = counted.map((line): Matched => ({ ...line, expected: match(line, ground.expected ?? []) }));
  const errors = matched.flatMap((line, index) => problems(line, matched.slice(0, index), ground));
  if (errors.length > 0) return { errors };
  const arrived = matched.filter((line) => countedOf(line) > 0);
  if (arrived.length === 0) return { errors: error('lines', 'supply.nothing_counted') };
  const lines = withOver(arrived);
  return {
    lines,
    discrepancies: [
      ...lines.flatMap(differencesOf),
      ...noted(matched.filter((line) => countedOf(line) === 0)),
      ...(ground.complete ? missing(ground.expected ?? [], lines) : []),
      ...(ground.expected === null ? withoutOrder(lines) : []),
    ],
  };
}

/** The line named; else the same lot, else the item, the one with most still to come. */
function match(line: CountedLine, expected: readonly ExpectedLine[]): ExpectedLine | null {
  const { asn_line_id, purchase_order_line_id } = line;
  const same_item = expected.filter((e) => e.item_id === line.item_id);
  if (asn_line_id !== undefined) return same_item.find((e) => e.asn_line_id === asn_line_id) ?? null;
  const named = same_item.filter(
    (e) => purchase_order_line_id === undefined || e.purchase_order_line_id === purchase_order_line_id,
  );
  const same_lot = named.filter((e) => e.lot_no === line.lot_no);
  const most = (lines: readonly ExpectedLine[]) => lines.toSorted((a, b) => b.open - a.open)[0] ?? null;
  return most(same_lot) ?? most(named);
}

function problems(line: Matched, earlier: readonly Matched[], ground: Ground): FieldError[] {
  const { path, item_id, lot_no } = line;
  const item = ground.items.get(item_id);
  if (item === undefined) return error(`${path}.item_id`, 'unknown', { item_id });
  const { item_code } = item;
  const named = line.asn_line_id !== undefined || line.purchase_order_line_id !== undefined;
  if (named && line.expected === null) return error(path, 'supply.expected_line_unknown');
  if (earlier.some((e) => sameGoods(e, line)))
    return error(path, 'supply.line_repeated', { item_code, lot_no });
  if (line.refused > 0 && line.refusal_reason === undefined)
    return error(`${path}.refusal_reason`, 'supply.refusal_reason_missing', { qty: line.refused });
  return takenOf(line) === 0 ? [] : problemsOfTaken(line, item, ground);
}

const sameGoods = (a: CountedLine, b: CountedLine) =>
  a.item_id === b.item_id && a.lot_no === b.lot_no && a.asn_line_id === b.asn_line_id && a.sscc === b.sscc;

function problemsOfTaken(line: Matched, item: ReceivedItem, ground: Ground): FieldError[] {
  const { path, lot_no } = line;
  const { item_code } = item;
  if (ground.expected !== null && line.expected === null)
    return error(`${path}.item_id`, 'supply.item_not_ordered', { item_code });
  const dated = line.expiry_date !== undefined || ground.dated_lots.has(`${item.item_id}|${lot_no}`);
  if (item.shelf_life_days !== null && !dated)
    return error(`${path}.expiry_date`, 'supply.expiry_missing', { item_code, lot_no });
  const cold = item.storage_condition === 'cold' || item.storage_condition === 'frozen';
  if (cold && !ground.has_transport) return error('transport', 'supply.transport_missing', { item_code });
  return item.tracking === 'serial' ? serialProblems(line) : [];
}

/** As many different serials as pieces, and only announced ones unless the receiver says so. */
function serialProblems(line: Matched): FieldError[] {
  const given = line.serial_nos ?? [];
  const qty = takenOf(line);
  const path = `${line.path}.serial_nos`;
  if (given.length !== qty || new Set(given).size !== given.length)
    return error(path, 'supply.serials_to_name', { lot_no: line.lot_no, qty, given: given.length });
  const unlisted = unlistedOf(line);
  return unlisted.length === 0 || line.accept_unlisted
    ? []
    : error(path, 'supply.serial_not_expected', { count: unlisted.length, serial_no: unlisted[0]! });
}

function unlistedOf(line: Matched): string[] {
  const listed = new Set(line.expected?.serial_nos);
  return listed.size === 0 ? [] : (line.serial_nos ?? []).filter((serial_no) => !listed.has(serial_no));
}

/** Spreads what came beyond each line expected over the lines counted for it, the last ones first. */
function withOver(lines: readonly Matched[]): ReceivedLine[] {
  const left = new Map<ExpectedLine, number>();
  for (const [expected, group] of Map.groupBy(lines, (line) => line.expected)) {
    if (expected !== null) left.set(expected, Math.max(0, sum(group.map(takenOf)) - expected.open));
  }
  const seen = new Set<ExpectedLine>();
  const spread = lines.toReversed().map((line) => {
    const beyond = line.expected === null ? 0 : Math.min(left.get(line.expected)!, line.received);
    if (line.expected !== null) left.set(line.expected, left.get(line.expected)! - beyond);
    return { ...line, over: beyond };
  });
  return spread.toReversed().map((line) => {
    const first = line.expected !== null && !seen.has(line.expected);
    if (line.expected !== null) seen.add(line.expected);
    return { ...line, qty_expected: first ? line.expected!.open : null };
  });
}

function discrepancy(
  line: Pick<CountedLine, 'item_id' | 'lot_no' | 'note'> & { readonly expected: ExpectedLine | null },
  index: number | null,
  kind: DiscrepancyKind,
  qty: number,
): NewDiscrepancy[] {
  if (qty <= 0) return [];
  const { purchase_order_line_id = null, asn_line_id = null } = line.expected ?? {};
  const { item_id, lot_no, note } = line;
  return [{ index, item_id, lot_no, purchase_order_line_id, asn_line_id, kind, qty, note: note || null }];
}

function differencesOf(line: ReceivedLine, index: number): NewDiscrepancy[] {
  const paper = Math.abs((line.noted ?? countedOf(line)) - countedOf(line));
  return [
    ...discrepancy(line, index, 'damaged', line.damaged),
    ...discrepancy(line, index, 'refused', line.refused),
    ...discrepancy(line, index, 'over', line.over),
    ...discrepancy(line, index, 'note', Math.max(paper, unlistedOf(line).length)),
  ];
}

/** The delivery note names goods of which nothing came. */
const noted = (absent: readonly Matched[]): NewDiscrepancy[] =>
  absent.flatMap((line) => discrepancy(line, null, 'note', line.noted ?? 0));

function missing(expected: readonly ExpectedLine[], lines: readonly ReceivedLine[]): NewDiscrepancy[] {
  return expected.flatMap((one) => {
    const arrived = lines.filter((line) => line.expected === one);
    const index = arrived.length === 0 ? null : lines.indexOf(arrived[0]!);
    const line = { item_id: one.item_id, lot_no: one.lot_no ?? '', note: undefined, expected: one };
    return discrepancy(line, index, 'short', one.open - sum(arrived.map(countedOf)));
  });
}

/** Goods that nobody has ordered are kept in quarantine; the paper must follow. */
function withoutOrder(lines: readonly ReceivedLine[]): NewDiscrepancy[] {
  const whole = { item_id: null, lot_no: null, purchase_order_line_id: null, asn_line_id: null };
  const qty = sum(lines.map(takenOf));
  return qty > 0 ? [{ ...whole, index: null, kind: 'no_order', qty, note: null }] : [];
}

export type UnitsDecision =
  | { readonly errors: readonly FieldError[] }
  | { readonly lines: readonly CountedLine[] };

/** Digits of an SSCC, with or without its application identifier. */
export function ssccOf(text: string): string {
  const digits = text.replace(/[()\s]/g, '');
  return digits.length === 20 && digits.startsWith('00') ? digits.slice(2) : digits;
}

/** Handling units as counted lines: what the arrival notice says is in them. */
export function contentOfUnits(
  units: readonly { readonly sscc: string }[],
  expected: readonly ExpectedLine[],
): UnitsDecision {
  const found = units.map((unit, index) => contentOf(ssccOf(unit.sscc), `units.${index}`, expected));
  const errors = found.flatMap((one) => ('errors' in one ? one.errors : []));
  if (errors.length > 0) return { errors };
  return { lines: found.flatMap((one) => ('lines' in one ? one.lines : [])) };
}

function contentOf(sscc: string, path: string, expected: readonly ExpectedLine[]): UnitsDecision {
  if (!isValidSscc(sscc)) return { errors: error(`${path}.sscc`, 'supply.sscc_invalid', { sscc }) };
  const content = expected.filter((line) => line.sscc === sscc);
  if (content.length === 0) return { errors: error(`${path}.sscc`, 'supply.sscc_not_announced', { sscc }) };
  const open = content.filter((line) => line.open > 0);
  if (open.length === 0) return { errors: error(`${path}.sscc`, 'supply.sscc_received', { sscc }) };
  return {
    lines: open.map((line) => ({
      path,
      item_id: line.item_id,
      lot_no: line.lot_no!,
      production_date: line.production_date ?? undefined,
      expiry_date: line.expiry_date ?? undefined,
      asn_line_id: line.asn_line_id ?? undefined,
      sscc,
      received: line.open,
      damaged: 0,
      refused: 0,
      serial_nos: line.serial_nos.length > 0 ? line.serial_nos : undefined,
      accept_unlisted: false,
    })),
  };
}

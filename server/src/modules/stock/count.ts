import type { InputOf, postCount } from '@tongcang/contract';
import type { Cell, Refused } from './decide.ts';
import type { AccountFact } from './places.ts';
import { type BalanceKey, keyText, type LineRefusal, type PostLine } from './stock.model.ts';

export type CountLine = InputOf<typeof postCount>['lines'][number];

/** What is known of the places, lots and items that were counted, without any lock. */
export type CountFacts = {
  readonly warehouse_id: number;
  readonly account: (account_id: number) => AccountFact | undefined;
  readonly lot_known: (line: CountLine) => boolean;
  readonly serial_tracked: (item_id: number) => boolean;
};

/** What the ledger holds, locked. */
export type CountState = {
  readonly cells: ReadonlyMap<string, Cell>;
  readonly adjustment_id: number;
  /** Serial numbers that stand at a key. */
  readonly serials_at: (key: BalanceKey) => readonly string[];
  /** Where a serial stands that was counted but is not on the books here; null where nobody knows it. */
  readonly place_of: (item_id: number, serial_no: string) => BalanceKey | null;
};

/** A difference to be posted, with the line of the count that it comes from. */
export type Difference = { readonly line_no: number; readonly gained: boolean; readonly line: PostLine };

/** What is wrong with the lines as they stand on paper; every wrong one is named. */
export function paperRefusals(lines: readonly CountLine[], facts: CountFacts): LineRefusal[] {
  const first = new Map<string, number>();
  return lines.flatMap((line, index): LineRefusal[] => {
    const key = keyText(line);
    const repeated = first.get(key);
    if (repeated === undefined) first.set(key, index + 1);
    const refused =
      repeated === undefined
        ? paperRefusal(line, facts)
        : { code: 'stock.line_repeated', params: { first: repeated } };
    return refused === null ? [] : [refusal(index + 1, refused)];
  });
}

function paperRefusal(line: CountLine, facts: CountFacts): Refused | null {
  const { item_id, lot_id, account_id, counted } = line;
  const account = facts.account(account_id);
  if (account === undefined || !facts.lot_known(line))
    return { code: 'stock.place_or_lot_unknown', params: { item_id, lot_id, account_id } };
  if (account.kind !== 'bin' || account.warehouse_id !== facts.warehouse_id)
    return { code: 'stock.count_elsewhere', params: { account_id } };
  const given = line.serial_nos ?? [];
  if (!facts.serial_tracked(item_id))
    return given.length === 0
      ? null
      : { code: 'stock.serials_not_expected', params: { given: given.length } };
  if (given.length !== counted)
    return { code: 'stock.serial_count', params: { qty: counted, given: given.length } };
  const twice = given.find((serial_no, index) => given.indexOf(serial_no) !== index);
  return twice === undefined ? null : { code: 'stock.serial_repeated', params: { serial_no: twice } };
}

/** Compares the count with the locked books: the differences to be posted and every line that cannot be. */
export function compare(
  lines: readonly CountLine[],
  state: CountState,
): { differences: Difference[]; refusals: LineRefusal[] } {
  const differences: Difference[] = [];
  const refusals: LineRefusal[] = [];
  lines.forEach((line, index) => {
    const line_no = index + 1;
    const cell = state.cells.get(keyText(line));
    const refused = cell === undefined ? UNKNOWN : bookRefusal(line, cell);
    if (refused !== null) refusals.push(refusal(line_no, refused));
    else if (line.serial_nos === undefined) {
      if (line.counted !== cell!.qty)
        differences.push(difference(line, line_no, line.counted - cell!.qty, state));
    } else compareSerials(line, line_no, line.serial_nos, state, differences, refusals);
  });
  return { differences, refusals };
}

const UNKNOWN: Refused = { code: 'stock.place_or_lot_unknown', params: {} };

function bookRefusal({ counted, expected }: CountLine, { qty, allocated, packed }: Cell): Refused | null {
  if (expected !== undefined && expected !== qty)
    return { code: 'stock.count_changed', params: { expected, on_hand: qty } };
  if (counted < allocated) return { code: 'stock.count_below_allocated', params: { counted, allocated } };
  return counted < packed
    ? { code: 'stock.packed_in_handling_unit', params: { wanted: qty - counted, loose: qty - packed } }
    : null;
}

/** Serials are compared one by one: as many pieces may be others. */
function compareSerials(
  line: CountLine,
  line_no: number,
  counted: readonly string[],
  state: CountState,
  differences: Difference[],
  refusals: LineRefusal[],
): void {
  const booked = new Set(state.serials_at(line));
  const here = new Set(counted);
  const missing = [...booked].filter((serial_no) => !here.has(serial_no));
  const found = counted.filter((serial_no) => !booked.has(serial_no));
  const home = keyText({ ...line, account_id: state.adjustment_id });
  const elsewhere = found.find((serial_no) => {
    const place = state.place_of(line.item_id, serial_no);
    return place !== null && keyText(place) !== home;
  });
  if (elsewhere !== undefined) {
    refusals.push(refusal(line_no, { code: 'stock.serial_elsewhere', params: { serial_no: elsewhere } }));
    return;
  }
  if (missing.length > 0) differences.push(difference(line, line_no, -missing.length, state, missing));
  if (found.length > 0) differences.push(difference(line, line_no, found.length, state, found));
}

function difference(
  { item_id, lot_id, account_id, owner_id, disposition }: CountLine,
  line_no: number,
  gain: number,
  { adjustment_id }: CountState,
  serial_nos?: readonly string[],
): Difference {
  const gained = gain > 0;
  return {
    line_no,
    gained,
    line: {
      item_id,
      lot_id,
      qty: Math.abs(gain),
      from_account_id: gained ? adjustment_id : account_id,
      to_account_id: gained ? account_id : adjustment_id,
      from_owner_id: owner_id,
      to_owner_id: owner_id,
      from_disposition: disposition,
      to_disposition: disposition,
      serial_nos,
    },
  };
}

function refusal(line_no: number, { code, params }: Refused): LineRefusal {
  return { line_no, code, params, legal_basis: null };
}

import type { InputOf, pack } from '@tongcang/contract';
import { requireAt } from '../../platform/actor.ts';
import type { Tx } from '../../platform/db.ts';
import { fail, notFound } from '../../platform/errors.ts';
import type { Context } from '../../platform/use-case.ts';
import type { Cell, Refused } from './decide.ts';
import { refusedError } from './post.ts';
import { type BalanceKey, byText, keyText, type LineRefusal } from './stock.model.ts';
import { lockBalances, lockSerials } from './stock.write.ts';

export type Unit = {
  readonly handling_unit_id: number;
  readonly sscc: string;
  readonly status: string;
  readonly account_id: number;
  readonly warehouse_id: number | null;
};
export type UnitLine = InputOf<typeof pack>['lines'][number];
export type Content = Omit<BalanceKey, 'account_id'> & { readonly qty: number };
export type SerialHere = BalanceKey & {
  readonly serial_id: number;
  readonly serial_no: string;
  readonly handling_unit_id: number | null;
};

/** The unit, if the caller sees it and may work at its warehouse, and it was not dissolved. */
export async function unitFor({ tx, actor }: Context, handling_unit_id: number): Promise<Unit> {
  const [unit] = await tx.rows<Unit>(
    `select handling_unit_id, sscc, status, account_id, warehouse_id from stock.handling_unit where handling_unit_id = $1`,
    [handling_unit_id],
  );
  if (unit === undefined) notFound('handling_unit', handling_unit_id);
  if (unit.warehouse_id !== null) requireAt(actor, 'stock.post', unit.warehouse_id);
  if (unit.status === 'dissolved') fail('stock.handling_unit_dissolved', { sscc: unit.sscc });
  return unit;
}

/** Locks the unit after its balances, which is the order of everything that packs; it must stand as it was read. */
export async function lockUnit(tx: Tx, unit: Unit): Promise<void> {
  const now = await tx.one<Pick<Unit, 'status' | 'account_id'>>(
    'select status, account_id from stock.handling_unit where handling_unit_id = $1 for update',
    [unit.handling_unit_id],
  );
  if (now.status !== unit.status || now.account_id !== unit.account_id) fail('platform.try_again');
}

export function contentOf(tx: Tx, handling_unit_id: number): Promise<Content[]> {
  return tx.rows(
    `select item_id, lot_id, owner_id, disposition, qty from stock.handling_unit_line where handling_unit_id = $1
     order by item_id, lot_id, owner_id, disposition`,
    [handling_unit_id],
  );
}

/** Serials packed in the unit, by the key of their balance. */
export async function serialsIn(tx: Tx, handling_unit_id: number): Promise<Map<string, SerialHere[]>> {
  const rows = await tx.rows<SerialHere>(
    `select item_id, lot_id, account_id, owner_id, disposition, serial_id, serial_no, handling_unit_id
     from stock.serial where handling_unit_id = $1 order by item_id, serial_id`,
    [handling_unit_id],
  );
  return Map.groupBy(rows, keyText);
}

/** Lines of a request with the balance that each stands for, locked, and the serials that it names. */
export type Handled = {
  readonly line: UnitLine;
  readonly key: BalanceKey;
  readonly cell: Cell | undefined;
  readonly serials: readonly (SerialHere | undefined)[];
};

/** Locks the balances of the lines in key order, then the unit, then the serials named. */
export async function handle(tx: Tx, unit: Unit, lines: readonly UnitLine[]): Promise<Handled[]> {
  const keys = lines.map((line): BalanceKey => ({ ...line, account_id: unit.account_id }));
  const cells = await lockBalances(tx, byText(keys));
  await lockUnit(tx, unit);
  const named = lines.flatMap(({ item_id, serial_nos }) =>
    (serial_nos ?? []).map((serial_no) => ({ item_id, serial_no })),
  );
  const known =
    named.length === 0
      ? []
      : await lockSerials(
          tx,
          named.map((s) => s.item_id),
          named.map((s) => s.serial_no),
        );
  const serials = new Map(known.map((s) => [`${s.item_id}|${s.serial_no}`, s]));
  return lines.map((line, index) => ({
    line,
    key: keys[index]!,
    cell: cells.get(keyText(keys[index]!)),
    serials: (line.serial_nos ?? []).map((serial_no) => serials.get(`${line.item_id}|${serial_no}`)),
  }));
}

/** Fails with every line for which `check` finds something, and for every balance that is named twice. */
export function refuseWrong(handled: readonly Handled[], check: (handled: Handled) => Refused | null): void {
  const first = new Set<string>();
  const refusals = handled.flatMap((entry, index): LineRefusal[] => {
    const text = keyText(entry.key);
    const refused = first.has(text)
      ? {
          code: 'stock.line_repeated',
          params: { first: handled.findIndex((h) => keyText(h.key) === text) + 1 },
        }
      : check(entry);
    first.add(text);
    return refused === null ? [] : [{ ...refused, line_no: index + 1, legal_basis: null }];
  });
  if (refusals.length > 0) throw refusedError(refusals);
}

/**
 * Whether the serials of a line are as many as its pieces, stand at its balance, and are in `unit_id` (null: loose).
 * Items without serials name none; which items have some is seen from what stands there.
 */
export function serialRefusal({ line, key, serials }: Handled, unit_id: number | null): Refused | null {
  if (line.serial_nos === undefined) return null;
  if (line.serial_nos.length !== line.qty)
    return { code: 'stock.serial_count', params: { qty: line.qty, given: line.serial_nos.length } };
  const text = keyText(key);
  const wrong = serials.findIndex(
    (serial) => serial === undefined || keyText(serial) !== text || serial.handling_unit_id !== unit_id,
  );
  return wrong < 0
    ? null
    : { code: 'stock.serial_elsewhere', params: { serial_no: line.serial_nos[wrong]! } };
}

/** What each item is tracked by, for lines that must or must not name serials. */
export async function trackedSerially(tx: Tx, lines: readonly UnitLine[]): Promise<ReadonlySet<number>> {
  const rows = await tx.rows<{ item_id: number }>(
    `select item_id from masterdata.v_item where item_id = any($1::bigint[]) and tracking = 'serial'`,
    [lines.map((line) => line.item_id)],
  );
  return new Set(rows.map((row) => row.item_id));
}

/** Serials are named exactly for the items that have them. */
export function trackingRefusal({ line }: Handled, tracked: ReadonlySet<number>): Refused | null {
  const given = line.serial_nos?.length ?? 0;
  if (tracked.has(line.item_id) && line.serial_nos === undefined)
    return { code: 'stock.serial_count', params: { qty: line.qty, given } };
  return !tracked.has(line.item_id) && given > 0
    ? { code: 'stock.serials_not_expected', params: { given } }
    : null;
}

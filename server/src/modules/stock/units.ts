/** Handling units that other documents make and open: a pallet that is put away whole, and one that is picked from. */
import type { Actor } from '../../platform/actor.ts';
import type { Tx } from '../../platform/db.ts';
import { fail } from '../../platform/errors.ts';
import type { Cell } from './decide.ts';
import { type BalanceKey, byText, fromKey, keyText, type PostLine, toKey } from './stock.model.ts';
import { lockBalances } from './stock.write.ts';
import { changeUnits, dissolveEmpty, ensureUnits, type UnitChange } from './units.write.ts';

/** What stands at a bin under one SSCC. */
export type UnitToPack = {
  readonly sscc: string;
  readonly account_id: number;
  readonly warehouse_id: number;
  readonly content: readonly (Omit<BalanceKey, 'account_id'> & {
    readonly qty: number;
    readonly serial_nos: readonly string[];
  })[];
};

/**
 * Makes handling units of goods that this transaction has just posted to their bins, whose balances it therefore holds
 * locked. Fails with `stock.sscc_taken` where a unit of that number stands elsewhere. Three statements for any number.
 */
export async function packUnits(tx: Tx, actor: Actor, units: readonly UnitToPack[]): Promise<number[]> {
  if (units.length === 0) return [];
  const ids = await ensureUnits(tx, units);
  const changes = units.flatMap(({ account_id, warehouse_id, content, sscc }, index): UnitChange[] => {
    const handling_unit_id = ids[index] ?? fail('stock.sscc_taken', { sscc });
    return merged(content).map(({ qty, serial_nos, ...of }) => {
      const { item_id, lot_id, owner_id, disposition } = of;
      return {
        handling_unit_id,
        warehouse_id,
        key: { item_id, lot_id, account_id, owner_id, disposition },
        qty,
        serial_nos,
      };
    });
  });
  await changeUnits(tx, changes, actor.user_id);
  return ids as number[];
}

type Content = UnitToPack['content'][number];

/** One entry for each lot, owner and disposition. */
function merged(content: readonly Content[]): Content[] {
  const groups = Map.groupBy(content, (c) => `${c.item_id}|${c.lot_id}|${c.owner_id}|${c.disposition}`);
  return [...groups.values()].map((all) => ({
    ...all[0]!,
    qty: all.reduce((sum, one) => sum + one.qty, 0),
    serial_nos: all.flatMap((one) => one.serial_nos),
  }));
}

/**
 * Takes out of their units what these lines are about to move as loose pieces and what is not loose there: whoever picks
 * from a pallet opens it. Units that are emptied are dissolved. One statement where nothing is packed, a fixed number
 * otherwise; locks the balances of both ends, in the order in which `post` locks them.
 */
export async function openUnits(tx: Tx, actor: Actor, lines: readonly PostLine[]): Promise<void> {
  if (!(await anyPacked(tx, lines))) return;
  const cells = await lockBalances(tx, byText(lines.flatMap((line) => [fromKey(line), toKey(line)])));
  const packed = await packedAt(tx, lines);
  const changes = takenOut(lines, cells, packed);
  if (changes.length === 0) return;
  await changeUnits(tx, changes, actor.user_id);
  await dissolveEmpty(
    tx,
    changes.map((change) => change.handling_unit_id),
  );
}

async function anyPacked(tx: Tx, lines: readonly PostLine[]): Promise<boolean> {
  const keys = lines.map(fromKey);
  const rows = await tx.rows(
    `select 1 from unnest($1::bigint[], $2::bigint[], $3::bigint[]) as k(item_id, lot_id, account_id)
     join stock.balance b using (item_id, lot_id, account_id) where b.packed > 0 limit 1`,
    [keys.map((k) => k.item_id), keys.map((k) => k.lot_id), keys.map((k) => k.account_id)],
  );
  return rows.length > 0;
}

/** What one unit holds at one balance; `serial_nos` are those of the pieces asked for by name. */
export type PackedPart = BalanceKey & {
  readonly handling_unit_id: number;
  readonly warehouse_id: number | null;
  readonly qty: number;
  readonly serial_nos: readonly string[];
};

/** Units at the places of the lines, locked after the balances, the oldest first. */
function packedAt(tx: Tx, lines: readonly PostLine[]): Promise<PackedPart[]> {
  const keys = lines.map(fromKey);
  return tx.rows<PackedPart>(
    `select u.handling_unit_id, u.warehouse_id, c.item_id, c.lot_id, u.account_id, c.owner_id, c.disposition, c.qty,
       array(select s.serial_no from stock.serial s where s.handling_unit_id = u.handling_unit_id
         and (s.item_id, s.lot_id, s.owner_id, s.disposition) = (c.item_id, c.lot_id, c.owner_id, c.disposition)
         and s.serial_no = any($4::text[])) as serial_nos
     from stock.handling_unit u join stock.handling_unit_line c using (handling_unit_id)
     where (c.item_id, c.lot_id, u.account_id) in (
       select * from unnest($1::bigint[], $2::bigint[], $3::bigint[]))
     order by u.handling_unit_id for update of u`,
    [
      keys.map((k) => k.item_id),
      keys.map((k) => k.lot_id),
      keys.map((k) => k.account_id),
      lines.flatMap((line) => line.serial_nos ?? []),
    ],
  );
}

/**
 * Which pieces come out of which unit: numbered ones by their numbers, others as many as are missing of loose ones, from
 * the oldest unit first. Pure.
 */
export function takenOut(
  lines: readonly PostLine[],
  cells: ReadonlyMap<string, Pick<Cell, 'qty' | 'packed'>>,
  packed: readonly PackedPart[],
): UnitChange[] {
  const parts = Map.groupBy(packed, keyText);
  return [...Map.groupBy(lines, (line) => keyText(fromKey(line)))].flatMap(([text, group]) => {
    const wanted = group.reduce((sum, line) => sum + line.qty - (line.packed ?? 0), 0);
    const cell = cells.get(text);
    const loose = cell === undefined ? 0 : cell.qty - cell.packed;
    const named = new Set(group.flatMap((line) => line.serial_nos ?? []));
    let missing = wanted - loose;
    return (parts.get(text) ?? []).flatMap(({ handling_unit_id, warehouse_id, qty, ...part }) => {
      const serial_nos = part.serial_nos.filter((serial_no) => named.has(serial_no));
      const taken = named.size > 0 ? serial_nos.length : Math.min(qty, Math.max(0, missing));
      missing -= taken;
      const { serial_nos: _, ...key } = part;
      return taken === 0 ? [] : [{ handling_unit_id, warehouse_id, key, qty: -taken, serial_nos }];
    });
  });
}

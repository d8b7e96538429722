/** The second person's scan of what is about to leave, against what was picked. */
import type { Tx } from '../../platform/db.ts';
import { AppError, type FieldError, fail } from '../../platform/errors.ts';
import type { Scanned } from './consigned.ts';
import { looseSerials, placeOf, type ReadyGoods } from './ready-goods.ts';

/** One allocation that was scanned, with the serials that leave with it. */
export type Checked = { readonly allocation_id: number; readonly serial_nos: readonly string[] };

/**
 * What was scanned must be what was picked, lot by lot and number by number; otherwise every difference is named.
 * One statement where numbered pieces are among it, none otherwise.
 */
export async function checkScan(
  tx: Tx,
  goods: readonly ReadyGoods[],
  lines: readonly Scanned[],
): Promise<Checked[]> {
  const errors = scanDifferences(goods, lines);
  if (errors.length > 0) throw differs(errors);
  const numbered = goods.filter((g) => g.tracking === 'serial');
  const present = numbered.length === 0 ? new Map<string, string[]>() : await looseSerials(tx, numbered);
  const serials = assignSerials(numbered, lines, present);
  if ('errors' in serials) throw differs(serials.errors);
  return goods.map(({ allocation_id }) => ({
    allocation_id,
    serial_nos: serials.by_allocation.get(allocation_id) ?? [],
  }));
}

function differs(errors: readonly FieldError[]): AppError {
  return new AppError('fulfilment.scan_differs', { differing: errors.length }, { errors });
}

const lotKey = (piece: { item_id: number; lot_no: string }) => `${piece.item_id}|${piece.lot_no}`;

/** Where the sums of a lot differ. Pure. */
export function scanDifferences(goods: readonly ReadyGoods[], lines: readonly Scanned[]): FieldError[] {
  const picked = Map.groupBy(goods, lotKey);
  const scanned = Map.groupBy(
    lines.map((line, index) => ({ ...line, index })),
    lotKey,
  );
  return [...new Set([...picked.keys(), ...scanned.keys()])].flatMap((key): FieldError[] => {
    const expected = (picked.get(key) ?? []).reduce((sum, g) => sum + g.qty, 0);
    const found = scanned.get(key) ?? [];
    const qty = found.reduce((sum, line) => sum + line.qty, 0);
    if (expected === qty) return [];
    const { lot_no } = (found[0] ?? picked.get(key)![0])!;
    const path = found[0] === undefined ? 'lines' : `lines.${found[0].index}`;
    return [{ path, code: 'fulfilment.scan_missing', params: { lot_no, expected, scanned: qty } }];
  });
}

/** Gives each scanned number to an allocation at whose place it stands. Pure. */
export function assignSerials(
  numbered: readonly ReadyGoods[],
  lines: readonly Scanned[],
  present: ReadonlyMap<string, readonly string[]>,
): { by_allocation: Map<number, string[]> } | { errors: FieldError[] } {
  const by_allocation = new Map<number, string[]>();
  const scanned = new Map<string, Set<string>>();
  for (const line of lines) {
    const key = lotKey(line);
    scanned.set(key, new Set([...(scanned.get(key) ?? []), ...(line.serial_nos ?? [])]));
  }
  const errors = [...Map.groupBy(numbered, placeOf)].flatMap(([place, goods]): FieldError[] => {
    const asked = scanned.get(lotKey(goods[0]!)) ?? new Set<string>();
    const here = (present.get(place) ?? []).filter((serial_no) => asked.has(serial_no));
    const leaving = goods.reduce((sum, g) => sum + g.qty, 0);
    if (here.length !== leaving) {
      const params = { lot_no: goods[0]!.lot_no, expected: leaving, scanned: here.length };
      return [{ path: 'lines', code: 'fulfilment.scan_missing', params }];
    }
    for (const serial_no of here) asked.delete(serial_no);
    let next = 0;
    for (const { allocation_id, qty } of goods) {
      by_allocation.set(allocation_id, here.slice(next, next + qty));
      next += qty;
    }
    return [];
  });
  const items = new Set(numbered.map(lotKey));
  const strange = [...scanned].flatMap(([key, left]) => (items.has(key) ? [...left] : []));
  errors.push(
    ...strange.map((serial_no) => ({
      path: 'lines',
      code: 'fulfilment.serial_not_out',
      params: { serial_no },
    })),
  );
  return errors.length > 0 ? { errors } : { by_allocation };
}

/**
 * Who asked, packed or picked does not check. Reads who picked from the allocations; one statement.
 */
export async function refuseSamePerson(
  tx: Tx,
  user_id: number | null,
  goods: readonly ReadyGoods[],
  others: readonly (number | null)[],
): Promise<void> {
  if (user_id === null) return;
  const [picked] = await tx.rows<{ picked: boolean }>(
    `select true as picked from stock.v_allocation
     where allocation_id = any($1::bigint[]) and picked_by = $2 limit 1`,
    [goods.map((g) => g.allocation_id), user_id],
  );
  if (picked !== undefined || others.includes(user_id)) fail('fulfilment.same_person');
}

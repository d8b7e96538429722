import type { Tx } from '../../platform/db.ts';

/** A live allocation of one line of demand or transfer. */
export type ReadyGoods = {
  readonly allocation_id: number;
  /** The line of demand or transfer. */
  readonly line_id: number;
  readonly item_id: number;
  readonly lot_id: number;
  readonly lot_no: string;
  readonly account_id: number;
  readonly owner_id: number;
  readonly qty: number;
  readonly status: 'open' | 'picked';
  readonly tracking: 'lot' | 'serial';
  /** Who picked; null where it was not picked by a person. */
  readonly picked_by: number | null;
};

/** Live allocations of these lines, oldest first. */
export function readyGoodsOf(
  tx: Tx,
  demand_kind: 'demand_line' | 'transfer_line' | 'case_line' | 'cabinet_line',
  line_ids: readonly number[],
): Promise<ReadyGoods[]> {
  return tx.rows<ReadyGoods>(
    `select a.allocation_id, a.demand_id as line_id, a.item_id, a.lot_id, l.lot_no, a.account_id, a.owner_id, a.qty,
       a.status, i.tracking, a.picked_by
     from stock.v_allocation a
     join stock.v_lot l on l.item_id = a.item_id and l.lot_id = a.lot_id
     join masterdata.v_item i on i.item_id = a.item_id
     where a.demand_kind = $1 and a.demand_id = any($2::bigint[]) and a.status in ('open', 'picked')
     order by a.allocation_id`,
    [demand_kind, line_ids],
  );
}

/** Quantity by line. */
export function sumByLine(goods: readonly ReadyGoods[]): Map<number, number> {
  const sums = new Map<number, number>();
  for (const { line_id, qty } of goods) sums.set(line_id, (sums.get(line_id) ?? 0) + qty);
  return sums;
}

export type SerialsGiven = readonly {
  readonly allocation_id: number;
  readonly serial_nos: readonly string[];
}[];
export type SerialsOutcome =
  | { readonly serials: ReadonlyMap<number, readonly string[]> }
  | { readonly unclear: ReadyGoods; readonly present: number };

/**
 * The serials that leave with each allocation: those given, otherwise all that stand loose at its place, if that is
 * exactly what leaves. Where more stand there than leave nobody but the person at the shelf knows which.
 */
export async function serialsOf(
  tx: Tx,
  goods: readonly ReadyGoods[],
  given: SerialsGiven = [],
): Promise<SerialsOutcome> {
  const serials = new Map(given.map((g) => [g.allocation_id, g.serial_nos]));
  const silent = goods.filter((g) => g.tracking === 'serial' && !serials.has(g.allocation_id));
  if (silent.length === 0) return { serials };
  const named = new Set([...serials.values()].flat());
  const present = await serialsAt(tx, silent);
  for (const here of Map.groupBy(silent, placeOf).values()) {
    const free = present(here[0]!).filter((serial_no) => !named.has(serial_no));
    const leaving = here.reduce((sum, g) => sum + g.qty, 0);
    if (free.length !== leaving) return { unclear: here[0]!, present: free.length };
    let next = 0;
    for (const { allocation_id, qty } of here) {
      serials.set(allocation_id, free.slice(next, next + qty));
      next += qty;
    }
  }
  return { serials };
}

type Place = Pick<ReadyGoods, 'item_id' | 'lot_id' | 'account_id' | 'owner_id'>;
export const placeOf = (g: Place) => `${g.item_id}|${g.lot_id}|${g.account_id}|${g.owner_id}`;

/** Serials that stand outside of handling units at the places of these goods, by place. */
export async function looseSerials(tx: Tx, goods: readonly Place[]): Promise<Map<string, string[]>> {
  const places = [...new Map(goods.map((g) => [placeOf(g), g])).values()];
  if (places.length === 0) return new Map();
  const rows = await tx.rows<Place & { serial_nos: string[] }>(
    `select s.item_id, s.lot_id, s.account_id, s.owner_id, array_agg(s.serial_no order by s.serial_no) as serial_nos
     from unnest($1::bigint[], $2::bigint[], $3::bigint[], $4::bigint[]) as k(item_id, lot_id, account_id, owner_id)
     join stock.v_serial s on s.item_id = k.item_id and s.lot_id = k.lot_id and s.account_id = k.account_id
       and s.owner_id = k.owner_id and s.disposition = 'released' and s.handling_unit_id is null
     group by 1, 2, 3, 4`,
    [
      places.map((g) => g.item_id),
      places.map((g) => g.lot_id),
      places.map((g) => g.account_id),
      places.map((g) => g.owner_id),
    ],
  );
  return new Map(rows.map((row) => [placeOf(row), row.serial_nos]));
}

/** The same as a question about one place. */
export async function serialsAt(tx: Tx, places: readonly Place[]): Promise<(place: Place) => string[]> {
  const found = await looseSerials(tx, places);
  return (place) => found.get(placeOf(place)) ?? [];
}

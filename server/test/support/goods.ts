import type { Lot, World } from './world.ts';

let made = 0;

/**
 * Items of their own for one run of a harness, so that thousands of runs share one database. `serial` items are class
 * III. Gives their ids in ascending order.
 */
export async function newItems(world: World, trackings: readonly ('lot' | 'serial')[]): Promise<number[]> {
  const codes = trackings.map(() => `RUN-${++made}`);
  const rows = await world.sql<{ item_id: string }>(
    `insert into masterdata.item (item_code, name, model, device_class, category, unit, carton_qty, udi_di,
       registration_no, manufacturer_id, tracking, implant, sterile, storage_condition, unit_cost_fen, unit_volume_ml, unit_weight_g)
     select code, code, 'M', 'III', '14-01', '个', 10, code, '国械注准20253140001', $3, tracking, false, false, 'ambient', 1, 1, 1
     from unnest($1::text[], $2::text[]) with ordinality as t(code, tracking, ord) order by ord returning item_id`,
    [codes, trackings, world.supplier_id],
  );
  return rows.map((row) => Number(row.item_id));
}

/** Lots `L1`, `L2` ... of an item, expiring one year after the other from 2031 on, as the owner writes them. */
export async function newLots(world: World, item_id: number, count: number): Promise<Lot[]> {
  const rows = await world.sql<{ lot_id: string }>(
    `insert into stock.lot (item_id, lot_no, production_date, expiry_date)
     select $1, 'L' || n, '2026-01-10', make_date(2030 + n, 6, 30) from generate_series(1, $2::int) n returning lot_id`,
    [item_id, count],
  );
  return rows.map((row) => ({ item_id, lot_id: Number(row.lot_id) }));
}

export const serialNos = (prefix: string, from: number, count: number): string[] =>
  Array.from({ length: count }, (_, n) => `${prefix}${from + n}`);

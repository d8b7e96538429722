import { fail } from '../../platform/errors.ts';
import type { Context } from '../../platform/use-case.ts';
import { holdLots } from '../stock/index.ts';
import type { LotKey, OnHand } from './upkeep.read.ts';

/** Holds lots at one warehouse and tells which hold stands on which lot. */
export async function holdHere(
  context: Context,
  warehouse_id: number,
  lots: readonly LotKey[],
  reason: string,
): Promise<Map<number, number>> {
  if (lots.length === 0) return new Map();
  const named = lots.map(({ item_id, lot_id }) => ({ item_id, lot_id }));
  const { hold_ids } = await holdLots(context, { lots: named, warehouse_id, reason });
  const rows = await context.tx.rows<{ hold_id: number; lot_id: number }>(
    'select hold_id, lot_id from stock.v_hold where hold_id = any($1::bigint[])',
    [hold_ids],
  );
  return new Map(rows.map((row) => [row.lot_id, row.hold_id]));
}

/** Refuses lots that come twice and lots of which nothing stands at the warehouse, naming every one. */
export function requireOnHand(
  lots: readonly LotKey[],
  standing: readonly OnHand[],
  field: 'lines' | 'lots',
): Map<number, OnHand> {
  const here = new Map(standing.map((lot) => [lot.lot_id, lot]));
  const first = new Map<number, number>();
  const repeated = lots.flatMap(({ lot_id }, index) => {
    const earlier = first.get(lot_id);
    if (earlier === undefined) first.set(lot_id, index + 1);
    const params = { line: index + 1, first: earlier ?? 0 };
    return earlier === undefined ? [] : [{ path: `${field}.${index}`, code: 'duplicate', params }];
  });
  if (repeated.length > 0) fail('warehouse.line_repeated', repeated[0]!.params, repeated);
  const absent = lots.flatMap(({ lot_id }, index) =>
    here.has(lot_id) ? [] : [{ path: `${field}.${index}`, code: 'warehouse.not_on_hand', params: {} }],
  );
  if (absent.length > 0) fail('warehouse.not_on_hand', {}, absent);
  return here;
}

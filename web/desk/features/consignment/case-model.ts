import type { getCase } from '@tongcang/contract';
import type { OutputFor } from '../../app/api.ts';
import { type Expected, rowKey, type Tray } from './tray.ts';

export type Case = OutputFor<typeof getCase>;

/** Verbs of these modules show other numbers after a step of a case. */
export const AFFECTS = ['fulfilment', 'stock', 'planning', 'insight'] as const;

export type Line = Pick<
  Case['line_rows'][number],
  'item_id' | 'item_code' | 'item_name' | 'unit' | 'tracking' | 'udi_di'
>;
/** A live allocation. */
export type Goods = {
  readonly allocation_id: number;
  readonly item_id: number;
  readonly lot_no: string;
  readonly location_code: string | null;
  readonly qty: number;
  readonly status: string;
};

export const labelOf = (line: Pick<Line, 'item_code' | 'item_name'>) => `${line.item_code} ${line.item_name}`;

/** What is allocated, or picked, lot by lot, to be scanned off; numbers are whatever the scanner says. */
export function goodsOf(
  lines: readonly Line[],
  allocations: readonly Goods[],
  status: 'open' | 'picked',
): Expected[] {
  const items = new Map(lines.map((line) => [line.item_id, line]));
  const rows = new Map<string, Expected>();
  for (const goods of allocations) {
    const line = items.get(goods.item_id);
    if (goods.status !== status || line === undefined) continue;
    const { unit, udi_di, tracking } = line;
    const { item_id, lot_no } = goods;
    const before = rows.get(rowKey(goods));
    const places = new Set([
      ...(before?.places ?? []),
      ...(goods.location_code ? [goods.location_code] : []),
    ]);
    const row = { item_id, item_label: labelOf(line), unit, udi_di, tracking, lot_no, serial_nos: [] };
    rows.set(rowKey(goods), { ...row, qty: (before?.qty ?? 0) + goods.qty, places: [...places] });
  }
  return [...rows.values()];
}

/** Hands out what was scanned to the allocations of its lot, as the verb takes it. */
export function picksOf(allocations: readonly Goods[], tray: Tray) {
  const left = new Map(
    Object.entries(tray).map(([key, { qty, serial_nos }]) => [key, { qty, serials: [...serial_nos] }]),
  );
  return allocations.flatMap(({ allocation_id, item_id, lot_no, qty: wanted, status }) => {
    const scanned = left.get(rowKey({ item_id, lot_no }));
    if (status !== 'open' || scanned === undefined) return [];
    const qty = Math.min(wanted, scanned.qty);
    if (qty === 0) return [];
    scanned.qty -= qty;
    const serial_nos = scanned.serials.splice(0, qty);
    return [{ allocation_id, lot_no, qty, ...(serial_nos.length > 0 ? { serial_nos } : {}) }];
  });
}

/** What is still out, as it is used or comes back. */
export function outOf(surgery: Case): Expected[] {
  return surgery.pieces
    .filter((piece) => piece.qty_out > 0)
    .map((piece) => ({
      item_id: piece.item_id,
      item_label: `${piece.item_code} ${piece.item_name}`,
      unit: piece.unit,
      udi_di: piece.udi_di,
      tracking: piece.tracking,
      lot_no: piece.lot_no,
      qty: piece.qty_out,
      serial_nos: piece.serial_nos,
    }));
}

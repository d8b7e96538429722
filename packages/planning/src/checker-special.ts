import type { DonorLot, TransferInput, TransferItem, TransferLine, TransferNeed } from './transfer.model.ts';

/**
 * The part of the judge that looks at substitutes, sealed lots, one lot number, whole cartons, consumption before
 * expiry and waiting. Like the rest of it, it reads the input as it was given and shares no code with the planner.
 */
export type SpecialCode = 'sealed_split' | 'lots_mixed' | 'carton_broken' | 'not_consumed';
type Moved = {
  readonly line: TransferLine;
  readonly need: TransferNeed;
  readonly lot: DonorLot;
  readonly item: TransferItem;
};
type Report = (code: SpecialCode, where: string, expected: number, found: number) => void;

/** Units of the need that a unit of this item serves; null where it may not serve it. */
export function servedPerUnit(input: TransferInput, need: TransferNeed, item_id: number): number | null {
  if (item_id === need.item_id) return 1;
  if (need.may_substitute !== true) return null;
  const row = (input.substitutes ?? []).find(
    (one) => one.item_id === need.item_id && one.substitute_item_id === item_id,
  );
  return row?.ratio ?? null;
}

/** The class that counts: waiting lifts a need, but never into class 1. */
export function classAfterWaiting(input: TransferInput, need: TransferNeed): number {
  const periods = input.options?.periods_to_promotion ?? null;
  if (periods === null || need.priority_class <= 2) return need.priority_class;
  return Math.max(2, need.priority_class - Math.floor((need.waited_periods ?? 0) / periods));
}

/** Items for which a special rule holds: there an exchange of goods is not always possible. */
export function specialItems(input: TransferInput): ReadonlySet<number> {
  const found = new Set<number>();
  for (const item of input.items) if (item.whole_cartons && item.carton_qty > 1) found.add(item.item_id);
  for (const lot of input.donors) if (lot.sealed) found.add(lot.item_id);
  for (const need of input.needs) if (need.single_lot) found.add(need.item_id);
  for (const limit of input.consumption_limits ?? []) found.add(limit.item_id);
  for (const row of input.substitutes ?? []) found.add(row.item_id).add(row.substitute_item_id);
  return found;
}

function checkLots(lines: readonly Moved[], report: Report): void {
  const lots_of_need = new Map<number, Set<string>>();
  for (const [nth, { line, need, lot, item }] of lines.entries()) {
    const where = `line ${nth}`;
    if (lot.sealed && line.qty !== lot.qty_free) report('sealed_split', where, lot.qty_free, line.qty);
    if (item.whole_cartons && line.qty % item.carton_qty !== 0)
      report('carton_broken', where, item.carton_qty, line.qty);
    const lots = lots_of_need.get(need.need_id) ?? new Set();
    lots_of_need.set(need.need_id, lots.add(`${line.item_id}/${line.lot_id}`));
    if (need.single_lot && lots.size > 1) report('lots_mixed', `need ${need.need_id}`, 1, lots.size);
  }
}

function checkConsumption(input: TransferInput, lines: readonly Moved[], report: Report): void {
  for (const limit of input.consumption_limits ?? []) {
    const arriving = lines
      .filter(({ line, need, lot }) => {
        const there = line.to_warehouse_id === limit.warehouse_id && line.item_id === limit.item_id;
        const early = lot.expiry_date !== null && lot.expiry_date <= limit.expiry_date;
        return there && early && need.patient_specific !== true;
      })
      .reduce((sum, { line }) => sum + line.qty, 0);
    const where = `warehouse ${limit.warehouse_id} item ${limit.item_id} by ${limit.expiry_date}`;
    if (arriving > limit.qty) report('not_consumed', where, limit.qty, arriving);
  }
}

export function checkSpecials(input: TransferInput, lines: readonly Moved[], report: Report): void {
  checkLots(lines, report);
  checkConsumption(input, lines, report);
}

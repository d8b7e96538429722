import {
  type Facts,
  forbiddenBy,
  type Resolved,
  totalBy,
  type Violation,
  weightOf,
} from './checker-facts.ts';
import { checkSpecials } from './checker-special.ts';
import type { DonorLot, TransferLine } from './transfer.model.ts';

/** Whether an earlier lot could take the place of a line's goods, or of some of them. */
function exchangeable(
  facts: Facts,
  lines: readonly Resolved[],
  line: TransferLine,
  other: DonorLot,
  left: number,
): boolean {
  if (!facts.specials.has(line.item_id)) return true;
  const { need, lot, item } = lines.find((row) => row.line === line)!;
  if (lot.sealed || other.sealed) return false;
  const least = need.single_lot ? line.qty : item.whole_cartons ? item.carton_qty : 1;
  if (left < least) return false;
  const others = lines.filter((row) => row.line !== line);
  if (need.single_lot && others.some((row) => row.need.need_id === need.need_id)) return false;
  // A unit of the earlier lot in place of one of the line's: it must still be consumed in time.
  const tried = [
    ...others,
    ...lines
      .filter((row) => row.line === line)
      .map((row) => ({ ...row, line: { ...line, qty: line.qty - least } })),
    ...lines
      .filter((row) => row.line === line)
      .map((row) => ({ ...row, lot: other, line: { ...line, lot_id: other.lot_id, qty: least } })),
  ];
  let consumed = true;
  checkSpecials(facts.input, tried, (code) => {
    if (code === 'not_consumed') consumed = false;
  });
  return consumed;
}

/** No eligible earlier lot of the same donor is left behind. */
export function checkFefo(facts: Facts, lines: readonly Resolved[], violations: Violation[]): void {
  const used = totalBy(lines, ({ lot }) => `${lot.warehouse_id}/${lot.item_id}/${lot.lot_id}`);
  for (const [nth, { need, lane, lot, line }] of lines.entries()) {
    const earlier = facts.lots(lot.warehouse_id, lot.item_id).find((other) => {
      if (other.expiry_date === null || (lot.expiry_date !== null && other.expiry_date >= lot.expiry_date))
        return false;
      const left = other.qty_free - (used.get(`${other.warehouse_id}/${other.item_id}/${other.lot_id}`) ?? 0);
      const enough = left > 0 && exchangeable(facts, lines, line, other, left);
      return enough && forbiddenBy(facts, need, other, lane) === null;
    });
    if (earlier) {
      const found = `lot ${lot.lot_id}`;
      violations.push({ code: 'fefo', where: `line ${nth}`, expected: `lot ${earlier.lot_id}`, found });
    }
  }
}

/** No less urgent need holds a lot that a short, more urgent one could have on a lane with room, within budget. */
export function checkPriorityOrder(facts: Facts, lines: readonly Resolved[], violations: Violation[]): void {
  const load = new Map<number, number>();
  for (const row of lines) load.set(row.lane.lane_id, (load.get(row.lane.lane_id) ?? 0) + weightOf(row));
  const budget = facts.input.options?.budget_fen ?? null;
  const short = facts.input.needs.filter((need) =>
    facts.plan.shortages.some((row) => row.need_id === need.need_id && row.short_qty > 0),
  );
  const fair = (facts.input.options?.fair_floor_share ?? null) !== null;
  for (const need of short) {
    const own_class = facts.class_of(need);
    // With special rules goods cannot always change hands, and floors are there for the less urgent.
    if (facts.specials.has(need.item_id) || (fair && own_class >= 3)) continue;
    const rivals = lines.filter(
      (row) => facts.class_of(row.need) > own_class && row.item.item_id === need.item_id,
    );
    for (const rival of rivals) {
      const way = facts.input.lanes.find((lane) => {
        if (forbiddenBy(facts, need, rival.lot, lane) !== null) return false;
        const weight = rival.item.unit_weight_g;
        const freed = lane.lane_id === rival.lane.lane_id ? weight : 0;
        if ((load.get(lane.lane_id) ?? 0) - freed + weight > lane.capacity_kg * 1000) return false;
        // With a budget the exchange may cost more than is left; the order is then only a preference.
        return budget === null;
      });
      if (way) {
        const where = `need ${need.need_id}`;
        violations.push({
          code: 'priority_order',
          where,
          expected: 'served first',
          found: `need ${rival.need.need_id}`,
        });
      }
    }
  }
}

import type { ExpectedArrival, Risk, TransferNeed, UsableStock } from '@tongcang/planning';
import { SHORTAGE_LEVELS } from './planning.model.ts';
import type { OpenLine } from './planning.read.ts';

/** What a warehouse lacks of an item, as the planner takes it, with the true moment it is needed. */
export type PlannedNeed = TransferNeed & {
  /** Hours from now until it is needed; below zero when that has passed. */
  readonly due_hours: number;
};

/** An item at a warehouse with all rows of its own that decide its needs. */
export type PairFacts = {
  readonly risk: Risk;
  readonly stock: readonly UsableStock[];
  readonly arrivals: readonly ExpectedArrival[];
  readonly demand: readonly OpenLine[];
  /** Days that the safety stock protects; goods from the supplier come in this time. */
  readonly protection_days: number;
};

/** Hours within which goods are still worth sending when the wanted moment cannot be kept, by priority class. */
export const LATEST_HOURS: Readonly<Record<number, number>> = { 1: 36, 2: 60, 3: 96, 4: 192 };

type Pool = { readonly expiry_date: string | null; readonly from: string; qty: number };

/**
 * What pairs lack, numbered from 1: for each class what open demand lines do not find in the warehouse's own usable
 * stock and arrivals in time, and with `replenish` what is missing up to the safety stock, or up to the reorder point
 * where the stock-out comes before a supplier could deliver.
 */
export function needsOf(
  pairs: readonly PairFacts[],
  options: { now: string; replenish: boolean; usual_remaining_days: number },
): PlannedNeed[] {
  const found = pairs.flatMap((pair) => {
    const pool = poolOf(pair);
    const urgent = demandNeeds(pair, pool, options.now);
    const low = options.replenish ? replenishment(pair, pool, options.usual_remaining_days) : null;
    return low === null ? urgent : [...urgent, low];
  });
  return found.map((need, index) => ({ ...need, need_id: index + 1 }));
}

/** Own stock from today and arrivals from their day on, earliest expiry first. */
function poolOf({ stock, arrivals }: PairFacts): Pool[] {
  return [
    ...stock.map(({ expiry_date, qty }) => ({ expiry_date, qty, from: '' })),
    ...arrivals.map(({ expiry_date, qty, date }) => ({ expiry_date, qty, from: date })),
  ].sort((a, b) => ((a.expiry_date ?? '9999') < (b.expiry_date ?? '9999') ? -1 : 1));
}

const daysBetween = (from: string, to: string) =>
  Math.round((Date.parse(to) - Date.parse(from)) / 86_400_000);

function serve(pool: Pool[], line: OpenLine): number {
  let missing = line.qty;
  for (const batch of pool) {
    const lasts =
      batch.expiry_date === null || daysBetween(line.due_date, batch.expiry_date) >= line.min_remaining_days;
    if (!lasts || batch.from > line.due_date) continue;
    const taken = Math.min(missing, batch.qty);
    batch.qty -= taken;
    missing -= taken;
  }
  return missing;
}

function demandNeeds({ demand, risk }: PairFacts, pool: Pool[], now: string): PlannedNeed[] {
  const sorted = demand.toSorted(
    (a, b) => a.priority_class - b.priority_class || (a.needed_at < b.needed_at ? -1 : 1),
  );
  const lacking = sorted.map((line) => ({ line, qty: serve(pool, line) })).filter(({ qty }) => qty > 0);
  return [...Map.groupBy(lacking, ({ line }) => line.priority_class)].map(([priority_class, lines]) => {
    const first = Math.min(...lines.map(({ line }) => Date.parse(line.needed_at)));
    return needOf(risk, {
      qty: lines.reduce((sum, { qty }) => sum + qty, 0),
      priority_class,
      due_hours: (first - Date.parse(now)) / 3_600_000,
      min_remaining_days: Math.max(...lines.map(({ line }) => line.min_remaining_days)),
      demand_line_ids: lines.map(({ line }) => line.demand_line_id),
    });
  });
}

function replenishment(
  pair: PairFacts,
  pool: readonly Pool[],
  min_remaining_days: number,
): PlannedNeed | null {
  const { risk, protection_days } = pair;
  if (!SHORTAGE_LEVELS.includes(risk.level)) return null;
  const out = risk.days_until_stock_out;
  const target = out !== null && out <= protection_days ? risk.reorder_point : risk.safety_stock;
  const qty = target - pool.reduce((sum, batch) => sum + batch.qty, 0);
  if (qty <= 0) return null;
  const due_hours = 24 * (out ?? Math.ceil(protection_days));
  return needOf(risk, { qty, priority_class: 4, due_hours, min_remaining_days, demand_line_ids: [] });
}

function needOf(
  { item_id, warehouse_id }: Risk,
  need: Omit<PlannedNeed, 'need_id' | 'item_id' | 'to_warehouse_id' | 'needed_by_hours'>,
): PlannedNeed {
  // What is overdue already is worth what arrives within the usual time of its class.
  const needed_by_hours = need.due_hours > 0 ? need.due_hours : LATEST_HOURS[need.priority_class]!;
  return { need_id: 0, item_id, to_warehouse_id: warehouse_id, needed_by_hours, ...need };
}

/**
 * Needs for a second plan: what could not come in time may come late, within the usual time of its class. The part
 * that was served in time stays a need of its own, so that nothing that can be in time becomes late.
 */
export function withLateNeeds(
  needs: readonly PlannedNeed[],
  outcomes: readonly { need_id: number; served_qty: number; short_qty: number; too_slow: boolean }[],
): PlannedNeed[] | null {
  const late = new Map(
    outcomes.filter(({ short_qty, too_slow }) => short_qty > 0 && too_slow).map((o) => [o.need_id, o]),
  );
  if (late.size === 0) return null;
  let next = needs.length;
  return needs.flatMap((need) => {
    const outcome = late.get(need.need_id);
    const latest = LATEST_HOURS[need.priority_class]!;
    if (outcome === undefined || need.needed_by_hours >= latest) return [need];
    next += 1;
    const rest = { ...need, need_id: next, qty: outcome.short_qty, needed_by_hours: latest };
    return outcome.served_qty > 0 ? [{ ...need, qty: outcome.served_qty }, rest] : [rest];
  });
}

import {
  arrivalHours,
  type Facts,
  forbiddenBy,
  gatherFacts,
  index,
  localDate,
  type Resolved,
  resolve,
  totalBy,
  type Violation,
  weightOf,
} from './checker-facts.ts';
import { checkFefo, checkPriorityOrder } from './checker-order.ts';
import { checkSpecials, servedPerUnit } from './checker-special.ts';
import type { TransferInput, TransferPlan } from './transfer.model.ts';

export type { Violation, ViolationCode } from './checker-facts.ts';

/**
 * An independent judge of transfer plans. It shares no code with the planner: it reads the input again and looks
 * at the plan as a stranger would, so that a mistake there is not repeated here.
 */
const GIVEN_AWAY_SHARE_OF_SAFETY_STOCK = [1, 0.5, 0, 0];

function checkLines(facts: Facts, lines: readonly Resolved[], violations: Violation[]): void {
  const seen = new Set<string>();
  for (const [nth, { line, need, lane, lot }] of lines.entries()) {
    const where = `line ${nth}`;
    const key = `${line.need_id}/${line.lot_id}/${line.from_warehouse_id}/${line.lane_id}`;
    if (seen.has(key)) violations.push({ code: 'duplicate_line', where, expected: 'once', found: key });
    seen.add(key);
    if (!Number.isSafeInteger(line.qty) || line.qty < 1) {
      violations.push({ code: 'qty_not_whole', where, expected: 'whole and at least 1', found: line.qty });
    }
    const code = forbiddenBy(facts, need, lot, lane);
    if (code) violations.push({ code, where, expected: 'allowed', found: code });
    const serves = servedPerUnit(facts.input, need, line.item_id);
    if (line.to_warehouse_id !== need.to_warehouse_id || serves === null) {
      violations.push({
        code: 'wrong_way',
        where,
        expected: need.to_warehouse_id,
        found: line.to_warehouse_id,
      });
    }
    const expected = line.qty * (serves ?? 1);
    if ((line.serves_qty ?? line.qty) !== expected) {
      violations.push({ code: 'conservation', where, expected, found: line.serves_qty ?? line.qty });
    }
    if (line.arrival_hours !== arrivalHours(facts, lane)) {
      violations.push({
        code: 'too_late',
        where,
        expected: arrivalHours(facts, lane),
        found: line.arrival_hours,
      });
    }
  }
}

function checkStock(facts: Facts, lines: readonly Resolved[], violations: Violation[]): void {
  const today = localDate(facts, 0);
  const drawn = index(lines, ({ lot }) => `${lot.warehouse_id}/${lot.item_id}/${lot.lot_id}`);
  for (const [key, rows] of drawn) {
    const qty = rows.reduce((sum, { line }) => sum + line.qty, 0);
    const free = rows[0]!.lot.qty_free;
    if (qty > free)
      violations.push({ code: 'lot_overdrawn', where: `lot ${key}`, expected: free, found: qty });
  }
  for (const [key, rows] of index(lines, ({ lot }) => `${lot.warehouse_id}/${lot.item_id}`)) {
    const { warehouse_id, item_id } = rows[0]!.lot;
    const usable = facts
      .lots(warehouse_id, item_id)
      .filter(
        (lot) => lot.disposition === 'released' && (lot.expiry_date === null || lot.expiry_date >= today),
      )
      .reduce((sum, lot) => sum + lot.qty_free, 0);
    const own = facts.input.protections.find(
      (row) => row.warehouse_id === warehouse_id && row.item_id === item_id,
    );
    for (const [k, share] of GIVEN_AWAY_SHARE_OF_SAFETY_STOCK.entries()) {
      const tier = k + 1;
      const given = rows.reduce(
        (sum, { line, need }) => sum + (facts.class_of(need) >= tier ? line.qty : 0),
        0,
      );
      const kept = (1 - share) * (own?.safety_stock ?? 0) + (own?.own_demand_qty ?? 0);
      const may = Math.max(0, usable - kept);
      if (given > may) {
        violations.push({
          code: 'donor_protection',
          where: `donor ${key} class ${tier}`,
          expected: may,
          found: given,
        });
      }
    }
  }
}

function checkNeeds(facts: Facts, lines: readonly Resolved[], violations: Violation[]): void {
  const served = totalBy(
    lines,
    ({ need }) => need.need_id,
    ({ line, need }) => line.qty * (servedPerUnit(facts.input, need, line.item_id) ?? 0),
  );
  const shares = facts.input.options?.over_delivery_share_max ?? 0.25;
  const shortages = new Map(facts.plan.shortages.map((row) => [row.need_id, row.short_qty]));
  for (const need of facts.input.needs) {
    // Parts of a unit, which substitutes can leave, serve nobody.
    const qty = Math.floor((served.get(need.need_id) ?? 0) + 1e-6);
    const where = `need ${need.need_id}`;
    const most = Math.min(facts.item(need.item_id)!.carton_qty - 1, need.qty * shares);
    if (qty - need.qty > most) {
      violations.push({ code: 'over_delivery', where, expected: need.qty + most, found: qty });
    }
    const short = Math.max(0, need.qty - qty);
    if ((shortages.get(need.need_id) ?? 0) !== short) {
      violations.push({
        code: 'conservation',
        where,
        expected: short,
        found: shortages.get(need.need_id) ?? 0,
      });
    }
    const outcome = facts.plan.needs.find((row) => row.need_id === need.need_id);
    if (outcome?.served_qty !== need.qty - short || outcome.short_qty !== short) {
      violations.push({
        code: 'conservation',
        where,
        expected: need.qty - short,
        found: outcome?.served_qty ?? -1,
      });
    }
  }
}

function checkCost(facts: Facts, lines: readonly Resolved[], violations: Violation[]): void {
  let freight = 0;
  for (const [lane_id, rows] of index(lines, ({ lane }) => String(lane.lane_id))) {
    const { lane } = rows[0]!;
    const where = `lane ${lane_id}`;
    const weight = rows.reduce((sum, row) => sum + weightOf(row), 0);
    if (weight > lane.capacity_kg * 1000) {
      violations.push({ code: 'lane_capacity', where, expected: lane.capacity_kg * 1000, found: weight });
    }
    const variable = rows.reduce(
      (sum, row) => sum + Math.ceil((weightOf(row) * lane.cost_fen_per_kg) / 1000),
      0,
    );
    const claimed = rows.reduce((sum, { line }) => sum + line.variable_fen, 0);
    if (variable !== claimed) violations.push({ code: 'cost', where, expected: variable, found: claimed });
    const shares = rows.reduce((sum, { line }) => sum + line.fixed_share_fen, 0);
    if (shares !== lane.fixed_cost_fen) {
      violations.push({ code: 'cost', where, expected: lane.fixed_cost_fen, found: shares });
    }
    freight += variable + lane.fixed_cost_fen;
  }
  const { freight_fen } = facts.plan.totals;
  if (freight !== freight_fen)
    violations.push({ code: 'cost', where: 'plan', expected: freight, found: freight_fen });
  const budget = facts.input.options?.budget_fen ?? null;
  if (budget !== null && freight > budget) {
    violations.push({ code: 'budget', where: 'plan', expected: budget, found: freight });
  }
}

/** Everything that is wrong with a plan; empty when it keeps every rule of the model. */
export function checkTransferPlan(input: TransferInput, plan: TransferPlan): Violation[] {
  const facts = gatherFacts(input, plan);
  const violations: Violation[] = [];
  const lines = resolve(facts, violations);
  checkLines(facts, lines, violations);
  checkStock(facts, lines, violations);
  checkNeeds(facts, lines, violations);
  checkCost(facts, lines, violations);
  checkFefo(facts, lines, violations);
  checkPriorityOrder(facts, lines, violations);
  checkSpecials(input, lines, (code, where, expected, found) =>
    violations.push({ code, where, expected, found }),
  );
  return violations;
}

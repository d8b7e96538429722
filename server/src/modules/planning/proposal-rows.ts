import type { Alternative, Risk, TransferLine } from '@tongcang/planning';
import { judgeRisks } from './assess.ts';
import { UTC_OFFSET_HOURS } from './planning.model.ts';
import type { ProposalRow } from './planning.write.ts';
import type { PlanGround, Planned } from './propose.ts';
import { rejectedRows } from './shortage-rows.ts';

const HOUR_MS = 3_600_000;

/** What is stored of a proposal's lots. */
export type StoredLine = {
  readonly lot_id: number;
  readonly qty: number;
  readonly cartons: number;
  readonly remaining_days: number | null;
  readonly rules_passed: readonly {
    readonly code: string;
    readonly params: Readonly<Record<string, string | number | null>>;
  }[];
};
export type StoredNeed = {
  readonly priority_class: number;
  readonly need_qty: number;
  readonly served_qty: number;
  readonly needed_by: string;
  readonly demand_line_ids: readonly number[];
};
type Day = { readonly date: string; readonly usable_qty: number };
export type StoredExplanation = {
  readonly binding: readonly string[];
  readonly alternatives: readonly {
    readonly from_warehouse_id: number;
    readonly lane_id: number;
    readonly arrival_at: string;
    readonly qty: number;
    readonly freight_fen: number;
    readonly lost_because: string;
  }[];
  readonly rejected: ReturnType<typeof rejectedRows>;
  readonly weight_g: number;
  readonly lane_fixed_fen: number;
  readonly shared_with_proposals: number;
  readonly donor: {
    readonly usable_qty: number;
    readonly safety_stock: number;
    readonly own_demand_qty: number;
    readonly left_qty: number;
  };
  readonly counterfactual: {
    readonly days_until_stock_out_without: number | null;
    readonly days_until_stock_out_with: number | null;
    readonly short_qty_without: number;
    readonly short_qty_with: number;
    readonly projection_without: readonly Day[];
    readonly projection_with: readonly Day[];
  };
};

const wayOf = (line: TransferLine) =>
  `${line.item_id}|${line.from_warehouse_id}|${line.to_warehouse_id}|${line.lane_id}`;
const pairOf = (row: { item_id: number; warehouse_id: number }) => `${row.item_id}|${row.warehouse_id}`;

/** The lines of a plan as proposals: one for each item, way and departure, with everything that explains it. */
export function proposalRows(ground: PlanGround, planned: Planned): ProposalRow[] {
  const ways = [...Map.groupBy(planned.plan.lines, wayOf).values()];
  const onLane = Map.groupBy(ways, ([line]) => line!.lane_id);
  const risks = new Map(ground.risks.map((risk) => [pairOf(risk), risk]));
  const rows = ways.map((lines) => {
    const { item_id, to_warehouse_id, lane_id } = lines[0]!;
    const risk = risks.get(`${item_id}|${to_warehouse_id}`);
    return rowOf(ground, planned, lines, { risk, shared: onLane.get(lane_id)!.length - 1 });
  });
  return rows.sort((a, b) => a.priority_class - b.priority_class || b.severity - a.severity);
}

function rowOf(
  ground: PlanGround,
  planned: Planned,
  lines: readonly TransferLine[],
  { risk, shared }: { risk: Risk | undefined; shared: number },
): ProposalRow {
  const [first] = lines;
  const { item_id, from_warehouse_id, to_warehouse_id, lane_id, departure_hours, arrival_hours } = first!;
  const needs = lines.map((line) => planned.needs.find((need) => need.need_id === line.need_id)!);
  const due_hours = Math.min(...needs.map((need) => need.due_hours));
  return {
    item_id,
    from_warehouse_id,
    to_warehouse_id,
    lane_id,
    qty: sum(lines, (line) => line.qty),
    departure_at: instant(ground, departure_hours),
    arrival_at: instant(ground, arrival_hours),
    needed_by: instant(ground, due_hours),
    late: arrival_hours > due_hours,
    priority_class: Math.min(...needs.map((need) => need.priority_class)),
    severity: risk?.severity ?? 0,
    days_until_stock_out: risk?.days_until_stock_out ?? null,
    variable_fen: sum(lines, (line) => line.variable_fen),
    fixed_share_fen: sum(lines, (line) => line.fixed_share_fen),
    lines: linesOf(lines),
    needs: needsServed(ground, planned, lines),
    explanation: explanationOf(ground, planned, lines, shared),
  };
}

const sum = <T>(rows: readonly T[], amountOf: (row: T) => number) =>
  rows.reduce((total, row) => total + amountOf(row), 0);

function instant({ now }: PlanGround, hours: number): string {
  return new Date(Date.parse(now) + Math.round(hours * HOUR_MS)).toISOString();
}

function linesOf(lines: readonly TransferLine[]): StoredLine[] {
  return [...Map.groupBy(lines, (line) => line.lot_id)].map(([lot_id, ofLot]) => {
    const rules = ofLot[0]!.explanation.rules_passed;
    const lasting = rules.find((rule) => rule.code === 'not_expired_on_arrival');
    return {
      lot_id,
      qty: sum(ofLot, (line) => line.qty),
      cartons: sum(ofLot, (line) => line.cartons),
      remaining_days: lasting?.remaining_days ?? null,
      rules_passed: rules.map(({ code, ...params }) => ({ code, params })),
    };
  });
}

function needsServed(ground: PlanGround, { needs }: Planned, lines: readonly TransferLine[]): StoredNeed[] {
  return [...Map.groupBy(lines, (line) => line.need_id)].map(([need_id, served]) => {
    const need = needs.find((one) => one.need_id === need_id)!;
    return {
      priority_class: need.priority_class,
      need_qty: need.qty,
      served_qty: sum(served, (line) => line.qty),
      needed_by: instant(ground, need.due_hours),
      demand_line_ids: need.demand_line_ids,
    };
  });
}

function explanationOf(
  ground: PlanGround,
  planned: Planned,
  lines: readonly TransferLine[],
  shared_with_proposals: number,
): StoredExplanation {
  const { item_id, lane_id } = lines[0]!;
  const needs = new Set(lines.map((line) => line.need_id));
  const arcs = planned.plan.needs.filter((outcome) => needs.has(outcome.need_id)).flatMap((o) => o.rejected);
  const distinct = new Map(
    arcs.map((arc) => [`${arc.code}|${arc.from_warehouse_id}|${arc.lot_id}|${arc.lane_id}`, arc]),
  );
  return {
    binding: [...new Set(lines.flatMap((line) => line.explanation.binding))],
    alternatives: alternativesOf(lines).map(({ arrival_hours, ...one }) => ({
      ...one,
      arrival_at: instant(ground, arrival_hours),
    })),
    rejected: rejectedRows(ground, [...distinct.values()]),
    weight_g: sum(lines, (line) => line.qty) * ground.items.get(item_id)!.unit_weight_g,
    lane_fixed_fen: ground.lanes.get(lane_id)!.fixed_cost_fen,
    shared_with_proposals,
    donor: donorOf(ground, planned, lines[0]!),
    counterfactual: counterfactualOf(ground, lines),
  };
}

/** Ways that lost, each once, cheapest first: as the largest line saw them. */
function alternativesOf(lines: readonly TransferLine[]): Alternative[] {
  const bySize = lines.toSorted((a, b) => b.qty - a.qty);
  const seen = new Map<string, Alternative>();
  for (const line of bySize) {
    for (const one of line.explanation.alternatives) {
      const key = `${one.from_warehouse_id}|${one.lane_id}`;
      const own = one.from_warehouse_id === line.from_warehouse_id && one.lane_id === line.lane_id;
      if (!own && !seen.has(key)) seen.set(key, one);
    }
  }
  return [...seen.values()].sort((a, b) => a.freight_fen - b.freight_fen).slice(0, 5);
}

function donorOf(ground: PlanGround, { plan }: Planned, line: TransferLine): StoredExplanation['donor'] {
  const mine = (row: { item_id: number; warehouse_id: number }) =>
    row.item_id === line.item_id && row.warehouse_id === line.from_warehouse_id;
  const usable_qty = sum(
    ground.donors.filter((donor) => mine(donor) && donor.disposition === 'released'),
    (donor) => donor.qty_free,
  );
  const given = plan.lines.filter(
    (one) => one.item_id === line.item_id && one.from_warehouse_id === line.from_warehouse_id,
  );
  return {
    usable_qty,
    safety_stock: ground.facts.positions.find(mine)?.safety_stock ?? 0,
    own_demand_qty: sum(ground.facts.demand.filter(mine), (demand) => demand.qty),
    left_qty: usable_qty - sum(given, (one) => one.qty),
  };
}

/** The receiver day by day, without this transfer and with it. */
function counterfactualOf(
  ground: PlanGround,
  lines: readonly TransferLine[],
): StoredExplanation['counterfactual'] {
  const { item_id, to_warehouse_id: warehouse_id, arrival_hours } = lines[0]!;
  const mine = (row: { item_id: number; warehouse_id: number }) =>
    row.item_id === item_id && row.warehouse_id === warehouse_id;
  const facts = {
    positions: ground.facts.positions.filter(mine),
    stock: ground.facts.stock.filter(mine),
    arrivals: ground.facts.arrivals.filter(mine),
    demand: ground.facts.demand.filter(mine),
  };
  const today = facts.positions[0]?.today ?? facts.demand[0]!.today;
  const expiries = new Map(ground.donors.map((donor) => [donor.lot_id, donor.expiry_date]));
  const coming = lines.map((line) => ({
    item_id,
    warehouse_id,
    date: instant(ground, arrival_hours + UTC_OFFSET_HOURS).slice(0, 10),
    expiry_date: expiries.get(line.lot_id) ?? null,
    qty: line.qty,
  }));
  const [without] = judgeRisks(facts, ground.horizon_days, true);
  const [given] = judgeRisks(
    { ...facts, arrivals: [...facts.arrivals, ...coming] },
    ground.horizon_days,
    true,
  );
  return {
    days_until_stock_out_without: without!.days_until_stock_out,
    days_until_stock_out_with: given!.days_until_stock_out,
    short_qty_without: without!.projected_short_qty,
    short_qty_with: given!.projected_short_qty,
    projection_without: dated(today, without!.projection!),
    projection_with: dated(today, given!.projection!),
  };
}

function dayAfter(today: string, days: number): string {
  return new Date(Date.parse(today) + days * 86_400_000).toISOString().slice(0, 10);
}

/** Projected stock with its days; whole units, since nobody can use a part of one. */
export function dated(today: string, projection: readonly number[]): Day[] {
  return projection.map((qty, day) => ({ date: dayAfter(today, day), usable_qty: Math.floor(qty + 1e-6) }));
}

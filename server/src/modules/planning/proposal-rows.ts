import type { Alternative, NeedOutcome, Risk, TransferLine } from '@tongcang/planning';
import { judgeRisks } from './assess.ts';
import type { PlannedNeed } from './needs.ts';
import { PROJECTION_DAYS, UTC_OFFSET_HOURS } from './planning.model.ts';
import type { RiskFacts } from './planning.read.ts';
import type { ProposalRow } from './planning.write.ts';
import type { PlanGround, Planned } from './propose.ts';
import { type Names, namesOf, rejectedRows } from './shortage-rows.ts';

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
    /** The first day of both projections, and usable stock at the end of each day. */
    readonly today: string;
    readonly projection_without: readonly number[];
    readonly projection_with: readonly number[];
  };
};

const wayOf = (line: TransferLine) =>
  `${line.item_id}|${line.from_warehouse_id}|${line.to_warehouse_id}|${line.lane_id}`;
const pairOf = (row: { item_id: number; warehouse_id: number }) => `${row.item_id}|${row.warehouse_id}`;

/** The ground by item and warehouse, and the plan by what its explanations ask. */
type Index = {
  readonly names: Names;
  readonly needs: ReadonlyMap<number, PlannedNeed>;
  readonly outcomes: ReadonlyMap<number, NeedOutcome>;
  readonly expiries: ReadonlyMap<number, string | null>;
  readonly factsOf: (pair: string) => RiskFacts;
  readonly usableOf: (pair: string) => number;
  readonly givenOf: (pair: string) => number;
};

function indexOf(ground: PlanGround, { plan, needs }: Planned): Index {
  const { facts, donors } = ground;
  const [positions, stock, arrivals, demand] = [
    Map.groupBy(facts.positions, pairOf),
    Map.groupBy(facts.stock, pairOf),
    Map.groupBy(facts.arrivals, pairOf),
    Map.groupBy(facts.demand, pairOf),
  ];
  const released = donors.filter((donor) => donor.disposition === 'released');
  const usable = Map.groupBy(released, pairOf);
  const given = Map.groupBy(plan.lines, (line) => `${line.item_id}|${line.from_warehouse_id}`);
  return {
    names: namesOf(ground),
    needs: new Map(needs.map((need) => [need.need_id, need])),
    outcomes: new Map(plan.needs.map((outcome) => [outcome.need_id, outcome])),
    expiries: new Map(donors.map((donor) => [donor.lot_id, donor.expiry_date])),
    factsOf: (pair) => ({
      positions: positions.get(pair) ?? [],
      stock: stock.get(pair) ?? [],
      arrivals: arrivals.get(pair) ?? [],
      demand: demand.get(pair) ?? [],
    }),
    usableOf: (pair) => sum(usable.get(pair) ?? [], (donor) => donor.qty_free),
    givenOf: (pair) => sum(given.get(pair) ?? [], (line) => line.qty),
  };
}

/** The lines of a plan as proposals: one for each item, way and departure, with everything that explains it. */
export function proposalRows(ground: PlanGround, planned: Planned): ProposalRow[] {
  const ways = [...Map.groupBy(planned.plan.lines, wayOf).values()];
  const index = indexOf(ground, planned);
  const onLane = Map.groupBy(ways, ([line]) => line!.lane_id);
  const risks = new Map(ground.risks.map((risk) => [pairOf(risk), risk]));
  const rows = ways.map((lines) => {
    const { item_id, to_warehouse_id, lane_id } = lines[0]!;
    const risk = risks.get(`${item_id}|${to_warehouse_id}`);
    return rowOf(ground, index, lines, { risk, shared: onLane.get(lane_id)!.length - 1 });
  });
  return rows.sort((a, b) => a.priority_class - b.priority_class || b.severity - a.severity);
}

function rowOf(
  ground: PlanGround,
  index: Index,
  lines: readonly TransferLine[],
  { risk, shared }: { risk: Risk | undefined; shared: number },
): ProposalRow {
  const [first] = lines;
  const { item_id, from_warehouse_id, to_warehouse_id, lane_id, departure_hours, arrival_hours } = first!;
  const needs = lines.map((line) => index.needs.get(line.need_id)!);
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
    needs: needsServed(ground, index, lines),
    explanation: explanationOf(ground, index, lines, shared),
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

function needsServed(ground: PlanGround, index: Index, lines: readonly TransferLine[]): StoredNeed[] {
  return [...Map.groupBy(lines, (line) => line.need_id)].map(([need_id, served]) => {
    const need = index.needs.get(need_id)!;
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
  index: Index,
  lines: readonly TransferLine[],
  shared_with_proposals: number,
): StoredExplanation {
  const { item_id, lane_id, from_warehouse_id } = lines[0]!;
  const needs = new Set(lines.map((line) => line.need_id));
  const arcs = [...needs].flatMap((need_id) => index.outcomes.get(need_id)?.rejected ?? []);
  const distinct = new Map(
    arcs.map((arc) => [`${arc.code}|${arc.from_warehouse_id}|${arc.lot_id}|${arc.lane_id}`, arc]),
  );
  return {
    binding: [...new Set(lines.flatMap((line) => line.explanation.binding))],
    alternatives: alternativesOf(lines).map(({ arrival_hours, ...one }) => ({
      ...one,
      arrival_at: instant(ground, arrival_hours),
    })),
    rejected: rejectedRows(index.names, [...distinct.values()]),
    weight_g: sum(lines, (line) => line.qty) * ground.items.get(item_id)!.unit_weight_g,
    lane_fixed_fen: ground.lanes.get(lane_id)!.fixed_cost_fen,
    shared_with_proposals,
    donor: donorOf(index, `${item_id}|${from_warehouse_id}`),
    counterfactual: counterfactualOf(ground, index, lines),
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

function donorOf({ usableOf, givenOf, factsOf }: Index, pair: string): StoredExplanation['donor'] {
  const { positions, demand } = factsOf(pair);
  return {
    usable_qty: usableOf(pair),
    safety_stock: positions[0]?.safety_stock ?? 0,
    own_demand_qty: sum(demand, (line) => line.qty),
    left_qty: usableOf(pair) - givenOf(pair),
  };
}

/** The receiver day by day, without this transfer and with it. */
function counterfactualOf(
  ground: PlanGround,
  { factsOf, expiries }: Index,
  lines: readonly TransferLine[],
): StoredExplanation['counterfactual'] {
  const { item_id, to_warehouse_id: warehouse_id, arrival_hours } = lines[0]!;
  const facts = factsOf(`${item_id}|${warehouse_id}`);
  const today = facts.positions[0]?.today ?? facts.demand[0]!.today;
  const date = instant(ground, arrival_hours + UTC_OFFSET_HOURS).slice(0, 10);
  const coming = lines.map(({ lot_id, qty }) => {
    return { item_id, warehouse_id, date, expiry_date: expiries.get(lot_id) ?? null, qty };
  });
  const [without] = judgeRisks(facts, PROJECTION_DAYS, true);
  const [given] = judgeRisks({ ...facts, arrivals: [...facts.arrivals, ...coming] }, PROJECTION_DAYS, true);
  return {
    days_until_stock_out_without: without!.days_until_stock_out,
    days_until_stock_out_with: given!.days_until_stock_out,
    short_qty_without: without!.projected_short_qty,
    short_qty_with: given!.projected_short_qty,
    today,
    projection_without: without!.projection!.map(wholeUnits),
    projection_with: given!.projection!.map(wholeUnits),
  };
}

/** Nobody can use a part of a unit. */
const wholeUnits = (qty: number) => Math.floor(qty + 1e-6);

/** A projection with its days. */
export function dated(today: string, projection: readonly number[]): Day[] {
  const first = Date.parse(today);
  return projection.map((qty, day) => ({
    date: new Date(first + day * 24 * HOUR_MS).toISOString().slice(0, 10),
    usable_qty: wholeUnits(qty),
  }));
}

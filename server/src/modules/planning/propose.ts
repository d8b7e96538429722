import { propose as contract, type OutputOf } from '@tongcang/contract';
import { checkTransferPlan, type Risk, type TransferInput, type TransferPlan } from '@tongcang/planning';
import { type Actor, can, canEverywhere, requireAt, sees } from '../../platform/actor.ts';
import { clock } from '../../platform/clock.ts';
import type { Tx } from '../../platform/db.ts';
import { assert, fail } from '../../platform/errors.ts';
import { defineVerb } from '../../platform/use-case.ts';
import { factsOf, knowItems } from '../compliance/index.ts';
import { requireWarehouse } from '../masterdata/index.ts';
import { momentOf } from '../stock/index.ts';
import { announceRaised } from './announce.ts';
import { judgeRisks, reassess } from './assess.ts';
import { gateRefusals, type RefusedArc } from './gate-arcs.ts';
import { needsOf, type PairFacts, type PlannedNeed, withLateNeeds } from './needs.ts';
import { planInThread } from './planner.ts';
import { HANDLING_HOURS, NEEDS_MAX, UTC_OFFSET_HOURS } from './planning.model.ts';
import {
  type DonorRow,
  type PlanItem,
  type PlanLane,
  type PlanWarehouse,
  type RiskFacts,
  readBudget,
  readDismissed,
  readDonors,
  readItemsInNeed,
  readLives,
  readNetwork,
  readSettings,
} from './planning.read.ts';
import { supersedeProposals, writeProposals, writeRun } from './planning.write.ts';
import { proposalRows } from './proposal-rows.ts';
import { aloneAtPlanning } from './recompute.ts';
import { shortageRows } from './shortage-rows.ts';

type Output = OutputOf<typeof contract>;

/** Everything that a plan rests on. */
export type PlanGround = {
  readonly now: string;
  readonly needs: readonly PlannedNeed[];
  /** Needs beyond the largest plan. */
  readonly left_out: number;
  readonly risks: readonly Risk[];
  readonly facts: RiskFacts;
  readonly donors: readonly DonorRow[];
  readonly items: ReadonlyMap<number, PlanItem>;
  readonly lanes: ReadonlyMap<number, PlanLane>;
  readonly warehouses: ReadonlyMap<number, PlanWarehouse>;
  readonly refusals: readonly RefusedArc[];
  readonly gate_counts: ReadonlyMap<string, number>;
  readonly budget_fen: number | null;
};
/** A plan with the input it was made from, which the checker needs. */
export type Planned = {
  readonly input: TransferInput;
  readonly plan: TransferPlan;
  readonly needs: readonly PlannedNeed[];
};

export const propose = defineVerb(
  contract,
  { permission: 'planning.propose', audit: 'planning.propose', judges: true, statement_timeout_ms: 60_000 },
  async ({ tx, actor, audit, emit }, input) => {
    const scope = { item_ids: input.item_ids ?? null, to_warehouse_id: input.to_warehouse_id ?? null };
    if (scope.to_warehouse_id !== null) {
      requireAt(actor, 'planning.propose', scope.to_warehouse_id);
      await requireWarehouse(tx, scope.to_warehouse_id);
    }
    const done = await planTransfers(tx, actor, { ...scope, ...input, replenish: input.replenish });
    const { planning_run_id, proposal_ids, shortages, need_qty, served_qty, short_qty } = done;
    audit({
      entity: 'planning_run',
      entity_id: planning_run_id,
      warehouse_id: scope.to_warehouse_id,
      detail: {
        proposals: proposal_ids.length,
        shortages: shortages.length,
        need_qty,
        served_qty,
        short_qty,
      },
    });
    emit('planning.proposed', String(planning_run_id), {
      planning_run_id,
      proposal_ids,
      warehouse_id: scope.to_warehouse_id,
    });
    return done;
  },
);

type Asked = {
  readonly item_ids: readonly number[] | null;
  readonly to_warehouse_id: number | null;
  readonly replenish: boolean;
  readonly budget_fen?: number;
};

/** Reads the ground, plans, checks the plan, stores the proposals. The calling verb is declared with `judges: true`. */
export async function planTransfers(tx: Tx, actor: Actor, asked: Asked): Promise<Output> {
  const begun = clock.monotonic_ms();
  if (!(await aloneAtPlanning(tx))) fail('planning.run_busy');
  const item_ids = asked.item_ids ?? (await readItemsInNeed(tx, asked.to_warehouse_id));
  const superseded = await supersedeProposals(tx, {
    item_ids: asked.item_ids,
    to_warehouse_id: asked.to_warehouse_id,
    // Who plans for one end sees what is proposed for the other, and leaves it alone.
    warehouse_ids: plannedBy(actor),
    actor_id: actor.user_id,
  });
  const ground = await groundOf(tx, actor, { ...asked, item_ids });
  const planned = await planOn(ground);
  const violations = checkTransferPlan(planned.input, planned.plan);
  assert(violations.length === 0, `the plan breaks its own rules: ${JSON.stringify(violations.slice(0, 3))}`);
  const rows = proposalRows(ground, planned);
  const { totals } = planned.plan;
  const gate_refusals = [...ground.gate_counts].map(([code, arcs]) => ({ code, arcs }));
  const duration_ms = Math.round(clock.monotonic_ms() - begun);
  const shortages = shortageRows(ground, planned);
  const planning_run_id = await writeRun(tx, {
    kind: 'propose',
    warehouse_id: asked.to_warehouse_id,
    actor_id: actor.user_id,
    duration_ms,
    parameters: asked,
    totals: {
      ...totals,
      proposals: rows.length,
      left_out: ground.left_out,
      superseded,
      gate_refusals,
      shortages: shortages.length,
    },
    violations,
  });
  return {
    planning_run_id,
    proposal_ids: await writeProposals(tx, planning_run_id, rows),
    superseded,
    needs: ground.needs.length,
    left_out: ground.left_out,
    need_qty: totals.need_qty,
    served_qty: totals.served_qty,
    short_qty: totals.short_qty,
    freight_fen: totals.freight_fen,
    budget_fen: totals.budget_fen,
    budget_left_fen: totals.budget_left_fen,
    gate_refusals,
    shortages,
    duration_ms,
  };
}

/** Warehouses that the actor may propose for; null for all. */
function plannedBy(actor: Actor): number[] | null {
  const held = actor.permissions.get('planning.propose');
  return canEverywhere(actor, 'planning.propose') || held === 'all' ? null : [...(held ?? [])];
}

async function groundOf(
  tx: Tx,
  actor: Actor,
  asked: Asked & { readonly item_ids: readonly number[] },
): Promise<PlanGround> {
  const { item_ids } = asked;
  const reading = Promise.all([
    readSettings(tx),
    readBudget(tx),
    readDonors(tx, item_ids, { less_promised: true }),
    readNetwork(tx, item_ids),
    readLives(tx, []),
    readDismissed(tx),
    momentOf(tx),
  ]);
  const { facts, raised } = await reassess(tx, { item_ids, warehouse_id: null });
  await announceRaised(tx, raised);
  const [settings, budget, donors, network, lives, dismissed, moment] = await reading;
  const risks = judgeRisks(facts, settings.horizon_days);
  const inScope = (warehouse_id: number) =>
    can(actor, 'planning.propose', warehouse_id) &&
    (asked.to_warehouse_id === null || warehouse_id === asked.to_warehouse_id);
  const pairs = pairsOf(facts, risks).filter(
    ({ risk }) => inScope(risk.warehouse_id) && !dismissed.has(`${risk.item_id}|${risk.warehouse_id}`),
  );
  const all = needsOf(pairs, {
    now: moment.now,
    replenish: asked.replenish,
    usual_remaining_days: lives.min_remaining_days,
  });
  const needs = mostPressing(all, risks);
  const lanes = network.lanes.filter(
    (lane) => sees(actor, lane.from_warehouse_id) && sees(actor, lane.to_warehouse_id),
  );
  const gateFacts = await factsOf(tx, moment.epoch);
  await knowItems(tx, gateFacts, item_ids);
  const receivers = new Map<number, Set<number>>();
  for (const { item_id, to_warehouse_id } of needs) {
    receivers.set(item_id, (receivers.get(item_id) ?? new Set()).add(to_warehouse_id));
  }
  const gate = gateRefusals(gateFacts, moment, { donors, lanes, receivers });
  const left = budget.budget_fen === null ? null : Math.max(0, budget.budget_fen - budget.used_fen);
  return {
    now: moment.now,
    needs,
    left_out: all.length - needs.length,
    risks,
    facts,
    donors,
    items: new Map(network.items.map((item) => [item.item_id, item])),
    lanes: new Map(lanes.map((lane) => [lane.lane_id, lane])),
    warehouses: new Map(network.warehouses.map((warehouse) => [warehouse.warehouse_id, warehouse])),
    refusals: gate.refusals,
    gate_counts: gate.counts,
    budget_fen: asked.budget_fen ?? left,
  };
}

/**
 * The most urgent needs, as many as a plan takes: planning happens within the request, and nobody decides on more
 * proposals at a sitting. The rest comes with the next plan.
 */
function mostPressing(needs: readonly PlannedNeed[], risks: readonly Risk[]): PlannedNeed[] {
  if (needs.length <= NEEDS_MAX) return [...needs];
  const severity = new Map(risks.map((risk) => [`${risk.item_id}|${risk.warehouse_id}`, risk.severity]));
  const of = (need: PlannedNeed) => severity.get(`${need.item_id}|${need.to_warehouse_id}`) ?? 0;
  return needs
    .toSorted((a, b) => a.priority_class - b.priority_class || of(b) - of(a) || a.need_id - b.need_id)
    .slice(0, NEEDS_MAX)
    .map((need, index) => ({ ...need, need_id: index + 1 }));
}

/** Each risk with the rows of its own pair. */
function pairsOf(facts: RiskFacts, risks: readonly Risk[]): PairFacts[] {
  const keyOf = (row: { item_id: number; warehouse_id: number }) => `${row.item_id}|${row.warehouse_id}`;
  const [stock, arrivals, demand, positions] = [
    Map.groupBy(facts.stock, keyOf),
    Map.groupBy(facts.arrivals, keyOf),
    Map.groupBy(facts.demand, keyOf),
    new Map(facts.positions.map((position) => [keyOf(position), position])),
  ];
  return risks.map((risk) => ({
    risk,
    stock: stock.get(keyOf(risk)) ?? [],
    arrivals: arrivals.get(keyOf(risk)) ?? [],
    demand: demand.get(keyOf(risk)) ?? [],
    protection_days: positions.get(keyOf(risk))?.protection_days ?? 0,
  }));
}

/** Plans what can come in time, then, for what cannot, what may come late. */
async function planOn(ground: PlanGround): Promise<Planned> {
  const first = await planFor(ground, ground.needs);
  const slow = new Set(
    first.plan.shortages
      .filter(({ causes }) => causes.some(({ code }) => code === 'lane_too_slow'))
      .map(({ need_id }) => need_id),
  );
  const late = withLateNeeds(
    ground.needs,
    first.plan.needs.map((outcome) => ({ ...outcome, too_slow: slow.has(outcome.need_id) })),
  );
  if (late === null) return first;
  const second = await planFor(ground, late);
  return second.plan.totals.served_qty > first.plan.totals.served_qty ? second : first;
}

async function planFor(ground: PlanGround, needs: readonly PlannedNeed[]): Promise<Planned> {
  const input = inputOf(ground, needs);
  return { input, plan: await planInThread(input), needs };
}

function inputOf(ground: PlanGround, needs: readonly PlannedNeed[]): TransferInput {
  const openDemand = Map.groupBy(ground.facts.demand, (line) => `${line.item_id}|${line.warehouse_id}`);
  const safety = new Map(
    ground.facts.positions.map((p) => [`${p.item_id}|${p.warehouse_id}`, p.safety_stock]),
  );
  const keys = new Set([...openDemand.keys(), ...safety.keys()]);
  return {
    now: ground.now,
    warehouse_ids: [...ground.warehouses.keys()],
    items: [...ground.items.values()].map(asTravelling),
    needs: needs.map(({ due_hours: _, ...need }) => need),
    donors: ground.donors,
    protections: [...keys].map((key) => {
      const [item_id, warehouse_id] = key.split('|').map(Number) as [number, number];
      const own_demand_qty = (openDemand.get(key) ?? []).reduce((sum, line) => sum + line.qty, 0);
      return { item_id, warehouse_id, safety_stock: safety.get(key) ?? 0, own_demand_qty };
    }),
    lanes: [...ground.lanes.values()],
    refusals: ground.refusals,
    options: {
      handling_hours: HANDLING_HOURS,
      utc_offset_hours: UTC_OFFSET_HOURS,
      budget_fen: ground.budget_fen,
    },
  };
}

/** The gate asks for a tempered lane only for what must stay cold or frozen; the plan asks for no more. */
function asTravelling(item: PlanItem): PlanItem {
  const tempered = item.storage_condition === 'cold' || item.storage_condition === 'frozen';
  return tempered ? item : { ...item, temp_min_c: null, temp_max_c: null };
}

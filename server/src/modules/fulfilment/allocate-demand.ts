import * as contract from '@tongcang/contract';
import { requireAt } from '../../platform/actor.ts';
import type { Tx } from '../../platform/db.ts';
import { fail } from '../../platform/errors.ts';
import { type Context, defineVerb } from '../../platform/use-case.ts';
import { allocate, momentOf, type WantOutcome } from '../stock/index.ts';
import { reasonsOf } from './explain.ts';
import { type DemandStatus, follow, statusOf } from './fulfilment.model.ts';
import {
  chosenLines,
  type Demand,
  type DemandLine,
  linesOf,
  lockDemand,
  stillOpen,
} from './fulfilment.read.ts';
import { saveProgress } from './fulfilment.write.ts';
import { chooseLane, type Lane, lanesBetween } from './lanes.ts';
import { readyGoodsOf, sumByLine } from './ready-goods.ts';
import { lotTermsOf, wantOf } from './wants.ts';

type Output = contract.OutputOf<typeof contract.allocateDemand>;

export const allocateDemand = defineVerb(
  contract.allocateDemand,
  { permission: 'fulfilment.allocate', audit: 'fulfilment.allocate', judges: true },
  async (context, input) => {
    const demand = await lockDemand(context.tx, input.demand_id);
    requireAt(context.actor, 'fulfilment.allocate', demand.warehouse_id);
    stillOpen(demand);
    return allocateLocked(context, demand, input);
  },
);

/** Allocates what is missing of a demand that the caller has locked and may allocate. */
async function allocateLocked(
  context: Context,
  demand: Demand,
  input: { demand_line_ids?: readonly number[]; lane_id?: number },
): Promise<Output> {
  const { tx, actor } = context;
  const { all, lanes, today } = await situationOf(tx, demand);
  const ready = sumByLine(
    await readyGoodsOf(
      tx,
      'demand_line',
      all.map((line) => line.demand_line_id),
    ),
  );
  const asked = chosenLines(all, input.demand_line_ids)
    .map((line) => missingOf(line, ready, demand, lanes, today, input.lane_id))
    .filter((line) => line.missing > 0);
  const { partner_id, warehouse_id } = demand;
  const terms = await lotTermsOf(
    tx,
    asked.map(({ item_id }) => ({ item_id, partner_id })),
  );
  const wants = asked.map((line) => {
    const wanted = { ...line, partner_id, warehouse_id, lane_id: line.lane?.lane_id ?? null };
    return wantOf(wanted, terms(wanted), actor.user_id);
  });
  const outcomes = await allocate(tx, wants);
  const reasons = await reasonsOf(tx, wants, outcomes);
  const lines = asked.map((line, index) => answerOf(line, outcomes[index]!, reasons[index]!));
  const status = await save(tx, demand, all, ready, lines);
  report(context, demand, status, lines);
  return { demand_id: demand.demand_id, status, lines };
}

async function situationOf(tx: Tx, demand: Demand) {
  const ends = { from_warehouse_id: demand.warehouse_id, to_partner_id: demand.partner_id };
  const [all, lanes, moment] = await Promise.all([
    linesOf(tx, demand.demand_id),
    lanesBetween(tx, ends),
    momentOf(tx),
  ]);
  return { all, lanes, today: moment.today[demand.timezone]! };
}

type Asked = DemandLine & {
  readonly missing: number;
  readonly lane: Lane | null;
  readonly arrival_date: string;
};

/** A line with what it still lacks and the way its goods would take. Without any lane the customer fetches them today. */
function missingOf(
  line: DemandLine,
  ready: ReadonlyMap<number, number>,
  demand: Demand,
  lanes: readonly Lane[],
  today: string,
  named: number | undefined,
): Asked {
  const missing = line.qty - line.qty_shipped - (ready.get(line.demand_line_id) ?? 0);
  const lane = named === undefined ? bestLane(lanes, line, missing, demand) : namedLane(lanes, named);
  return { ...line, missing, lane, arrival_date: lane?.arrival_date ?? today };
}

function bestLane(lanes: readonly Lane[], line: DemandLine, missing: number, demand: Demand): Lane | null {
  const weight_kg = (missing * line.unit_weight_g) / 1000;
  return chooseLane(lanes, [line], { needed_at: demand.needed_at, weight_kg });
}

function namedLane(lanes: readonly Lane[], lane_id: number): Lane {
  const lane = lanes.find((l) => l.lane_id === lane_id);
  if (lane === undefined)
    fail('fulfilment.lane_mismatch', { lane_id }, [{ path: 'lane_id', code: 'invalid', params: {} }]);
  return lane;
}

function answerOf(
  line: Asked,
  outcome: WantOutcome,
  reasons: Output['lines'][number]['reasons'],
): Output['lines'][number] {
  const lots = 'refusal' in outcome ? [] : outcome.allocations;
  const allocated = lots.reduce((sum, lot) => sum + lot.qty, 0);
  return {
    demand_line_id: line.demand_line_id,
    line_no: line.line_no,
    item_id: line.item_id,
    wanted: line.missing,
    allocated,
    short_by: line.missing - allocated,
    lane_id: line.lane?.lane_id ?? null,
    arrival_date: line.arrival_date,
    lots: lots.map(({ allocation_id, lot_id, account_id, qty }) => ({
      allocation_id,
      lot_id,
      account_id,
      qty,
    })),
    reasons,
  };
}

/** Writes every line, so that what a recall took away meanwhile is noted as well. */
async function save(
  tx: Tx,
  demand: Demand,
  all: readonly DemandLine[],
  ready: ReadonlyMap<number, number>,
  answered: Output['lines'],
): Promise<DemandStatus> {
  const fresh = new Map(answered.map((line) => [line.demand_line_id, line]));
  const lines = all.map((line) => {
    const answer = fresh.get(line.demand_line_id);
    const allocated = (ready.get(line.demand_line_id) ?? 0) + (answer?.allocated ?? 0);
    const progress = { qty: line.qty, allocated, shipped: line.qty_shipped };
    // The lane is kept once goods are bound to it: they were judged for its temperature and its arrival.
    const lane_id = answer !== undefined && answer.allocated > 0 ? answer.lane_id : line.lane_id;
    return { ...progress, demand_line_id: line.demand_line_id, status: statusOf(progress), lane_id };
  });
  const sum = (of: (line: (typeof lines)[number]) => number) =>
    lines.reduce((total, line) => total + of(line), 0);
  const status = follow(
    demand.status,
    statusOf({ qty: sum((l) => l.qty), allocated: sum((l) => l.allocated), shipped: sum((l) => l.shipped) }),
  );
  await saveProgress(
    tx,
    [{ demand_id: demand.demand_id, status }],
    lines.map((line) => ({ ...line, shipped_delta: 0 })),
  );
  return status;
}

function report(
  { audit, emit }: Context,
  demand: Demand,
  status: DemandStatus,
  lines: Output['lines'],
): void {
  const { demand_id, document_no, warehouse_id } = demand;
  const allocated = lines.reduce((sum, line) => sum + line.allocated, 0);
  const short_by = lines.reduce((sum, line) => sum + line.short_by, 0);
  audit({
    entity: 'demand',
    entity_id: demand_id,
    warehouse_id,
    detail: { document_no, before: { status: demand.status }, after: { status }, allocated, short_by },
  });
  const short_items = lines.filter((line) => line.short_by > 0).map((line) => line.item_id);
  emit('fulfilment.allocated', String(demand_id), {
    demand_id,
    warehouse_id,
    allocated,
    short_by,
    short_items,
  });
}

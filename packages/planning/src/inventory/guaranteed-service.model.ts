import { PlanningInputError, requireNumber, requireWhole } from '../errors.ts';

/** A stage of a network that promises its customers a time and always keeps it (within its demand bound). */
export type ServiceStage = {
  readonly stage_id: number;
  /** Whole periods from having everything to having made it. */
  readonly processing_time: number;
  /** Cost of keeping one unit of safety stock for a period. */
  readonly holding_cost: number;
  /** Deviation of the demand of a period that the stage meets: its own and what it serves. */
  readonly demand_sd: number;
  /** Safety factor k of the demand bound k sd sqrt(t). */
  readonly demand_bound_constant: number;
  /** What outside suppliers take, in whole periods; 0 without. */
  readonly external_inbound_time?: number;
  /** The longest promise that outside customers accept; unlimited without, but at least one stage must have it. */
  readonly external_outbound_time?: number;
};
export type ServiceNetwork = {
  readonly stages: readonly ServiceStage[];
  /** [from, to]: the first supplies the second. */
  readonly edges: readonly (readonly [number, number])[];
};
export type StagePromise = {
  readonly stage_id: number;
  /** Promised to customers, in periods. */
  readonly outbound_time: number;
  /** Promised by the slowest supplier. */
  readonly inbound_time: number;
  /** Periods of demand that the safety stock covers: inbound + processing - outbound. */
  readonly net_replenishment_time: number;
  readonly safety_stock: number;
};
export type ServicePlan = { readonly cost: number; readonly stages: readonly StagePromise[] };

/** The network by position, with bounds of the promises. */
export type Network = {
  readonly stages: readonly ServiceStage[];
  readonly suppliers: readonly (readonly number[])[];
  readonly customers: readonly (readonly number[])[];
  /** Suppliers before customers. */
  readonly order: readonly number[];
  /** Longest time from outside to done: no promise needs to be longer. */
  readonly time_max: Int32Array;
  /** Longest promise that outside customers allow. */
  readonly promise_max: Int32Array;
};

const TIME_MAX = 20_000;
const STAGES_MAX = 10_000;
/** Pairs of inbound and outbound times over all stages: the work of the dynamic programme. */
const PAIRS_MAX = 5e8;

function checkStages(stages: readonly ServiceStage[]): Map<number, number> {
  const index_of = new Map<number, number>();
  requireNumber('stages.length', stages.length, { min: 1, max: STAGES_MAX });
  for (const [index, stage] of stages.entries()) {
    const field = `stages[${index}]`;
    if (index_of.has(stage.stage_id)) throw new PlanningInputError('duplicate', field, stage.stage_id);
    index_of.set(stage.stage_id, index);
    requireWhole(`${field}.processing_time`, stage.processing_time, { max: TIME_MAX });
    for (const name of ['holding_cost', 'demand_sd', 'demand_bound_constant'] as const)
      requireNumber(`${field}.${name}`, stage[name], { max: 1e12 });
    requireWhole(`${field}.external_inbound_time`, stage.external_inbound_time ?? 0, { max: TIME_MAX });
    requireWhole(`${field}.external_outbound_time`, stage.external_outbound_time ?? 0, { max: 1e15 });
  }
  return index_of;
}

function connect({ stages, edges }: ServiceNetwork, index_of: Map<number, number>) {
  const suppliers: number[][] = stages.map(() => []);
  const customers: number[][] = stages.map(() => []);
  const seen = new Set<string>();
  for (const [index, [from, to]] of edges.entries()) {
    const [a, b] = [index_of.get(from), index_of.get(to)];
    if (a === undefined) throw new PlanningInputError('unknown_id', `edges[${index}][0]`, from);
    if (b === undefined) throw new PlanningInputError('unknown_id', `edges[${index}][1]`, to);
    if (seen.has(`${a}:${b}`)) throw new PlanningInputError('duplicate', `edges[${index}]`, `${from}:${to}`);
    seen.add(`${a}:${b}`);
    suppliers[b]!.push(a);
    customers[a]!.push(b);
  }
  return { suppliers, customers };
}

/** Suppliers first (Kahn); a cycle of supply has no promise that could be kept. */
function topological(suppliers: readonly (readonly number[])[], customers: readonly (readonly number[])[]) {
  const waiting = suppliers.map((list) => list.length);
  const order = waiting.flatMap((count, index) => (count === 0 ? [index] : []));
  for (let at = 0; at < order.length; at += 1)
    for (const customer of customers[order[at]!]!) {
      waiting[customer]! -= 1;
      if (waiting[customer] === 0) order.push(customer);
    }
  if (order.length < suppliers.length) throw new PlanningInputError('out_of_range', 'edges', 'cycle');
  return order;
}

/** Checks and indexes a network; throws PlanningInputError for unknown or double ids and cycles. */
export function readNetwork(network: ServiceNetwork): Network {
  const index_of = checkStages(network.stages);
  const { stages } = network;
  const { suppliers, customers } = connect(network, index_of);
  const order = topological(suppliers, customers);
  const time_max = new Int32Array(stages.length);
  const promise_max = new Int32Array(stages.length);
  for (const index of order) {
    const stage = stages[index]!;
    const inbound = suppliers[index]!.reduce(
      (longest, supplier) => Math.max(longest, time_max[supplier]!),
      stage.external_inbound_time ?? 0,
    );
    time_max[index] = inbound + stage.processing_time;
    requireNumber(`stages[${index}].processing_time`, time_max[index], { max: TIME_MAX });
    promise_max[index] = Math.min(time_max[index], stage.external_outbound_time ?? TIME_MAX);
  }
  const pairs = time_max.reduce((sum, time, index) => sum + (time + 1) * (promise_max[index]! + 1), 0);
  if (pairs > PAIRS_MAX) throw new PlanningInputError('out_of_range', 'stages', pairs);
  return { stages, suppliers, customers, order, time_max, promise_max };
}

/** Safety stock cost of a stage for a net replenishment time: h k sd sqrt(t). */
export function stageCost(stage: ServiceStage, net_time: number): number {
  return stage.holding_cost * stage.demand_bound_constant * stage.demand_sd * Math.sqrt(net_time);
}

/** The longest promise of the suppliers. */
export function inboundTime(
  { stages, suppliers }: Network,
  index: number,
  outbound: ArrayLike<number>,
): number {
  return suppliers[index]!.reduce(
    (longest, supplier) => Math.max(longest, outbound[supplier]!),
    stages[index]!.external_inbound_time ?? 0,
  );
}

/** The plan that follows from the promises. A promise is never longer than the stage needs. */
export function planOf(network: Network, outbound: ArrayLike<number>): ServicePlan {
  const kept = Int32Array.from(outbound);
  let cost = 0;
  const stages: StagePromise[] = new Array(network.stages.length);
  for (const index of network.order) {
    const stage = network.stages[index]!;
    const inbound_time = inboundTime(network, index, kept);
    const done = inbound_time + stage.processing_time;
    kept[index] = Math.min(kept[index]!, done);
    const net = done - kept[index]!;
    const safety_stock = stage.demand_bound_constant * stage.demand_sd * Math.sqrt(net);
    cost += stageCost(stage, net);
    stages[index] = {
      stage_id: stage.stage_id,
      outbound_time: kept[index]!,
      inbound_time,
      net_replenishment_time: net,
      safety_stock,
    };
  }
  return { cost, stages };
}

/** Deviation of the demand that each stage sees when it serves others: independent demands add their variances. */
export function pooledDemandSd(
  own_sd: ReadonlyMap<number, number>,
  network: Pick<ServiceNetwork, 'edges'> & { readonly stage_ids: readonly number[] },
): Map<number, number> {
  const index_of = new Map(network.stage_ids.map((id, index) => [id, index]));
  const blank = network.stage_ids.map((stage_id) => ({
    stage_id,
    processing_time: 0,
    holding_cost: 0,
    demand_sd: own_sd.get(stage_id) ?? 0,
    demand_bound_constant: 0,
  }));
  const { customers, order } = readNetwork({ stages: blank, edges: network.edges });
  const shares = blank.map((stage) => new Map([[stage.stage_id, 1]]));
  for (const index of order.toReversed())
    for (const customer of customers[index]!)
      for (const [id, times] of shares[customer]!)
        shares[index]!.set(id, (shares[index]!.get(id) ?? 0) + times);
  return new Map(
    network.stage_ids.map((id) => {
      const seen = [...shares[index_of.get(id)!]!];
      const variance = seen.reduce((sum, [own, times]) => sum + (times * (own_sd.get(own) ?? 0)) ** 2, 0);
      // Demand that reaches a stage by ever more ways multiplies beyond every sense.
      requireNumber(`own_sd of stage ${id}`, variance, { max: 1e30 });
      return [id, Math.sqrt(variance)];
    }),
  );
}

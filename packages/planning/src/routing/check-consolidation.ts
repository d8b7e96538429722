import type { ConsolidationInput, ConsolidationPlan, DepartureLoad } from './consolidation.model.ts';

/** An independent judge of consolidation; it shares no code with the planner. */
export type ConsolidationViolationCode =
  | 'unknown_reference'
  | 'parts_not_conserved'
  | 'departure_twice'
  | 'wrong_lane'
  | 'not_ready'
  | 'too_late'
  | 'weight'
  | 'volume'
  | 'cost';
export type ConsolidationViolation = {
  readonly code: ConsolidationViolationCode;
  readonly where: string;
  readonly expected: number | string;
  readonly found: number | string;
};

const CLASSES = ['ambient', 'cold', 'frozen'] as const;
const isMore = (a: number, b: number) => !(a <= b + 1e-6 + Math.abs(b) * 1e-9);

/** Everything that is wrong with a plan; empty when it keeps every rule. */
export function checkConsolidation(
  { documents, departures }: ConsolidationInput,
  plan: ConsolidationPlan,
): ConsolidationViolation[] {
  const violations: ConsolidationViolation[] = [];
  const blame = (
    code: ConsolidationViolationCode,
    where: string,
    expected: number | string,
    found: number | string,
  ) => violations.push({ code, where, expected, found });
  const travelling = new Map<number, number>();
  const count = (id: number, parts: number) => travelling.set(id, (travelling.get(id) ?? 0) + parts);

  const judgeLoad = (load: DepartureLoad) => {
    const where = `departure ${load.departure_id}`;
    const departure = departures.find((row) => row.departure_id === load.departure_id);
    if (!departure) return blame('unknown_reference', where, 'known', load.departure_id);
    let weight = 0;
    const volume = { ambient: 0, cold: 0, frozen: 0 };
    const arrival = departure.departs_hours + departure.transit_hours;
    for (const { document_id, parts } of load.documents) {
      count(document_id, parts);
      const document = documents.find((row) => row.document_id === document_id);
      const at = `document ${document_id}`;
      if (!document) {
        blame('unknown_reference', at, 'known', document_id);
        continue;
      }
      const share = parts / (document.parts ?? 1);
      weight += share * document.weight_kg;
      for (const name of CLASSES) volume[name] += share * (document.volume_l[name] ?? 0);
      if (
        document.from_warehouse_id !== departure.from_warehouse_id ||
        document.to_warehouse_id !== departure.to_warehouse_id
      )
        blame('wrong_lane', at, document.to_warehouse_id, departure.to_warehouse_id);
      if (document.ready_hours > departure.departs_hours)
        blame('not_ready', at, departure.departs_hours, document.ready_hours);
      if (arrival > document.latest_arrival_hours)
        blame('too_late', at, document.latest_arrival_hours, arrival);
    }
    if (load.arrival_hours !== arrival) blame('too_late', where, arrival, load.arrival_hours);
    if (isMore(weight, departure.weight_kg_max)) blame('weight', where, departure.weight_kg_max, weight);
    for (const name of CLASSES) {
      const room = departure.volume_l_max[name] ?? 0;
      if (isMore(volume[name], room)) blame('volume', `${where} ${name}`, room, volume[name]);
    }
    const variable = weight * departure.cost_fen_per_kg;
    if (load.fixed_fen !== departure.fixed_cost_fen)
      blame('cost', where, departure.fixed_cost_fen, load.fixed_fen);
    if (!(Math.abs(load.variable_fen - variable) <= 1 + variable * 1e-9))
      blame('cost', where, variable, load.variable_fen);
  };

  for (const load of plan.loads) judgeLoad(load);
  for (const { document_id, parts } of plan.left) count(document_id, parts);
  for (const { document_id, parts = 1 } of documents)
    if (travelling.get(document_id) !== parts)
      blame('parts_not_conserved', `document ${document_id}`, parts, travelling.get(document_id) ?? 0);
  if (new Set(plan.loads.map((load) => load.departure_id)).size !== plan.loads.length)
    blame('departure_twice', 'plan', 'once', 'twice');
  let freight = 0;
  for (const load of plan.loads) freight += load.fixed_fen + load.variable_fen;
  if (freight !== plan.totals.freight_fen) blame('cost', 'plan', freight, plan.totals.freight_fen);
  return violations;
}

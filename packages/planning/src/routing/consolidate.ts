import type {
  ConsolidationInput,
  ConsolidationPlan,
  DepartureLoad,
  LaneDeparture,
  LeftCause,
  LeftDocument,
  ShippingDocument,
} from './consolidation.model.ts';
import { requireConsolidationInput } from './consolidation-input.ts';
import { loadOf } from './depot-part.ts';
import { type LaneProblem, type Loading, loadLane } from './lane-loading.ts';

/** Nearness of a departure to taking a document: the later in this list, the nearer. */
const NEARNESS: readonly LeftCause[] = [
  'no_lane',
  'not_ready',
  'too_late',
  'no_compartment',
  'too_large',
  'no_room',
];

/**
 * Merges shipping documents by lane and departure: which go together on which departure, so that as little as possible
 * stays behind (class 1 before all others) and then freight is least. A document travels whole unless it has parts,
 * leaves when it is ready, arrives in time, and lies in the compartment of its class. Throws `PlanningInputError`.
 */
export function consolidateShipments(input: ConsolidationInput): ConsolidationPlan {
  requireConsolidationInput(input);
  const departures = Map.groupBy(input.departures, laneOf);
  const lanes = [...Map.groupBy(input.documents, laneOf)].map(([lane, documents]) =>
    planLane(documents, departures.get(lane) ?? []),
  );
  const loads = lanes.flatMap((lane) => lane.loads);
  const sum = (read: (load: DepartureLoad) => number) => loads.reduce((total, load) => total + read(load), 0);
  const [fixed_fen, variable_fen] = [sum((load) => load.fixed_fen), sum((load) => load.variable_fen)];
  return {
    loads,
    left: lanes.flatMap((lane) => lane.left),
    totals: {
      departures: loads.length,
      fixed_fen,
      variable_fen,
      freight_fen: fixed_fen + variable_fen,
      apart_fen: lanes.reduce((total, lane) => total + lane.apart_fen, 0),
    },
  };
}

const laneOf = (row: ShippingDocument | LaneDeparture): string =>
  `${row.from_warehouse_id}/${row.to_warehouse_id}`;
const partsOf = (document: ShippingDocument): number => document.parts ?? 1;
const arrivalOf = (departure: LaneDeparture): number => departure.departs_hours + departure.transit_hours;

type LanePlan = {
  readonly loads: readonly DepartureLoad[];
  readonly left: readonly LeftDocument[];
  readonly apart_fen: number;
};

function planLane(documents: readonly ShippingDocument[], departures: readonly LaneDeparture[]): LanePlan {
  const problem: LaneProblem = {
    goods: documents.map((document) => ({
      parts: partsOf(document),
      part_load: loadOf(document.weight_kg, document.volume_l).map((qty) => qty / partsOf(document)),
      part_weight_kg: document.weight_kg / partsOf(document),
      priority_class: document.priority_class ?? 4,
      latest_arrival_hours: document.latest_arrival_hours,
      allowed: [...departures.keys()].filter((nth) => refusalOf(document, departures[nth]!) === null),
    })),
    vehicles: departures.map((departure) => ({
      room: loadOf(departure.weight_kg_max, departure.volume_l_max),
      fixed_cost_fen: departure.fixed_cost_fen,
      cost_fen_per_kg: departure.cost_fen_per_kg,
    })),
  };
  const loading = loadLane(problem);
  return {
    loads: departures.flatMap((departure, nth) => loadOn(departure, nth, { documents, problem, loading })),
    left: documents.flatMap((document, nth) => leftOf(document, loading.parts[nth]!, departures)),
    apart_fen: apartCost(problem, loading),
  };
}

/** Why an empty departure would not take the document, or not even one part of it; null where it would. */
function refusalOf(document: ShippingDocument, departure: LaneDeparture): LeftCause | null {
  if (document.ready_hours > departure.departs_hours) return 'not_ready';
  if (arrivalOf(departure) > document.latest_arrival_hours) return 'too_late';
  const room = loadOf(departure.weight_kg_max, departure.volume_l_max);
  const load = loadOf(document.weight_kg, document.volume_l);
  if (load.some((qty, d) => d > 0 && qty > 0 && room[d] === 0)) return 'no_compartment';
  return load.some((qty, d) => qty / partsOf(document) > room[d]!) ? 'too_large' : null;
}

type Laden = {
  readonly documents: readonly ShippingDocument[];
  readonly problem: LaneProblem;
  readonly loading: Loading;
};

function loadOn(
  departure: LaneDeparture,
  vehicle: number,
  { documents, problem, loading }: Laden,
): DepartureLoad[] {
  const rows = documents.flatMap(({ document_id }, nth) => {
    const parts = loading.parts[nth]![vehicle]!;
    return parts > 0 ? [{ document_id, parts, good: problem.goods[nth]! }] : [];
  });
  if (rows.length === 0) return [];
  const { room } = problem.vehicles[vehicle]!;
  const load = room.map((_, d) => rows.reduce((sum, { parts, good }) => sum + parts * good.part_load[d]!, 0));
  const filled = load.map((qty, d) => (qty > 0 ? Math.min(1, qty / room[d]!) : 0));
  return [
    {
      departure_id: departure.departure_id,
      arrival_hours: arrivalOf(departure),
      documents: rows.map(({ document_id, parts }) => ({ document_id, parts })),
      weight_kg: load[0]!,
      fill_share: Math.max(...filled),
      fixed_fen: departure.fixed_cost_fen,
      variable_fen: Math.round(load[0]! * departure.cost_fen_per_kg),
    },
  ];
}

function leftOf(
  document: ShippingDocument,
  loaded: readonly number[],
  departures: readonly LaneDeparture[],
): LeftDocument[] {
  const parts = partsOf(document) - loaded.reduce((sum, count) => sum + count, 0);
  if (parts === 0) return [];
  let [cause, nearest_departure_id]: [LeftCause, number | null] = ['no_lane', null];
  for (const departure of departures) {
    const refusal = refusalOf(document, departure) ?? 'no_room';
    if (NEARNESS.indexOf(refusal) <= NEARNESS.indexOf(cause)) continue;
    cause = refusal;
    nearest_departure_id = departure.departure_id;
  }
  return [{ document_id: document.document_id, parts, cause, nearest_departure_id }];
}

/** Freight if every document that travels whole went alone, on whichever departure would take it whole most cheaply. */
function apartCost({ goods, vehicles }: LaneProblem, { parts }: Loading): number {
  let total = 0;
  for (const [g, good] of goods.entries()) {
    if (parts[g]!.reduce((sum, count) => sum + count, 0) < good.parts) continue;
    const ways = good.allowed.filter((nth) =>
      good.part_load.every((qty, d) => qty * good.parts <= vehicles[nth]!.room[d]!),
    );
    const costs = ways.map(
      (nth) =>
        vehicles[nth]!.fixed_cost_fen + good.parts * good.part_weight_kg * vehicles[nth]!.cost_fen_per_kg,
    );
    if (costs.length > 0) total += Math.min(...costs);
  }
  return Math.round(total);
}

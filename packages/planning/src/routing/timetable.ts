import type { FleetKind } from './depot-part.ts';
import { dutyOf } from './route-duty.ts';
import {
  type PlannedRoute,
  type RouteDepot,
  type RouteStop,
  type RouteVisit,
  TEMPERATURE_CLASSES,
} from './routing.model.ts';
import { breaksAfter, type SearchProblem } from './search-problem.ts';

export type DrivenRoute = {
  readonly depot: RouteDepot;
  readonly fleet_kind: FleetKind;
  readonly vehicle_id: number;
  /** Nodes of the problem. */
  readonly nodes: Int32Array;
};

/** The route with all its times. `stops[node - 1]` is the stop of a node. */
export function timetable(
  problem: SearchProblem,
  stops: readonly RouteStop[],
  { depot, fleet_kind, vehicle_id, nodes }: DrivenRoute,
): PlannedRoute {
  const { kind } = fleet_kind;
  const duty = dutyOf(problem, kind, { nodes, from: 0, length: nodes.length, at: -1, extra: 0 });
  if (duty === null) throw new Error('assertion failed: the search left a route that breaks its limits');
  let time = duty.start_minutes;
  let driving = 0;
  let previous = 0;
  const drive = (node: number) => {
    const leg = previous * problem.nodes + node;
    const before = breaksAfter(kind.rules, driving);
    driving += problem.minutes[leg]!;
    const break_minutes = (breaksAfter(kind.rules, driving) - before) * kind.rules.break_minutes;
    previous = node;
    time += problem.minutes[leg]! + break_minutes;
    return { km: problem.km[leg]!, driving_minutes: problem.minutes[leg]!, break_minutes };
  };
  const visits: RouteVisit[] = Array.from(nodes, (node) => {
    const stop = stops[node - 1]!;
    const leg = drive(node);
    const arrival_minutes = time;
    const service_start_minutes = Math.max(time, stop.ready_minutes);
    time = service_start_minutes + stop.service_minutes;
    return { stop_id: stop.stop_id, ...leg, arrival_minutes, service_start_minutes, departure_minutes: time };
  });
  const home = drive(0);
  const legs = [...visits, home];
  const km = sum(legs, (leg) => leg.km);
  const served = Array.from(nodes, (node) => stops[node - 1]!);
  return {
    vehicle_id,
    depot_id: depot.depot_id,
    start_minutes: duty.start_minutes,
    end_minutes: time,
    visits,
    home,
    km,
    driving_minutes: sum(legs, (leg) => leg.driving_minutes),
    break_minutes: sum(legs, (leg) => leg.break_minutes),
    waiting_minutes: sum(visits, (visit) => visit.service_start_minutes - visit.arrival_minutes),
    duty_minutes: time - duty.start_minutes,
    weight_kg: sum(served, (stop) => stop.weight_kg),
    volume_l: Object.fromEntries(
      TEMPERATURE_CLASSES.map((name) => [name, sum(served, (stop) => stop.volume_l[name] ?? 0)]),
    ) as PlannedRoute['volume_l'],
    cost_fen: Math.round(kind.fixed_cost + kind.cost_per_km * km),
  };
}

const sum = <T>(rows: readonly T[], read: (row: T) => number): number =>
  rows.reduce((total, row) => total + read(row), 0);

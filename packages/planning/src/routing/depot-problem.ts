import { type DepotPart, loadOf } from './depot-part.ts';
import type { RouteStop } from './routing.model.ts';
import { hasDriverRules, type SearchProblem, type VehicleKind } from './search-problem.ts';
import { refusalAlone } from './stop-alone.ts';
import type { LegOf } from './travel.ts';

/** One urgent stop is worth so many of the next class when the fleet is too small for all. */
const CLASS_WEIGHT = 8;
/** Nearest stops that a ruin may look through; it seldom passes the first fifty. */
const NEIGHBOURS_MAX = 400;

/** The search problem of a depot, of stops that at least one of its vehicles can serve alone. */
export function problemOf(part: DepotPart, stops: readonly RouteStop[], legOf: LegOf): SearchProblem {
  const nodes = stops.length + 1;
  const kinds = part.fleet.map(({ kind }) => ({ ...kind, count: Math.min(kind.count, stops.length) }));
  const places = [part.depot.place, ...stops.map((stop) => stop.place)];
  const matrices = matricesOf(places, legOf);
  const node = (read: (stop: RouteStop) => number) => Float64Array.from([0, ...stops.map(read)]);
  const load = [{ weight_kg: 0, volume_l: {} }, ...stops].map((row) => loadOf(row.weight_kg, row.volume_l));
  return {
    stops: stops.length,
    nodes,
    ...matrices,
    ready: node((stop) => stop.ready_minutes),
    due: node((stop) => stop.due_minutes),
    service: node((stop) => stop.service_minutes),
    dimensions: load[0]!.length,
    load: Float64Array.from(load.flat()),
    penalty: penaltiesOf(stops, kinds, matrices.km),
    kinds,
    alone: aloneOf(part, stops, kinds, legOf),
    neighbours: neighboursOf(matrices.km, nodes),
    timed: mayBind(stops, kinds, matrices.minutes),
  };
}

function matricesOf(places: readonly number[], legOf: LegOf) {
  const nodes = places.length;
  const [km, minutes, km_to, minutes_to] = Array.from(
    { length: 4 },
    () => new Float64Array(nodes * nodes),
  ) as [Float64Array, Float64Array, Float64Array, Float64Array];
  for (let from = 0; from < nodes; from++)
    for (let to = 0; to < nodes; to++) {
      const leg = legOf(places[from]!, places[to]!);
      km[from * nodes + to] = leg.km;
      minutes[from * nodes + to] = leg.minutes;
      km_to[to * nodes + from] = leg.km;
      minutes_to[to * nodes + from] = leg.minutes;
    }
  return { km, minutes, km_to, minutes_to };
}

/** More than any insertion costs, so that a stop is left out for want of a place only, never to save. */
function penaltiesOf(
  stops: readonly RouteStop[],
  kinds: readonly VehicleKind[],
  km: Float64Array,
): Float64Array {
  const longest = km.reduce((most, leg) => Math.max(most, leg), 0);
  const dearest = kinds.reduce(
    (most, kind) => Math.max(most, kind.fixed_cost + 3 * longest * kind.cost_per_km),
    0,
  );
  const weight = (stop: RouteStop) => CLASS_WEIGHT ** (4 - (stop.priority_class ?? 4));
  return Float64Array.from([0, ...stops.map((stop) => (2 * dearest + 1) * weight(stop))]);
}

function aloneOf(part: DepotPart, stops: readonly RouteStop[], kinds: readonly VehicleKind[], legOf: LegOf) {
  const nodes = stops.length + 1;
  const alone = new Uint8Array(kinds.length * nodes);
  for (const [k, kind] of kinds.entries())
    for (const [nth, stop] of stops.entries())
      alone[k * nodes + nth + 1] = refusalAlone(stop, part.depot.place, kind, legOf) === null ? 1 : 0;
  return alone;
}

/** By the way there and back, because matrices need not be symmetric. */
function neighboursOf(km: Float64Array, nodes: number): Int32Array[] {
  const away = new Float64Array(nodes);
  return Array.from({ length: nodes }, (_, centre) => {
    for (let node = 1; node < nodes; node++)
      away[node] = km[centre * nodes + node]! + km[node * nodes + centre]!;
    away[centre] = -1;
    const list = Int32Array.from({ length: nodes - 1 }, (_, i) => i + 1);
    return list.sort((a, b) => away[a]! - away[b]! || a - b).slice(0, NEIGHBOURS_MAX);
  });
}

/** Times matter unless even a vehicle that drives the longest legs between all stops, and serves all, is in time. */
function mayBind(stops: readonly RouteStop[], kinds: readonly VehicleKind[], minutes: Float64Array): boolean {
  if (kinds.some(hasDriverRules)) return true;
  const longest = minutes.reduce((most, leg) => Math.max(most, leg), 0);
  const from = kinds.reduce((latest, kind) => Math.max(latest, kind.from_minutes), -Infinity);
  const until = kinds.reduce((earliest, kind) => Math.min(earliest, kind.until_minutes), Infinity);
  const start = stops.reduce((latest, stop) => Math.max(latest, stop.ready_minutes), from);
  const service = stops.reduce((total, stop) => total + stop.service_minutes, 0);
  const end = start + (stops.length + 1) * longest + service;
  return end > until || stops.some((stop) => end > stop.due_minutes);
}

import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { RoutingInput } from '@tongcang/planning/routing';

/** Public routing instances with their best known values, as inputs of `planRoutes`. */
export const INSTANCES_AT = join(
  fileURLToPath(new URL('../../..', import.meta.url)),
  '../shared/planning/data/vrp',
);
export const haveInstances = (): boolean => existsSync(INSTANCES_AT);

export type Known = { readonly vehicles: number; readonly distance: number };

const known = (): Record<string, number | [number, number, boolean]> =>
  JSON.parse(readFileSync(join(INSTANCES_AT, 'bks.json'), 'utf8')).bks;

const linesOf = (file: string): string[] =>
  readFileSync(join(INSTANCES_AT, file), 'utf8')
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== '');
const numbers = (line: string): number[] => line.split(/\s+/).map(Number);

type Node = {
  readonly x: number;
  readonly y: number;
  readonly demand: number;
  readonly ready: number;
  readonly due: number;
  readonly service: number;
};
type Instance = { readonly nodes: readonly Node[]; readonly capacity: number; readonly until: number };

/** Capacity alone; distances are rounded to whole numbers, as CVRPLIB counts them. */
export function cvrp(name: string): { input: RoutingInput; best: number } {
  const lines = linesOf(`${name}.vrp`);
  const value = (key: string) => Number(lines.find((line) => line.startsWith(key))!.split(':')[1]);
  const size = value('DIMENSION');
  const section = (key: string) => {
    const from = lines.findIndex((line) => line.startsWith(key)) + 1;
    return lines.slice(from, from + size).map(numbers);
  };
  const demands = section('DEMAND_SECTION');
  const nodes = section('NODE_COORD_SECTION').map(([, x, y], nth) => {
    return { x: x!, y: y!, demand: demands[nth]![1]!, ready: 0, due: 1e6, service: 0 };
  });
  const instance = { nodes, capacity: value('CAPACITY'), until: 1e6 };
  return { input: inputOf(instance, Math.round, 'cost'), best: known()[name] as number };
}

/** Capacity and windows, vehicles before distance; distances in double precision. */
export function vrptw(name: string): { input: RoutingInput; best: Known } {
  const lines = linesOf(`${name}.txt`);
  const from = lines.findIndex((line) => line.startsWith('CUST NO.')) + 1;
  const nodes = lines.slice(from).map((line) => {
    const [, x, y, demand, ready, due, service] = numbers(line);
    return { x: x!, y: y!, demand: demand!, ready: ready!, due: due!, service: service! };
  });
  const [, capacity] = numbers(lines[lines.findIndex((line) => line.startsWith('NUMBER')) + 1]!);
  const [vehicles, distance] = known()[name] as [number, number, boolean];
  const instance = { nodes, capacity: capacity!, until: nodes[0]!.due };
  return { input: inputOf(instance, (km) => km, 'vehicles_first'), best: { vehicles, distance } };
}

function inputOf(
  { nodes, capacity, until }: Instance,
  round: (distance: number) => number,
  objective: 'cost' | 'vehicles_first',
): RoutingInput {
  const km = nodes.map((a) => nodes.map((b) => round(Math.hypot(a.x - b.x, a.y - b.y))));
  const stops = nodes.slice(1).map((node, nth) => ({
    stop_id: nth + 1,
    depot_id: 1,
    place: nth + 1,
    weight_kg: node.demand,
    volume_l: {},
    ready_minutes: node.ready,
    due_minutes: node.due,
    service_minutes: node.service,
  }));
  const vehicles = stops.map(({ stop_id }) => ({
    vehicle_id: stop_id,
    depot_id: 1,
    weight_kg_max: capacity,
    volume_l_max: {},
    from_minutes: nodes[0]!.ready,
    until_minutes: until,
    fixed_cost_fen: 0,
    cost_fen_per_km: 1,
  }));
  return {
    depots: [{ depot_id: 1, place: 0 }],
    stops,
    vehicles,
    travel: { kind: 'matrix', km, minutes: km },
    options: { objective },
  };
}

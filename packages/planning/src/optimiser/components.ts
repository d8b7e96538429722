import { arcLimit } from './arc-limits.ts';
import type { Network } from './network.ts';

/** Sets that are joined step by step (Tarjan 1975, with path halving). */
class Joined {
  readonly #parent: Int32Array;

  constructor(count: number) {
    this.#parent = Int32Array.from({ length: count }, (_, k) => k);
  }

  find(member: number): number {
    const parent = this.#parent;
    let at = member;
    while (parent[at] !== at) {
      parent[at] = parent[parent[at]!]!;
      at = parent[at]!;
    }
    return at;
  }

  join(a: number, b: number): void {
    this.#parent[this.find(a)] = this.find(b);
  }
}

export type Usable = (arc: number) => boolean;

/** Lanes whose capacity the given arcs together could pass. */
export function scarceLanes(net: Network, lines: ArrayLike<number>, usable: Usable): Uint8Array {
  const volume = new Float64Array(net.lanes);
  for (let k = 0; k < lines.length; k += 1)
    for (let arc = net.arcs_of_line.start[lines[k]!]!; arc < net.arcs_of_line.start[lines[k]! + 1]!; arc += 1)
      if (usable(arc)) volume[net.arc_lane[arc]!]! += net.arc_volume[arc]! * arcLimit(net, arc);
  return Uint8Array.from(volume, (sum, lane) => (sum > net.lane_capacity[lane]! ? 1 : 0));
}

/**
 * Lines in groups that share nothing scarce over the usable arcs: no lot, donor's limit, life row or lane that could
 * be full. With lanes free of cost each group is a problem of its own. Groups and their lines come in rising order.
 */
export function componentsOf(net: Network, lines: ArrayLike<number>, usable: Usable): Int32Array[] {
  const [pools, lots] = [net.pool_capacity.length, net.lots];
  const joined = new Joined(lots + pools + net.lanes + net.lines);
  const first_line = lots + pools + net.lanes;
  const scarce = scarceLanes(net, lines, usable);
  const list = Array.from(lines).sort((a, b) => a - b);
  for (const line of list)
    for (let arc = net.arcs_of_line.start[line]!; arc < net.arcs_of_line.start[line + 1]!; arc += 1) {
      if (!usable(arc) || arcLimit(net, arc) === 0) continue;
      const own = first_line + line;
      joined.join(own, net.arc_lot[arc]!);
      // A pool's parents hold for all that the pool holds for, so each is joined to the line too.
      for (let p = net.arc_donor_pool[arc]!; p >= 0; p = net.pool_parent[p]!) joined.join(own, lots + p);
      for (let p = net.arc_life_pool[arc]!; p >= 0; p = net.pool_parent[p]!) joined.join(own, lots + p);
      const lane = net.arc_lane[arc]!;
      if (scarce[lane] === 1) joined.join(own, lots + pools + lane);
    }
  const groups = new Map<number, number[]>();
  for (const line of list) {
    const root = joined.find(first_line + line);
    const group = groups.get(root);
    if (group) group.push(line);
    else groups.set(root, [line]);
  }
  return [...groups.values()].map((group) => Int32Array.from(group));
}

import type { Network } from './network.ts';

const EPSILON = 1e-7;

/** Loads that an arc could carry at most in any plan; 0 for a sealed lot that cannot go whole. */
export function arcLimit(net: Network, arc: number): number {
  const lot = net.arc_lot[arc]!;
  const volume = net.arc_volume[arc]!;
  let most = net.line_max[net.arc_line[arc]!]! / net.arc_yield[arc]!;
  most = Math.min(net.lot_qty[lot]!, Math.floor(most + EPSILON));
  for (let p = net.arc_donor_pool[arc]!; p >= 0; p = net.pool_parent[p]!)
    most = Math.min(most, net.pool_capacity[p]!);
  for (let p = net.arc_life_pool[arc]!; p >= 0; p = net.pool_parent[p]!)
    most = Math.min(most, Math.floor(net.pool_capacity[p]! + EPSILON));
  if (volume > 0)
    most = Math.min(most, Math.floor(net.lane_capacity[net.arc_lane[arc]!]! / volume + EPSILON));
  const whole = net.lot_sealed[lot] === 0 || most >= net.lot_qty[lot]!;
  return whole ? Math.max(0, most) : 0;
}

/** Loads in which goods of the arc's lot leave: all of a sealed lot at once. */
export function loadSize(net: Network, arc: number): number {
  const lot = net.arc_lot[arc]!;
  return net.lot_sealed[lot] === 1 ? Math.max(1, net.lot_qty[lot]!) : 1;
}

/** `arcLimit` of every arc. */
export function arcLimits(net: Network): Float64Array {
  return Float64Array.from({ length: net.arcs }, (_, arc) => arcLimit(net, arc));
}

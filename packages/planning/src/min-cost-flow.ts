/**
 * A flow of least cost among those of greatest quantity, by successive shortest paths (Ford and Fulkerson 1962;
 * Ahuja, Magnanti and Orlin, Network Flows, 9.7). Meant for small graphs: paths are found by a queue-based
 * Bellman-Ford. Capacities and costs are whole numbers; costs are not negative.
 */
export type FlowGraph = {
  /** Adds an edge and returns its number. */
  readonly edge: (from: number, to: number, capacity: number, cost: number) => number;
  /** Sends as much as possible from `source` to `sink` and returns the quantity. */
  readonly solve: (source: number, sink: number) => number;
  /** Units on an edge. */
  readonly flow: (edge: number) => number;
};

export function flowGraph(nodes: number): FlowGraph {
  const heads: number[] = [];
  const residual: number[] = [];
  const costs: number[] = [];
  const outgoing: number[][] = Array.from({ length: nodes }, () => []);
  const arrivedBy = new Int32Array(nodes);
  const distance = new Float64Array(nodes);

  /** Edges come in pairs: `e` forward, `e ^ 1` back. */
  const edge = (from: number, to: number, capacity: number, cost: number) => {
    const number = heads.length;
    heads.push(to, from);
    residual.push(capacity, 0);
    costs.push(cost, -cost);
    outgoing[from]!.push(number);
    outgoing[to]!.push(number + 1);
    return number;
  };

  const findPath = (source: number, sink: number): boolean => {
    distance.fill(Number.POSITIVE_INFINITY);
    distance[source] = 0;
    const queue = [source];
    const queued = new Uint8Array(nodes);
    for (let at = 0; at < queue.length; at += 1) {
      const node = queue[at]!;
      queued[node] = 0;
      for (const number of outgoing[node]!) {
        const to = heads[number]!;
        if (residual[number]! <= 0 || distance[node]! + costs[number]! >= distance[to]!) continue;
        distance[to] = distance[node]! + costs[number]!;
        arrivedBy[to] = number;
        if (queued[to] === 0) {
          queued[to] = 1;
          queue.push(to);
        }
      }
    }
    return distance[sink]! < Number.POSITIVE_INFINITY;
  };

  const solve = (source: number, sink: number) => {
    let sent = 0;
    while (findPath(source, sink)) {
      let most = Number.POSITIVE_INFINITY;
      for (let node = sink; node !== source; node = heads[arrivedBy[node]! ^ 1]!) {
        most = Math.min(most, residual[arrivedBy[node]!]!);
      }
      for (let node = sink; node !== source; node = heads[arrivedBy[node]! ^ 1]!) {
        residual[arrivedBy[node]!]! -= most;
        residual[arrivedBy[node]! ^ 1]! += most;
      }
      sent += most;
    }
    return sent;
  };
  return { edge, solve, flow: (number) => residual[number ^ 1]! };
}

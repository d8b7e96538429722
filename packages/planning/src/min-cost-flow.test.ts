import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { flowGraph } from './min-cost-flow.ts';

describe('flowGraph', () => {
  it('takes a unit back from a way already used when that lets more through', () => {
    // The cheapest first path is 0-2-3-1; without giving it back only one unit would arrive.
    const graph = flowGraph(6);
    const edges = [
      graph.edge(0, 2, 1, 0),
      graph.edge(0, 3, 1, 4),
      graph.edge(2, 3, 1, 0),
      graph.edge(2, 4, 1, 5),
      graph.edge(3, 5, 1, 0),
      graph.edge(4, 1, 1, 0),
      graph.edge(5, 1, 1, 0),
    ];
    expect(graph.solve(0, 1)).toBe(2);
    expect(edges.map(graph.flow)).toEqual([1, 1, 0, 1, 1, 1, 1]);
  });
  it('sends the greatest quantity at the least cost: as good as trying every assignment', () => {
    const cost = fc.integer({ min: 0, max: 20 });
    const table = fc.array(fc.array(fc.option(cost), { minLength: 3, maxLength: 3 }), {
      minLength: 3,
      maxLength: 3,
    });
    fc.assert(
      fc.property(table, (costs) => {
        const graph = flowGraph(8);
        for (let k = 0; k < 3; k += 1) graph.edge(0, 2 + k, 1, 0);
        for (let k = 0; k < 3; k += 1) graph.edge(5 + k, 1, 1, 0);
        const arcs = costs.flatMap((row, from) =>
          row.flatMap((price, to) =>
            price === null ? [] : [{ price, edge: graph.edge(2 + from, 5 + to, 1, price) }],
          ),
        );
        const sent = graph.solve(0, 1);
        const paid = arcs.reduce((sum, { price, edge }) => sum + price * graph.flow(edge), 0);
        expect({ sent, paid }).toEqual(bestAssignment(costs, 0, new Set()));
      }),
    );
  });
});

/** Every way to give rows to columns, tried one by one. */
function bestAssignment(
  costs: (number | null)[][],
  row: number,
  taken: Set<number>,
): { sent: number; paid: number } {
  if (row === costs.length) return { sent: 0, paid: 0 };
  let best = bestAssignment(costs, row + 1, taken);
  for (const [column, price] of costs[row]!.entries()) {
    if (price === null || taken.has(column)) continue;
    const rest = bestAssignment(costs, row + 1, new Set([...taken, column]));
    const [sent, paid] = [rest.sent + 1, rest.paid + price];
    if (sent > best.sent || (sent === best.sent && paid < best.paid)) best = { sent, paid };
  }
  return best;
}

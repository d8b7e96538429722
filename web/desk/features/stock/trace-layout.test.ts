import { describe, expect, it } from 'vitest';
import { byWarehouse, layoutTrace, NODE_W } from './trace-layout.ts';

const node = (account_id: number, kind = 'bin') => ({
  account_id,
  kind,
  label: `P${account_id}`,
  warehouse_code: null,
  qty: 0,
});
const edge = (from_account_id: number, to_account_id: number, first_at: string, qty = 10) => ({
  from_account_id,
  to_account_id,
  purpose: 'relocate',
  qty,
  first_at,
});

describe('the drawing of a trace', () => {
  it('puts every place after the one that its goods first came from', () => {
    const { nodes } = layoutTrace(
      [node(1, 'supplier'), node(2), node(3)],
      [edge(2, 3, '2026-01-02'), edge(1, 2, '2026-01-01')],
    );
    const x = new Map(nodes.map((one) => [one.node.account_id, one.x]));
    expect(x.get(1)!).toBeLessThan(x.get(2)!);
    expect(x.get(2)!).toBeLessThan(x.get(3)!);
  });
  it('draws what comes back against the stream instead of failing on the cycle', () => {
    const { flows } = layoutTrace([node(1), node(2)], [edge(1, 2, '2026-01-01'), edge(2, 1, '2026-01-02')]);
    expect(flows.map((flow) => flow.back)).toEqual([false, true]);
  });
  it('leaves out places without flow and changes of disposition within a place', () => {
    const { nodes, flows } = layoutTrace([node(1), node(2), node(9)], [edge(1, 2, 'a'), edge(2, 2, 'b')]);
    expect(nodes.map((one) => one.node.account_id)).toEqual([1, 2]);
    expect(flows).toHaveLength(1);
  });
  it('adds up purposes between the same two places and draws the largest flow widest', () => {
    const { flows } = layoutTrace(
      [node(1), node(2), node(3)],
      [edge(1, 2, 'a', 30), { ...edge(1, 2, 'b', 10), purpose: 'putaway' }, edge(1, 3, 'c', 10)],
    );
    expect(flows[0]).toMatchObject({ qty: 40, purposes: ['relocate', 'putaway'], width: 22 });
    expect(flows[1]!.width).toBeCloseTo(5.5);
  });
  it('shows a place where nothing ever moved', () => {
    expect(layoutTrace([node(1)], []).nodes).toHaveLength(1);
  });
  it('goes on in a band below where the page is too narrow, and is never wider than it', () => {
    const places = [1, 2, 3, 4, 5, 6, 7, 8].map((id) => node(id));
    const chain = [1, 2, 3, 4, 5, 6, 7].map((id) => edge(id, id + 1, `2026-01-0${id}`));
    for (const width of [420, 700, 1000, 1400]) {
      const drawing = layoutTrace(places, chain, width);
      expect(drawing.width).toBeLessThanOrEqual(width);
      expect(drawing.nodes).toHaveLength(8);
      const spots = new Set(drawing.nodes.map(({ x, y }) => `${x},${y}`));
      expect(spots.size).toBe(8);
      expect(Math.max(...drawing.nodes.map(({ y }) => y))).toBeLessThan(drawing.height);
      expect(drawing.flows.filter((flow) => flow.back)).toEqual([]);
    }
    expect(new Set(layoutTrace(places, chain, 2000).nodes.map(({ y }) => y)).size).toBe(1);
    expect(layoutTrace(places, chain, 2000).width).toBeGreaterThan(7 * NODE_W);
  });
  it('draws the bins of a warehouse as one place', () => {
    const bins = [1, 2].map((id) => ({ ...node(id), warehouse_id: 5, warehouse_code: 'SH', qty: id }));
    const merged = byWarehouse(
      [{ ...node(9, 'supplier'), warehouse_id: null }, ...bins],
      [edge(9, 1, 'a'), edge(1, 2, 'b')],
    );
    expect(merged.nodes.map(({ account_id, label, qty }) => [account_id, label, qty])).toEqual([
      [1, 'SH', 3],
      [9, 'P9', 0],
    ]);
    expect(merged.members.get(1)).toEqual([1, 2]);
    expect(layoutTrace(merged.nodes, merged.edges).flows).toHaveLength(1);
  });
});

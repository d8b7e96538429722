import { describe, expect, it } from 'vitest';
import { layoutTrace } from './trace-layout.ts';

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
});

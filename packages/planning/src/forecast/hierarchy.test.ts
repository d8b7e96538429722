import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PlanningInputError } from '../errors.ts';
import { fitRidge } from '../math/linear.ts';
import { trackAccuracy } from './accuracy.ts';
import { type HierarchyNode, reconcile } from './reconcile.ts';

const node = (id: string, parent_id: string | null, mean: number, variance: number): HierarchyNode => ({
  id,
  parent_id,
  mean: [mean],
  variance,
});
/** Company, two warehouses, items in departments below. */
const company = (means: readonly number[], variances: readonly number[]): HierarchyNode[] =>
  [
    ['company', null],
    ['east', 'company'],
    ['west', 'company'],
    ['east/a', 'east'],
    ['east/b', 'east'],
    ['west/a', 'west'],
    ['west/b', 'west'],
    ['west/c', 'west'],
  ].map(([id, parent], k) => node(id!, parent ?? null, means[k]!, variances[k]!));

const parentsAddUp = (nodes: readonly HierarchyNode[], found: ReadonlyMap<string, Float64Array>) => {
  for (const { id } of nodes) {
    const children = nodes.filter(({ parent_id }) => parent_id === id);
    if (children.length === 0) continue;
    const sum = children.reduce((total, child) => total + found.get(child.id)![0]!, 0);
    expect(found.get(id)![0]!).toBeCloseTo(sum, 6);
  }
};
const eight = <T>(arbitrary: fc.Arbitrary<T>) => fc.array(arbitrary, { minLength: 8, maxLength: 8 });

describe('reconcile', () => {
  it('adds up for every parent, whatever the forecasts and variances', () => {
    const means = eight(fc.integer({ min: 0, max: 1000 }));
    const variances = eight(fc.oneof(fc.constant(0), fc.double({ min: 0.1, max: 1e4, noNaN: true })));
    fc.assert(
      fc.property(
        means,
        variances,
        fc.constantFrom('bottom_up' as const, 'min_trace_diagonal' as const),
        (m, v, method) => {
          const nodes = company(m, v);
          const found = reconcile(nodes, method);
          parentsAddUp(nodes, found);
          for (const row of found.values()) expect(row[0]!).toBeGreaterThanOrEqual(0);
        },
      ),
    );
  });
  it('leaves forecasts alone that add up already', () => {
    const nodes = company([60, 30, 30, 10, 20, 5, 10, 15], [9, 4, 4, 1, 1, 2, 2, 2]);
    for (const method of ['bottom_up', 'min_trace_diagonal'] as const)
      for (const { id, mean } of nodes)
        expect(reconcile(nodes, method).get(id)![0]!).toBeCloseTo(mean[0]!, 9);
  });
  it('equals weighted least squares over all nodes', () => {
    const means = [100, 70, 20, 30, 25, 5, 10, 15];
    const variances = [4, 9, 2, 1, 3, 2, 5, 1];
    const nodes = company(means, variances);
    const leaves = nodes.slice(3);
    const covers = (above: string, leaf: string) =>
      above === 'company' || leaf === above || leaf.startsWith(`${above}/`);
    const rows = nodes.map(({ id, variance }) =>
      Float64Array.from(leaves, (leaf) => (covers(id, leaf.id) ? 1 : 0) / Math.sqrt(variance)),
    );
    const targets = Float64Array.from(nodes, ({ mean, variance }) => mean[0]! / Math.sqrt(variance));
    const { coefficients } = fitRidge(rows, targets, [0])!;
    const found = reconcile(nodes, 'min_trace_diagonal');
    for (const [k, { id }] of leaves.entries()) expect(found.get(id)![0]!).toBeCloseTo(coefficients[k]!, 9);
  });
  it('moves the uncertain and keeps the certain', () => {
    const nodes = [node('all', null, 100, 0), node('a', 'all', 30, 1), node('b', 'all', 40, 9)];
    const found = reconcile(nodes, 'min_trace_diagonal');
    expect(found.get('all')![0]).toBeCloseTo(100, 9);
    expect(found.get('a')![0]).toBeCloseTo(33, 9);
    expect(found.get('b')![0]).toBeCloseTo(67, 9);
  });
  it('refuses what is no hierarchy', () => {
    const refused: [HierarchyNode[], string][] = [
      [[node('a', 'b', 1, 1)], 'nodes[0].parent_id'],
      [[node('a', null, 1, 1), node('a', null, 1, 1)], 'nodes[1].id'],
      [[node('r', null, 1, 1), node('a', 'b', 1, 1), node('b', 'a', 1, 1)], 'nodes[1].parent_id'],
      [[node('a', null, Number.NaN, 1)], 'nodes[0].mean[0]'],
      [[node('a', null, 1, -1)], 'nodes[0].variance'],
      [[node('a', null, 1, 1), { ...node('b', 'a', 1, 1), mean: [1, 2] }], 'nodes[1].mean.length'],
    ];
    for (const [nodes, field] of refused) {
      expect(() => reconcile(nodes, 'bottom_up')).toThrow(PlanningInputError);
      expect(() => reconcile(nodes, 'bottom_up')).toThrow(field);
    }
    expect(reconcile([], 'bottom_up').size).toBe(0);
  });
});

describe('trackAccuracy', () => {
  const outcomes = (pairs: [number, number | null][]) =>
    pairs.map(([forecast, actual]) => ({ forecast, actual }));
  it('gives bias, MAE, MASE and RMSSE by their definitions', () => {
    const found = trackAccuracy(
      outcomes([
        [12, 10],
        [8, 12],
        [5, null],
      ]),
      { history: [4, 6, 4, 8] },
    );
    expect(found).toMatchObject({ outcomes: 2, bias: -1, mae: 3 });
    expect(found.mase).toBeCloseTo(3 / ((2 + 2 + 4) / 3), 9);
    expect(found.rmsse).toBeCloseTo(Math.sqrt(10 / ((4 + 4 + 16) / 3)), 9);
    expect(found.buckets[2]!.error).toBeNull();
  });
  it('alarms when errors keep one sign, and not when they balance', () => {
    const high = trackAccuracy(outcomes(Array.from({ length: 10 }, () => [12, 10])));
    expect(high.buckets[9]).toMatchObject({ tracking_signal: 1, alarm: true });
    expect(high.buckets[4]!.alarm).toBe(false);
    const even = trackAccuracy(outcomes(Array.from({ length: 20 }, (_, k) => [10 + (k % 2 ? 2 : -2), 10])));
    expect(even.buckets.some(({ alarm }) => alarm)).toBe(false);
  });
  it('answers without outcomes, with a history that never moved, and never a broken number', () => {
    expect(trackAccuracy([])).toEqual({
      buckets: [],
      outcomes: 0,
      bias: null,
      mae: null,
      mase: null,
      rmsse: null,
    });
    expect(trackAccuracy(outcomes([[1, 1]]), { history: [5, 5, 5] })).toMatchObject({
      mase: null,
      rmsse: null,
    });
    for (const pair of [
      [Number.NaN, 1],
      [1, -1],
      [Infinity, null],
    ] as [number, number | null][])
      expect(() => trackAccuracy(outcomes([pair]))).toThrow(PlanningInputError);
    expect(() => trackAccuracy([], { alpha: 0 })).toThrow(PlanningInputError);
  });
});

describe('fitRidge', () => {
  it('solves a system exactly without penalty, and shrinks with one', () => {
    const rows = [
      [1, 0],
      [0, 1],
      [1, 1],
    ].map((row) => Float64Array.from(row));
    const targets = Float64Array.from([2, 3, 5]);
    const exact = fitRidge(rows, targets, [0])!;
    expect(exact.coefficients[0]!).toBeCloseTo(2, 9);
    expect(exact.coefficients[1]!).toBeCloseTo(3, 9);
    expect(Math.abs(fitRidge(rows, targets, [10])!.coefficients[1]!)).toBeLessThan(2);
    expect(fitRidge(rows, targets, [10, 0])!.penalty).toBe(0);
  });
  it('has leave-one-out errors equal to leaving each one out', () => {
    const rows = [
      [1, 2],
      [2, 1],
      [3, 5],
      [4, 3],
    ].map((row) => Float64Array.from(row));
    const targets = Float64Array.from([3, 4, 9, 6]);
    const squares = rows.map((row, out) => {
      const { coefficients } = fitRidge(
        rows.filter((_, k) => k !== out),
        targets.filter((_, k) => k !== out),
        [0.5],
      )!;
      return (targets[out]! - row[0]! * coefficients[0]! - row[1]! * coefficients[1]!) ** 2;
    });
    const direct = squares.reduce((sum, square) => sum + square, 0) / 4;
    expect(fitRidge(rows, targets, [0.5])!.left_out_mse).toBeCloseTo(direct, 9);
  });
  it('answers null for columns that depend on each other, and for nothing', () => {
    const rows = [Float64Array.from([1, 1]), Float64Array.from([2, 2])];
    expect(fitRidge(rows, Float64Array.from([1, 2]), [0])).toBeNull();
    expect(fitRidge([], new Float64Array(0), [1])).toBeNull();
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PlanningInputError } from '../errors.ts';
import { mulberry32 } from '../math/random.ts';
import type { ServiceNetwork, ServiceStage } from './index.ts';
import * as inventory from './index.ts';

const number = (min: number, max: number) => fc.double({ min, max, noNaN: true });

describe('serial base stock', () => {
  const stages = [
    { echelon_holding_cost: 3, lead_time: 1 },
    { echelon_holding_cost: 2, lead_time: 1 },
    { echelon_holding_cost: 2, lead_time: 2 },
  ];

  it('knows the textbook case (Snyder and Shen, example 6.1)', () => {
    const { cost, echelon_base_stock } = inventory.serialBaseStock({
      stages,
      stockout_cost: 37.12,
      demand: { mean: 5, sd: 1 },
    });
    expect(Math.abs(cost - 47.65)).toBeLessThan(0.05);
    for (const [index, level] of [6.49, 12.02, 22.71].entries())
      expect(Math.abs(echelon_base_stock[index]! - level)).toBeLessThan(0.05);
  });

  it('one stage is the newsvendor, for normal and for Poisson demand', () => {
    fc.assert(
      fc.property(number(1, 20), number(1, 40), number(2, 30), number(0.5, 3), (h, p, mean, lead_time) => {
        const one = [{ echelon_holding_cost: h, lead_time }];
        const costs = { holding_cost: h, stockout_cost: p };
        const normal = inventory.serialBaseStock({
          stages: one,
          stockout_cost: p,
          demand: { mean, sd: mean / 4 },
        });
        const best = inventory.newsvendor(costs, inventory.demandOver(lead_time, { mean, sd: mean / 4 }));
        expect(Math.abs(normal.cost / best.cost - 1)).toBeLessThan(0.002);
        const counted = inventory.serialBaseStock({ stages: one, stockout_cost: p, demand: { mean } });
        const exact = inventory.newsvendor(costs, { kind: 'poisson', mean: mean * lead_time });
        expect(counted.echelon_base_stock[0]).toBe(exact.base_stock);
        expect(counted.cost).toBeCloseTo(exact.cost, 6);
      }),
      { numRuns: 25 },
    );
  });

  it('two Poisson stages are no dearer than any pair of base stocks in a simulation', () => {
    const input = {
      stages: [
        { echelon_holding_cost: 2, lead_time: 1 },
        { echelon_holding_cost: 1, lead_time: 2 },
      ],
      stockout_cost: 20,
      demand: { mean: 3 },
    };
    const { cost, echelon_base_stock } = inventory.serialBaseStock(input);
    const random = mulberry32(3);
    const poisson = (mean: number) => {
      let [count, product] = [0, random()];
      for (; product > Math.exp(-mean); count += 1) product *= random();
      return count;
    };
    const draws = Array.from({ length: 60_000 }, () => [poisson(6), poisson(3)] as const);
    // Echelon stock of stage 2 after its lead time bounds the position of stage 1; then stage 1's own lead time.
    const simulated = (S1: number, S2: number) =>
      draws.reduce((sum, [over_2, over_1]) => {
        const echelon_2 = S2 - over_2;
        const echelon_1 = Math.min(S1, echelon_2) - over_1;
        return sum + echelon_2 + 2 * echelon_1 + (20 + 3) * Math.max(0, -echelon_1);
      }, 0) / draws.length;
    const [S1, S2] = echelon_base_stock as [number, number];
    const ours = simulated(S1, S2);
    expect(Math.abs(ours / cost - 1)).toBeLessThan(0.02);
    for (const d1 of [-2, 0, 2])
      for (const d2 of [-2, 0, 2]) expect(simulated(S1 + d1, S2 + d2)).toBeGreaterThan(ours - 0.1);
  });
});

const stage = (stage_id: number, change: Partial<ServiceStage> = {}): ServiceStage => ({
  stage_id,
  processing_time: 2,
  holding_cost: 1,
  demand_sd: 10,
  demand_bound_constant: 1.645,
  ...change,
});

/** Every combination of promises. */
function search(network: ServiceNetwork): number {
  const { stages, edges } = network;
  const total = stages.reduce((sum, s) => sum + s.processing_time + (s.external_inbound_time ?? 0), 0);
  const outbound = new Map(stages.map((s) => [s.stage_id, 0]));
  const cost = () => {
    let sum = 0;
    for (const s of stages) {
      const promises = edges.filter(([, to]) => to === s.stage_id).map(([from]) => outbound.get(from)!);
      const net =
        Math.max(s.external_inbound_time ?? 0, ...promises) + s.processing_time - outbound.get(s.stage_id)!;
      if (net < 0) return Number.POSITIVE_INFINITY;
      sum += s.holding_cost * s.demand_bound_constant * s.demand_sd * Math.sqrt(net);
    }
    return sum;
  };
  const visit = (at: number): number => {
    if (at === stages.length) return cost();
    let best = Number.POSITIVE_INFINITY;
    for (let S = 0; S <= Math.min(total, stages[at]!.external_outbound_time ?? total); S += 1) {
      outbound.set(stages[at]!.stage_id, S);
      best = Math.min(best, visit(at + 1));
    }
    return best;
  };
  return visit(0);
}

const network = (shape: 'tree' | 'any') =>
  fc.integer({ min: 1, max: 4 }).chain((count) =>
    fc
      .record({
        stages: fc.tuple(
          ...Array.from({ length: count }, (_, index) =>
            fc.record({
              processing_time: fc.integer({ min: 0, max: 3 }),
              holding_cost: fc.integer({ min: 1, max: 9 }),
              external_inbound_time: fc.integer({ min: 0, max: 1 }),
              external_outbound_time:
                index === count - 1 ? fc.integer({ min: 0, max: 2 }) : fc.constant(undefined),
            }),
          ),
        ),
        links: fc.array(fc.record({ to: fc.nat(), turned: fc.boolean(), more: fc.boolean() }), {
          minLength: count - 1,
          maxLength: count - 1,
        }),
      })
      .map(({ stages, links }): ServiceNetwork => {
        const edges = new Map<string, readonly [number, number]>();
        for (const [index, { to, turned, more }] of links.entries()) {
          const other = to % (index + 1);
          // Any network: always from the lower to the higher number, so without cycles.
          const pairs: (readonly [number, number])[] = [
            shape === 'tree' && turned ? [index + 1, other] : [other, index + 1],
          ];
          if (shape === 'any' && more) pairs.push([(other + 1) % (index + 1), index + 1]);
          for (const pair of pairs) edges.set(pair.join(), pair);
        }
        return { stages: stages.map((change, index) => stage(index, change)), edges: [...edges.values()] };
      }),
  );

describe('guaranteed service', () => {
  it('is the cheapest of all promises on trees', () => {
    fc.assert(
      fc.property(network('tree'), (n) => {
        const plan = inventory.placeSafetyStockOnTree(n);
        expect(plan.cost).toBeCloseTo(search(n), 6);
        expect(inventory.placeSafetyStock(n).cost).toBeCloseTo(plan.cost, 6);
      }),
      { numRuns: 150 },
    );
  });

  it('is lawful in any network, never below the optimum and seldom above it', () => {
    let [cases, met] = [0, 0];
    fc.assert(
      fc.property(network('any'), (n) => {
        const plan = inventory.placeSafetyStock(n);
        const best = search(n);
        expect(plan.cost).toBeGreaterThanOrEqual(best - 1e-6);
        expect(plan.cost).toBeLessThanOrEqual(1.3 * best + 1e-6);
        cases += 1;
        if (plan.cost <= best + 1e-6) met += 1;
        const promise = new Map(plan.stages.map((s) => [s.stage_id, s.outbound_time]));
        for (const s of plan.stages) {
          const from = n.edges
            .filter(([, to]) => to === s.stage_id)
            .map(([supplier]) => promise.get(supplier)!);
          expect(s.inbound_time).toBe(Math.max(n.stages[s.stage_id]!.external_inbound_time ?? 0, ...from));
          expect(s.net_replenishment_time).toBeGreaterThanOrEqual(0);
          expect(s.outbound_time).toBeLessThanOrEqual(n.stages[s.stage_id]!.external_outbound_time ?? 1e9);
        }
      }),
      { numRuns: 150, seed: 11 },
    );
    expect(met / cases).toBeGreaterThan(0.95);
  });

  it('a customer who waits longer costs no more, and costs scale with deviation', () => {
    const chain = (external_outbound_time: number, demand_sd = 10): ServiceNetwork => ({
      stages: [
        stage(1, { demand_sd, holding_cost: 1 }),
        stage(2, { demand_sd, holding_cost: 2 }),
        stage(3, { demand_sd, holding_cost: 5, external_outbound_time }),
      ],
      edges: [
        [1, 2],
        [2, 3],
      ],
    });
    const costs = [0, 1, 2, 4, 6].map((time) => inventory.placeSafetyStockOnTree(chain(time)).cost);
    for (const [index, cost] of costs.entries())
      if (index > 0) expect(cost).toBeLessThanOrEqual(costs[index - 1]!);
    expect(costs.at(-1)).toBe(0);
    expect(inventory.placeSafetyStockOnTree(chain(0, 30)).cost).toBeCloseTo(3 * costs[0]!, 9);
  });

  it('pools demand upstream: variances add, and the same demand by two ways adds its deviations', () => {
    const own = new Map([
      [3, 3],
      [4, 4],
    ]);
    const fork = inventory.pooledDemandSd(own, {
      stage_ids: [1, 3, 4],
      edges: [
        [1, 3],
        [1, 4],
      ],
    });
    expect([...fork.values()]).toEqual([5, 3, 4]);
    const diamond = {
      stage_ids: [1, 2, 5, 3],
      edges: [
        [1, 2],
        [1, 5],
        [2, 3],
        [5, 3],
      ] as [number, number][],
    };
    expect(inventory.pooledDemandSd(own, diamond).get(1)).toBe(6);
  });

  it.each([
    ['edges[0][1]', { stages: [stage(1)], edges: [[1, 2]] }],
    ['stages[1]', { stages: [stage(1), stage(1)], edges: [] }],
    [
      'edges[1]',
      {
        stages: [stage(1), stage(2)],
        edges: [
          [1, 2],
          [1, 2],
        ],
      },
    ],
    [
      'edges',
      {
        stages: [stage(1), stage(2)],
        edges: [
          [1, 2],
          [2, 1],
        ],
      },
    ],
    ['stages[0].processing_time', { stages: [stage(1, { processing_time: -1 })], edges: [] }],
    ['stages[0].demand_sd', { stages: [stage(1, { demand_sd: Number.NaN })], edges: [] }],
    ['stages.length', { stages: [], edges: [] }],
  ] as [string, ServiceNetwork][])('bad input is refused by name: %s', (field, input) => {
    expect(() => inventory.placeSafetyStock(input)).toThrow(PlanningInputError);
    expect(() => inventory.placeSafetyStock(input)).toThrow(`${field}:`);
  });

  it('refuses to solve a network as a tree that is none', () => {
    const diamond: ServiceNetwork = {
      stages: [1, 2, 3, 4].map((id) => stage(id)),
      edges: [
        [1, 2],
        [1, 3],
        [2, 4],
        [3, 4],
      ],
    };
    expect(() => inventory.placeSafetyStockOnTree(diamond)).toThrow('edges:');
    expect(() => inventory.serialBaseStock({ stages: [], stockout_cost: 1, demand: { mean: 1 } })).toThrow(
      'stages.length:',
    );
  });
});

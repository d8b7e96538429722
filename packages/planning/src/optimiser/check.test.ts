import { describe, expect, it } from 'vitest';
import { checkNetwork } from './check.ts';
import type { NetworkRows, NetworkTerms } from './network.model.ts';

/** Two lots of one donor, a line of one lot number and an ordinary one, one lane. */
const rows: NetworkRows = {
  donors: { limit: [9, 8, 7, 7] },
  lots: { donor: [0, 0], qty: [5, 6], sealed: [1, 0], group: [1, 2] },
  lines: { dest: [0, 0], tier: [1, 3], qty: [6, 8], over_max: [0, 0], weight: [10, 10], single: [1, 0] },
  lanes: { dest: [0], fixed: [30], capacity: [20] },
  arcs: {
    lot: [0, 1, 0, 1],
    line: [0, 0, 1, 1],
    lane: [0, 0, 0, 0],
    cost: [1, 2, 3, 4],
    freight: [1, 1, 1, 1],
    volume: [1, 1, 1, 5],
    yield: [1, 1, 1, 2],
    life: [-1, 0, -1, -1],
  },
  life: { capacity: [4], next: [-1] },
};
type Flows = readonly (readonly [arc: number, loads: number])[];
const codes = (flows: Flows, score: number, terms: NetworkTerms = {}) => {
  const claim = { flows: flows.map(([arc, loads]) => ({ arc, loads })), score };
  return checkNetwork(rows, terms, claim).map(({ code }) => code);
};

describe('checkNetwork', () => {
  it('finds nothing wrong with a plan that keeps the rules and costs what it says', () => {
    expect(codes([[0, 5]], 30 + 5 + 10 + 80)).toEqual([]);
    expect(codes([], 140)).toEqual([]);
  });
  it('names every broken rule', () => {
    expect(codes([[9, 1]], 140)).toEqual(['unknown_arc']);
    expect(codes([[1, 0.5]], 140)).toEqual(['loads_not_whole']);
    expect(codes([[0, 4]], 30 + 4 + 20 + 80)).toEqual(['sealed_lot_split']);
    expect(
      codes(
        [
          [2, 5],
          [3, 1],
        ],
        30 + 15 + 4 + 60 + 10,
      ),
    ).toEqual([]);
    expect(
      codes(
        [
          [2, 5],
          [1, 3],
        ],
        30 + 15 + 6 + 30 + 30,
      ),
    ).toEqual([]);
    expect(
      codes(
        [
          [0, 5],
          [1, 1],
        ],
        30 + 5 + 2 + 80,
      ),
    ).toEqual(['lots_mixed']);
    expect(codes([[1, 5]], 30 + 10 + 10 + 80)).toEqual(['life_row']);
    expect(codes([[3, 5]], 30 + 20 + 60)).toEqual(['over_delivery', 'lane_capacity']);
    expect(
      codes(
        [
          [2, 5],
          [1, 4],
          [3, 1],
        ],
        30 + 15 + 8 + 4 + 20 + 10,
      ),
    ).toEqual(['donor_limit']);
    expect(
      codes(
        [
          [1, 4],
          [3, 3],
        ],
        30 + 8 + 12 + 20 + 20,
      ),
    ).toEqual(['lot_overdrawn']);
    expect(
      codes(
        [
          [1, 1],
          [1, 1],
        ],
        30 + 4 + 40 + 80,
      ),
    ).toEqual(['duplicate_arc']);
    expect(codes([[0, 5]], 30 + 5 + 10 + 80, { freight_max: 34 })).toEqual(['freight_limit']);
    expect(codes([], 139)).toEqual(['score']);
    expect(codes([], Number.NaN)).toEqual(['score']);
  });
  it('counts steps, overrun and floors as the model says', () => {
    const terms: NetworkTerms = { shortage_steps: [1, 1.3, 1.7, 2.2] };
    expect(codes([[0, 5]], 30 + 5 + 10 + 10 * 2 * 6.2, terms)).toEqual([]);
    expect(codes([[0, 5]], 30 + 5 + 10 + 80 + 2 * 15, { budget: 20, overrun_price: 2 })).toEqual([]);
    expect(codes([[0, 5]], 30 + 5 + 10 + 80 + 3 * 4, { fair_floor: [0, 0, 4, 0], fair_price: 3 })).toEqual(
      [],
    );
  });
});

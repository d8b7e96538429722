import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type BlockSource, solveBlocks } from './blocks.ts';
import { checkNetwork } from './check.ts';
import { checkBlocks } from './check-blocks.ts';
import type { NetworkRows } from './network.model.ts';
import { smallNetwork } from './network.test-support.ts';
import { solveNetwork } from './solve.ts';

/** A block for each destination; `sources[k][arc]` leads back to the arc of the whole. */
function splitByDest(rows: NetworkRows) {
  const dests = 1 + Math.max(0, ...Array.from(rows.lines.dest), ...Array.from(rows.lanes.dest));
  const sources = Array.from({ length: dests }, (_, dest) =>
    Array.from(rows.arcs.line, (line, arc) => (rows.lines.dest[line] === dest ? arc : -1)).filter(
      (arc) => arc >= 0,
    ),
  );
  const held: number[] = [];
  const source: BlockSource = {
    count: dests,
    block: (index) => {
      held.push(index);
      const mine = sources[index]!;
      const pick = (column: ArrayLike<number>) => mine.map((arc) => column[arc]!);
      const { lot, line, lane, cost, volume, yield: gain, freight, life } = rows.arcs;
      // Lines and lanes of others stay as rows that no way leads to and that ask for nothing.
      const qty = Array.from(rows.lines.qty, (n, k) => (rows.lines.dest[k] === index ? n : 0));
      return {
        rows: {
          ...rows,
          lines: { ...rows.lines, qty },
          arcs: {
            lot: pick(lot),
            line: pick(line),
            lane: pick(lane),
            cost: pick(cost),
            volume: pick(volume),
            yield: pick(gain),
            freight: pick(freight!),
            ...(life ? { life: pick(life) } : {}),
          },
        },
        lot_keys: Array.from(rows.lots.qty, (_, key) => key),
        donor_keys: Array.from({ length: rows.donors.limit.length / 4 }, (_, key) => key),
      };
    },
  };
  return { source, sources, held };
}

const seeds = fc.integer({ min: 1, max: 2 ** 31 });

describe('solveBlocks', () => {
  it('keeps every rule of the whole, and costs what the whole says', () => {
    let [moving, dearer] = [0, 0];
    fc.assert(
      fc.property(seeds, (seed) => {
        const { rows: all, terms: some } = smallNetwork(seed);
        // Life rows of the small networks join destinations, which they do not in the world.
        const { life: _, ...arcs } = all.arcs;
        const rows: NetworkRows = { ...all, arcs, life: undefined };
        const terms = { shortage_steps: some.shortage_steps, strict_tiers: some.strict_tiers };
        const { source, sources } = splitByDest(rows);
        const solution = solveBlocks(source, terms, { moves_per_line: 30 });
        const flows = solution.flows.map(({ block, arc, loads }) => ({ arc: sources[block]![arc]!, loads }));
        expect(checkNetwork(rows, terms, { flows, score: solution.score })).toEqual([]);
        expect(checkBlocks(source, terms, solution)).toEqual([]);
        expect(solution.ways_max).toBe(Math.max(...sources.map((ways) => ways.length)));
        moving += flows.length > 0 ? 1 : 0;
        const whole = solveNetwork(rows, terms, { iterations_max: 300 });
        dearer += !terms.strict_tiers && solution.score > whole.score * 1.1 + 1e-6 ? 1 : 0;
      }),
      { numRuns: 150, seed: 6 },
    );
    expect(moving).toBeGreaterThan(60);
    expect(dearer).toBeLessThan(15);
  });
  it('a less urgent line of an earlier block does not stand before an urgent one of a later block', () => {
    const rows: NetworkRows = {
      donors: { limit: [5, 5, 5, 5] },
      lots: { donor: [0], qty: [5], sealed: [0], group: [0] },
      lines: {
        dest: [0, 1],
        tier: [4, 1],
        qty: [5, 4],
        over_max: [0, 0],
        weight: [100, 100],
        single: [0, 0],
      },
      lanes: { dest: [0, 1], fixed: [1, 1], capacity: [9, 9] },
      arcs: {
        lot: [0, 0],
        line: [0, 1],
        lane: [0, 1],
        cost: [1, 1],
        volume: [1, 1],
        yield: [1, 1],
        freight: [0, 0],
      },
    };
    const { source, held } = splitByDest(rows);
    const solution = solveBlocks(source, {}, { moves_per_line: 20 });
    expect(solution.flows).toEqual([
      { block: 0, arc: 0, loads: 1 },
      { block: 1, arc: 0, loads: 4 },
    ]);
    // One block after the other, four times for the tiers and once for the search.
    expect(held).toEqual([0, 1, 0, 1, 0, 1, 0, 1, 0, 1]);
    const stopped = solveBlocks(source, {}, { on_progress: () => false });
    expect(stopped.cancelled).toBe(true);
    expect(checkBlocks(source, {}, stopped)).toEqual([]);
  });
  it('the judge sees what blocks take together', () => {
    const rows: NetworkRows = {
      donors: { limit: [9, 9, 9, 3] },
      lots: { donor: [0], qty: [5], sealed: [0], group: [0] },
      lines: { dest: [0, 1], tier: [4, 4], qty: [5, 5], over_max: [0, 0], weight: [1, 1], single: [0, 0] },
      lanes: { dest: [0, 1], fixed: [1, 1], capacity: [9, 9] },
      arcs: {
        lot: [0, 0],
        line: [0, 1],
        lane: [0, 1],
        cost: [0, 0],
        volume: [1, 1],
        yield: [1, 1],
        freight: [0, 0],
      },
    };
    const { source } = splitByDest(rows);
    const flows = [0, 1].map((block) => ({ block, arc: 0, loads: 3 }));
    expect(checkBlocks(source, {}, { flows, score: 6 }).map(({ code }) => code)).toEqual([
      'lot_overdrawn',
      'donor_limit',
    ]);
    expect(checkBlocks(source, {}, { flows: [], score: 6 }).map(({ code }) => code)).toEqual(['score']);
  });
  it('refuses terms that hold for the whole', () => {
    const { source } = splitByDest(smallNetwork(1).rows);
    expect(() => solveBlocks(source, { budget: 5 })).toThrow('terms.budget: not_listed');
    expect(() => solveBlocks(source, { freight_max: 5 })).toThrow('terms.freight_max: not_listed');
    expect(() => solveBlocks(source, { fair_price: 5 })).toThrow('terms.fair_price: not_listed');
    expect(() => solveBlocks(source, {}, { rounds: 0.5 })).toThrow('options.rounds: not_whole');
  });
});

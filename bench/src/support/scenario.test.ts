import { checkBlocks, checkNetwork, solveBlocks, solveNetwork } from '@tongcang/planning/optimiser';
import { describe, expect, it } from 'vitest';
import { hashRows, makeScenario, scenarioBlocks } from './scenario.ts';
import { SCENARIO_SIZES } from './scenario-company.ts';

describe('invented companies', () => {
  const { rows, lots_seen, arcs_seen } = makeScenario(SCENARIO_SIZES.S, 1);
  it('repeat for a seed and differ between seeds', () => {
    expect(hashRows(rows)).toBe('be0c400c');
    expect(hashRows(makeScenario(SCENARIO_SIZES.S, 2).rows)).not.toBe(hashRows(rows));
  });
  it('have the size that was asked for, and at most fifteen ways for a line and item', () => {
    expect(rows.lines.dest.length).toBe(600);
    expect(lots_seen).toBeGreaterThan(1000);
    expect(arcs_seen).toBeGreaterThan(600);
    const ways = new Map<number, number>();
    for (const line of Array.from(rows.arcs.line)) ways.set(line, (ways.get(line) ?? 0) + 1);
    expect(Math.max(...ways.values())).toBeLessThanOrEqual(30);
  });
  it('an emergency adds lines, recalls lots and closes a warehouse, and a plan for it keeps every rule', () => {
    const emergency = { lines: 40, recalled_share: 0.1, closed_warehouse: 2 };
    const after = makeScenario(SCENARIO_SIZES.S, 1, emergency);
    expect(after.rows.lines.dest.length).toBe(640);
    expect(after.lots_seen).toBeLessThan(lots_seen);
    const solution = solveNetwork(after.rows, {}, { iterations_max: 500 });
    expect(checkNetwork(after.rows, {}, solution)).toEqual([]);
    expect(solution.flows.length).toBeGreaterThan(100);
  });
  it('come in blocks whose plans make up a plan of the whole, no block being larger than its share', () => {
    const source = scenarioBlocks(SCENARIO_SIZES.S, 1, 8);
    const solution = solveBlocks(source, {}, { moves_per_line: 20 });
    expect(checkBlocks(source, {}, solution)).toEqual([]);
    expect(solution.ways_max).toBeLessThan(rows.arcs.lot.length / 4);
    const whole = solveNetwork(rows, {}, { iterations_max: 12_000 });
    expect(solution.score / whole.score).toBeLessThan(1.08);
  });
});

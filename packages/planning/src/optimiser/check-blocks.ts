import type { BlockSource, BlocksSolution } from './blocks.ts';
import { checkNetwork, type NetworkViolation } from './check.ts';
import type { NetworkTerms } from './network.model.ts';

type Shared = { allowed: number; found: number };

function add(sums: Map<string, Shared>, key: string, allowed: number, loads: number): void {
  const sum = sums.get(key) ?? { allowed, found: 0 };
  sum.found += loads;
  sums.set(key, sum);
}

/**
 * Everything that is wrong with a plan by blocks: in each block by its own judge, and in what they share. Like
 * `checkNetwork` it knows nothing of how plans are made. `index` is a key of the whole for shared lots and donors.
 */
export function checkBlocks(
  source: BlockSource,
  terms: NetworkTerms,
  solution: Pick<BlocksSolution, 'flows' | 'score'>,
): NetworkViolation[] {
  const found: NetworkViolation[] = [];
  const lots = new Map<string, Shared>();
  const donors = new Map<string, Shared>();
  let score = 0;
  for (let index = 0; index < source.count; index += 1) {
    const { rows, lot_keys, donor_keys } = source.block(index);
    const flows = solution.flows.filter(({ block }) => block === index);
    for (const violation of checkNetwork(rows, terms, { flows, score: Number.NaN }))
      if (violation.code === 'score') score += violation.allowed;
      else found.push(violation);
    for (const { arc, loads } of flows) {
      const lot = rows.arcs.lot[arc]!;
      const donor = rows.lots.donor[lot]!;
      add(lots, `${lot_keys[lot]}`, rows.lots.qty[lot]!, loads);
      for (let t = 0; t < rows.lines.tier[rows.arcs.line[arc]!]!; t += 1)
        add(donors, `${donor_keys[donor]}/${t}`, rows.donors.limit[donor * 4 + t]!, loads);
    }
  }
  const over = (code: 'lot_overdrawn' | 'donor_limit', sums: ReadonlyMap<string, Shared>) => {
    for (const [key, sum] of sums)
      if (sum.found > sum.allowed) found.push({ code, index: Number.parseInt(key, 10), ...sum });
  };
  over('lot_overdrawn', lots);
  over('donor_limit', donors);
  if (!(Math.abs(score - solution.score) <= 1e-6 * Math.max(1, Math.abs(score))))
    found.push({ code: 'score', index: -1, allowed: score, found: solution.score });
  return found;
}

import { PlanningInputError, requireWhole } from '../errors.ts';
import type { Column, NetworkRows, NetworkTerms } from './network.model.ts';
import { type NetworkFlow, solveNetwork } from './solve.ts';

/**
 * Part of a network that is too large to hold: all lines and lanes of some destinations. Lots and donors are those
 * of the whole; what they are called here is the same in every block.
 */
export type NetworkBlock = {
  readonly rows: NetworkRows;
  readonly lot_keys: Column;
  readonly donor_keys: Column;
};
/** Makes a block when it is asked for, each time anew and alike, so that no more than one need be held. */
export type BlockSource = { readonly count: number; readonly block: (index: number) => NetworkBlock };
export type BlocksOptions = {
  readonly seed?: number;
  /** Moves of the search for each line of a block, in each of the rounds. Default 200. */
  readonly moves_per_line?: number;
  /** How often each block is searched after all have a plan, with what the others hold then. Default 1. */
  readonly rounds?: number;
  /** Told after each block; false ends the search with the plan of then. */
  readonly on_progress?: (progress: BlocksProgress) => boolean;
};
export type BlocksProgress = {
  /** 1 to 4: first plans up to that tier; 5 and more: searches. */
  readonly stage: number;
  readonly block: number;
  readonly ways: number;
};
export type BlockFlow = NetworkFlow & { readonly block: number };
export type BlocksSolution = {
  readonly flows: readonly BlockFlow[];
  readonly score: number;
  /** Ways of the largest block: memory follows them and the flows. */
  readonly ways_max: number;
  readonly cancelled: boolean;
};

const TIERS = 4;

/** What all blocks together take from lots, and from donors for tier t and less urgent. */
class Ledger {
  readonly #lots = new Map<number, number>();
  readonly #donors = new Map<number, number>();

  book({ rows, lot_keys, donor_keys }: NetworkBlock, flows: readonly NetworkFlow[], sign: 1 | -1): void {
    for (const { arc, loads } of flows) {
      const lot = rows.arcs.lot[arc]!;
      this.#add(this.#lots, lot_keys[lot]!, sign * loads);
      const donor = donor_keys[rows.lots.donor[lot]!]!;
      for (let t = 0; t < rows.lines.tier[rows.arcs.line[arc]!]!; t += 1)
        this.#add(this.#donors, donor * TIERS + t, sign * loads);
    }
  }

  #add(sums: Map<number, number>, key: number, loads: number): void {
    const sum = (sums.get(key) ?? 0) + loads;
    if (sum === 0) sums.delete(key);
    else sums.set(key, sum);
  }

  /** The block with what others have left for it, and lines beyond `tier_max` asking for nothing. */
  left({ rows, lot_keys, donor_keys }: NetworkBlock, tier_max: number): NetworkRows {
    const limit = Float64Array.from({ length: donor_keys.length * TIERS }, (_, k) => {
      const key = donor_keys[Math.floor(k / TIERS)]! * TIERS + (k % TIERS);
      return rows.donors.limit[k]! - (this.#donors.get(key) ?? 0);
    });
    // A limit holds for less urgent tiers too, so none is larger than the one before it.
    for (let k = 0; k < limit.length; k += 1)
      limit[k] = Math.max(0, k % TIERS === 0 ? limit[k]! : Math.min(limit[k]!, limit[k - 1]!));
    const qty = Float64Array.from(lot_keys, (key, lot) => {
      const taken = this.#lots.get(key) ?? 0;
      return rows.lots.sealed[lot] === 1 && taken > 0 ? 0 : rows.lots.qty[lot]! - taken;
    });
    const asked = Float64Array.from({ length: rows.lines.qty.length }, (_, line) =>
      rows.lines.tier[line]! <= tier_max ? rows.lines.qty[line]! : 0,
    );
    return {
      ...rows,
      donors: { limit },
      lots: { ...rows.lots, qty },
      lines: { ...rows.lines, qty: asked },
    };
  }
}

/** Budget, end of freight and floors hold for the whole and cannot be kept by parts. */
function refuseWholeTerms({ budget = null, freight_max = null, fair_price = 0 }: NetworkTerms): void {
  if (budget !== null) throw new PlanningInputError('not_listed', 'terms.budget', budget);
  if (freight_max !== null) throw new PlanningInputError('not_listed', 'terms.freight_max', freight_max);
  if (fair_price !== 0) throw new PlanningInputError('not_listed', 'terms.fair_price', fair_price);
}

/**
 * A plan for a network that is never held as a whole: block by block, each with the stock that the others leave. In
 * four rounds all blocks get a first plan for tier 1, then up to tier 2, 3 and 4, so that no less urgent line of one
 * block stands before a more urgent one of another; then each block is searched. Lanes belong to one block, so the
 * scores of blocks add up. Memory: one block, its search, and the flows. Throws PlanningInputError naming the field.
 */
export function solveBlocks(
  source: BlockSource,
  terms: NetworkTerms = {},
  { seed = 1, moves_per_line = 200, rounds = 1, on_progress = () => true }: BlocksOptions = {},
): BlocksSolution {
  refuseWholeTerms(terms);
  requireWhole('source.count', source.count, { max: 1e6 });
  requireWhole('options.moves_per_line', moves_per_line, { max: 1e6 });
  requireWhole('options.rounds', rounds, { max: 1000 });
  const ledger = new Ledger();
  const plans: (readonly NetworkFlow[])[] = Array.from({ length: source.count }, () => []);
  const scores = new Float64Array(source.count);
  let ways_max = 0;
  let cancelled = false;
  const visit = (stage: number, index: number) => {
    const block = source.block(index);
    const tier_max = Math.min(TIERS, stage);
    const ways = block.rows.arcs.lot.length;
    ways_max = Math.max(ways_max, ways);
    ledger.book(block, plans[index]!, -1);
    const solution = solveNetwork(ledger.left(block, tier_max), terms, {
      seed: (seed + index) % 2 ** 32,
      start: plans[index],
      iterations_max: stage > TIERS ? moves_per_line * block.rows.lines.qty.length : 0,
    });
    plans[index] = solution.flows;
    scores[index] = solution.score;
    ledger.book(block, solution.flows, 1);
    // A plan that does not reach the last tier yet is no plan, so the first four rounds are always finished.
    cancelled ||= !on_progress({ stage, block: index, ways }) && stage >= TIERS;
  };
  for (let stage = 1; stage <= TIERS + rounds; stage += 1)
    for (let index = 0; index < source.count && !(cancelled && stage > TIERS); index += 1)
      visit(stage, index);
  return {
    flows: plans.flatMap((flows, block) => flows.map((flow) => ({ ...flow, block }))),
    score: scores.reduce((sum, score) => sum + score, 0),
    ways_max,
    cancelled,
  };
}

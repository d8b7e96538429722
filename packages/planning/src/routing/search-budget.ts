/** What a search may use; it ends at whichever comes first. Without a time limit the same seed gives the same result. */
export type SearchBudget = {
  readonly iterations_max: number;
  readonly time_limit_ms: number;
  readonly elapsed_ms: () => number;
};

/** Iterations between two looks at the clock, which costs as much as part of an iteration. */
const LOOK_EVERY = 32;

/** How much of a budget is used, from 0 to 1. */
export class SearchProgress {
  iterations = 0;
  readonly #budget: SearchBudget;
  readonly #start_ms: number;
  readonly #onPercent: (share: number) => void;
  #time_share = 0;
  #told = 0;

  /** `onPercent` is called whenever another hundredth of the budget is used. */
  constructor(budget: SearchBudget, onPercent: (share: number) => void) {
    this.#budget = budget;
    this.#onPercent = onPercent;
    this.#start_ms = budget.elapsed_ms();
  }

  /** Counts an iteration and says what share of the budget is used. */
  step(): number {
    const { iterations_max, time_limit_ms, elapsed_ms } = this.#budget;
    if (this.iterations % LOOK_EVERY === 0 && time_limit_ms < Infinity)
      this.#time_share = time_limit_ms > 0 ? (elapsed_ms() - this.#start_ms) / time_limit_ms : 1;
    if (this.iterations >= iterations_max || this.#time_share >= 1) return 1;
    const share = Math.max(this.#time_share, this.iterations / iterations_max);
    this.iterations++;
    if (share >= this.#told + 0.01) {
      this.#told = share;
      this.#onPercent(share);
    }
    return share;
  }
}

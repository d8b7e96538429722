import loadHighs from 'highs';

/**
 * HiGHS (MIT) compiled to WebAssembly. The package's types describe its CommonJS build, whose `default` is what the
 * ES build exports. Compiling takes about 50 ms, once for each thread that asks for the optimiser.
 */
const highs = await (loadHighs as unknown as typeof loadHighs.default)();

export type MilpLimits = {
  /** Seconds of the solver's own clock; absent: none, so that the answer depends on the values alone. */
  readonly seconds?: number;
  /** Branch-and-bound nodes at most. */
  readonly nodes?: number;
  /** Share of the effort spent on answers rather than on the bound. */
  readonly heuristics?: number;
  /** Tries without whole numbers first: where the answer is whole all the same, as in flows, that is much faster. */
  readonly relax_first?: boolean;
};
export type MilpAnswer = {
  /** No answer costs less; -Infinity where the limits struck before there was a bound. */
  readonly bound: number;
  /** Value of every column of the best answer; null where none was found. */
  readonly values: Float64Array | null;
  /** Cost of that answer. */
  readonly cost: number;
};

const isWhole = (value: number) => Math.abs(value - Math.round(value)) < 1e-6;

type Entry = readonly [column: number, value: number];

/** A linear problem in the making: columns with a cost and a range, some of them whole, and rows between two ends. */
export class Milp {
  readonly #cost: number[] = [];
  readonly #lower: number[] = [];
  readonly #upper: number[] = [];
  readonly #whole: number[] = [];
  readonly #least: number[] = [];
  readonly #most: number[] = [];
  readonly #starts: number[] = [0];
  readonly #indices: number[] = [];
  readonly #values: number[] = [];

  get columns(): number {
    return this.#cost.length;
  }

  column(cost: number, upper: number, whole: boolean): number {
    this.#cost.push(cost);
    this.#lower.push(0);
    this.#upper.push(Number.isFinite(upper) ? upper : highs.infinity);
    this.#whole.push(whole ? 1 : 0);
    return this.#cost.length - 1;
  }

  /** least <= sum of value times column <= most; a row without entries is left out. */
  row(least: number, most: number, entries: readonly Entry[]): void {
    if (entries.length === 0) return;
    this.#least.push(Number.isFinite(least) ? least : -highs.infinity);
    this.#most.push(Number.isFinite(most) ? most : highs.infinity);
    for (const [column, value] of entries) {
      this.#indices.push(column);
      this.#values.push(value);
    }
    this.#starts.push(this.#indices.length);
  }

  #data(whole: boolean) {
    const [numCols, numRows] = [this.#cost.length, this.#least.length];
    return {
      numCols,
      numRows,
      colCost: this.#cost,
      colLower: this.#lower,
      colUpper: this.#upper,
      rowLower: this.#least,
      rowUpper: this.#most,
      ...(whole ? { integrality: Int32Array.from(this.#whole) } : {}),
      matrix: {
        format: 'csr' as const,
        numRows,
        numCols,
        starts: this.#starts,
        indices: this.#indices,
        values: this.#values,
      },
    };
  }

  /** The answer of least cost that the limits allow, with a bound that holds whatever the limits did. */
  solve(limits: MilpLimits = {}): MilpAnswer {
    if (this.columns === 0) return { bound: 0, values: new Float64Array(0), cost: 0 };
    if (!this.#whole.includes(1)) return this.#run(limits, false);
    if (limits.relax_first) {
      const relaxed = this.#run(limits, false);
      if (relaxed.values?.every((value, k) => this.#whole[k] === 0 || isWhole(value))) return relaxed;
    }
    return this.#run(limits, true);
  }

  #run({ seconds, nodes, heuristics }: MilpLimits, whole: boolean): MilpAnswer {
    return highs.withModel(this.#data(whole), (model) => {
      model.options.set({ output_flag: false, mip_rel_gap: 0, random_seed: 1 });
      if (seconds !== undefined) model.options.set('time_limit', Math.max(0.01, seconds));
      if (nodes !== undefined) model.options.set('mip_max_nodes', nodes);
      if (heuristics !== undefined) model.options.set('mip_heuristic_effort', heuristics);
      // It is most of the time that a small problem takes.
      model.options.set('mip_heuristic_run_feasibility_jump', false);
      model.run();
      const optimal = model.getModelStatus() === highs.constants.modelStatus.optimal;
      // A linear problem that ran out of time has values that mean nothing.
      const found = whole ? model.info.get('primal_solution_status') === 2 : optimal;
      const cost = found ? model.getObjectiveValue() : Number.POSITIVE_INFINITY;
      const proven = whole
        ? Number(model.info.get('mip_dual_bound'))
        : optimal
          ? cost
          : Number.NEGATIVE_INFINITY;
      const bound = Math.abs(proven) < highs.infinity ? Math.min(proven, cost) : Number.NEGATIVE_INFINITY;
      return { bound, cost, values: found ? model.getSolution().colValue : null };
    });
  }
}

/**
 * How long the random harnesses look, by the mode of the test run: `vitest run` looks for seconds on every change,
 * `vitest run --mode deep` for the nightly numbers.
 */
export const DEPTHS = {
  quick: {
    interleave: { runs: 200, ms: 20_000 },
    model: { runs: 60, ms: 20_000 },
    stress: { ms: 3_000 },
  },
  deep: {
    interleave: { runs: 20_000, ms: 3_600_000 },
    model: { runs: 20_000, ms: 3_600_000 },
    stress: { ms: 120_000 },
  },
} as const;
export type Depth = keyof typeof DEPTHS;

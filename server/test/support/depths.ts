/**
 * How long the random harnesses look, by the mode of the test run: `vitest run` looks for seconds on every change,
 * `vitest run --mode deep` for the nightly numbers.
 */
export const DEPTHS = {
  quick: {
    interleave: { runs: 200, ms: 20_000 },
    model: { runs: 60, ms: 20_000 },
    stress: { ms: 3_000 },
    mutants: [
      'balances are read, changed and written back, without row locks',
      'balances are locked in the order of the document',
      'a claimed idempotency key is taken again',
      'no audit row',
      'no outbox row',
      'postings name another account than the balance that changed',
      'all lines of a document go to the place of its first line',
      'allocating does not raise `allocated`',
      'a serial stays where it was',
      'a recall raises the epoch without the lock of rules',
      'the verdict is ignored when posting',
      'candidates are not locked before they are allocated',
    ],
  },
  deep: {
    interleave: { runs: 20_000, ms: 3_600_000 },
    model: { runs: 20_000, ms: 3_600_000 },
    stress: { ms: 120_000 },
    mutants: 'all',
  },
} as const;
export type Depth = keyof typeof DEPTHS;

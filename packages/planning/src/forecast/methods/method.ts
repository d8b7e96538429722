import type { History } from '../history.ts';

/**
 * A fitted method: the means of the `horizon` buckets that follow the first `origin` buckets of a history. With the
 * parameters of one history it can be asked about any other origin, which is how rolling residuals are made.
 */
export type Fitted = (history: History, origin: number, horizon: number) => Float64Array;

/** A forecasting method: learns its parameters from a history of at least one bucket. Pure and repeatable. */
export type Method = {
  /** Whether the method can be used on this history. */
  readonly applies: (history: History) => boolean;
  readonly fit: (history: History) => Fitted;
};

import type { History } from '../history.ts';
import type { Shape, Smoothed } from '../smoothing.ts';
import { fitSmoothing, forecaster, PERIOD_SMOOTHED_MAX, type SmoothingFit } from './exponential.ts';
import type { Method } from './method.ts';

type ErrorKind = 'additive' | 'multiplicative';
type Candidate = { readonly shape: Shape; readonly error: ErrorKind };

const TRENDS = ['none', 'linear', 'damped'] as const;

/** Minus twice the log-likelihood, up to a constant (Hyndman et al. 2002, equation 6). */
const LIKELIHOOD: Record<ErrorKind, (state: Smoothed, count: number) => number> = {
  additive: ({ squares }, count) => count * Math.log(squares + Number.MIN_VALUE),
  multiplicative: ({ relative_squares, log_means }, count) =>
    count * Math.log(relative_squares + Number.MIN_VALUE) + 2 * log_means,
};

/** As in R: additive errors are not combined with a multiplicative season, which is numerically unstable. */
function candidatesFor(history: History): Candidate[] {
  const smooths = history.season !== 'none' && history.period <= PERIOD_SMOOTHED_MAX;
  return TRENDS.flatMap((trend): Candidate[] => {
    if (!smooths) {
      const shape = { trend, season: 'none' } as const;
      const additive = { shape, error: 'additive' } as const;
      return history.positive ? [additive, { shape, error: 'multiplicative' }] : [additive];
    }
    const additive = { shape: { trend, season: 'additive' }, error: 'additive' } as const;
    const multiplicative = { shape: { trend, season: 'multiplicative' }, error: 'multiplicative' } as const;
    return history.season === 'multiplicative' ? [additive, multiplicative] : [additive];
  });
}

/** Akaike's criterion with the correction for few values; Infinity when there are too few for the parameters. */
function correctedAic(fit: SmoothingFit, count: number): number {
  // Constants, starting level (and slope), starting season less one, and the variance.
  const starts = (fit.shape.trend === 'none' ? 1 : 2) + Math.max(0, fit.start.season.length - 1);
  const k = fit.constants_fitted + starts + 1;
  if (count - k - 1 <= 0) return Infinity;
  return fit.cost + 2 * k + (2 * k * (k + 1)) / (count - k - 1);
}

/**
 * Exponential smoothing as a state space model, its form chosen by AICc (Hyndman, Koehler, Snyder and Grose 2002). The
 * season is smoothed where the period is at most 24, else taken out beforehand.
 */
export const ets: Method = {
  applies: () => true,
  fit: (history) => {
    let best: { readonly fit: SmoothingFit; readonly aicc: number } | null = null;
    for (const { shape, error } of candidatesFor(history)) {
      const fit = fitSmoothing(history, shape, LIKELIHOOD[error]);
      const aicc = correctedAic(fit, history.values.length);
      if (!best || aicc < best.aicc) best = { fit, aicc };
    }
    return forecaster(best!.fit);
  },
};

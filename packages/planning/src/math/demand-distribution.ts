import { PlanningInputError, requireNumber } from '../errors.ts';
import { gammaCdf, gammaLoss, gammaQuantile, normalLossAt } from './continuous.ts';
import {
  negativeBinomialCdf,
  negativeBinomialLoss,
  negativeBinomialQuantile,
  poissonCdf,
  poissonLoss,
  poissonQuantile,
} from './discrete.ts';
import {
  conformalQuantile,
  discreteOf,
  type Empirical,
  empiricalCdf,
  empiricalLoss,
  empiricalOf,
  empiricalQuantile,
} from './empirical.ts';
import { normalCdf, normalQuantile } from './normal.ts';

/**
 * A distribution of demand as data, in units of demand. `constant` has no variance; `empirical` gives each sample
 * the same weight; `conformal` does so too, but takes its quantiles one rank higher, so that they cover.
 */
export type DistributionSpec =
  | { readonly kind: 'constant'; readonly mean: number }
  | { readonly kind: 'normal'; readonly mean: number; readonly sd: number }
  | { readonly kind: 'gamma'; readonly mean: number; readonly variance: number }
  | { readonly kind: 'poisson'; readonly mean: number }
  | { readonly kind: 'negative_binomial'; readonly mean: number; readonly variance: number }
  | { readonly kind: 'empirical' | 'conformal'; readonly samples: ArrayLike<number> }
  | {
      readonly kind: 'discrete';
      readonly values: ArrayLike<number>;
      readonly probabilities: ArrayLike<number>;
    };

export type Distribution = {
  readonly mean: number;
  readonly variance: number;
  /** The values are whole numbers, so quantiles are too. */
  readonly whole: boolean;
  /** P(X <= x). */
  readonly cdf: (x: number) => number;
  /** Smallest x with P(X <= x) >= p; 0 < p < 1. */
  readonly quantile: (p: number) => number;
  /** E[(X - x)+]. */
  readonly loss: (x: number) => number;
};

function constant(mean: number): Distribution {
  return {
    mean,
    variance: 0,
    whole: Number.isInteger(mean),
    cdf: (x) => (x >= mean ? 1 : 0),
    quantile: () => mean,
    loss: (x) => Math.max(0, mean - x),
  };
}

function normal(mean: number, sd: number): Distribution {
  requireNumber('sd', sd);
  if (sd === 0) return constant(mean);
  return {
    mean,
    variance: sd * sd,
    whole: false,
    cdf: (x) => normalCdf((x - mean) / sd),
    quantile: (p) => mean + sd * normalQuantile(p),
    loss: (x) => normalLossAt(x, mean, sd),
  };
}

function gamma(mean: number, variance: number): Distribution {
  requireNumber('variance', variance, { max: 1e30 });
  if (variance === 0 || mean === 0) return constant(mean);
  const scale = variance / mean;
  const shape = mean / scale;
  return {
    mean,
    variance,
    whole: false,
    cdf: (x) => gammaCdf(x, shape, scale),
    quantile: (p) => gammaQuantile(p, shape, scale),
    loss: (x) => gammaLoss(x, shape, scale),
  };
}

function ofSamples(samples: Empirical, conformal: boolean): Distribution {
  return {
    mean: samples.mean,
    variance: samples.variance,
    whole: samples.values.every(Number.isInteger),
    cdf: (x) => empiricalCdf(x, samples),
    quantile: (p) => (conformal ? conformalQuantile(p, samples).value : empiricalQuantile(p, samples)),
    loss: (x) => empiricalLoss(x, samples),
  };
}

/** The functions of a distribution given as data. Throws PlanningInputError naming the parameter. */
export function distributionOf(spec: DistributionSpec): Distribution {
  if ('mean' in spec) requireNumber('mean', spec.mean);
  switch (spec.kind) {
    case 'constant':
      return constant(spec.mean);
    case 'normal':
      return normal(spec.mean, spec.sd);
    case 'gamma':
      return gamma(spec.mean, spec.variance);
    case 'poisson': {
      const { mean } = spec;
      const cdf = (x: number) => poissonCdf(x, mean);
      const quantile = (p: number) => poissonQuantile(p, mean);
      return { mean, variance: mean, whole: true, cdf, quantile, loss: (x) => poissonLoss(x, mean) };
    }
    case 'negative_binomial': {
      const { mean } = spec;
      requireNumber('variance', spec.variance, { max: 1e30 });
      const variance = Math.max(mean, spec.variance);
      const cdf = (x: number) => negativeBinomialCdf(x, mean, variance);
      const quantile = (p: number) => negativeBinomialQuantile(p, mean, variance);
      return {
        mean,
        variance,
        whole: true,
        cdf,
        quantile,
        loss: (x) => negativeBinomialLoss(x, mean, variance),
      };
    }
    case 'empirical':
    case 'conformal':
      return ofSamples(empiricalOf(spec.samples), spec.kind === 'conformal');
    case 'discrete':
      return ofSamples(discreteOf(spec.values, spec.probabilities), false);
    default:
      throw new PlanningInputError('not_listed', 'kind', (spec as { kind: unknown }).kind);
  }
}

/**
 * Distributions of demand and lead time. A loss function is E[(X - x)+], the expected amount beyond x; its
 * complement is E[(x - X)+] = x - mean + loss. Survival is P(X > x). Probabilities keep their relative accuracy in
 * the tail they name. Arguments outside a function's domain throw PlanningInputError with the argument's name.
 */
export {
  exponentialLoss,
  gammaCdf,
  gammaLoss,
  gammaQuantile,
  gammaSurvival,
  logNormalCdf,
  logNormalLoss,
  normalLossAt,
  uniformLoss,
} from './continuous.ts';
export { type Distribution, type DistributionSpec, distributionOf } from './demand-distribution.ts';
export {
  binomialCdf,
  binomialLoss,
  binomialQuantile,
  geometricLoss,
  negativeBinomialCdf,
  negativeBinomialLoss,
  negativeBinomialPmf,
  negativeBinomialQuantile,
  negativeBinomialSurvival,
  poissonCdf,
  poissonLoss,
  poissonPmf,
  poissonQuantile,
  poissonSurvival,
} from './discrete.ts';
export {
  conformalQuantile,
  discreteOf,
  type Empirical,
  empiricalCdf,
  empiricalLoss,
  empiricalOf,
  empiricalQuantile,
} from './empirical.ts';
export {
  normalCdf,
  normalLoss,
  normalLossInverse,
  normalLossSecond,
  normalPdf,
  normalQuantile,
} from './normal.ts';
export { lnGamma } from './special.ts';

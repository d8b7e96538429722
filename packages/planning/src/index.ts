/**
 * The planning core: forecasts, policies, risk and transfer proposals as pure functions without input or output.
 * Quantities are whole base units, money whole fen, days civil dates, instants ISO 8601.
 */
export type { CivilDate } from './calendar.ts';
export { checkTransferPlan, type Violation, type ViolationCode } from './checker.ts';
export { type PlanningInputCode, PlanningInputError } from './errors.ts';
export {
  classifyDemand,
  DAYS_IN_BUCKET,
  type DemandBucket,
  type DemandForecast,
  type DemandPattern,
  type DemandSeries,
  type ForecastMethod,
  forecastAll,
  forecastDemand,
} from './forecast.ts';
export { computePolicy, normalQuantile, type Policy, type PolicyInput } from './policy.ts';
export {
  assessRisk,
  CLINICAL_WEIGHT,
  type ExpectedArrival,
  type ItemAtWarehouse,
  type OpenDemand,
  RISK_LEVELS,
  type Risk,
  type RiskInput,
  type RiskLevel,
  type RiskPosition,
  type UsableStock,
} from './risk.ts';
export * from './transfer.model.ts';
export { proposeTransfers, whyNot } from './transfer.ts';

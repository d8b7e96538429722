export {
  type ComparisonControl,
  type ComparisonInput,
  comparePolicies,
  type PolicyFigures,
} from './compare.ts';
export { type Interval, meanInterval, studentQuantile } from './intervals.ts';
export { baseStockRule, reorderPointRule } from './replenishment-rules.ts';
export { HEALTH_COMMODITY_DELAY, sampleWorld } from './sample-world.ts';
export { simulate } from './simulate.ts';
export * from './simulator.model.ts';
export { nearestTransfers, noTransfers, plannedTransfers } from './transfer-policies.ts';

/** Inventory policies: what to order, when, and how much safety stock to keep where. Pure functions. */
export * from './budget.ts';
export * from './eoq.ts';
export {
  pooledDemandSd,
  type ServiceNetwork,
  type ServicePlan,
  type ServiceStage,
  type StagePromise,
} from './guaranteed-service.model.ts';
export { placeSafetyStock, placeSafetyStockOnTree } from './guaranteed-service.ts';
export * from './lot-sizing.ts';
export * from './min-max.ts';
export * from './newsvendor.ts';
export * from './perishable.ts';
export * from './policy.ts';
export * from './reorder-quantity.ts';
export * from './safety-stock.ts';
export * from './serial.ts';
export * from './shelf-life.ts';
export * from './supply-uncertainty.ts';

/** Consolidation of shipments on departures, and routes of vehicles. */
export {
  type ConsolidationViolation,
  type ConsolidationViolationCode,
  checkConsolidation,
} from './check-consolidation.ts';
export { checkRoutes, type RouteViolation, type RouteViolationCode } from './check-routes.ts';
export { consolidateShipments } from './consolidate.ts';
export * from './consolidation.model.ts';
export { planRoutes } from './plan-routes.ts';
export * from './routing.model.ts';

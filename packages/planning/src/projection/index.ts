/** Usable-stock projection: what will be sold in time, what will not, and what a customer will still accept. */
export { nearExpirySurplus, type SurplusLot } from './near-expiry.ts';
export type {
  LotProjection,
  PositionProjection,
  ProjectedLot,
  ProjectionPosition,
  Spread,
  UsableAnswer,
  UsableQuery,
} from './usable-stock.model.ts';
export { projectUsableStock } from './usable-stock.ts';

export { createRedistribution, type Redistribution } from './plan-departures.ts';
export * from './redistribution.model.ts';
export { requireNetwork } from './redistribution-input.ts';

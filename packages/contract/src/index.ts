export * from './compliance.ts';
export * from './datasets.ts';
export * from './errors.ts';
export * from './identity.ts';
export * from './import.ts';
export * from './primitives.ts';
export * from './stock.ts';
export * from './verb.ts';

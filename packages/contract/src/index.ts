export * from './datasets.ts';
export * from './errors.ts';
export * from './primitives.ts';
export * from './verb.ts';

import type { ErrorCatalogue } from './errors.ts';
/** Acceptable quality limits of GB/T 2828.1 in per cent nonconforming, above 10 as nonconformities per hundred units. */
export const AQLS = [
  0.01, 0.015, 0.025, 0.04, 0.065, 0.1, 0.15, 0.25, 0.4, 0.65, 1, 1.5, 2.5, 4, 6.5, 10, 15, 25, 40, 65, 100,
  150, 250, 400, 650, 1000,
] as const;
export const INSPECTION_LEVELS = ['S-1', 'S-2', 'S-3', 'S-4', 'I', 'II', 'III'] as const;

export const inspection_errors = {} as const satisfies ErrorCatalogue;

/** What the audit trail calls what is done here. */
export const inspection_audit = {} as const;

import type { ErrorCatalogue } from './errors.ts';

export const recall_errors = {} as const satisfies ErrorCatalogue;

/** What the audit trail calls what is done here. */
export const recall_audit = {} as const;

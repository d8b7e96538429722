import type { ErrorCatalogue } from './errors.ts';

export const receiving_errors = {} as const satisfies ErrorCatalogue;

/** What the audit trail calls the things done here. */
export const receiving_audit = {} as const;

import type { ErrorCatalogue } from './errors.ts';

export const purchasing_errors = {} as const satisfies ErrorCatalogue;

/** What the audit trail calls the things done here. */
export const purchasing_audit = {} as const;

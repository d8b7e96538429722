import type { ErrorCatalogue } from './errors.ts';

export const retention_errors = {} as const satisfies ErrorCatalogue;

/** What the audit trail calls what is done here. */
export const retention_audit = {} as const;

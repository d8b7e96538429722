import type { ErrorCatalogue } from './errors.ts';

export const coldchain_errors = {} as const satisfies ErrorCatalogue;

/** What the audit trail calls what is done here. */
export const coldchain_audit = {} as const;

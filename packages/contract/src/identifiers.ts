import type { ErrorCatalogue } from './errors.ts';

export const identifiers_errors = {} as const satisfies ErrorCatalogue;

/** What the audit trail calls what is done here. */
export const identifiers_audit = {} as const;

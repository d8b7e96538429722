import type { ErrorCatalogue } from './errors.ts';

export const rules_errors = {} as const satisfies ErrorCatalogue;

/** What the audit trail calls what is done here. */
export const rules_audit = {} as const;

import type { ErrorCatalogue } from './errors.ts';

export const quality_cases_errors = {} as const satisfies ErrorCatalogue;

/** What the audit trail calls what is done here. */
export const quality_cases_audit = {} as const;

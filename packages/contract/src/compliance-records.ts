import type { ErrorCatalogue } from './errors.ts';

export const compliance_records_errors = {} as const satisfies ErrorCatalogue;

/** What the audit trail calls what is done here. */
export const compliance_records_audit = {} as const;

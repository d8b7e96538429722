import type { ErrorCatalogue } from './errors.ts';

export const consignment_errors = {} as const satisfies ErrorCatalogue;

/** What the audit trail calls the things done here. */
export const consignment_audit = {} as const;

import type { ErrorCatalogue } from './errors.ts';

export const transport_errors = {} as const satisfies ErrorCatalogue;

/** What the audit trail calls the things done here. */
export const transport_audit = {} as const;

import type { ErrorCatalogue } from './errors.ts';

export const outbound_errors = {} as const satisfies ErrorCatalogue;

/** What the audit trail calls the things done here. */
export const outbound_audit = {} as const;

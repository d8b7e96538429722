import type { ErrorCatalogue } from './errors.ts';

export const finance_errors = {} as const satisfies ErrorCatalogue;

/** What the audit trail calls the things done here. */
export const finance_audit = {} as const;

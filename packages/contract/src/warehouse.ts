import type { ErrorCatalogue } from './errors.ts';

export const warehouse_errors = {} as const satisfies ErrorCatalogue;

/** What the audit trail calls the things done here. */
export const warehouse_audit = {} as const;

import type { ErrorCatalogue } from './errors.ts';

export const rfid_errors = {} as const satisfies ErrorCatalogue;

/** What the audit trail calls what is done here. */
export const rfid_audit = {} as const;

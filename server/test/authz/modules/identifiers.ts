import type { ModuleRows } from './rows.ts';

/** Who may do what: read as the table in `expectations.ts`. */
export const identifiers: ModuleRows = { expectations: [], sight_is_no_hand: [], others: [], requests: {} };

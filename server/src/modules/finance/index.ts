/** The door of module finance: cost of lots, freight, month end, vouchers for the books. */
import type { ServerVerb } from '../../platform/use-case.ts';

export const verbs: ServerVerb[] = [];

/** Constraint -> error code: the last word where a decider was wrong or two requests met. */
export const constraints: Record<string, string> = {};

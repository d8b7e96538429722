/** The door of module transport: carriers, vehicles, shipments, legs, tracking, proof of delivery, freight. */
import type { ServerVerb } from '../../platform/use-case.ts';

export const verbs: ServerVerb[] = [];

/** Constraint -> error code: the last word where a decider was wrong or two requests met. */
export const constraints: Record<string, string> = {};

/** The door of module warehouse: work inside a warehouse: map, tasks, replenishment, work orders, count plans, upkeep. */
import type { ServerVerb } from '../../platform/use-case.ts';

export const verbs: ServerVerb[] = [];

/** Constraint -> error code: the last word where a decider was wrong or two requests met. */
export const constraints: Record<string, string> = {};

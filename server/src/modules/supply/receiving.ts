import type { ServerVerb } from '../../platform/use-case.ts';

export const receiving_verbs: ServerVerb[] = [];

export const receiving_constraints: Record<string, string> = {};

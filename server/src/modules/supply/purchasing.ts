import type { ServerVerb } from '../../platform/use-case.ts';

export const purchasing_verbs: ServerVerb[] = [];

export const purchasing_constraints: Record<string, string> = {};

import type { ServerVerb } from '../../platform/use-case.ts';

export const outbound_verbs: ServerVerb[] = [];

export const outbound_constraints: Record<string, string> = {};

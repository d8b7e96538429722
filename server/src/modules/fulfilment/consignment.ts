import type { ServerVerb } from '../../platform/use-case.ts';

export const consignment_verbs: ServerVerb[] = [];

export const consignment_constraints: Record<string, string> = {};

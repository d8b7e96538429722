/** The door of module coldchain: who watches the temperature, what was out of range, and what was there. */
import type { Job } from '../../platform/jobs.ts';
import type { Consumer } from '../../platform/outbox.ts';
import type { ServerVerb } from '../../platform/use-case.ts';

export const verbs: ServerVerb[] = [];
export const jobs: Job[] = [];
export const consumers: Consumer[] = [];

/** Constraint -> error code. */
export const constraints: Record<string, string> = {};

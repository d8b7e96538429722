import type { Tx } from '../../platform/db.ts';
import type { Job } from '../../platform/jobs.ts';
import type { Consumer } from '../../platform/outbox.ts';
import type { ServerVerb } from '../../platform/use-case.ts';

export { writeDemandHistory } from './planning.write.ts';
export const verbs: ServerVerb[] = [];
export const constraints: Record<string, string> = {};
export const consumers: Consumer[] = [];
export const jobs: Job[] = [];
export async function seedPlanning(_tx: Tx): Promise<void> {}

import type { FastifyInstance } from 'fastify';
import type { Db } from '../../platform/db.ts';
import type { Consumer } from '../../platform/outbox.ts';
import type { ServerVerb } from '../../platform/use-case.ts';

export const verbs: ServerVerb[] = [];
export const constraints: Record<string, string> = {};
export const consumers: Consumer[] = [];
export function routes(_app: FastifyInstance, _parts: { db: Db }): void {}

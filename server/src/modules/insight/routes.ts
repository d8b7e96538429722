import type { LiveEvent } from '@tongcang/contract';
import type { FastifyInstance, FastifyReply } from 'fastify';
import { can } from '../../platform/actor.ts';
import type { Db, Scope } from '../../platform/db.ts';
import { fail } from '../../platform/errors.ts';
import type { Logger } from '../../platform/log.ts';
import { type LiveFeed, startFeed } from './live.ts';

const HEARTBEAT_MS = 15_000;
/** A browser connects again by itself, and its session is looked at anew. */
const STREAM_MS = 10 * 60_000;
/** Bytes that may wait for a slow reader; beyond them the stream is closed and the browser starts over. */
const BACKLOG_MAX = 64 * 1024;

/** Adds `GET /api/insight/events`: a stream of what changes, for pages that keep themselves up to date. */
export function routes(app: FastifyInstance, { db, log }: { db: Db; log?: Logger }): void {
  const feed = startFeed(db, log);
  const open = new Set<FastifyReply>();
  app.addHook('preClose', async () => {
    for (const reply of open) reply.raw.end();
    await feed.stop();
  });
  app.get('/api/insight/events', (request, reply) => {
    const { actor } = request;
    if (actor.account === 'anonymous') fail('platform.not_signed_in');
    if (!can(actor, 'insight.read')) fail('platform.forbidden', { permission: 'insight.read' });
    const { warehouse_id } = request.query as { warehouse_id?: string };
    const wanted = warehouse_id === undefined || warehouse_id === '' ? null : Number(warehouse_id);
    if (wanted !== null && !Number.isSafeInteger(wanted)) {
      fail('platform.invalid_input', {}, [
        { path: 'warehouse_id', code: 'type', params: { expected: 'number' } },
      ]);
    }
    stream({ reply, feed, open, scope: actor.scope, warehouse_id: wanted });
  });
}

type Stream = {
  reply: FastifyReply;
  feed: LiveFeed;
  open: Set<FastifyReply>;
  scope: Scope;
  warehouse_id: number | null;
};

function stream({ reply, feed, open, scope, warehouse_id }: Stream): void {
  const { raw } = reply;
  const write = (text: string) => {
    raw.write(text);
    if (raw.writableLength > BACKLOG_MAX) raw.end();
  };
  const remove = feed.add({
    scope,
    send(event) {
      if (concerns(event, warehouse_id)) write(`event: change\ndata: ${JSON.stringify(event)}\n\n`);
    },
  });
  if (remove === null) fail('insight.too_many_listeners');
  reply.hijack();
  open.add(reply);
  raw.writeHead(200, {
    'content-type': 'text/event-stream; charset=utf-8',
    'cache-control': 'no-store',
    'x-accel-buffering': 'no',
    'x-content-type-options': 'nosniff',
  });
  write('retry: 3000\n\n: connected\n\n');
  const heartbeat = setInterval(() => write(': alive\n\n'), HEARTBEAT_MS);
  const end = setTimeout(() => raw.end(), STREAM_MS);
  raw.once('close', () => {
    clearInterval(heartbeat);
    clearTimeout(end);
    remove();
    open.delete(reply);
  });
}

/** An event that names no warehouse may concern any. */
function concerns({ warehouse_ids }: LiveEvent, warehouse_id: number | null): boolean {
  return warehouse_id === null || warehouse_ids.length === 0 || warehouse_ids.includes(warehouse_id);
}

import cookie from '@fastify/cookie';
import type { ErrorCatalogue } from '@tongcang/contract';
import fastify, {
  type FastifyBaseLogger,
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
  LogController,
} from 'fastify';
import { type Actor, ANONYMOUS_ACTOR } from './actor.ts';
import type { Config } from './config.ts';
import type { Db } from './db.ts';
import { createDenials, type Denial, isDenial } from './denials.ts';
import { AppError, fail } from './errors.ts';
import { ids } from './ids.ts';
import { jsonProblem } from './json.ts';
import type { Logger } from './log.ts';
import { databaseError, inputError, problemOf } from './problem.ts';
import { authorise, type Runner, type ServerVerb } from './use-case.ts';

/** How a request proves who sends it: a session cookie (people) or a bearer key (machines). */
export type Credential = { kind: 'session' | 'api_key'; token: string };
export type Authenticate = (credential: Credential) => Promise<Actor | null>;

export type HttpParts = {
  config: Pick<Config, 'admission_max' | 'secure_cookies'>;
  db: Db;
  log: Logger;
  runner: Runner;
  verbs: readonly ServerVerb[];
  authenticate: Authenticate;
  catalogue: ErrorCatalogue;
  /** Constraint name -> error code. */
  constraints: Readonly<Record<string, string>>;
};

declare module 'fastify' {
  interface FastifyRequest {
    actor: Actor;
  }
}

export const SESSION_COOKIE = 'tongcang_session';
const BODY_LIMIT = 256 * 1024;

/** The server of the API: one route for each verb, made from its declaration. */
export function createHttp(parts: HttpParts): FastifyInstance {
  const app = fastify({
    loggerInstance: parts.log as FastifyBaseLogger,
    childLoggerFactory: (logger) => logger,
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit: BODY_LIMIT,
    genReqId: () => ids.uuid(),
    requestTimeout: 60_000,
    // How often slow connections are looked for; left alone it is half a minute.
    http: { connectionsCheckingInterval: 5_000 },
    connectionTimeout: 60_000,
    forceCloseConnections: 'idle',
    routerOptions: { ignoreTrailingSlash: true, maxParamLength: 300 },
  });
  app.server.headersTimeout = 10_000;
  app.register(cookie);
  app.decorateRequest('actor', null as never);
  readJsonStrictly(app);
  admit(app, parts.config.admission_max);
  app.addHook('onRequest', async (request) => {
    request.actor = ANONYMOUS_ACTOR;
    if (request.url.startsWith('/api/')) request.actor = await actorOf(request, parts.authenticate);
  });
  app.addHook('onSend', async (_request, reply) => {
    reply.header('x-content-type-options', 'nosniff').header('cache-control', 'no-store');
  });
  const deny = createDenials(parts.db, parts.log);
  app.setErrorHandler((error, request, reply) => answerError({ ...parts, deny }, error, request, reply));
  app.setNotFoundHandler((_request, _reply) => {
    throw new AppError('platform.not_found', {});
  });
  for (const verb of parts.verbs) addRoute(app, parts, verb);
  health(app, parts.db);
  return app;
}

function readJsonStrictly(app: FastifyInstance): void {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('application/json', { parseAs: 'string' }, (_request, body, done) => {
    const text = body as string;
    const problem = jsonProblem(text);
    if (problem !== null) return done(new AppError('platform.malformed_json', { problem }), undefined);
    try {
      done(null, text === '' ? {} : JSON.parse(text));
    } catch {
      done(new AppError('platform.malformed_json', { problem: 'syntax' }), undefined);
    }
  });
  app.addContentTypeParser('application/octet-stream', { parseAs: 'buffer' }, (_request, body, done) => {
    done(null, body);
  });
}

/** Admission control: beyond the bound a request is turned away at once instead of waiting for its time-out. */
function admit(app: FastifyInstance, admission_max: number): void {
  let inside = 0;
  app.addHook('onRequest', async (request, reply) => {
    if (!request.url.startsWith('/api/')) return;
    inside += 1;
    let left = false;
    reply.raw.once('close', () => {
      if (!left) inside -= 1;
      left = true;
    });
    if (inside > admission_max) fail('platform.overloaded');
  });
}

async function actorOf(request: FastifyRequest, authenticate: Authenticate): Promise<Actor> {
  const { authorization } = request.headers;
  if (authorization !== undefined) {
    const match = /^Bearer ([A-Za-z0-9_-]{20,200})$/.exec(authorization);
    const actor = match ? await authenticate({ kind: 'api_key', token: match[1]! }) : null;
    if (actor === null) fail('platform.not_signed_in');
    return actor;
  }
  const token = request.cookies[SESSION_COOKIE];
  if (token === undefined) return ANONYMOUS_ACTOR;
  if (request.method !== 'GET' && request.method !== 'HEAD') checkOrigin(request);
  return (await authenticate({ kind: 'session', token })) ?? ANONYMOUS_ACTOR;
}

/** A cookie alone does not prove that our page sent the request: unsafe methods need our own Origin. */
function checkOrigin(request: FastifyRequest): void {
  const { origin, host } = request.headers;
  const site = request.headers['sec-fetch-site'];
  const ours = origin !== undefined && hostOf(origin) === host;
  if (!ours || (site !== undefined && site !== 'same-origin')) fail('platform.foreign_origin');
}

function hostOf(origin: string): string | null {
  try {
    return new URL(origin).host;
  } catch {
    return null;
  }
}

function addRoute(app: FastifyInstance, parts: HttpParts, verb: ServerVerb): void {
  const { contract } = verb;
  const { secure_cookies } = parts.config;
  app.route({
    method: contract.method,
    url: contract.path.replaceAll(/\{(\w+)\}/g, ':$1'),
    bodyLimit: contract.body_limit ?? BODY_LIMIT,
    // Before the body is read: a stranger must not make us hold his upload, nor learn what a request looks like.
    onRequest: async ({ actor }) => authorise({ verb, actor }),
    handler: async (request, reply) => {
      const parsed = contract.input.safeParse(inputOf(verb, request), { reportInput: true });
      if (!parsed.success) throw inputError(parsed.error.issues);
      const key = request.headers['idempotency-key'];
      const { answer, replayed } = await parts.runner.call({
        verb,
        input: parsed.data,
        actor: request.actor,
        request_id: request.id,
        ip: request.ip,
        idempotency_key: typeof key === 'string' && /^[\x21-\x7e]{8,128}$/.test(key) ? key : null,
      });
      if (replayed) reply.header('idempotent-replayed', 'true');
      if (contract.returns === 'file') return sendFile(reply, answer as Download);
      if (contract.returns === 'session') return sendSession(reply, answer as SessionAnswer, secure_cookies);
      return sendJson(reply, answer);
    },
  });
}

function inputOf(verb: ServerVerb, request: FastifyRequest): unknown {
  const params = request.params as object;
  if (verb.contract.method === 'GET') return { ...(request.query as object), ...params };
  if (verb.contract.body === 'bytes') {
    if (!Buffer.isBuffer(request.body)) fail('platform.unsupported_media_type');
    return { ...(request.query as object), ...params, bytes: request.body };
  }
  const body = request.body ?? {};
  if (typeof body !== 'object' || Array.isArray(body) || Buffer.isBuffer(body)) {
    fail('platform.malformed_input', {}, [{ path: '', code: 'type', params: { expected: 'object' } }]);
  }
  return { ...body, ...params };
}

type Download = { name: string; type: string; bytes: Uint8Array };

function sendFile(reply: FastifyReply, file: Download): FastifyReply {
  const name = encodeURIComponent(file.name);
  return reply
    .header('content-type', file.type)
    .header('content-disposition', `attachment; filename*=UTF-8''${name}`)
    .send(Buffer.from(file.bytes));
}

type SessionAnswer = { session: { token: string; max_age_s: number } | null };

/** The token goes into the cookie and never into a body that scripts could read. */
function sendSession(
  reply: FastifyReply,
  { session, ...body }: SessionAnswer,
  secure: boolean,
): FastifyReply {
  const options = { path: '/', httpOnly: true, sameSite: 'lax', secure } as const;
  if (session === null) reply.clearCookie(SESSION_COOKIE, options);
  else reply.setCookie(SESSION_COOKIE, session.token, { ...options, maxAge: session.max_age_s });
  return sendJson(reply, body);
}

function sendJson(reply: FastifyReply, answer: unknown): FastifyReply {
  reply.header('content-type', 'application/json; charset=utf-8');
  return reply.send(JSON.stringify(answer ?? null));
}

function languageOf(request: FastifyRequest): 'zh' | 'en' {
  const wanted = request.headers['accept-language'];
  if (wanted !== undefined) return wanted.toLowerCase().startsWith('en') ? 'en' : 'zh';
  return request.actor?.language ?? 'zh';
}

function answerError(
  parts: HttpParts & { deny(denial: Denial): void },
  error: unknown,
  request: FastifyRequest,
  reply: FastifyReply,
): FastifyReply {
  const known = appErrorOf(error, parts.constraints);
  const shown = known ?? new AppError('platform.internal', { request_id: request.id });
  const problem = problemOf(shown, parts.catalogue, languageOf(request), request.id);
  if (known === null || problem.status >= 500)
    parts.log.error({ err: error, request_id: request.id, url: request.url }, shown.code);
  if (isDenial(shown, problem.status)) parts.deny(denialOf(request, shown));
  if (problem.status === 429 || problem.status === 503) {
    reply.header('retry-after', String(shown.params.retry_after_s ?? 1));
  }
  return reply
    .status(problem.status)
    .header('content-type', 'application/problem+json; charset=utf-8')
    .send(JSON.stringify(problem));
}

function appErrorOf(error: unknown, constraints: HttpParts['constraints']): AppError | null {
  if (error instanceof AppError) return error;
  const { code, statusCode } = error as { code?: string; statusCode?: number };
  if (code === 'FST_ERR_CTP_BODY_TOO_LARGE') return new AppError('platform.too_large', { limit: BODY_LIMIT });
  if (code === 'FST_ERR_CTP_INVALID_MEDIA_TYPE') return new AppError('platform.unsupported_media_type');
  if (typeof statusCode === 'number' && statusCode >= 400 && statusCode < 500) {
    return new AppError('platform.malformed_input');
  }
  return databaseError(error, constraints);
}

function denialOf(request: FastifyRequest, error: AppError): Denial {
  return {
    user_id: request.actor?.user_id ?? null,
    session_id: request.actor?.session_id ?? null,
    route: `${request.method} ${request.routeOptions.url ?? request.url.slice(0, 200)}`,
    request_id: request.id,
    ip: request.ip,
    detail: { code: error.code, params: error.params, reasons: error.reasons },
  };
}

/** `/healthz`: the process answers. `/readyz`: the database takes a write within two seconds. */
function health(app: FastifyInstance, db: Db): void {
  app.get('/healthz', async (_request, reply) => sendJson(reply, { status: 'ok' }));
  const process_id = ids.uuid();
  app.get('/readyz', async (_request, reply) => {
    const beat = db.rows(
      `insert into platform.heartbeat (process_id, beat_at) values ($1, clock_timestamp())
       on conflict (process_id) do update set beat_at = excluded.beat_at returning 1`,
      [process_id],
    );
    const late = new Promise((_, reject) =>
      setTimeout(reject, 2_000, new AppError('platform.unavailable')).unref(),
    );
    try {
      await Promise.race([beat, late]);
    } catch {
      throw new AppError('platform.unavailable');
    }
    return sendJson(reply, { status: 'ready' });
  });
}

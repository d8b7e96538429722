import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance, FastifyReply } from 'fastify';
import { ids } from './ids.ts';

/** Scripts and styles of our own only; styles that the component library writes at run time carry the nonce. */
function contentSecurityPolicy(nonce: string): string {
  return [
    `default-src 'self'`,
    `script-src 'self' 'nonce-${nonce}'`,
    `style-src 'self' 'nonce-${nonce}'`,
    `style-src-attr 'unsafe-inline'`,
    `img-src 'self' data: blob:`,
    `font-src 'self' data:`,
    `connect-src 'self'`,
    `object-src 'none'`,
    `base-uri 'none'`,
    `form-action 'self'`,
    `frame-ancestors 'none'`,
  ].join('; ');
}

/**
 * Serves the built web and the browsable reference of the API. Every path that is no file and not of the API answers
 * with the desk's page, whose router knows the rest; the page gets a fresh nonce each time.
 */
export function servePages(app: FastifyInstance, parts: { web_dist: string; document: () => object }): void {
  serveReference(app, parts.document);
  const index = join(parts.web_dist, 'index.html');
  if (!existsSync(index)) return;
  const html = readFileSync(index, 'utf8');
  const sendIndex = (reply: FastifyReply) => {
    const nonce = ids.token();
    return reply
      .header('content-type', 'text/html; charset=utf-8')
      .header('content-security-policy', contentSecurityPolicy(nonce))
      .header('referrer-policy', 'same-origin')
      .header('x-frame-options', 'DENY')
      .send(html.replaceAll('__CSP_NONCE__', nonce));
  };
  app.register(fastifyStatic, {
    root: join(parts.web_dist, 'assets'),
    prefix: '/assets/',
    immutable: true,
    maxAge: '365d',
    decorateReply: false,
  });
  for (const file of ['icon.svg', 'favicon.ico']) {
    const path = join(parts.web_dist, file);
    if (!existsSync(path)) continue;
    const bytes = readFileSync(path);
    app.get(`/${file}`, (_request, reply) =>
      reply.header('content-type', file.endsWith('.svg') ? 'image/svg+xml' : 'image/x-icon').send(bytes),
    );
  }
  app.get('/', (_request, reply) => sendIndex(reply));
  app.get('/*', (request, reply) => {
    const segments = request.url.split('?')[0]!.split('/');
    // Files that are not there, and what scanners look for: no page of the desk has such a path.
    const hidden = segments.some((segment) => segment.startsWith('.') || /^%2e/i.test(segment));
    if (request.url.startsWith('/api/') || segments.at(-1)!.includes('.') || hidden)
      return reply.callNotFound();
    return sendIndex(reply);
  });
}

const REFERENCE = `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Tongcang API</title>
<link rel="stylesheet" href="/api/docs/swagger-ui.css"></head><body><div id="ui"></div>
<script src="/api/docs/swagger-ui-bundle.js"></script><script src="/api/docs/start.js"></script></body></html>`;
const START = `SwaggerUIBundle({ url: '/api/openapi.json', dom_id: '#ui', deepLinking: true, docExpansion: 'none', filter: true });`;

function serveReference(app: FastifyInstance, document: () => object): void {
  let made: string | null = null;
  app.get('/api/openapi.json', (_request, reply) => {
    made ??= JSON.stringify(document());
    return reply.header('content-type', 'application/json; charset=utf-8').send(made);
  });
  const folder = dirname(createRequire(import.meta.url).resolve('swagger-ui-dist/package.json'));
  const policy = `default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; frame-ancestors 'none'`;
  app.get('/api/docs', (_request, reply) =>
    reply
      .header('content-type', 'text/html; charset=utf-8')
      .header('content-security-policy', policy)
      .send(REFERENCE),
  );
  app.get('/api/docs/start.js', (_request, reply) =>
    reply.header('content-type', 'text/javascript').send(START),
  );
  for (const [file, type] of [
    ['swagger-ui.css', 'text/css'],
    ['swagger-ui-bundle.js', 'text/javascript'],
  ] as const) {
    app.get(`/api/docs/${file}`, (_request, reply) =>
      reply.header('content-type', type).send(readFileSync(join(folder, file))),
    );
  }
}

import { afterEach, describe, expect, it, vi } from 'vitest';
import { z } from 'zod';

vi.stubGlobal('navigator', { onLine: true, languages: ['zh-CN'] });
vi.stubGlobal('matchMedia', () => ({ matches: false, addEventListener: () => undefined }));
vi.stubGlobal('addEventListener', () => undefined);
const { call, onSignedOut, requestOf } = await import('./api.ts');
const { ApiError, retryAfter } = await import('./api-error.ts');

const ship = {
  name: 'transfer.ship-transfer',
  method: 'POST',
  path: '/api/transfer/{id}/ship',
  input: z.object({ id: z.number(), lines: z.array(z.number()) }),
  output: z.object({ ok: z.boolean() }),
} as const;
const list = {
  name: 'transfer.list',
  method: 'GET',
  path: '/api/transfer',
  input: z.object({ status: z.array(z.string()).optional(), after: z.number().nullish() }),
  output: z.object({ rows: z.array(z.number()) }),
} as const;

function answer(...responses: (Response | Error)[]) {
  const sent: { url: string; init: RequestInit }[] = [];
  vi.stubGlobal('fetch', async (url: string, init: RequestInit) => {
    sent.push({ url, init });
    const next = responses.shift()!;
    if (next instanceof Error) throw next;
    return next;
  });
  return sent;
}
const json = (body: unknown, status = 200, headers: Record<string, string> = {}) =>
  new Response(JSON.stringify(body), { status, headers });
const keyOfRequest = (init: RequestInit) => (init.headers as Record<string, string>)['Idempotency-Key'];
afterEach(() => vi.useRealTimers());

describe('requestOf', () => {
  it('fills the path, and sends the rest as body or query', () => {
    expect(requestOf(ship, { id: 7, lines: [1] })).toEqual({
      url: '/api/transfer/7/ship',
      body: '{"lines":[1]}',
    });
    expect(requestOf(list, { status: ['a', 'b c'], after: null })).toEqual({
      url: '/api/transfer?status=a&status=b+c',
    });
    expect(requestOf(list, {})).toEqual({ url: '/api/transfer' });
  });
  it('sends a file as it is, with everything else in the query', () => {
    const bytes = new Uint8Array([1, 2]);
    const upload = { ...ship, path: '/api/import', body: 'bytes' } as const;
    expect(requestOf(upload, { dataset: 'item', file_name: '产品.csv', bytes })).toEqual({
      url: '/api/import?dataset=item&file_name=%E4%BA%A7%E5%93%81.csv',
      body: bytes,
    });
  });
  it('escapes path values and refuses a missing one', () => {
    expect(requestOf({ ...ship, path: '/api/lot/{id}' }, { id: 'a/b', lines: [] }).url).toBe(
      '/api/lot/a%2Fb',
    );
    expect(() => requestOf(ship, { lines: [] })).toThrow(/needs id/);
  });
});

describe('call', () => {
  it('sends a POST with a fresh idempotency key and returns the output', async () => {
    const sent = answer(json({ ok: true }), json({ ok: true }));
    expect(await call(ship, { id: 1, lines: [] })).toEqual({ ok: true });
    await call(ship, { id: 1, lines: [] });
    const keys = sent.map(({ init }) => keyOfRequest(init));
    expect(keys[0]).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(new Set(keys).size).toBe(2);
  });
  it('reads problem+json with its field errors', async () => {
    answer(
      json(
        {
          code: 'transfer.already_shipped',
          params: { at: 1 },
          errors: [{ path: 'lines.0', code: 'x', params: {} }],
        },
        409,
      ),
    );
    const error = await call(ship, { id: 1, lines: [] }).catch((caught) => caught);
    expect(error).toBeInstanceOf(ApiError);
    expect(error).toMatchObject({ status: 409, code: 'transfer.already_shipped', params: { at: 1 } });
    expect(error.errors).toHaveLength(1);
  });
  it('turns a page of HTML into a code instead of failing to read it', async () => {
    answer(new Response('<html>', { status: 502 }));
    await expect(call(list, {})).rejects.toMatchObject({ code: 'http.502' });
  });
  it('waits out a busy server and tries with the same key', async () => {
    vi.useFakeTimers();
    const sent = answer(json({}, 503, { 'retry-after': '1' }), json({}, 429), json({ ok: true }));
    const result = call(ship, { id: 1, lines: [] });
    await vi.advanceTimersByTimeAsync(999);
    expect(sent).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(5000);
    expect(await result).toEqual({ ok: true });
    expect(new Set(sent.map(({ init }) => keyOfRequest(init))).size).toBe(1);
  });
  it('reads a download with the name that the server gave it', async () => {
    const template = { ...list, returns: 'file' } as const;
    const headers = {
      'content-type': 'text/csv',
      'content-disposition': "attachment; filename*=UTF-8''%E8%A1%A8.csv",
    };
    answer(new Response(new Uint8Array([65]), { headers }));
    expect(await call(template, {})).toEqual({
      name: '表.csv',
      type: 'text/csv',
      bytes: new Uint8Array([65]),
    });
  });
  it('gives up at once when the server asks for a long wait', async () => {
    const sent = answer(json({}, 503, { 'retry-after': '60' }));
    await expect(call(list, {})).rejects.toMatchObject({ status: 503, problem: { retry_after_s: 60 } });
    expect(sent).toHaveLength(1);
  });
  it('names silence as unreachable', async () => {
    answer(new TypeError('fetch failed'));
    await expect(call(list, {})).rejects.toMatchObject({ status: 0, code: 'web.unreachable' });
  });
  it('tells the shell when the session is gone, but not when a password is wrong', async () => {
    const tell = vi.fn();
    const stop = onSignedOut(tell);
    answer(json({ code: 'identity.wrong_credentials' }, 401), json({ code: 'platform.not_signed_in' }, 401));
    await call(list, {}).catch(() => undefined);
    expect(tell).not.toHaveBeenCalled();
    await call(list, {}).catch(() => undefined);
    expect(tell).toHaveBeenCalledOnce();
    stop();
  });
  it('reads Retry-After as seconds and as a date', () => {
    expect(retryAfter('7')).toBe(7);
    expect(retryAfter('Sun, 22 Nov 2026 20:00:10 GMT', Date.parse('2026-11-22T20:00:00Z'))).toBe(10);
    expect(retryAfter('soon')).toBeNull();
  });
});

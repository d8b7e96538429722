import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Company, openCompany } from './company.ts';

/** Entries of the catalogue that live below HTTP: they need a port. */
let company: Company;
let port: number;
const HEADERS_MAX_MS = 2_000;
beforeAll(async () => {
  company = await openCompany();
  const { server } = company.http;
  server.headersTimeout = HEADERS_MAX_MS;
  Object.assign(server, { connectionsCheckingInterval: 100 });
  await company.http.listen({ host: '127.0.0.1', port: 0 });
  port = (server.address() as { port: number }).port;
});
afterAll(() => company.close());

async function open(): Promise<Socket> {
  const socket = connect(port, '127.0.0.1');
  socket.on('error', () => {});
  await once(socket, 'connect');
  return socket;
}

/** Sends text as it is and gives all that comes back until the connection ends. */
async function exchange(text: string): Promise<string> {
  const socket = await open();
  let answer = '';
  socket.setEncoding('utf8').on('data', (chunk: string) => {
    answer += chunk;
  });
  socket.write(text);
  await once(socket, 'close');
  return answer;
}
const request = (line: string, ...headers: string[]) =>
  exchange([line, 'host: localhost', 'connection: close', ...headers, '', ''].join('\r\n'));

test('70: who sends headers drop by drop is cut off, others are served meanwhile', async () => {
  const slow = await Promise.all(Array.from({ length: 50 }, open));
  let cut = 0;
  const closed = slow.map((socket) => once(socket, 'close').then(() => (cut += 1)));
  for (const socket of slow) socket.resume().write('GET /api/masterdata/warehouse HTTP/1.1\r\nhost: x\r\n');
  const drops = setInterval(() => {
    for (const socket of slow) if (socket.writable) socket.write('x-drop: 1\r\n');
  }, 50);
  expect((await request('GET /healthz HTTP/1.1')).startsWith('HTTP/1.1 200')).toBe(true);
  expect(cut).toBe(0);
  await Promise.all(closed);
  clearInterval(drops);
  expect(cut).toBe(slow.length);
});

test.each([
  ['a path that climbs out', 'GET /../../etc/passwd HTTP/1.1'],
  ['the same, encoded', 'GET /%2e%2e/%2e%2e/etc/passwd HTTP/1.1'],
  ['a method to look at oneself', 'TRACE / HTTP/1.1'],
])('86: %s is not found', async (_what, line) => {
  expect(await request(line)).toMatch(/^HTTP\/1\.1 40[045] /);
});

test('85: a folded header is refused', async () => {
  const answer = await request('GET /healthz HTTP/1.1', 'user-agent: a\r\n b: c\r\nx-a : 1');
  expect(answer).toMatch(/^HTTP\/1\.1 400 /);
});

test('two lengths for one body are refused', async () => {
  const both = ['content-length: 2', 'transfer-encoding: chunked', 'content-type: application/json'];
  expect(await request('POST /api/stock/movement HTTP/1.1', ...both)).toMatch(/^HTTP\/1\.1 400 /);
});

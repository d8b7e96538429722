import { connect, type Socket } from 'node:net';

export type Answer = { status: number; body: string; ms: number };

/**
 * One keep-alive HTTP/1.1 connection that sends one request at a time. Made for loading a server on the same two
 * cores: it does almost nothing besides reading the length of the answer.
 */
export function createClient(port: number, token: string) {
  let socket: Socket | null = null;
  let buffered = '';
  let waiting: { resolve(answer: Answer): void; reject(error: Error): void; at: number } | null = null;

  function open(): Promise<Socket> {
    return new Promise((resolve, reject) => {
      const opened = connect({ port, host: '127.0.0.1', noDelay: true }, () => resolve(opened));
      opened.setEncoding('latin1');
      opened.on('error', (error) => (waiting === null ? reject(error) : waiting.reject(error)));
      opened.on('close', () => {
        socket = null;
        waiting?.reject(new Error('the connection was closed'));
        waiting = null;
      });
      opened.on('data', (chunk: string) => {
        buffered += chunk;
        finish();
      });
    });
  }

  function finish(): void {
    const head = buffered.indexOf('\r\n\r\n');
    if (head < 0 || waiting === null) return;
    const length = /content-length: (\d+)/i.exec(buffered.slice(0, head));
    const end = head + 4 + Number(length?.[1] ?? 0);
    if (buffered.length < end) return;
    const answer = {
      status: Number(buffered.slice(9, 12)),
      body: buffered.slice(head + 4, end),
      ms: performance.now() - waiting.at,
    };
    buffered = buffered.slice(end);
    const { resolve } = waiting;
    waiting = null;
    resolve(answer);
  }

  return {
    async request(
      method: 'GET' | 'POST',
      path: string,
      body = '',
      key = '',
      type = 'application/json',
    ): Promise<Answer> {
      socket ??= await open();
      const head =
        `${method} ${path} HTTP/1.1\r\nhost: 127.0.0.1:${port}\r\nauthorization: Bearer ${token}\r\n` +
        (method === 'POST'
          ? `content-type: ${type}\r\nidempotency-key: ${key}\r\ncontent-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`
          : '\r\n');
      return new Promise((resolve, reject) => {
        waiting = { resolve, reject, at: performance.now() };
        socket!.write(head);
      });
    },
    close: () => socket?.destroy(),
  };
}
export type Client = ReturnType<typeof createClient>;

/** Runs `work` on `count` connections until `ms` have passed or `times` answers came; gives the latencies. */
export async function load(options: {
  port: number;
  token: string;
  clients: number;
  ms?: number;
  times?: number;
  /** `n` counts the requests of all clients, `index` says which client it is. */
  work(client: Client, n: number, index: number): Promise<Answer>;
}): Promise<{ answers: Answer[]; seconds: number }> {
  const clients = Array.from({ length: options.clients }, () => createClient(options.port, options.token));
  const answers: Answer[] = [];
  const start = performance.now();
  const end = start + (options.ms ?? Number.POSITIVE_INFINITY);
  let next = 0;
  await Promise.all(
    clients.map(async (client, index) => {
      while (performance.now() < end && next < (options.times ?? Number.POSITIVE_INFINITY)) {
        answers.push(await options.work(client, next++, index));
      }
      client.close();
    }),
  );
  return { answers, seconds: (performance.now() - start) / 1000 };
}

export function percentile(values: readonly number[], p: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor((sorted.length * p) / 100))] ?? 0;
}

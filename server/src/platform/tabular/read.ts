import { setImmediate as nextTurn } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import { clock } from '../clock.ts';
import { AppError, type ErrorParams } from '../errors.ts';
import { createSlots } from './slots.ts';
import { refuse } from './tabular.errors.ts';
import {
  type ReadOptions,
  TABULAR_LIMITS,
  type Table,
  type TableHead,
  type TableRow,
  type TableStream,
} from './tabular.model.ts';

export type WorkerTask = { bytes: Uint8Array; options: ReadOptions; ahead: number };
export type WorkerMessage =
  | { kind: 'head'; head: TableHead }
  | { kind: 'rows'; rows: TableRow[] }
  | { kind: 'end' }
  | { kind: 'refused'; code: string; params: ErrorParams };

/** Portions that the worker may prepare before the consumer asks for them. */
const AHEAD = 2;
/** Two files at once, each with its own heap; more wait for their turn. */
const slots = createSlots({ running_max: 2, waiting_max: 16 });

/**
 * Opens a CSV or Excel file in a worker thread with a limit on memory and time, and gives `use` the header and the
 * rows in portions. The worker ends when `use` returns or throws, however much of the file was read.
 *
 * Throws `AppError` with a code of `tabular_errors`; errors in later rows surface while iterating.
 */
export async function withTable<T>(
  bytes: Uint8Array,
  options: ReadOptions,
  use: (table: TableStream) => Promise<T>,
): Promise<T> {
  const limits = { ...TABULAR_LIMITS, ...options.limits };
  // Before the copy into the worker: what is too large is not copied.
  if (bytes.length > limits.bytes_max) {
    refuse('tabular.too_large', { bytes: bytes.length, bytes_max: limits.bytes_max });
  }
  return slots(async () => {
    const worker = startWorker(bytes, options, limits.worker_memory_mb);
    try {
      const inbox = openInbox(worker, limits.timeout_ms);
      const first = await inbox.take();
      if (first.kind !== 'head') throw unexpected(first);
      return await use({ ...first.head, batches: rowsOf(worker, inbox) });
    } finally {
      await worker.terminate();
    }
  });
}

/** Reads the whole table into memory; for files that are known to be small, and for tests. */
export function readTable(bytes: Uint8Array, options: ReadOptions = {}): Promise<Table> {
  return withTable(bytes, options, async ({ batches, ...head }) => {
    const rows: TableRow[] = [];
    for await (const batch of batches) for (const row of batch) rows.push(row);
    return { ...head, rows };
  });
}

function startWorker(bytes: Uint8Array, options: ReadOptions, memory_mb: number): Worker {
  // Not `slice`: that of a Buffer copies nothing, and small uploads lie in a pool that cannot be handed over.
  const copy = new Uint8Array(bytes);
  const task: WorkerTask = { bytes: copy, options, ahead: AHEAD };
  return new Worker(new URL('./read.worker.ts', import.meta.url), {
    workerData: task,
    transferList: [copy.buffer],
    resourceLimits: { maxOldGenerationSizeMb: memory_mb, maxYoungGenerationSizeMb: 32 },
    execArgv: [],
    env: {},
  });
}

async function* rowsOf(worker: Worker, inbox: Inbox): AsyncGenerator<TableRow[]> {
  for (;;) {
    const message = await inbox.take();
    if (message.kind === 'end') return;
    if (message.kind !== 'rows') throw unexpected(message);
    worker.postMessage('next');
    // A busy port delivers message after message in one turn; other requests get theirs in between.
    await nextTurn();
    yield message.rows;
  }
}

function unexpected(message: WorkerMessage): Error {
  if (message.kind === 'refused') return new AppError(message.code, message.params);
  return new Error(`assertion failed: the table worker sent ${message.kind} out of turn`);
}

type Inbox = { take(): Promise<WorkerMessage> };

/** Messages of the worker in order. The time allowed runs only while somebody waits for the worker. */
function openInbox(worker: Worker, timeout_ms: number): Inbox {
  const messages: WorkerMessage[] = [];
  let failure: Error | null = null;
  let left_ms = timeout_ms;
  let notify = () => {};
  worker.on('message', (message: WorkerMessage) => {
    messages.push(message);
    notify();
  });
  const fail = (error: Error) => {
    failure ??= error;
    notify();
  };
  worker.on('error', (error) => fail(workerFailure(error)));
  worker.on('exit', () => fail(new Error('assertion failed: the table worker ended without an answer')));
  const arrival = () =>
    new Promise<void>((resolve) => {
      const timer = setTimeout(() => {
        fail(new AppError('tabular.timeout', { timeout_ms }));
      }, left_ms);
      notify = () => {
        clearTimeout(timer);
        notify = () => {};
        resolve();
      };
    });
  return {
    async take() {
      const since = clock.monotonic_ms();
      if (messages.length === 0 && !failure) await arrival();
      left_ms = Math.max(1, left_ms - (clock.monotonic_ms() - since));
      const message = messages.shift();
      if (message) return message;
      throw failure!;
    },
  };
}

function workerFailure(error: Error): Error {
  const out_of_memory = (error as NodeJS.ErrnoException).code === 'ERR_WORKER_OUT_OF_MEMORY';
  return out_of_memory ? new AppError('tabular.memory') : error;
}

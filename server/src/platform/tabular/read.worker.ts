import { parentPort, workerData } from 'node:worker_threads';
import { AppError } from '../errors.ts';
import { openTable } from './open.ts';
import type { WorkerMessage, WorkerTask } from './read.ts';

/**
 * Parses one file in its own thread, so that a hostile or huge one costs neither the event loop nor the heap of
 * the server. At most `ahead` portions are under way; each `next` from the other side frees one more.
 */
const port = parentPort!;
const { bytes, options, ahead } = workerData as WorkerTask;
let credit = ahead;
let wake = () => {};
port.on('message', () => {
  credit++;
  wake();
});
const send = (message: WorkerMessage) => port.postMessage(message);

try {
  const { batches, ...head } = await openTable(bytes, options);
  send({ kind: 'head', head });
  for await (const rows of batches) {
    while (credit === 0) await new Promise<void>((resolve) => (wake = resolve));
    credit--;
    send({ kind: 'rows', rows });
  }
  send({ kind: 'end' });
} catch (error) {
  if (!(error instanceof AppError)) throw error;
  send({ kind: 'refused', code: error.code, params: error.params });
}
port.close();

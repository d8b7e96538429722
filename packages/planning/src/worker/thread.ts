import { Worker } from 'node:worker_threads';
import type { FromThread, TaskProgress, ToThread } from './task.model.ts';
import { fromPortableError, fromThreadError, PlanningWorkerError } from './worker-error.ts';

export type ThreadSettings = { readonly tasks_url: URL; readonly memory_mb: number };

/** One worker thread, which runs at most one task at a time. */
export type Thread = {
  readonly run: (request: ToThread, onProgress: (report: TaskProgress) => void) => Promise<unknown>;
  /** Kills the thread in the middle of whatever it does; a running task rejects with `reason`. */
  readonly stop: (reason: unknown) => Promise<void>;
  readonly isAlive: () => boolean;
};

type Pending = {
  readonly resolve: (output: unknown) => void;
  readonly reject: (error: unknown) => void;
  readonly onProgress: (report: TaskProgress) => void;
};

export function startThread(settings: ThreadSettings): Thread {
  const worker = startWorker(settings);
  let pending: Pending | null = null;
  let alive = true;

  const take = (): Pending | null => {
    const taken = pending;
    pending = null;
    // An idle thread must not keep the process from ending.
    worker.unref();
    return taken;
  };
  const die = (reason: unknown) => {
    alive = false;
    take()?.reject(reason);
  };
  worker.on('message', (message: FromThread) => {
    if (message.kind === 'progress') pending?.onProgress(message.report);
    else if (message.kind === 'done') take()?.resolve(message.output);
    else take()?.reject(fromPortableError(message.error));
  });
  worker.on('error', (error: Error) => die(fromThreadError(error)));
  worker.on('messageerror', (error: Error) => die(fromThreadError(error)));
  worker.on('exit', () => die(new PlanningWorkerError('crashed', 'the thread ended without an answer')));
  worker.unref();

  return {
    run: (request, onProgress) =>
      new Promise((resolve, reject) => {
        pending = { resolve, reject, onProgress };
        worker.ref();
        try {
          worker.postMessage(request);
        } catch (error) {
          // Input that cannot be cloned, such as a function; the thread itself is well.
          take()?.reject(error);
        }
      }),
    stop: async (reason) => {
      die(reason);
      await worker.terminate();
    },
    isAlive: () => alive,
  };
}

/** Flags and variables of the parent are not inherited: a task depends on its input alone. */
function startWorker({ tasks_url, memory_mb }: ThreadSettings): Worker {
  return new Worker(new URL('./run-task.worker.ts', import.meta.url), {
    workerData: { tasks_url: tasks_url.href },
    resourceLimits: { maxOldGenerationSizeMb: memory_mb },
    execArgv: [],
    env: {},
  });
}

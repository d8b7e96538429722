import { requireWhole } from '../errors.ts';
import { createGate } from './gate.ts';
import type { InputOf, OutputOf, TaskName, TaskProgress, ToThread } from './task.model.ts';
import { startThread, type Thread } from './thread.ts';
import { PlanningWorkerError } from './worker-error.ts';

export type PoolOptions = {
  /** Threads at most; each starts when it is first needed. Default 1. */
  readonly threads_max?: number;
  /** Heap of one thread, without the memory of typed arrays and WebAssembly. Default 1024. */
  readonly memory_mb?: number;
};

export type RunOptions = {
  /** Default 1. */
  readonly seed?: number;
  /** Kills the task, also in the middle of a loop; `AbortSignal.timeout(ms)` is a hard deadline. */
  readonly signal?: AbortSignal;
  readonly onProgress?: OnProgress;
};
type OnProgress = (report: TaskProgress) => void;

/** Runs named tasks in worker threads, so that they cost the caller neither its event loop nor its heap. */
export type WorkerPool<Tasks> = {
  /**
   * The result of the task, as the direct call would give it. Tasks beyond the number of threads wait in order.
   * Rejects with `PlanningInputError` where the task refused its input, with the reason of `signal` once its thread
   * is gone, and otherwise with `PlanningWorkerError`. The pool survives all of them.
   */
  run<Name extends TaskName<Tasks>>(
    name: Name,
    input: InputOf<Tasks[Name]>,
    options?: RunOptions,
  ): Promise<OutputOf<Tasks[Name]>>;
  /** Kills what runs and refuses what waits, both with the code `closed`. */
  close(): Promise<void>;
};

/** `tasks_url` names a module whose export `tasks` is the map of type `Tasks`. */
export function createWorkerPool<Tasks>(tasks_url: URL, options: PoolOptions = {}): WorkerPool<Tasks> {
  const { threads_max = 1, memory_mb = 1024 } = options;
  requireWhole('threads_max', threads_max, { min: 1, max: 256 });
  requireWhole('memory_mb', memory_mb, { min: 16, max: 65_536 });
  const gate = createGate(threads_max);
  const closing = new AbortController();
  const busy = new Set<Thread>();
  const idle: Thread[] = [];

  async function runInThread(signal: AbortSignal, request: ToThread, onProgress: OnProgress) {
    // Nobody listens to the signal between the gate and here.
    signal.throwIfAborted();
    const thread = takeLiving(idle) ?? startThread({ tasks_url, memory_mb });
    busy.add(thread);
    try {
      return await runUntil(signal, thread, () => thread.run(request, onProgress));
    } finally {
      busy.delete(thread);
      if (thread.isAlive()) idle.push(thread);
    }
  }

  return {
    async run(name, input, { seed = 1, signal, onProgress = () => {} } = {}) {
      const end = signal ? AbortSignal.any([signal, closing.signal]) : closing.signal;
      await gate.enter(end);
      try {
        return (await runInThread(end, { name, input, seed }, onProgress)) as OutputOf<Tasks[typeof name]>;
      } finally {
        gate.leave();
      }
    },
    async close() {
      closing.abort(new PlanningWorkerError('closed', 'the pool was closed'));
      await Promise.all([...busy, ...idle].map((thread) => thread.stop(closing.signal.reason)));
    },
  };
}

/** A thread can die while idle, of an error that its last task left behind. */
function takeLiving(idle: Thread[]): Thread | undefined {
  let thread = idle.pop();
  while (thread && !thread.isAlive()) thread = idle.pop();
  return thread;
}

/** Runs until done, or until the signal kills the thread; answers only when a killed thread is gone. */
async function runUntil(signal: AbortSignal, thread: Thread, run: () => Promise<unknown>): Promise<unknown> {
  let stopped: Promise<void> | undefined;
  const stop = () => {
    stopped = thread.stop(signal.reason);
  };
  signal.addEventListener('abort', stop, { once: true });
  try {
    return await run();
  } finally {
    signal.removeEventListener('abort', stop);
    await stopped;
  }
}

import { parentPort, workerData } from 'node:worker_threads';
import type { FromThread, HeavyTask, TaskMap, ToThread } from './task.model.ts';
import { PlanningWorkerError, toPortableError } from './worker-error.ts';

/** The inside of a thread of the pool: runs one task after the other from the module of tasks it was given. */
const { tasks_url } = workerData as { tasks_url: string };
const port = parentPort!;
const send = (message: FromThread) => port.postMessage(message);

async function findTask(name: string): Promise<HeavyTask<unknown, unknown>> {
  const { tasks } = (await import(tasks_url)) as { tasks: TaskMap };
  if (!Object.hasOwn(tasks, name)) throw new PlanningWorkerError('unknown_task', `no task is named ${name}`);
  return tasks[name] as HeavyTask<unknown, unknown>;
}

async function runTask({ name, input, seed }: ToThread): Promise<void> {
  try {
    const task = await findTask(name);
    const start = performance.now();
    const output = await task(input, {
      seed,
      elapsed_ms: () => performance.now() - start,
      progress: (report) => send({ kind: 'progress', report }),
    });
    send({ kind: 'done', output });
  } catch (error) {
    send({ kind: 'failed', error: toPortableError(error) });
  }
}

port.on('message', (request: ToThread) => void runTask(request));

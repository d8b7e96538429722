import { afterEach, describe, expect, test, vi } from 'vitest';
import { PlanningInputError } from '../errors.ts';
import { chooseForecast } from '../forecast/index.ts';
import { type DemandSeries, forecastAll } from '../forecast.ts';
import { type NetworkRows, solveNetwork } from '../optimiser/index.ts';
import { planRoutes } from '../routing/plan-routes.ts';
import { roadWorld } from '../routing/test/route-world.ts';
import { createPlanningPool } from './index.ts';
import { createWorkerPool, type PoolOptions, type WorkerPool } from './pool.ts';
import type { TaskProgress } from './task.model.ts';
import type { tasks } from './test/tasks.ts';
import { startThread } from './thread.ts';
import { PlanningWorkerError } from './worker-error.ts';

type TestPool = WorkerPool<typeof tasks>;
const opened: { close(): Promise<void> }[] = [];
function openPool(options?: PoolOptions): TestPool {
  const pool: TestPool = createWorkerPool(new URL('./test/tasks.ts', import.meta.url), options);
  opened.push(pool);
  return pool;
}
afterEach(async () => {
  for (const pool of opened.splice(0)) await pool.close();
});

const values = Float64Array.of(1, 2, 4);
const sum = (pool: TestPool) => pool.run('sum', { values });
const rejection = (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    () => {
      throw new Error('resolved');
    },
    (error: unknown) => error,
  );
/** One donor with ten loads, two lines that want six each, one lane. */
function smallNetwork(): NetworkRows {
  return {
    donors: { limit: [10, 10, 10, 10] },
    lots: { donor: [0], qty: [10], sealed: [0], group: [0] },
    lines: { dest: [0, 0], tier: [1, 3], qty: [6, 6], over_max: [0, 0], weight: [4000, 400], single: [0, 0] },
    lanes: { dest: [0], fixed: [50], capacity: [100] },
    arcs: { lot: [0, 0], line: [0, 1], lane: [0, 0], cost: [2, 2], volume: [1, 1], yield: [1, 1] },
  };
}
/** Aborts when the task has reported for the first time, so that it is certainly in the middle. */
function abortWhenRunning(reason: unknown) {
  const controller = new AbortController();
  return { signal: controller.signal, onProgress: () => controller.abort(reason) };
}

describe('a task in a thread', () => {
  test('gives what the direct call gives', async () => {
    const pool = createPlanningPool();
    opened.push(pool);
    const series: DemandSeries[] = [{ bucket: 'week', values: [4, 0, 7, 3, 9, 1, 2, 5] }];
    expect(await pool.run('forecastAll', series)).toEqual(forecastAll(series));
  });

  test('every heavy part of the package gives in a thread what it gives outside', async () => {
    const pool = createPlanningPool();
    opened.push(pool);
    const series = [{ values: [4, 0, 7, 3, 9, 1, 2, 5, 4, 0, 7, 3, 9], period: 12 }];
    const [forecast] = await pool.run('forecastSeries', { series, options: { horizon: 3 } });
    expect(forecast).toEqual(chooseForecast(series[0]!, { horizon: 3 }));
    const rows = smallNetwork();
    const options = { iterations_max: 500 };
    expect(await pool.run('solveNetwork', { rows, options }, { seed: 3 })).toEqual(
      solveNetwork(rows, {}, { ...options, seed: 3 }),
    );
    const compared = await pool.run('compareTransferPolicies', {
      warehouses: 3,
      items: 4,
      seeds: [1, 2],
      policies: ['none', 'planned'],
      days: 30,
      warm_up_days: 5,
      service: 0.95,
    });
    expect(compared.map(({ policy }) => policy)).toEqual(['none', 'planned']);
    const unknown = { warehouses: 3, items: 4, seeds: [1, 2], days: 30, warm_up_days: 5, service: 0.95 };
    const failure = await rejection(
      pool.run('compareTransferPolicies', { ...unknown, policies: ['toString' as 'none'] }),
    );
    expect(failure).toMatchObject({ name: 'PlanningInputError', field: 'policies[0]' });
  });

  test('a search in a thread finds what it finds outside', async () => {
    const pool = createPlanningPool();
    opened.push(pool);
    const input = roadWorld([{ at: 4 }, { at: -7 }, { at: 9 }], [{ weight_kg_max: 2 }, {}]);
    const shares: (number | null)[] = [];
    const onProgress = (report: TaskProgress) => shares.push(report.done_share);
    expect(await pool.run('planRoutes', input, { seed: 9, onProgress })).toEqual(
      planRoutes(input, { seed: 9 }),
    );
    expect(shares.length).toBeGreaterThan(50);
  });

  test('reports its progress in order, before its result', async () => {
    const reports: TaskProgress[] = [];
    await openPool().run('sum', { values }, { onProgress: (report) => reports.push(report) });
    expect(reports.map((report) => report.figures?.total)).toEqual([1, 3, 7]);
    expect(reports.at(-1)?.done_share).toBe(1);
  });

  test('is given the seed and a clock', async () => {
    expect(await openPool().run('context', null, { seed: 77 })).toEqual({ seed: 77, started: true });
  });

  test('refuses input with the error of the direct call', async () => {
    const error = await rejection(openPool().run('refuse', { qty: Number.NaN }));
    expect(error).toBeInstanceOf(PlanningInputError);
    expect(error).toMatchObject({ code: 'not_a_number', field: 'lines[2].qty', value: Number.NaN });
  });

  test('can refuse a value that cannot be cloned', async () => {
    const error = await rejection(openPool().run('refuse', { qty: 1 }));
    expect(error).toMatchObject({ name: 'PlanningInputError', code: 'not_listed', field: 'mode' });
  });

  test('fails with the code of its error and a short message', async () => {
    const error = await rejection(openPool().run('fail', 'x'.repeat(100_000)));
    expect(error).toBeInstanceOf(PlanningWorkerError);
    expect(error).toMatchObject({ code: 'task_failed', task_code: 'solver_failed' });
    expect((error as Error).message.length).toBeLessThan(600);
  });

  test('is unknown where the map does not own the name', async () => {
    const pool = openPool();
    for (const name of ['nothing', 'toString']) {
      expect(await rejection(pool.run(name as 'sum', { values }))).toMatchObject({ code: 'unknown_task' });
    }
  });
});

describe('cancelling', () => {
  test('ends a busy loop with the reason of the signal, and the pool goes on', async () => {
    const pool = openPool();
    const reason = new Error('the planner pressed cancel');
    expect(await rejection(pool.run('loop', null, abortWhenRunning(reason)))).toBe(reason);
    expect(await sum(pool)).toEqual({ total: 7 });
  });

  test('takes a waiting task out of the queue', async () => {
    const pool = openPool();
    const running = abortWhenRunning('stop');
    const waiting = new AbortController();
    const first = rejection(
      pool.run('loop', null, {
        signal: running.signal,
        onProgress: () => waiting.abort('no longer needed'),
      }),
    );
    const second = rejection(pool.run('sum', { values }, { signal: waiting.signal }));
    const third = sum(pool);
    expect(await second).toBe('no longer needed');
    running.onProgress();
    expect(await first).toBe('stop');
    expect(await third).toEqual({ total: 7 });
  });

  test('before the start starts nothing', async () => {
    expect(await rejection(openPool().run('loop', null, { signal: AbortSignal.abort('early') }))).toBe(
      'early',
    );
  });

  test('by a deadline is a TimeoutError', async () => {
    const error = await rejection(openPool().run('loop', null, { signal: AbortSignal.timeout(50) }));
    expect(error).toMatchObject({ name: 'TimeoutError' });
  });

  test('a signal that outlives its task does not touch the next', async () => {
    const pool = openPool();
    const controller = new AbortController();
    await pool.run('sum', { values }, { signal: controller.signal });
    const next = sum(pool);
    controller.abort();
    expect(await next).toEqual({ total: 7 });
  });
});

describe('a crash is an error, and the pool survives it', () => {
  test.each([
    ['exit', 'crashed'],
    ['throwLater', 'crashed'],
    ['answerFunction', 'task_failed'],
  ] as const)('%s', async (name, code) => {
    const pool = openPool();
    expect(await rejection(pool.run(name, null))).toMatchObject({ name: 'PlanningWorkerError', code });
    expect(await sum(pool)).toEqual({ total: 7 });
  });

  test('memory beyond the limit', async () => {
    const pool = openPool({ memory_mb: 32 });
    expect(await rejection(pool.run('fillMemory', null))).toMatchObject({ code: 'out_of_memory' });
    expect(await sum(pool)).toEqual({ total: 7 });
  });

  test('input that cannot be cloned', async () => {
    const pool = openPool();
    const input = { values, more: () => 1 };
    expect(await rejection(pool.run('sum', input))).toMatchObject({ name: 'DataCloneError' });
    expect(await sum(pool)).toEqual({ total: 7 });
  });

  test('an error that a task leaves behind kills its thread, at the latest during the next task', async () => {
    const pool = openPool();
    expect(await pool.run('throwAfterAnswer', null)).toBe('answered');
    await pool.run('pause', null).catch(() => {});
    expect(await sum(pool)).toEqual({ total: 7 });
  });

  test('a thread that died idle says so', async () => {
    const thread = startThread({ tasks_url: new URL('./test/tasks.ts', import.meta.url), memory_mb: 64 });
    await thread.run({ name: 'throwAfterAnswer', input: null, seed: 1 }, () => {});
    await vi.waitFor(() => expect(thread.isAlive()).toBe(false), 5_000);
  });
});

describe('the pool', () => {
  test('runs as many at once as it has threads, the others after', async () => {
    const pool = openPool({ threads_max: 2 });
    const ends = [new AbortController(), new AbortController()];
    let running = 0;
    const bothRun = new Promise<void>((resolve) => {
      const onProgress = () => ++running === 2 && resolve();
      for (const { signal } of ends) void rejection(pool.run('loop', null, { signal, onProgress }));
    });
    await bothRun;
    const waiting = sum(pool);
    ends[0]!.abort();
    expect(await waiting).toEqual({ total: 7 });
  });

  test('closed, it stops what runs, refuses what waits and what comes', async () => {
    const pool = openPool();
    const running = rejection(pool.run('loop', null));
    const waiting = rejection(sum(pool));
    await pool.close();
    for (const promise of [running, waiting, rejection(sum(pool))])
      expect(await promise).toMatchObject({ code: 'closed' });
  });

  test.each([0, 1.5, Number.NaN, -1])('refuses %d threads', (threads_max) => {
    expect(() => openPool({ threads_max })).toThrow(PlanningInputError);
  });
});

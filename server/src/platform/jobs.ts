/**
 * Work beside the requests: jobs that a verb or a clock puts into the queue, and loops that look after the system.
 * The queue is graphile-worker's; nothing outside this file knows that.
 */
import {
  type CronItem,
  parseCronItems,
  Logger as QueueLogger,
  run,
  runMigrations,
  type TaskList,
} from 'graphile-worker';
import pg from 'pg';
import type { Db, Tx } from './db.ts';
import type { Logger } from './log.ts';

export type JobContext = {
  readonly db: Db;
  readonly log: Logger;
  /** Aborted when the process wants to end and the job is still at work after five seconds. */
  readonly signal: AbortSignal | undefined;
};

export type Job = {
  /** `<module>.<job>`; it is stored with every job in the queue. */
  readonly name: string;
  /** Five fields, in UTC. */
  readonly cron?: string;
  /** After this many failures, with growing pauses between, it is given up; default 25, about three days. */
  readonly attempts_max?: number;
  /** May run twice when the process dies at its end, so the effect must be the same when repeated. */
  run(context: JobContext, payload: unknown): Promise<void>;
};

/** Declares a job; it only fixes the types. */
export function defineJob(name: string, job: Omit<Job, 'name'>): Job {
  return { name, ...job };
}

export type Jobs = { stop(): Promise<void> };

/** Makes or updates the queue's tables, as the owner. To be run beside the migrations, by every process that starts. */
export async function migrateJobs(owner_url: string): Promise<void> {
  const pool = queuePool(owner_url, 1);
  try {
    await runMigrations({ pgPool: pool, logger: silent });
  } finally {
    await pool.end();
  }
}

/**
 * Takes jobs out of the queue and runs them. The queue's own tables are reached by the owner's login alone; what the
 * jobs do goes through `db`, as the application.
 */
export async function startJobs(options: {
  owner_url: string;
  db: Db;
  log: Logger;
  jobs: readonly Job[];
  /** Jobs at work at once in this process. */
  concurrency?: number;
}): Promise<Jobs> {
  const { owner_url, db, log, jobs, concurrency = 2 } = options;
  const pool = queuePool(owner_url, 2);
  const runner = await run({
    pgPool: pool,
    concurrency,
    noHandleSignals: true,
    // New jobs announce themselves; this is for those that are due later.
    pollInterval: 2_000,
    logger: queueLogger(log),
    taskList: taskList(jobs, { db, log }),
    parsedCronItems: parseCronItems(cronItems(jobs)),
  });
  return {
    async stop() {
      await runner.stop();
      await pool.end();
    },
  };
}

function taskList(jobs: readonly Job[], { db, log }: { db: Db; log: Logger }): TaskList {
  return Object.fromEntries(
    jobs.map((job) => [
      job.name,
      async (payload, { abortSignal }) => {
        await job.run({ db, log, signal: abortSignal }, payload);
      },
    ]),
  );
}

function cronItems(jobs: readonly Job[]): CronItem[] {
  return jobs.flatMap(({ name, cron, attempts_max }) =>
    cron === undefined ? [] : [{ task: name, match: cron, options: { maxAttempts: attempts_max ?? 25 } }],
  );
}

/**
 * Puts a job into the queue, in the transaction of the caller: it runs if and only if that commits. Jobs with the
 * same key that have not begun yet become one. Not for the hot path: every job wakes the workers.
 */
export async function addJob(
  tx: Pick<Tx, 'rows'>,
  job: Job,
  payload: object = {},
  { key = null }: { key?: string | null } = {},
): Promise<void> {
  await tx.rows('select platform.add_job($1, $2::text::json, $3, $4)', [
    job.name,
    JSON.stringify(payload),
    key,
    job.attempts_max ?? 25,
  ]);
}

const TIMESTAMPTZ = 1184;

/** The queue calculates with instants as dates, whereas ours stay text. */
function queuePool(owner_url: string, max: number): pg.Pool {
  const getTypeParser = ((oid: number, format?: 'text' | 'binary') =>
    oid === TIMESTAMPTZ
      ? (text: string) => new Date(text)
      : pg.types.getTypeParser(oid, format as 'text')) as typeof pg.types.getTypeParser;
  const pool = new pg.Pool({
    connectionString: owner_url,
    max,
    types: { getTypeParser },
    application_name: 'tongcang jobs',
    keepAlive: true,
    connectionTimeoutMillis: 3_000,
  });
  // Connections that break are replaced at the next use.
  pool.on('error', () => {});
  pool.on('connect', (client) => client.on('error', () => {}));
  return pool;
}

const silent = new QueueLogger(() => () => {});

/** What the queue reports about single jobs is detail; its warnings and errors are ours. */
function queueLogger(log: Logger): QueueLogger {
  return new QueueLogger(() => (level, message) => {
    if (level === 'error') log.error({ queue: true }, message);
    else if (level === 'warning') log.warn({ queue: true }, message);
    else log.debug({ queue: true }, message);
  });
}

/**
 * Repeats `work` with a pause of `every_ms` between the end of one and the start of the next. A failure is logged and
 * the next turn comes as usual.
 */
export function startLoop(
  name: string,
  every_ms: number,
  work: () => Promise<unknown>,
  log?: Logger,
): { stop(): Promise<void> } {
  let stopped = false;
  let timer: NodeJS.Timeout | undefined;
  let turn: Promise<void> = Promise.resolve();
  const next = () => {
    if (!stopped) timer = setTimeout(take, every_ms);
  };
  const take = () => {
    turn = work()
      .catch((error) => log?.error({ err: error, loop: name }, 'a turn failed'))
      .then(next);
  };
  take();
  return {
    async stop() {
      stopped = true;
      clearTimeout(timer);
      await turn;
    },
  };
}

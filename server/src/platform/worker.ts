import { startSealer } from './audit-sealer.ts';
import type { Db } from './db.ts';
import { platform_jobs } from './housekeeping.ts';
import { type Job, startJobs } from './jobs.ts';
import type { Logger } from './log.ts';
import { type Consumer, startRelay } from './outbox.ts';

export type Worker = { stop(): Promise<void> };
/** Work of a module that repeats by itself, at a pace of its own. */
export type Loop = (db: Db, log: Logger) => { stop(): Promise<void> };

/**
 * Everything of the worker role: seals the audit trail, relays events, runs jobs. Any number of processes may do
 * this over one database; they share the work. The queue's tables must exist (`migrateJobs`).
 */
export async function startWorker(parts: {
  db: Db;
  owner_url: string;
  data_dir: string;
  log: Logger;
  jobs: readonly Job[];
  consumers: readonly Consumer[];
  loops?: readonly Loop[];
}): Promise<Worker> {
  const { db, owner_url, data_dir, log, jobs, consumers, loops = [] } = parts;
  const queue = await startJobs({ owner_url, db, log, jobs: [...platform_jobs, ...jobs] });
  const sealer = startSealer({ db, data_dir, log });
  const relay = startRelay({ db, consumers, log });
  const repeating = loops.map((start) => start(db, log));
  return {
    async stop() {
      await Promise.all([queue.stop(), sealer.stop(), relay.stop(), ...repeating.map((loop) => loop.stop())]);
    },
  };
}

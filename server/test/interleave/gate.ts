import type pg from 'pg';
import { createDb, type Db } from '../../src/platform/db.ts';
import { createRunner, type Runner } from '../../src/platform/use-case.ts';
import { HARNESS } from '../support/apps.ts';
import type { World } from '../support/world.ts';

/**
 * Owns the interleaving of transactions on a real PostgreSQL: every statement stops at a gate and is let through one
 * at a time, in the order that `choose` decides. `pg_blocking_pids()` tells a client that waits for a lock of another
 * one from a client that is working, so the schedule goes on with somebody else.
 *
 * Each lane has a connection, a runner and a memory of its own, as a server process has.
 */
export type Lane = { readonly db: Db; readonly runner: Runner };

/** Which of the lanes that want to send something goes next. */
export type Choose = (ready: readonly number[]) => number;
export type Scheduled<T> = {
  readonly results: readonly PromiseSettledResult<T>[];
  /** The lane that was let through, for each step. */
  readonly trace: readonly number[];
};
export type Gate = {
  readonly lanes: readonly Lane[];
  /** Runs one piece of work on each lane, statement by statement as `choose` says. */
  run<T>(works: readonly ((lane: Lane) => Promise<T>)[], choose: Choose): Promise<Scheduled<T>>;
  close(): Promise<void>;
};

type Pending = { send(): Promise<unknown>; resolve(value: unknown): void; reject(error: unknown): void };
type LaneState = Lane & {
  readonly pid: number;
  pending: Pending[];
  inFlight: boolean;
};

const STEPS_MAX = 2_000;

export async function openGate(world: World, count: number): Promise<Gate> {
  const { connectionString: url } = world.db.pool.options;
  let gated = false;
  const lanes: LaneState[] = [];
  for (let index = 0; index < count; index++) {
    const db = createDb({ url: url!, max: 1, application_name: HARNESS });
    db.pool.on('connect', (client) => holdBack(client, () => (gated ? lanes[index]! : null)));
    const [row] = await db.rows<{ pid: number }>('select pg_backend_pid() as pid');
    lanes.push({ db, runner: createRunner(db), pid: row!.pid, pending: [], inFlight: false });
  }

  /** Pids among `asked` that wait for a lock of another one. */
  async function blocked(asked: readonly LaneState[]): Promise<Set<number>> {
    const rows = await world.sql<{ pid: number }>(
      'select pid from unnest($1::int[]) as t(pid) where cardinality(pg_blocking_pids(pid)) > 0',
      [asked.map((lane) => lane.pid)],
    );
    return new Set(rows.map((row) => row.pid));
  }

  /** Until every statement that was let through is answered or waits for a lock. */
  async function settle(): Promise<void> {
    for (;;) {
      await turns();
      const flying = lanes.filter((lane) => lane.inFlight);
      if (flying.length === 0) return;
      const waiting = await blocked(flying);
      await turns();
      if (lanes.every((lane) => !lane.inFlight || waiting.has(lane.pid))) return;
    }
  }

  return {
    lanes,
    async run(works, choose) {
      gated = true;
      const trace: number[] = [];
      let open = works.length;
      const all = Promise.allSettled(
        works.map((work, index) =>
          work(lanes[index]!).finally(() => {
            open -= 1;
          }),
        ),
      );
      for (let idle = 0; open > 0; ) {
        await settle();
        const ready = works.flatMap((_, i) =>
          !lanes[i]!.inFlight && lanes[i]!.pending.length > 0 ? [i] : [],
        );
        if (ready.length === 0) {
          // Everybody waits: for a deadlock to be found by the server, or for work outside the database.
          idle += 1;
          if (idle > STEPS_MAX) throw new Error(`the schedule stands still after ${trace.join('')}`);
          await new Promise((resolve) => setTimeout(resolve, 2));
          continue;
        }
        idle = 0;
        const next = choose(ready);
        trace.push(next);
        if (trace.length > STEPS_MAX) throw new Error(`the schedule does not end: ${trace.join('')}`);
        letThrough(lanes[next]!);
      }
      gated = false;
      return { results: await all, trace };
    },
    async close() {
      await Promise.all(lanes.map((lane) => lane.db.close()));
    },
  };
}

/** Lets what has arrived be handled, so that a lane that goes on has asked for its next statement. */
async function turns(): Promise<void> {
  for (let turn = 0; turn < 4; turn++) await new Promise((resolve) => setImmediate(resolve));
}

function letThrough(lane: LaneState): void {
  const { send, resolve, reject } = lane.pending.shift()!;
  lane.inFlight = true;
  const done = () => {
    lane.inFlight = false;
  };
  send().then(
    (value) => {
      done();
      resolve(value);
    },
    (error) => {
      done();
      reject(error);
    },
  );
}

/** Puts the gate in front of a client. Calls with a callback are the pool's own and pass. */
function holdBack(client: pg.PoolClient, laneOf: () => LaneState | null): void {
  const send = client.query.bind(client) as (...given: unknown[]) => Promise<unknown>;
  const held = (...given: unknown[]) => {
    const lane = laneOf();
    if (lane === null || typeof given.at(-1) === 'function') return send(...given);
    return new Promise((resolve, reject) => {
      lane.pending.push({ send: () => send(...given), resolve, reject });
    });
  };
  client.query = held as typeof client.query;
}

import type { Verb } from '@tongcang/contract';
import type { z } from 'zod';
import { type Actor, can } from './actor.ts';
import { type Db, scopeKey, type Tx } from './db.ts';
import { AppError, assert, fail } from './errors.ts';
import { sha256 } from './ids.ts';

/** What happened to which record; the actor, time, request and action are added by the frame. */
export type AuditEntry = {
  entity: string;
  entity_id: string | number;
  /** Only where it differs from the verb's own audit action. */
  action?: string;
  warehouse_id?: number | null;
  reason?: string | null;
  detail?: Record<string, unknown>;
};
export type OutboxEntry = { topic: string; key: string; payload: unknown };

/** What a verb works with. Everything it writes goes through `tx`. */
export type Context = {
  readonly tx: Tx;
  readonly actor: Actor;
  readonly request_id: string;
  /** Address of the caller; null for calls from inside. */
  readonly ip: string | null;
  audit(entry: AuditEntry): void;
  emit(topic: string, key: string, payload: unknown): void;
  /** The answer stands, what was written to find it does not: the transaction is rolled back. For previews. */
  rollBack(): void;
};

/** One request among those that share a transaction. */
export type Asked<I> = Context & { readonly input: I; readonly prepared: unknown };
export type Answered<O> = { readonly value: O } | { readonly error: AppError };

export type Gate = {
  /** A permission, `session` for anybody signed in, or `public`. */
  permission: string;
  /** Action written to the audit trail; null for reads. */
  audit: string | null;
  /**
   * Fields of the input that are secrets. They are left out of the stored fingerprint, which is a fast hash and would
   * let whoever reads the table try passwords at leisure; under one key they count as unchanged.
   */
  secrets?: readonly string[];
  /** Off for verbs that must not store an answer (sign-in: the answer is a secret) . */
  idempotent?: boolean;
  /** The verb judges movements: the facts of the gate stay as they are until it commits. */
  judges?: boolean;
  statement_timeout_ms?: number;
  /** Its statements are planned once for all values: worth it where planning costs as much as running. */
  generic_plans?: boolean;
};

/** Where a verb prepares: before its transaction, so that slow work holds no connection and what it records stays. */
export type Outside = Pick<Call, 'actor' | 'request_id' | 'ip'> & { readonly db: Db };

type Run<I, O> = (context: Context, input: I) => Promise<O>;
type RunMany<I, O> = (requests: readonly Asked<I>[], tx: Tx) => Promise<Answered<O>[]>;

/** A verb as the server runs it. */
export type ServerVerb<I = unknown, O = unknown> = {
  readonly contract: Verb;
  readonly gate: Gate;
  readonly run_many: RunMany<I, O>;
  /** Requests that arrive together share a transaction. */
  readonly batched: boolean;
  readonly prepare?: (outside: Outside, input: I) => Promise<unknown>;
};

/** Declares a verb that runs in a transaction of its own. */
export function defineVerb<I extends z.ZodType, O extends z.ZodType>(
  contract: Verb<I, O>,
  gate: Gate,
  run: Run<z.infer<I>, z.infer<O>>,
): ServerVerb {
  const run_many: RunMany<z.infer<I>, z.infer<O>> = async (requests) => {
    const request = requests[0]!;
    return [{ value: await run(request, request.input) }];
  };
  return { contract, gate, run_many: run_many as RunMany<unknown, unknown>, batched: false };
}

/**
 * Declares a verb with a step before its transaction, for work such as hashing a password or counting an attempt
 * that must stay counted when the verb is refused. `run` gets what `prepare` found.
 */
export function definePreparedVerb<I extends z.ZodType, O extends z.ZodType, P>(
  contract: Verb<I, O>,
  gate: Gate,
  prepare: (outside: Outside, input: z.infer<I>) => Promise<P>,
  run: (context: Context, input: z.infer<I>, prepared: P) => Promise<z.infer<O>>,
): ServerVerb {
  const run_many: RunMany<z.infer<I>, z.infer<O>> = async (requests) => {
    const request = requests[0]!;
    return [{ value: await run(request, request.input, request.prepared as P) }];
  };
  return {
    contract,
    gate,
    run_many: run_many as RunMany<unknown, unknown>,
    batched: false,
    prepare: prepare as ServerVerb['prepare'],
  };
}

/**
 * Declares a verb whose simultaneous requests share a transaction, each with an answer of its own. `run` must
 * refuse single requests by returning an error for them, before it writes anything of theirs.
 */
export function defineBatchVerb<I extends z.ZodType, O extends z.ZodType>(
  contract: Verb<I, O>,
  gate: Gate,
  run: RunMany<z.infer<I>, z.infer<O>>,
): ServerVerb {
  return { contract, gate, run_many: run as RunMany<unknown, unknown>, batched: true };
}

export type Call = {
  readonly verb: ServerVerb;
  readonly input: unknown;
  readonly actor: Actor;
  readonly request_id: string;
  readonly ip: string | null;
  readonly idempotency_key: string | null;
};
export type Reply = { readonly answer: unknown; readonly replayed: boolean };
export type Runner = { call(call: Call): Promise<Reply> };

const BATCH_MAX = 200;
/** Large documents leave almost alone: while one is decided here, the database works on the others. */
const BATCH_LINES_MAX = 400;
/** One connection of the pool is left to those who read. */
const FLUSHES_IN_FLIGHT = 4;
/**
 * Beside a flush under way the next one waits until as many calls have gathered as that one carries, for this long
 * at most: else those that come back together would leave one by one, each with a commit of its own.
 */
const GATHER_MS_MAX = 1;

type Waiting = Call & { prepared?: unknown; resolve(reply: Reply): void; reject(error: unknown): void };
/** `aboard`: number of calls in each flush under way. */
type Queue = { waiting: Waiting[]; aboard: number[]; timer: NodeJS.Timeout | null };

/** Runs verbs: permission, transaction, scope, idempotency, audit, outbox. Nothing else opens a transaction for a verb. */
export function createRunner(db: Db): Runner {
  const queues = new Map<string, Queue>();

  function pump(key: string, queue: Queue, at_once = false) {
    while (queue.waiting.length > 0 && queue.aboard.length < FLUSHES_IN_FLIGHT) {
      if (!at_once && queue.waiting.length < (queue.aboard[0] ?? 0)) {
        queue.timer ??= setTimeout(() => {
          queue.timer = null;
          pump(key, queue, true);
        }, GATHER_MS_MAX);
        return;
      }
      send(key, queue);
    }
    if (queue.timer !== null) clearTimeout(queue.timer);
    queue.timer = null;
  }

  function send(key: string, queue: Queue) {
    const calls = queue.waiting.splice(0, batchLength(queue.waiting));
    queue.aboard.push(calls.length);
    void flush(db, calls).finally(() => {
      queue.aboard.splice(queue.aboard.indexOf(calls.length), 1);
      if (queue.waiting.length > 0) pump(key, queue);
      else if (queue.aboard.length === 0) queues.delete(key);
    });
  }

  return {
    call(call) {
      authorise(call);
      return new Promise<Reply>((resolve, reject) => {
        const waiting = { ...call, resolve, reject };
        if (!call.verb.batched) {
          void flush(db, [waiting]);
          return;
        }
        const key = `${call.verb.contract.name}|${scopeKey(call.actor.scope)}`;
        let queue = queues.get(key);
        if (queue === undefined) {
          queue = { waiting: [], aboard: [], timer: null };
          queues.set(key, queue);
        }
        queue.waiting.push(waiting);
        const pumped = queue;
        setImmediate(() => pump(key, pumped));
      });
    },
  };
}

function batchLength(waiting: readonly Waiting[]): number {
  let lines = 0;
  let count = 0;
  for (const { input } of waiting) {
    const asked = (input as { lines?: unknown[] }).lines?.length ?? 1;
    if (count > 0 && (lines + asked > BATCH_LINES_MAX || count >= BATCH_MAX)) break;
    lines += asked;
    count += 1;
  }
  return count;
}

/** Refuses whoever may not use the verb at all. The edge asks before it reads a body. */
export function authorise({ verb, actor }: Pick<Call, 'verb' | 'actor'>): void {
  const { permission } = verb.gate;
  if (permission === 'public') return;
  if (actor.account === 'anonymous') fail('platform.not_signed_in');
  if (permission !== 'session' && !can(actor, permission)) fail('platform.forbidden', { permission });
}

/** Runs the calls of one transaction and answers each. An unexpected failure of a shared transaction falls back to one each. */
async function flush(db: Db, calls: readonly Waiting[]): Promise<void> {
  try {
    const [first] = calls;
    if (first?.verb.prepare !== undefined) {
      const { actor, request_id, ip } = first;
      first.prepared = await first.verb.prepare({ db, actor, request_id, ip }, first.input);
    }
    const outcomes = await transact(db, calls).catch((end) => {
      if (end instanceof RolledBack) return end.outcomes;
      throw end;
    });
    outcomes.forEach((outcome, index) => {
      if ('error' in outcome) calls[index]!.reject(outcome.error);
      else calls[index]!.resolve(outcome);
    });
  } catch (error) {
    if (calls.length === 1) calls[0]!.reject(error);
    else for (const call of calls) await flush(db, [call]);
  }
}

type Outcome = Reply | { readonly error: AppError };

async function transact(db: Db, calls: readonly Waiting[]): Promise<Outcome[]> {
  const { contract, gate } = calls[0]!.verb;
  const writes = contract.method === 'POST';
  const { statement_timeout_ms, generic_plans } = gate;
  const options = { read_only: !writes, statement_timeout_ms, generic_plans };
  return db.tx(
    calls[0]!.actor.scope,
    async (tx) => {
      const claims = calls.map((call) => claimOf(call));
      const claiming = writes ? claim(tx, contract.name, claims, gate.judges === true) : null;
      const records: RecordsOf[] = calls.map(() => ({ audits: [], events: [], roll_back: false }));
      const asked = calls.map((call, index) => contextOf(tx, call, records[index]!));
      // The claim is on its way; a verb that only reads at first may start meanwhile, one that writes waits for it.
      const claimed = claiming === null ? claims.map(() => true) : await claiming;
      const fresh = asked.filter((_, index) => claimed[index]);
      const twins = twinsOf(claims, claimed);
      const replays = await stored(tx, claims, claimed, twins);
      const answers = fresh.length > 0 ? await calls[0]!.verb.run_many(fresh, tx) : [];
      assert(
        answers.length === fresh.length,
        `${contract.name} answered ${answers.length} of ${fresh.length}`,
      );
      let next = 0;
      const outcomes: Outcome[] = calls.map((_, index) => {
        if (!claimed[index]) return replays.get(index) ?? { error: new AppError('platform.try_again') };
        const answer = answers[next++]!;
        return 'error' in answer ? answer : { answer: answer.value, replayed: false };
      });
      for (const [index, first] of twins) {
        if (!replays.has(index)) outcomes[index] = replayOf(outcomes[first]!);
      }
      if (calls.length === 1 && 'error' in outcomes[0]!) throw outcomes[0].error;
      if (records.some((r) => r.roll_back)) throw new RolledBack(outcomes);
      if (writes) record(tx, calls, claims, claimed, outcomes, records);
      return outcomes;
    },
    options,
  );
}

type RecordsOf = { audits: AuditEntry[]; events: OutboxEntry[]; roll_back: boolean };

/** Carries the answers out of a transaction that is to be rolled back. */
class RolledBack {
  readonly outcomes: Outcome[];
  constructor(outcomes: Outcome[]) {
    this.outcomes = outcomes;
  }
}

function contextOf(tx: Tx, call: Waiting, records: RecordsOf): Asked<unknown> {
  return {
    tx,
    actor: call.actor,
    request_id: call.request_id,
    ip: call.ip,
    input: call.input,
    prepared: call.prepared,
    audit: (entry) => void records.audits.push(entry),
    emit: (topic, key, payload) => void records.events.push({ topic, key, payload }),
    rollBack: () => {
      assert(!call.verb.batched, 'a shared transaction cannot be rolled back for one of its requests');
      records.roll_back = true;
    },
  };
}

type Claim = {
  readonly key: string;
  readonly hash: Buffer;
  readonly actor_key: string;
} | null;

function claimOf(call: Call): Claim {
  if (call.verb.contract.method === 'GET' || call.verb.gate.idempotent === false) return null;
  const key = call.idempotency_key;
  if (key === null) fail('platform.idempotency_key_missing');
  return {
    key,
    hash: sha256(`${call.verb.contract.name}\n${fingerprint(call.input, call.verb.gate.secrets)}`),
    actor_key: call.actor.key,
  };
}

/** The input as text without its secrets; a file stands in it by its own hash. */
function fingerprint(input: unknown, secrets: readonly string[] = []): string {
  const shown = (field: string, value: unknown) => (secrets.includes(field) ? undefined : value);
  const { bytes, ...rest } = input as { bytes?: unknown };
  if (!(bytes instanceof Uint8Array)) return JSON.stringify(input, secrets.length > 0 ? shown : undefined);
  return `${JSON.stringify(rest)}\n${sha256(bytes).toString('hex')}`;
}

const CLAIM = `insert into platform.idempotency (actor_key, idempotency_key, verb, request_hash)
  select a, k, $3, h from unnest($1::text[], $2::text[], $4::bytea[]) as t(a, k, h) order by a, k
  on conflict do nothing returning actor_key, idempotency_key`;
const CLAIM_AND_JUDGE = `with rules as materialized (select pg_advisory_xact_lock_shared(7001))
  insert into platform.idempotency (actor_key, idempotency_key, verb, request_hash)
  select a, k, $3, h from rules, unnest($1::text[], $2::text[], $4::bytea[]) as t(a, k, h) order by a, k
  on conflict do nothing returning actor_key, idempotency_key`;

/** Claims the keys before anything else; a key in flight elsewhere makes this wait for that transaction's end. */
async function claim(tx: Tx, verb: string, claims: readonly Claim[], judges: boolean): Promise<boolean[]> {
  const keyed = claims.filter((c) => c !== null);
  if (keyed.length === 0) {
    if (judges) await tx.rows('select pg_advisory_xact_lock_shared(7001)');
    return claims.map(() => true);
  }
  const rows = await tx.rows<{ actor_key: string; idempotency_key: string }>(
    judges ? CLAIM_AND_JUDGE : CLAIM,
    [keyed.map((c) => c.actor_key), keyed.map((c) => c.key), verb, keyed.map((c) => c.hash)],
  );
  const won = new Set(rows.map((r) => `${r.actor_key}\n${r.idempotency_key}`));
  // Taking the key out again makes the second of two equal keys in one batch a replay of the first.
  return claims.map((c) => c === null || won.delete(`${c.actor_key}\n${c.key}`));
}

/** Requests of one batch under one key: the later ones by index, with the index of the one that claimed it. */
function twinsOf(claims: readonly Claim[], claimed: readonly boolean[]): Map<number, number> {
  const first = new Map<string, number>();
  const twins = new Map<number, number>();
  claims.forEach((claim, index) => {
    if (claim === null) return;
    const key = `${claim.actor_key}\n${claim.key}`;
    const earlier = first.get(key);
    if (claimed[index]) first.set(key, index);
    else if (earlier !== undefined) twins.set(index, earlier);
  });
  return twins;
}

function replayOf(outcome: Outcome): Outcome {
  return 'error' in outcome ? outcome : { answer: outcome.answer, replayed: true };
}

/** Stored answers for the keys that were claimed before; another body under the same key is refused. */
async function stored(
  tx: Tx,
  claims: readonly Claim[],
  claimed: readonly boolean[],
  twins: ReadonlyMap<number, number>,
): Promise<Map<number, Outcome>> {
  const outcomes = new Map<number, Outcome>();
  for (const [index, claim] of claims.entries()) {
    if (claimed[index] || claim === null) continue;
    const twin = twins.get(index);
    if (twin !== undefined) {
      if (!claims[twin]!.hash.equals(claim.hash)) {
        outcomes.set(index, { error: new AppError('platform.idempotency_key_reused') });
      }
      continue;
    }
    const [row] = await tx.rows<{ request_hash: Buffer; answer: unknown; status: number | null }>(
      'select request_hash, answer, status from platform.idempotency where actor_key = $1 and idempotency_key = $2',
      [claim.actor_key, claim.key],
    );
    if (row === undefined || row.status === null) {
      outcomes.set(index, { error: new AppError('platform.try_again') });
    } else if (!row.request_hash.equals(claim.hash)) {
      outcomes.set(index, { error: new AppError('platform.idempotency_key_reused') });
    } else {
      outcomes.set(index, { answer: row.answer, replayed: true });
    }
  }
  return outcomes;
}

// Answers are written as insertions that meet their claim. An update would have a join, which is planned while the table
// is nearly empty, by reading all of it, and stays so planned while it grows.
const RECORD = `with audited as (
    insert into platform.audit (actor_id, session_id, action, entity, entity_id, warehouse_id, request_id, reason, detail)
    select actor_id, session_id, action, entity, entity_id, warehouse_id, request_id, reason, detail::jsonb
    from unnest($1::bigint[], $2::bigint[], $3::text[], $4::text[], $5::text[], $6::bigint[], $7::text[], $8::text[], $9::text[])
      as t(actor_id, session_id, action, entity, entity_id, warehouse_id, request_id, reason, detail)
  ), emitted as (
    insert into platform.outbox (topic, entity_key, payload)
    select topic, entity_key, payload::jsonb from unnest($10::text[], $11::text[], $12::text[]) as t(topic, entity_key, payload)
  ), answered as (
    insert into platform.idempotency as i (actor_key, idempotency_key, verb, request_hash, status, answer)
    select a, k, v, h, 200, answer::jsonb
    from unnest($13::text[], $14::text[], $15::text[], $16::bytea[], $17::text[]) as t(a, k, v, h, answer)
    on conflict (actor_key, idempotency_key) do update set status = excluded.status, answer = excluded.answer
      where i.status is null
    returning 1
  )
  select platform.expect_rows((select count(*) from answered), $18::bigint, 'idempotency rows')`;

function record(
  tx: Tx,
  calls: readonly Call[],
  claims: readonly Claim[],
  claimed: readonly boolean[],
  outcomes: readonly Outcome[],
  records: readonly RecordsOf[],
): void {
  const columns: unknown[][] = Array.from({ length: 17 }, () => []);
  const lost: NonNullable<Claim>[] = [];
  calls.forEach((call, index) => {
    const outcome = outcomes[index]!;
    const claim = claims[index]!;
    if ('error' in outcome) {
      if (claimed[index] && claim !== null) lost.push(claim);
      return;
    }
    if (outcome.replayed) return;
    const { audits, events } = records[index]!;
    const { audit } = call.verb.gate;
    assert(audit !== null, `${call.verb.contract.name} writes without an audit action`);
    // A stranger's request that did nothing, else anybody could fill the trail by signing out.
    if (call.actor.account === 'anonymous' && audits.length === 0) return;
    for (const entry of audits.length > 0 ? audits : [{ entity: null, entity_id: null } as const]) {
      pushAudit(columns, call, audit, entry as AuditEntry);
    }
    for (const event of events) {
      columns[9]!.push(event.topic);
      columns[10]!.push(event.key);
      columns[11]!.push(JSON.stringify(event.payload));
    }
    if (claim !== null) {
      columns[12]!.push(claim.actor_key);
      columns[13]!.push(claim.key);
      columns[14]!.push(call.verb.contract.name);
      columns[15]!.push(claim.hash);
      columns[16]!.push(JSON.stringify(outcome.answer ?? null));
    }
  });
  tx.defer(RECORD, [...columns, columns[12]!.length]);
  if (lost.length > 0) {
    tx.defer(
      `delete from platform.idempotency i using unnest($1::text[], $2::text[]) as t(a, k)
       where i.actor_key = t.a and i.idempotency_key = t.k`,
      [lost.map((c) => c.actor_key), lost.map((c) => c.key)],
    );
  }
}

function pushAudit(columns: unknown[][], call: Call, action: string, entry: AuditEntry): void {
  const { actor } = call;
  const row = [
    actor.user_id,
    actor.session_id,
    entry.action ?? action,
    entry.entity,
    entry.entity_id === null ? null : String(entry.entity_id),
    entry.warehouse_id ?? null,
    call.request_id,
    entry.reason ?? null,
    JSON.stringify(entry.detail ?? {}),
  ];
  row.forEach((value, index) => {
    columns[index]!.push(value);
  });
}

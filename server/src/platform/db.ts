import type { Socket } from 'node:net';
import pg from 'pg';
import { AppError, assert } from './errors.ts';

const setParser = pg.types.setTypeParser as (oid: number, parse: (text: string) => unknown) => void;

// A civil date stays text: the driver's default turns it into local midnight, which is another day elsewhere.
setParser(1082, (text) => text);
setParser(1182, (text) => (text === '{}' ? [] : text.slice(1, -1).split(',')));
// Instants travel as ISO text in UTC; nobody calculates with them in this process.
const instant = (text: string) => `${text.slice(0, 10)}T${text.slice(11).replace(/\+00$/, 'Z')}`;
setParser(1184, instant);
// Quantities, identifiers and money are whole numbers far below 2^53; anything beyond is a mistake, not a value.
const wholeNumber = (text: string) => {
  const value = Number(text);
  assert(Number.isSafeInteger(value), `integer out of range: ${text}`);
  return value;
};
pg.types.setTypeParser(20, wholeNumber);
setParser(1016, (text) => (text === '{}' ? [] : text.slice(1, -1).split(',').map(wholeNumber)));

/** Which rows a transaction may see: row-level security reads this, as a second wall behind the permissions. */
export type Scope = {
  readonly user_id: number | null;
  readonly warehouses: 'all' | readonly number[];
  /** Set for outsiders (suppliers, hospitals, carriers); they see only what is theirs. */
  readonly partner_id: number | null;
};
export const SYSTEM_SCOPE: Scope = { user_id: null, warehouses: 'all', partner_id: null };

/** Two requests with equal keys may share a transaction. */
export function scopeKey(scope: Scope): string {
  const warehouses = scope.warehouses === 'all' ? '*' : scope.warehouses.join(',');
  return `${warehouses}|${scope.partner_id ?? ''}`;
}

/** What everything that reads or writes gets: statements are prepared once per connection, by their text. */
export interface Tx {
  /** Runs a statement and gives its rows. The text must be constant, it becomes a prepared statement. */
  rows<T>(text: string, values?: readonly unknown[]): Promise<T[]>;
  /** The same where exactly one row must come back. */
  one<T>(text: string, values?: readonly unknown[]): Promise<T>;
  /** The same where the number of affected rows is what matters. */
  run(text: string, values?: readonly unknown[]): Promise<number>;
  /**
   * Sends a statement whose answer nobody needs before the commit, so that it shares the commit's round trip. A
   * failure of it fails the transaction.
   */
  defer(text: string, values?: readonly unknown[]): void;
  /** Does something in this process once the transaction has committed; nothing happens after a roll-back. */
  afterCommit(action: () => void): void;
  /** Statements sent so far in this transaction, begin and commit not counted. */
  readonly statements: number;
  /** What this process remembers of this database (facts by epoch, accounts); shared by all its transactions. */
  readonly memory: Map<string, unknown>;
}

export type TxOptions = {
  /** Milliseconds a single statement may take; default 5 s. */
  statement_timeout_ms?: number;
  /** Plans once for all values instead of for each call: for hot statements whose values do not change the plan. */
  generic_plans?: boolean;
  read_only?: boolean;
};

export type Db = {
  /**
   * Runs `work` in one transaction under `scope` and commits. An exception rolls back.
   * The begin is sent without waiting, so the first statement of `work` shares its round trip.
   */
  tx<T>(scope: Scope, work: (tx: Tx) => Promise<T>, options?: TxOptions): Promise<T>;
  /** One statement outside any transaction, without scope: for tables that carry no row-level security. */
  rows<T>(text: string, values?: readonly unknown[]): Promise<T[]>;
  close(): Promise<void>;
  readonly pool: pg.Pool;
};

const statementNames = new Map<string, string>();
function nameOf(text: string): string {
  let name = statementNames.get(text);
  if (name === undefined) {
    name = `s${statementNames.size + 1}`;
    statementNames.set(text, name);
    assert(statementNames.size < 5_000, 'statement texts must be constant, not built per call');
  }
  return name;
}

type Observer = (text: string) => void;
let observer: Observer | null = null;
/** Lets a test or a bench see every statement text that is sent. */
export function observeStatements(next: Observer | null): void {
  observer = next;
}

export function createDb(options: {
  url: string;
  /** Role to take on after connecting, when the login is not itself the application's. */
  become?: string | null;
  max: number;
  application_name?: string;
}): Db {
  const pool = new pg.Pool({
    connectionString: options.url,
    max: options.max,
    pipeline: true,
    connectionTimeoutMillis: 3_000,
    idleTimeoutMillis: 60_000,
    statement_timeout: 5_000,
    lock_timeout: 4_000,
    idle_in_transaction_session_timeout: 10_000,
    keepAlive: true,
    application_name: options.application_name ?? 'tongcang',
    options: `-c timezone=UTC -c datestyle=ISO${options.become ? ` -c role=${options.become}` : ''}`,
  });
  // A connection that breaks while idle is dropped by the pool; the next request opens another one.
  pool.on('error', () => {});
  // One that breaks in use fails the statement in work or the next one; without a listener it would end the process.
  pool.on('connect', (client) => client.on('error', () => {}));

  const memory = new Map<string, unknown>();

  async function tx<T>(scope: Scope, work: (tx: Tx) => Promise<T>, txOptions: TxOptions = {}): Promise<T> {
    const client = await pool.connect();
    const deferred: Promise<unknown>[] = [];
    const actions: (() => void)[] = [];
    let broken: Error | undefined;
    try {
      gather(client);
      const begun = client.query(beginText(scope, txOptions));
      begun.catch(() => {});
      const result = await work(statementsOn(client, memory, deferred, actions));
      await begun;
      gather(client);
      const ending = client.query('commit');
      ending.catch(() => {});
      await Promise.all(deferred);
      const end = await ending;
      assert(end.command === 'COMMIT', 'the transaction had failed before its commit');
      for (const action of actions) action();
      return result;
    } catch (error) {
      await client.query('rollback').catch((failure: Error) => {
        broken = failure;
      });
      throw await firstFailure(deferred, error);
    } finally {
      client.release(broken);
    }
  }

  return {
    pool,
    tx,
    async rows<T>(text: string, values: readonly unknown[] = []): Promise<T[]> {
      observer?.(text);
      const result = await pool.query({ name: nameOf(text), text, values: values.map(encode) });
      return result.rows as T[];
    },
    close: () => pool.end(),
  };
}

function statementsOn(
  client: pg.PoolClient,
  memory: Map<string, unknown>,
  deferred: Promise<unknown>[],
  actions: (() => void)[],
): Tx {
  let statements = 0;
  function send<T>(
    text: string,
    values: readonly unknown[],
    read: (result: pg.QueryResult) => T,
  ): Promise<T> {
    statements += 1;
    observer?.(text);
    gather(client);
    const answer = client.query({ name: nameOf(text), text, values: values.map(encode) }).then(read);
    // Callers may start several statements and await them later; a failure is still seen at that await.
    answer.catch(() => {});
    return answer;
  }
  return {
    memory,
    afterCommit: (action) => void actions.push(action),
    get statements() {
      return statements;
    },
    rows: <T>(text: string, values: readonly unknown[] = []) =>
      send(text, values, (result) => result.rows as T[]),
    one: <T>(text: string, values: readonly unknown[] = []) =>
      send(text, values, ({ rows }) => {
        assert(rows.length === 1, `one row expected, ${rows.length} came`);
        return rows[0] as T;
      }),
    defer: (text: string, values: readonly unknown[] = []) =>
      void deferred.push(send(text, values, () => undefined)),
    run: (text: string, values: readonly unknown[] = []) =>
      send(text, values, (result) => result.rowCount ?? 0),
  };
}

/**
 * Statements sent in one turn leave in one packet: writing each by itself costs this process a system call and the
 * server a wake-up.
 */
function gather(client: pg.PoolClient): void {
  const { stream } = (client as unknown as { connection: { stream: Socket } }).connection;
  if (stream.writableCorked > 0) return;
  stream.cork();
  process.nextTick(() => stream.uncork());
}

/** What failed first: after a deferred statement has failed, the ones behind it only say that it did. */
async function firstFailure(deferred: readonly Promise<unknown>[], error: unknown): Promise<unknown> {
  if (error instanceof AppError) return error;
  const failed = (await Promise.allSettled(deferred)).find((outcome) => outcome.status === 'rejected');
  return failed === undefined ? error : failed.reason;
}

const PLAIN = /^[A-Za-z0-9_:.+-]+$/;

/**
 * Arrays become PostgreSQL's text form here: columns of a hundred lines are the bulk of what is sent, and the
 * driver's own way through every element costs several times as much. Anything but plain values is left to it.
 */
function encode(value: unknown): unknown {
  if (!Array.isArray(value)) return value;
  let text = '';
  for (const element of value) {
    if (text !== '') text += ',';
    if (element === null || element === undefined) text += 'NULL';
    else if (typeof element === 'number' || typeof element === 'boolean') text += element;
    else if (typeof element !== 'string') return value;
    else if (PLAIN.test(element) && element.length !== 4) text += element;
    else text += `"${element.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`;
  }
  return `{${text}}`;
}

/** Begin and scope in one message. The values are whole numbers, checked, so they can stand in the text. */
function beginText(scope: Scope, options: TxOptions): string {
  const warehouses = scope.warehouses === 'all' ? [] : scope.warehouses;
  const numbers = [...warehouses, ...(scope.partner_id === null ? [] : [scope.partner_id])];
  assert(numbers.every(Number.isSafeInteger), 'scope holds something that is not an identifier');
  const settings = [
    `set local app.all_warehouses = '${scope.warehouses === 'all' ? 'on' : 'off'}'`,
    `set local app.warehouses = '${warehouses.join(',')}'`,
    `set local app.partner_id = '${scope.partner_id ?? ''}'`,
  ];
  if (options.statement_timeout_ms !== undefined) {
    assert(Number.isSafeInteger(options.statement_timeout_ms), 'time-out must be whole milliseconds');
    settings.push(`set local statement_timeout = ${options.statement_timeout_ms}`);
  }
  if (options.generic_plans) settings.push('set local plan_cache_mode = force_generic_plan');
  return `begin${options.read_only ? ' read only' : ''}; ${settings.join('; ')}`;
}

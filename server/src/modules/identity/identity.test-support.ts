/** A running identity over HTTP on a database of its own, and people who use it. Only tests import this. */
import { type ErrorCatalogue, identity_errors, platform_errors } from '@tongcang/contract';
import type { FastifyInstance, LightMyRequestResponse } from 'fastify';
import pg from 'pg';
import { createTestDatabase } from '../../../test/support/db.ts';
import { createDb, type Db } from '../../platform/db.ts';
import { createHttp, SESSION_COOKIE } from '../../platform/http.ts';
import { ids } from '../../platform/ids.ts';
import { createLog } from '../../platform/log.ts';
import { createRunner, type ServerVerb } from '../../platform/use-case.ts';
import { constraints, createIdentity, type Directory } from './index.ts';

const WAREHOUSES = [
  { warehouse_id: 1, code: 'WH-SH', name: '上海仓', timezone: 'Asia/Shanghai' },
  { warehouse_id: 2, code: 'WH-CD', name: '成都仓', timezone: 'Asia/Shanghai' },
];
const directory: Directory = {
  warehouses: async (_tx, asked) =>
    WAREHOUSES.filter(({ warehouse_id }) => asked === 'all' || asked.includes(warehouse_id)),
  partnerExists: async (_tx, partner_id) => partner_id < 100,
};

export type Person = {
  get(path: string): Promise<LightMyRequestResponse>;
  post(path: string, body?: object, key?: string): Promise<LightMyRequestResponse>;
  cookie: string | null;
};

export type World = {
  app: FastifyInstance;
  db: Db;
  owner: pg.Client;
  identity: ReturnType<typeof createIdentity>;
  /** Somebody without a session, from an address of their own. */
  stranger(ip?: string): Person;
  /** The administrator of the first run. */
  administrator(): Promise<Person>;
  /** Somebody with these grants, who has chosen a password. */
  person(account: string, grants: readonly object[]): Promise<Person & { user_id: number }>;
  close(): Promise<void>;
};

export const PASSWORD = 'correct horse battery';
const FIRST_PASSWORD = 'handed over on paper';

export async function createWorld(extra: readonly ServerVerb[] = []): Promise<World> {
  const database = await createTestDatabase();
  const db = createDb({ url: database.appUrl, max: 4 });
  const owner = new pg.Client({ connectionString: database.ownerUrl });
  await owner.connect();
  const identity = createIdentity({ db, directory });
  const app = createHttp({
    config: { admission_max: 1_000, secure_cookies: false },
    db,
    log: createLog({ log_level: 'silent' }),
    runner: createRunner(db),
    verbs: [...identity.verbs, ...extra],
    authenticate: identity.authenticate,
    catalogue: { ...platform_errors, ...identity_errors } as ErrorCatalogue,
    constraints,
  });
  await app.ready();

  let addresses = 0;
  const stranger = (ip = `10.0.${addresses >> 8}.${addresses++ & 255}`) => personOf(app, ip);
  let first: Person | null = null;

  async function administrator(): Promise<Person> {
    if (first !== null) return first;
    first = stranger();
    await expectDone(
      first.post('/api/identity/first-run', { account: 'root', display_name: '管理员', password: PASSWORD }),
    );
    return first;
  }

  async function person(account: string, grants: readonly object[]) {
    const admin = await administrator();
    const made = await expectDone(
      admin.post('/api/identity/users', {
        account,
        display_name: account,
        initial_password: FIRST_PASSWORD,
      }),
    );
    const { user_id } = made.json() as { user_id: number };
    for (const grant of grants) {
      await expectDone(admin.post(`/api/identity/users/${user_id}/grant-role`, grant));
    }
    const somebody = stranger();
    await expectDone(somebody.post('/api/identity/sign-in', { account, password: FIRST_PASSWORD }));
    await expectDone(
      somebody.post('/api/identity/change-password', { password: FIRST_PASSWORD, new_password: PASSWORD }),
    );
    return Object.assign(somebody, { user_id });
  }

  return {
    app,
    db,
    owner,
    identity,
    stranger,
    administrator,
    person,
    async close() {
      await app.close();
      await owner.end();
      await db.close();
      await database.drop();
    },
  };
}

async function expectDone(sent: Promise<LightMyRequestResponse>): Promise<LightMyRequestResponse> {
  const response = await sent;
  if (response.statusCode !== 200) throw new Error(`${response.statusCode} ${response.body}`);
  return response;
}

/** A browser: keeps the cookie it is given and sends its own origin. */
function personOf(app: FastifyInstance, ip: string): Person {
  const person: Person = {
    cookie: null,
    get: (url) => app.inject({ method: 'GET', url, remoteAddress: ip, headers: cookieOf(person) }),
    async post(url, body = {}, key = ids.uuid()) {
      const response = await app.inject({
        method: 'POST',
        url,
        remoteAddress: ip,
        headers: {
          ...cookieOf(person),
          'content-type': 'application/json',
          'idempotency-key': key,
          host: 'localhost',
          origin: 'http://localhost',
        },
        payload: JSON.stringify(body),
      });
      const set = response.cookies.find((cookie) => cookie.name === SESSION_COOKIE);
      if (set !== undefined) person.cookie = set.value === '' ? null : set.value;
      return response;
    },
  };
  return person;
}

const cookieOf = ({ cookie }: Person) =>
  cookie === null ? {} : { cookie: `${SESSION_COOKIE}=${encodeURIComponent(cookie)}` };

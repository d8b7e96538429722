import type { FastifyInstance, InjectOptions, LightMyRequestResponse } from 'fastify';
import { type App, createApp } from '../../src/app.ts';
import { hashPassword } from '../../src/modules/identity/passwords.ts';
import { loadConfig } from '../../src/platform/config.ts';
import { createDb, type Db } from '../../src/platform/db.ts';
import { SESSION_COOKIE } from '../../src/platform/http.ts';
import { ids, sha256 } from '../../src/platform/ids.ts';
import { createLog } from '../../src/platform/log.ts';
import { createWorld, type World } from '../support/world.ts';

type Grant = { role: string; at?: 'north' | 'south'; for?: 'hospital' | 'clinic' | 'supplier' };
/** One person for each row of the matrix, and two whose grants differ in reach. */
const STAFF = {
  keeper_a: [{ role: 'warehouse_keeper', at: 'north' }],
  keeper_b: [{ role: 'warehouse_keeper', at: 'south' }],
  chief_a: [{ role: 'warehouse_manager', at: 'north' }],
  planner: [{ role: 'planner' }],
  planner_a: [{ role: 'planner', at: 'north' }],
  quality: [{ role: 'quality' }],
  hospital: [{ role: 'hospital_department', for: 'hospital' }],
  supplier: [{ role: 'supplier', for: 'supplier' }],
  auditor: [{ role: 'auditor' }],
  administrator: [{ role: 'administrator' }],
  director: [{ role: 'manager' }],
  purchaser: [{ role: 'purchaser' }],
  driver: [{ role: 'driver' }],
  accountant: [{ role: 'accountant' }],
  // Sees everything and may act at one place only: what the eye reaches, the hand does not.
  wide_eyes: [{ role: 'auditor' }, { role: 'warehouse_manager', at: 'north' }],
  wide_quality: [{ role: 'auditor' }, { role: 'quality', at: 'north' }],
  wide_planner: [{ role: 'auditor' }, { role: 'planner', at: 'north' }],
} as const satisfies Record<string, readonly Grant[]>;
export type Person = keyof typeof STAFF;
/** Nobody, and somebody with a cookie that was never given. */
export type Identity = Person | 'none' | 'bogus';

export const PASSWORD = 'a long enough passphrase';

export type Company = {
  readonly world: World;
  readonly app: App;
  readonly http: FastifyInstance;
  readonly db: Db;
  readonly user_ids: Readonly<Record<Person, number>>;
  /** A hospital that is no business of the first one, with its ward. */
  readonly clinic: { readonly partner_id: number; readonly department_id: number };
  send(as: Identity, asked: Asked): Promise<LightMyRequestResponse>;
  /** Sessions that a verb has ended stand again, and counted attempts are forgotten. */
  heal(): Promise<void>;
  close(): Promise<void>;
};
export type Asked = {
  method: 'GET' | 'POST';
  url: string;
  body?: unknown;
  raw?: Buffer;
  key?: string;
  headers?: Record<string, string>;
};

/** The company of the other tests with its people, each at a browser of his own. */
export async function openCompany(): Promise<Company> {
  const world = await createWorld();
  const clinic = await makeClinic(world);
  const { user_ids, cookies } = await hire(world, clinic.partner_id);
  const db = createDb({ url: world.db.pool.options.connectionString!, max: 4 });
  const config = { ...loadConfig([], {}), log_level: 'silent' as const };
  const app = createApp({ config, db, log: createLog(config) });
  await app.http.ready();
  let sent = 0;
  return {
    world,
    app,
    http: app.http,
    db,
    user_ids,
    clinic,
    send: (as, { method, url, body, raw, key = ids.uuid(), headers = {} }) =>
      app.http.inject({
        method,
        url,
        headers: {
          ...(as === 'none' ? {} : { cookie: `${SESSION_COOKIE}=${cookies[as]}` }),
          ...(method === 'POST' ? { host: 'localhost', origin: 'http://localhost' } : {}),
          ...(method === 'POST'
            ? { 'content-type': raw === undefined ? 'application/json' : 'application/octet-stream' }
            : {}),
          'idempotency-key': key,
          ...headers,
        },
        // An address of its own, because the trail takes only so many refusals of one.
        remoteAddress: `10.0.${(sent >> 8) & 255}.${sent++ & 255}`,
        payload: raw ?? (method === 'POST' ? JSON.stringify(body ?? {}) : undefined),
      } as InjectOptions),
    async heal() {
      await world.sql('update identity.session set ended_at = null where ended_at is not null');
      await world.sql('delete from identity.login_attempt');
    },
    async close() {
      await app.http.close();
      await db.close();
      await world.close();
    },
  };
}

async function makeClinic(world: World): Promise<Company['clinic']> {
  const [partner] = await world.sql<{ partner_id: string }>(
    `insert into masterdata.partner (partner_code, name, kind, province, address)
     values ('CLINIC', 'CLINIC', 'customer', '上海', '某路 3 号') returning partner_id`,
  );
  const partner_id = Number(partner!.partner_id);
  const [ward] = await world.sql<{ department_id: string }>(
    `insert into masterdata.department (partner_id, department_code, name, priority_class, min_remaining_days)
     values ($1, 'CLINIC-1', 'ward', 3, 0) returning department_id`,
    [partner_id],
  );
  return { partner_id, department_id: Number(ward!.department_id) };
}

async function hire(world: World, clinic_id: number) {
  const password_hash = await hashPassword(PASSWORD);
  const user_ids = {} as Record<Person, number>;
  const cookies: Record<string, string> = { bogus: ids.token() };
  const partners = { hospital: world.hospital_id, clinic: clinic_id, supplier: world.supplier_id };
  for (const [account, grants] of Object.entries(STAFF) as [Person, readonly Grant[]][]) {
    const token = ids.token();
    const [user] = await world.sql<{ user_id: string }>(
      'insert into identity.user (account, display_name, password_hash) values ($1, $1, $2) returning user_id',
      [account, password_hash],
    );
    const user_id = Number(user!.user_id);
    for (const grant of grants) {
      await world.sql(
        'insert into identity.grant (user_id, role, warehouse_id, partner_id) values ($1, $2, $3, $4)',
        [
          user_id,
          grant.role,
          grant.at === undefined ? null : world[grant.at].warehouse_id,
          grant.for === undefined ? null : partners[grant.for],
        ],
      );
    }
    await world.sql('insert into identity.session (user_id, token_hash) values ($1, $2)', [
      user_id,
      sha256(token),
    ]);
    cookies[account] = token;
    user_ids[account] = user_id;
  }
  return { user_ids, cookies };
}

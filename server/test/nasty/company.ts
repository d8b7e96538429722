import { createHash } from 'node:crypto';
import type { FastifyInstance, InjectOptions, LightMyRequestResponse } from 'fastify';
import { createApp } from '../../src/app.ts';
import { loadConfig } from '../../src/platform/config.ts';
import { createDb } from '../../src/platform/db.ts';
import { ids } from '../../src/platform/ids.ts';
import { createLog } from '../../src/platform/log.ts';
import { createWorld, type Lot, type World } from '../support/world.ts';

/** Everybody has an API key; `boss` holds every role, `south` works at the southern warehouse only. */
const STAFF = {
  boss: ['administrator', 'planner', 'warehouse_manager', 'quality'],
  approver: ['manager', 'planner'],
  south: ['warehouse_keeper', 'warehouse_manager'],
  keeper: ['warehouse_keeper'],
  leaver: ['warehouse_keeper'],
} as const;
export type Person = keyof typeof STAFF;

export type Asked = {
  method?: 'GET' | 'POST' | 'PUT' | 'DELETE';
  url: string;
  /** Who asks; `boss` where nothing is said, nobody where null. */
  as?: Person | null;
  /** Sent as JSON. */
  body?: unknown;
  /** Sent as it is. */
  raw?: string | Buffer;
  headers?: Record<string, string>;
  key?: string;
};
export type Company = {
  readonly world: World;
  readonly http: FastifyInstance;
  readonly tokens: Readonly<Record<Person, string>>;
  readonly user_ids: Readonly<Record<Person, number>>;
  readonly lots: Readonly<Record<LotName, Lot>>;
  /** Customer account of a hospital that may not have class III. */
  readonly clinic: number;
  /** Bin of the southern warehouse. */
  readonly south_bin: number;
  send(asked: Asked): Promise<LightMyRequestResponse>;
  close(): Promise<void>;
};
type LotName = 'plain' | 'stents' | 'cold' | 'recalled' | 'quarantined' | 'last_day' | 'overdue';

export async function openCompany(): Promise<Company> {
  const world = await createWorld();
  const { north, south, items } = world;
  const lots = await stock(world);
  const clinic = await makeClinic(world);
  const { user_ids, tokens } = await hire(world);
  const db = createDb({ url: world.db.pool.options.connectionString!, max: 4 });
  const config = { ...loadConfig([], {}), log_level: 'silent' as const };
  const { http } = createApp({ config, db, log: createLog(config) });
  await http.ready();
  let sent = 0;
  await world.receive(await world.lot(items.stent, 'SOUTH'), south.bins.shelf, 1, { serial_nos: ['T9'] });
  await world.sql(
    `insert into stock.period (cutoff, last_posting_id, closed) values ('2026-02-01', 0, true)`,
  );
  return {
    world,
    http,
    tokens,
    user_ids,
    lots,
    clinic,
    south_bin: south.bins.shelf,
    send: ({ method, url, as = 'boss', body, raw, headers = {}, key = ids.uuid() }) =>
      http.inject({
        method: method ?? (body === undefined && raw === undefined ? 'GET' : 'POST'),
        url,
        headers: {
          ...(as === null ? {} : { authorization: `Bearer ${tokens[as]}` }),
          ...(body === undefined && raw === undefined ? {} : { 'content-type': 'application/json' }),
          'idempotency-key': key,
          ...headers,
        },
        // An address of its own, because the trail takes only so many refusals of one.
        remoteAddress: `10.0.${(sent >> 8) & 255}.${sent++ & 255}`,
        payload: raw ?? (body === undefined ? undefined : JSON.stringify(body)),
      } as InjectOptions),
    async close() {
      await http.close();
      await db.close();
      await world.close();
    },
  };

  async function stock(of: World): Promise<Record<LotName, Lot>> {
    const plain = await of.lot(items.gloves, 'PLAIN');
    const stents = await of.lot(items.stent, 'STENTS');
    const cold = await of.lot(items.insulin, 'COLD');
    const recalled = await of.lot(items.gloves, 'RECALLED');
    const quarantined = await of.lot(items.gloves, 'QUARANTINED');
    const last_day = await of.lot(items.gloves, 'LASTDAY');
    const overdue = await of.lot(items.gloves, 'OVERDUE');
    await of.receive(plain, north.bins.shelf, 100);
    await of.receive(stents, north.bins.shelf, 3, { serial_nos: ['T1', 'T2', 'T3'] });
    await of.receive(cold, north.bins.cold, 20);
    await of.receive(recalled, north.bins.shelf, 10);
    await of.receive(quarantined, north.bins.receiving, 10, { disposition: 'quarantine' });
    await of.receive(last_day, north.bins.shelf, 10);
    await of.receive(overdue, north.bins.shelf, 10);
    await of.sql(`update stock.lot set recalled = true where lot_id = $1`, [recalled.lot_id]);
    // The business day is that of the warehouse, which is ahead of UTC for eight hours of each day.
    const today = `(now() at time zone 'Asia/Shanghai')::date`;
    await of.sql(`update stock.lot set expiry_date = ${today} where lot_id = $1`, [last_day.lot_id]);
    await of.sql(`update stock.lot set expiry_date = ${today} - 1 where lot_id = $1`, [overdue.lot_id]);
    return { plain, stents, cold, recalled, quarantined, last_day, overdue };
  }
}

async function makeClinic(world: World): Promise<number> {
  const [row] = await world.sql<{ account_id: string }>(
    `with clinic as (
       insert into masterdata.partner (partner_code, name, kind, province, address)
       values ('CLINIC', 'CLINIC', 'customer', '上海', '某路 3 号') returning partner_id
     ), scope as (
       insert into compliance.licence (partner_id, kind, licence_no, classes, categories, warehouse_ids, valid_from, valid_to)
       select partner_id, 'medical_institution', 'CLINIC', '{II}', '{*}', '{}', '2020-01-01', '2035-12-31' from clinic
     ), ward as (
       insert into masterdata.department (partner_id, department_code, name, priority_class, min_remaining_days)
       select partner_id, 'CLINIC-1', 'ward', 3, 0 from clinic returning department_id
     )
     insert into stock.account (kind, department_id) select 'customer', department_id from ward returning account_id`,
  );
  return Number(row!.account_id);
}

async function hire(world: World) {
  const tokens = {} as Record<Person, string>;
  const user_ids = {} as Record<Person, number>;
  for (const [account, roles] of Object.entries(STAFF) as [Person, readonly string[]][]) {
    const token = ids.token();
    const warehouse_id = account === 'south' ? world.south.warehouse_id : null;
    const [user] = await world.sql<{ user_id: string }>(
      `insert into identity.user (account, display_name, is_service) values ($1, $1, true) returning user_id`,
      [account],
    );
    const user_id = Number(user!.user_id);
    await world.sql(
      `insert into identity.grant (user_id, role, warehouse_id) select $1, unnest($2::text[]), $3`,
      [user_id, roles, warehouse_id],
    );
    await world.sql(
      `insert into identity.api_key (user_id, name, key_hash, created_by, expires_at)
       values ($1, 'test', $2, $1, now() + interval '1 day')`,
      [user_id, createHash('sha256').update(token).digest()],
    );
    tokens[account] = token;
    user_ids[account] = user_id;
  }
  return { tokens, user_ids };
}

/**
 * Rows and content of every data table, as one text each. Left out is what a refused request may leave: the audit
 * trail, when somebody was last seen, counted attempts to sign in, and the heartbeat.
 */
export async function contentOf(world: World): Promise<Map<string, string>> {
  const tables = await world.sql<{ name: string }>(
    `select format('%I.%I', n.nspname, c.relname) as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
     where c.relkind in ('r', 'p') and not c.relispartition and n.nspname !~ '^(pg_|information_schema|graphile)'
       and format('%I.%I', n.nspname, c.relname) <> all($1)`,
    [['platform.audit', 'platform.audit_seal', 'platform.heartbeat', ...SEEN]],
  );
  const text = tables
    .map(
      ({ name }) =>
        `select '${name}' as name, count(*) || ' ' || coalesce(sum(hashtextextended(t::text, 0)::numeric), 0) as content from ${name} t`,
    )
    .join(' union all ');
  const rows = await world.sql<{ name: string; content: string }>(text);
  return new Map(rows.map((row) => [row.name, row.content]));
}
const SEEN = ['identity.session', 'identity.api_key', 'identity.login_attempt'];

export async function auditRows(world: World): Promise<number> {
  const [row] = await world.sql<{ count: string }>('select count(*) from platform.audit');
  return Number(row!.count);
}

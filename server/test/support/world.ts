import pg from 'pg';
import type { z } from 'zod';
import { takeOverReviews } from '../../src/modules/compliance/index.ts';
import * as stock from '../../src/modules/stock/index.ts';
import {
  type AllocatedLot,
  allocate,
  ensureAccounts,
  ensureLots,
  type PostLine,
  postOrFail,
  type Want,
} from '../../src/modules/stock/index.ts';
import { type Actor, SYSTEM_ACTOR } from '../../src/platform/actor.ts';
import { createDb, type Db, SYSTEM_SCOPE, type Tx } from '../../src/platform/db.ts';
import { AppError } from '../../src/platform/errors.ts';
import { databaseError } from '../../src/platform/problem.ts';
import { keepRules } from '../../src/platform/rules-lock.ts';
import { createRunner, type Runner, type ServerVerb } from '../../src/platform/use-case.ts';
import { createTestDatabase, type TestDatabase } from './db.ts';

/** Bins of each warehouse: name -> zone, kind and condition. */
const BINS = {
  receiving: ['R-01', 'receiving', 'ambient'],
  shelf: ['A-01', 'storage', 'ambient'],
  shelf_two: ['A-02', 'storage', 'ambient'],
  cold: ['C-01', 'storage', 'cold'],
  dispatch: ['D-01', 'dispatch', 'ambient'],
  rejected: ['J-01', 'rejected', 'ambient'],
  returns: ['T-01', 'returns', 'ambient'],
} as const;
export type BinName = keyof typeof BINS;

export type Site = {
  readonly warehouse_id: number;
  readonly location_ids: Readonly<Record<BinName, number>>;
  /** Account of each bin. */
  readonly bins: Readonly<Record<BinName, number>>;
  /** Account for found and lost. */
  readonly adjustment: number;
};
export type Lot = { readonly item_id: number; readonly lot_id: number };

export type World = {
  readonly db: Db;
  readonly runner: Runner;
  /** A statement as the owner of the schema, who sees and may do everything: to arrange and to look. */
  sql<T = Record<string, never>>(text: string, values?: unknown[]): Promise<T[]>;
  /** Statements as the owner in one transaction without foreign keys that is rolled back: to damage and to look. */
  rehearse<T>(work: (sql: World['sql']) => Promise<T>): Promise<T>;
  /** The legal entity that owns the warehouses and the goods. */
  readonly entity_id: number;
  readonly supplier_id: number;
  readonly hospital_id: number;
  readonly icu_id: number;
  readonly carrier_id: number;
  readonly north: Site;
  readonly south: Site;
  /** Class II by lot, class III by serial, class III cold by lot, class I by lot. */
  readonly items: { gloves: number; stent: number; insulin: number; bandage: number };
  readonly accounts: { supplier: number; icu: number; consigned: number; destroyed: number };
  readonly lanes: { ambient: number; cold: number };
  /** Somebody with these permissions at these warehouses. */
  as(permissions: readonly string[], warehouses?: 'all' | readonly number[], user_id?: number): Actor;
  /** Runs a verb as HTTP would: input checked, errors of the database mapped. */
  call(verb: ServerVerb, input: unknown, options?: CallOptions): Promise<never>;
  /** A transaction of the system that may post: it holds the lock of rules. */
  tx<T>(work: (tx: Tx) => Promise<T>): Promise<T>;
  lot(
    item_id: number,
    lot_no: string,
    dates?: { made?: string | null; expires?: string | null },
  ): Promise<Lot>;
  /** Another warehouse of the company with the same bins, on its licences, without any lane. */
  site(code: string): Promise<Site>;
  /** What has been put on file since counts as reviewed before the first deal. */
  takeOver(): Promise<void>;
  /** Makes a lot that has expired long ago, as time would: what was remembered of it is forgotten. */
  age(lot: Lot): Promise<void>;
  /** Goods from the supplier into a bin, released unless said otherwise; gives the movement. */
  receive(lot: Lot, to_account_id: number, qty: number, more?: ReceiveOptions): Promise<number>;
  /** Allocates for a demand line of the ICU at the north warehouse; fails when there is not enough. */
  allocate(item_id: number, qty: number, more?: Partial<Want>): Promise<readonly AllocatedLot[]>;
  /** On hand, allocated and packed of a balance; zeros where there is none. */
  balance(lot: Lot, account_id: number, disposition?: string): Promise<Balance>;
  close(): Promise<void>;
};
type CallOptions = { actor?: Actor; key?: string };
type ReceiveOptions = {
  disposition?: PostLine['to_disposition'];
  serial_nos?: readonly string[];
  occurred_at?: string;
  owner_id?: number;
};
export type Balance = { readonly qty: number; readonly allocated: number; readonly packed: number };

/** The smallest lawful company: two licensed warehouses, four items, a supplier and a hospital with an ICU. */
export async function createWorld(given?: TestDatabase): Promise<World> {
  const database = given ?? (await createTestDatabase());
  const owner = new pg.Pool({ connectionString: database.ownerUrl, max: 2, options: '-c timezone=UTC' });
  owner.on('error', () => {});
  const db = createDb({ url: database.appUrl, max: 8 });
  const sql = async <T>(text: string, values: unknown[] = []) =>
    (await owner.query(text, values)).rows as T[];
  const id = async (text: string, values: unknown[] = []) =>
    Number(Object.values((await sql(text, values))[0]!)[0]);
  const runner = createRunner(db);
  const partners = await makePartners(id);
  const items = await makeItems(id, partners.supplier_id);
  const tx: World['tx'] = (work) =>
    db.tx(SYSTEM_SCOPE, async (inner) => {
      await keepRules(inner);
      return work(inner);
    });
  const [north, south] = [
    await makeSite(id, tx, partners.entity_id, 'N1'),
    await makeSite(id, tx, partners.entity_id, 'S1'),
  ];
  await makeLicences(sql, partners, [north.warehouse_id, south.warehouse_id]);
  const takeOver = async () => {
    await tx((inner) => takeOverReviews(inner, 'test', SYSTEM_ACTOR));
  };
  await takeOver();
  const reviewed = new Set(Object.values(items));
  const [supplier, icu, consigned, destroyed] = await tx((inner) =>
    ensureAccounts(inner, [
      { kind: 'supplier', partner_id: partners.supplier_id },
      { kind: 'customer', department_id: partners.icu_id },
      { kind: 'consigned', department_id: partners.icu_id },
      { kind: 'destroyed' },
    ]),
  );
  const lane = (cold: boolean) =>
    id(
      `insert into masterdata.lane (from_warehouse_id, to_warehouse_id, mode, carrier_id, transit_hours, distance_km,
         fixed_cost_fen, cost_fen_per_kg, capacity_kg, temp_min_c, temp_max_c)
       values ($1, $2, $3, $4, 24, 1200, 50000, 100, 5000, $5, $6) returning lane_id`,
      [
        north.warehouse_id,
        south.warehouse_id,
        cold ? 'cold_truck' : 'truck',
        partners.carrier_id,
        cold ? 3 : null,
        cold ? 7 : null,
      ],
    );
  const lanes = { ambient: await lane(false), cold: await lane(true) };
  let calls = 0;
  let demands = 0;

  const world: World = {
    db,
    runner,
    sql,
    async rehearse(work) {
      const client = await owner.connect();
      try {
        await client.query('begin; set local session_replication_role = replica');
        return await work(async (text, values = []) => (await client.query(text, values)).rows as never);
      } finally {
        await client.query('rollback');
        client.release();
      }
    },
    ...partners,
    north,
    south,
    items,
    accounts: { supplier: supplier!, icu: icu!, consigned: consigned!, destroyed: destroyed! },
    lanes,
    tx,
    as: actorOf,
    async call(verb, input, { actor = SYSTEM_ACTOR, key } = {}) {
      calls += 1;
      const parsed = (verb.contract.input as z.ZodType).parse(input);
      const call = {
        verb,
        input: parsed,
        actor,
        request_id: `r${calls}`,
        ip: null,
        idempotency_key: key ?? `key-of-call-${calls}`,
      };
      try {
        const { answer } = await runner.call(call);
        return (verb.contract.output as z.ZodType).parse(answer) as never;
      } catch (error) {
        throw databaseError(error, stock.constraints) ?? error;
      }
    },
    async lot(item_id, lot_no, { made = '2026-01-10', expires = '2030-01-09' } = {}) {
      const outcome = await tx((inner) =>
        ensureLots(inner, [{ item_id, lot_no, production_date: made, expiry_date: expires }]),
      );
      if ('refusals' in outcome) throw stock.refusedError(outcome.refusals);
      return { item_id, lot_id: outcome.lot_ids[0]! };
    },
    async site(code) {
      const site = await makeSite(id, tx, partners.entity_id, code);
      await sql(
        'update compliance.licence set warehouse_ids = warehouse_ids || $1::bigint where partner_id = $2',
        [site.warehouse_id, partners.entity_id],
      );
      await sql(`update platform.rules_epoch set epoch = nextval('platform.rules_epoch_seq')`);
      return site;
    },
    takeOver,
    async age({ lot_id }) {
      await sql(
        `update stock.lot set production_date = '2020-01-01', expiry_date = '2021-01-01' where lot_id = $1`,
        [lot_id],
      );
      await sql(`update platform.rules_epoch set epoch = nextval('platform.rules_epoch_seq')`);
    },
    async receive(lot, to_account_id, qty, more = {}) {
      if (!reviewed.has(lot.item_id)) await takeOver();
      reviewed.add(lot.item_id);
      const disposition = more.disposition ?? 'released';
      const line = {
        ...lot,
        qty,
        from_account_id: supplier!,
        to_account_id,
        from_owner_id: more.owner_id ?? partners.entity_id,
        to_owner_id: more.owner_id ?? partners.entity_id,
        from_disposition: disposition,
        to_disposition: disposition,
        serial_nos: more.serial_nos,
      };
      const { occurred_at } = more;
      return tx((inner) =>
        postOrFail(inner, { purpose: 'receive', actor: SYSTEM_ACTOR, lines: [line], occurred_at }),
      );
    },
    async allocate(item_id, qty, more = {}) {
      demands += 1;
      const want: Want = {
        demand_kind: 'demand_line',
        demand_id: demands,
        item_id,
        warehouse_id: north.warehouse_id,
        qty,
        purpose: 'ship',
        to: { kind: 'customer', warehouse_id: null, partner_id: partners.hospital_id },
        actor_id: null,
        ...more,
      };
      const [outcome] = await tx((inner) => allocate(inner, [want]));
      if ('refusal' in outcome!) throw new AppError(outcome.refusal.code, outcome.refusal.params);
      return outcome!.allocations;
    },
    async balance(lot, account_id, disposition = 'released') {
      const rows = await sql<Record<keyof Balance, string>>(
        `select sum(qty) as qty, sum(allocated) as allocated, sum(packed) as packed from stock.balance
         where lot_id = $1 and account_id = $2 and disposition = $3::stock.disposition`,
        [lot.lot_id, account_id, disposition],
      );
      const { qty, allocated, packed } = rows[0]!;
      return { qty: Number(qty), allocated: Number(allocated), packed: Number(packed) };
    },
    async close() {
      await db.close();
      await owner.end();
      await database.drop();
    },
  };
  return world;
}

/** The code of the error that `work` fails with, with its line codes; fails when it does not fail. */
export async function refusalOf(
  work: Promise<unknown>,
): Promise<{ code: string; lines: string[]; error: AppError }> {
  try {
    await work;
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return { code: error.code, lines: error.errors.map((e) => `${e.path} ${e.code}`), error };
  }
  throw new Error('it was not refused');
}

function actorOf(
  permissions: readonly string[],
  warehouses: 'all' | readonly number[] = 'all',
  user_id = 1,
): Actor {
  const at = warehouses === 'all' ? ('all' as const) : new Set(warehouses);
  return {
    ...SYSTEM_ACTOR,
    user_id,
    account: `user${user_id}`,
    permissions: new Map(permissions.map((permission) => [permission, at])),
    scope: { user_id, warehouses, partner_id: null },
    key: `user:${user_id}`,
  };
}

type MakeId = (text: string, values?: unknown[]) => Promise<number>;

async function makePartners(id: MakeId) {
  const partner = (code: string, kind: string) =>
    id(
      `insert into masterdata.partner (partner_code, name, kind, province, address)
       values ($1, $1, $2, '上海', '某路 1 号') returning partner_id`,
      [code, kind],
    );
  const entity_id = await partner('ENTITY', 'legal_entity');
  const supplier_id = await partner('SUPPLIER', 'supplier');
  const hospital_id = await partner('HOSPITAL', 'customer');
  const carrier_id = await partner('CARRIER', 'carrier');
  const icu_id = await id(
    `insert into masterdata.department (partner_id, department_code, name, priority_class, min_remaining_days)
     values ($1, 'HOSPITAL-ICU', 'ICU', 1, 30) returning department_id`,
    [hospital_id],
  );
  return { entity_id, supplier_id, hospital_id, carrier_id, icu_id };
}

async function makeItems(id: MakeId, manufacturer_id: number) {
  await id(
    `insert into compliance.registration (registration_no, registrant_id, product_name, device_class, valid_from, valid_to)
     values ('国械注准20253140001', $1, '测试产品', 'III', '2020-01-01', '2035-12-31') returning registration_id`,
    [manufacturer_id],
  );
  const item = (code: string, device_class: string, tracking: string, condition: string, gtin: string) =>
    id(
      `insert into masterdata.item (item_code, name, model, device_class, category, unit, carton_qty, udi_di,
         registration_no, manufacturer_id, tracking, implant, sterile, storage_condition, temp_min_c, temp_max_c,
         shelf_life_days, unit_cost_fen, unit_volume_ml, unit_weight_g)
       values ($1, $1, 'M', $2, '14-01', '个', 10, $5, '国械注准20253140001', $6, $3, false, false, $4,
         case when $4 = 'cold' then 2 end, case when $4 = 'cold' then 8 end, 730, 1200, 100, 50) returning item_id`,
      [code, device_class, tracking, condition, gtin, manufacturer_id],
    );
  return {
    gloves: await item('GLOVES', 'II', 'lot', 'ambient', '06945630100017'),
    stent: await item('STENT', 'III', 'serial', 'ambient', '06945630100024'),
    insulin: await item('INSULIN', 'III', 'lot', 'cold', '06945630100031'),
    bandage: await item('BANDAGE', 'I', 'lot', 'ambient', '06945630100048'),
  };
}

async function makeSite(id: MakeId, tx: World['tx'], entity_id: number, code: string): Promise<Site> {
  const warehouse_id = await id(
    `insert into masterdata.warehouse (warehouse_code, name, legal_entity_id, province, city, address, longitude, latitude, timezone)
     values ($1, $1, $2, '上海', '上海', '某路 2 号', 121.5, 31.2, 'Asia/Shanghai') returning warehouse_id`,
    [code, entity_id],
  );
  const names = Object.keys(BINS) as BinName[];
  const location_ids = {} as Record<BinName, number>;
  for (const [index, name] of names.entries()) {
    const [location_code, zone_kind, condition] = BINS[name];
    location_ids[name] = await id(
      `insert into masterdata.location (warehouse_id, location_code, zone_code, zone_kind, storage_condition, x, y)
       values ($1, $2, substr($2, 1, 1), $3, $4, $5, 0) returning location_id`,
      [warehouse_id, location_code, zone_kind, condition, index],
    );
  }
  const accounts = await tx((inner) =>
    ensureAccounts(inner, [
      ...names.map((name) => ({ kind: 'bin' as const, warehouse_id, location_id: location_ids[name] })),
      { kind: 'adjustment' as const, warehouse_id },
    ]),
  );
  const bins = Object.fromEntries(names.map((name, index) => [name, accounts[index]!])) as Record<
    BinName,
    number
  >;
  return { warehouse_id, location_ids, bins, adjustment: accounts.at(-1)! };
}

async function makeLicences(
  sql: World['sql'],
  partners: Awaited<ReturnType<typeof makePartners>>,
  warehouse_ids: readonly number[],
): Promise<void> {
  const licence = (partner_id: number, kind: string, warehouses: readonly number[]) =>
    sql(
      `insert into compliance.licence (partner_id, kind, licence_no, classes, categories, warehouse_ids, valid_from, valid_to)
       values ($1, $2, $2, '{II,III}', '{*}', $3, '2020-01-01', '2035-12-31')`,
      [partner_id, kind, warehouses],
    );
  await licence(partners.entity_id, 'distribution_licence', warehouse_ids);
  await licence(partners.supplier_id, 'production_licence', []);
  await licence(partners.hospital_id, 'medical_institution', []);
}

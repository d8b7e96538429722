import { createHash, randomBytes } from 'node:crypto';
import type pg from 'pg';

/** A person of the day at a machine of its own: a service account with a key. */
export type DayUser = { readonly account: string; readonly token: string };

/**
 * Two people at each warehouse, so that the separations of duties hold: the keeper buys, receives, picks and ships; the
 * chief takes orders, reviews, accepts and approves. Each chief also answers for the warehouse before it, where it
 * approves what both people there have counted.
 */
export type DaySite = {
  readonly warehouse_id: number;
  readonly keeper: DayUser;
  readonly chief: DayUser;
  readonly dispatch: number;
  readonly rejected: number;
  readonly shelves: readonly number[];
  readonly department_ids: readonly number[];
};
export type DayCompany = {
  readonly sites: readonly DaySite[];
  readonly supplier_ids: readonly number[];
  readonly owner_id: number;
  /** Items that the day buys, sells and moves, each with two lots at one shelf of each warehouse. */
  readonly items: readonly number[];
  /** Items that nobody but the counters touches, so that what a counter sees is known. */
  readonly counted: readonly number[];
  readonly lots: ReadonlyMap<number, readonly { readonly lot_id: number; readonly lot_no: string }[]>;
};

export const SHELVES = 12;
/** Pieces of each lot at each warehouse in the morning. */
export const OPENING = 3_000;

type Sql = <T>(text: string, values?: unknown[]) => Promise<T[]>;

/** A lawful company made by SQL: licences, registrations, lanes and opening postings are in order. */
export async function makeDayCompany(
  owner: pg.Client,
  size: { readonly warehouses: number; readonly items: number; readonly counted: number },
): Promise<DayCompany> {
  const sql: Sql = async <T>(text: string, values: unknown[] = []) =>
    (await owner.query(text, values)).rows as T[];
  await makePartners(sql, size.warehouses);
  await makePlaces(sql, size.warehouses);
  await makeItems(sql, size.items + size.counted);
  await makePapers(sql);
  await openStock(sql);
  await sql(`insert into platform.setting (name, value) values ('stock.gs1_company_prefix', '"6945630"')
    on conflict (name) do update set value = excluded.value`);
  const sites = await sitesOf(sql);
  const lots = await sql<{ item_id: string; lots: { lot_id: number; lot_no: string }[] }>(
    `select item_id, json_agg(json_build_object('lot_id', lot_id, 'lot_no', lot_no) order by expiry_date) as lots
     from stock.lot group by item_id order by item_id`,
  );
  const items = lots.map((lot) => Number(lot.item_id));
  await sql('analyze');
  return {
    sites,
    supplier_ids: await idsOf(sql, 'supplier'),
    owner_id: (await idsOf(sql, 'legal_entity'))[0]!,
    items: items.slice(0, size.items),
    counted: items.slice(size.items),
    lots: new Map(lots.map((lot) => [Number(lot.item_id), lot.lots])),
  };
}

async function idsOf(sql: Sql, kind: string): Promise<number[]> {
  const rows = await sql<{ partner_id: string }>(
    'select partner_id from masterdata.partner where kind = $1 order by partner_id',
    [kind],
  );
  return rows.map((row) => Number(row.partner_id));
}

async function makePartners(sql: Sql, warehouses: number): Promise<void> {
  await sql(
    `insert into masterdata.partner (partner_code, name, kind, province, address, phone)
     select code, code, kind, '上海', '某路 1 号', '021-5555' from (
       values ('LE', 'legal_entity'), ('MAN', 'manufacturer'), ('CAR', 'carrier')
       union all select 'SUP' || n, 'supplier' from generate_series(1, 10) n
       union all select 'HOS' || n, 'customer' from generate_series(1, $1::int) n) p (code, kind)`,
    [warehouses],
  );
  await sql(
    `insert into masterdata.department (partner_id, department_code, name, priority_class, min_remaining_days)
     select partner_id, partner_code || '-' || n, '科室 ' || n, n, 30
     from masterdata.partner, generate_series(1, 4) n where kind = 'customer'`,
  );
}

async function makePlaces(sql: Sql, warehouses: number): Promise<void> {
  await sql(
    `insert into masterdata.warehouse (warehouse_code, name, legal_entity_id, province, city, address, longitude, latitude, timezone)
     select 'W' || to_char(n, 'FM00'), '仓库 ' || n, (select partner_id from masterdata.partner where partner_code = 'LE'),
       '上海', '上海', '某路 2 号', 121, 31, 'Asia/Shanghai'
     from generate_series(1, $1::int) n order by n`,
    [warehouses],
  );
  await sql(
    `insert into masterdata.location (warehouse_id, location_code, zone_code, zone_kind, storage_condition, x, y)
     select warehouse_id, code, zone, kind, 'ambient', x, y from masterdata.warehouse, (
       values ('R-01', 'R', 'receiving', 1, 1), ('D-01', 'D', 'dispatch', 1, 2), ('J-01', 'J', 'rejected', 1, 3), ('T-01', 'T', 'returns', 1, 4)
       union all select 'A-' || to_char(n, 'FM00'), 'A', 'storage', n, 6 from generate_series(1, ${SHELVES}) n) k (code, zone, kind, x, y)`,
  );
  await sql(`insert into stock.account (kind, warehouse_id, location_id)
    select 'bin', warehouse_id, location_id from masterdata.location order by location_id`);
  await sql(`insert into stock.account (kind, partner_id)
    select 'supplier', partner_id from masterdata.partner where kind in ('supplier', 'manufacturer') order by 2`);
  await sql(
    `insert into masterdata.lane (from_warehouse_id, to_warehouse_id, to_partner_id, mode, carrier_id, transit_hours, distance_km,
       fixed_cost_fen, cost_fen_per_kg, capacity_kg)
     select w.warehouse_id, o.warehouse_id, null, 'truck', c.partner_id, 24, 500, 50000, 100, 5000
     from masterdata.warehouse w join masterdata.warehouse o on o.warehouse_id <> w.warehouse_id
     join masterdata.partner c on c.partner_code = 'CAR'
     union all
     select w.warehouse_id, null, h.partner_id, 'truck', c.partner_id, 3, 20, 5000, 100, 1000
     from masterdata.warehouse w join masterdata.partner h on h.partner_code = 'HOS' || substr(w.warehouse_code, 2)::int
     join masterdata.partner c on c.partner_code = 'CAR'`,
  );
}

async function makeItems(sql: Sql, items: number): Promise<void> {
  await sql(
    `insert into masterdata.item (item_code, name, model, device_class, category, unit, carton_qty, udi_di, registration_no, manufacturer_id,
       tracking, implant, sterile, storage_condition, shelf_life_days, unit_cost_fen, unit_volume_ml, unit_weight_g)
     select 'I' || to_char(n, 'FM0000'), '留置针 ' || n, 'M' || n, case when n % 3 = 0 then 'II' else 'III' end, '14-01', '支', 10,
       lpad(n::text, 14, '0'), '国械注准20203140001', (select partner_id from masterdata.partner where partner_code = 'MAN'),
       'lot', false, true, 'ambient', 1095, 500 + n % 700, 10, 10
     from generate_series(1, $1::int) n order by n`,
    [items],
  );
  await sql(`insert into compliance.registration (registration_no, registrant_id, product_name, device_class, valid_from, valid_to)
    select '国械注准20203140001', partner_id, '留置针', 'III', '2020-01-01', '2099-12-31' from masterdata.partner where partner_code = 'MAN'`);
  await sql(
    `insert into compliance.licence (partner_id, kind, licence_no, classes, categories, warehouse_ids, valid_from, valid_to)
     select partner_id, case kind when 'customer' then 'medical_institution' when 'manufacturer' then 'production_licence'
         else 'distribution_licence' end, 'L-' || partner_code, '{I,II,III}', '{*}',
       case kind when 'legal_entity' then (select array_agg(warehouse_id) from masterdata.warehouse) else '{}' end, '2020-01-01', '2099-12-31'
     from masterdata.partner where kind <> 'carrier'`,
  );
  await sql(
    `insert into stock.lot (item_id, lot_no, production_date, expiry_date)
     select item_id, 'L' || item_id || '-' || n, '2026-01-01', date '2098-01-01' + (item_id % 300)::int + n * 30
     from masterdata.item, generate_series(1, 2) n order by item_id, n`,
  );
}

/** Both lots of an item at one shelf of every warehouse, with the postings that brought them there. */
/** Everybody and everything was reviewed before, and the suppliers hold letters of the maker. */
async function makePapers(sql: Sql): Promise<void> {
  await sql(
    `insert into compliance.review (kind, partner_id, item_id, status, taken_over, reason, requested_by_name, submitted_at,
       decided_by_name, decided_at)
     select kind, partner_id, item_id, 'approved', true, 'bench', 'bench', now(), 'bench', now() from (
       select 'partner' as kind, partner_id, null::bigint as item_id from masterdata.partner where kind <> 'legal_entity'
       union all select 'item', null, item_id from masterdata.item) s`,
  );
  await sql(
    `insert into compliance.authorisation (authorisation_no, grantor_id, grantee_id, registrant_id, categories, regions,
       valid_from, valid_to, recorded_by_name)
     select 'A-' || s.partner_code, m.partner_id, s.partner_id, m.partner_id, '{*}', '{*}', '2020-01-01', '2099-12-31', 'bench'
     from masterdata.partner s join masterdata.partner m on m.partner_code = 'MAN' where s.kind = 'supplier'`,
  );
}

async function openStock(sql: Sql): Promise<void> {
  await sql(
    `with shelves as (
       select a.warehouse_id, a.account_id, row_number() over (partition by a.warehouse_id order by p.location_code) - 1 as n
       from stock.account a join masterdata.location p on p.location_id = a.location_id where p.zone_kind = 'storage'
     ), lines as (
       select l.item_id, l.lot_id, s.warehouse_id, s.account_id,
         (select min(account_id) from stock.account where kind = 'supplier') as supplier,
         (select partner_id from masterdata.partner where partner_code = 'LE') as owner_id
       from stock.lot l join shelves s on s.n = l.item_id % ${SHELVES}
     ), m as (
       insert into stock.movement (purpose, occurred_at, recorded_at, line_count, verdict)
       select 'opening', now(), now(), count(*), '{"epoch": 0, "at": null}' from lines returning movement_id, occurred_at
     ), posted as (
       insert into stock.posting (item_id, lot_id, movement_id, line_no, qty, from_account_id, to_account_id, from_owner_id, to_owner_id,
         from_disposition, to_disposition, to_warehouse_id, occurred_at)
       select item_id, lot_id, m.movement_id, row_number() over (), ${OPENING}, supplier, account_id, owner_id, owner_id,
         'released', 'released', warehouse_id, m.occurred_at
       from lines, m order by item_id, lot_id
     ), given as (
       insert into stock.balance (item_id, lot_id, account_id, owner_id, disposition, unbounded, qty)
       select item_id, lot_id, supplier, owner_id, 'released', true, -sum(${OPENING}) from lines group by 1, 2, 3, 4
     )
     insert into stock.balance (item_id, lot_id, account_id, owner_id, disposition, warehouse_id, unbounded, qty)
     select item_id, lot_id, account_id, owner_id, 'released', warehouse_id, false, ${OPENING} from lines`,
  );
}

type SiteRow = {
  warehouse_id: string;
  dispatch: string;
  rejected: string;
  shelves: number[];
  department_ids: number[];
};

async function sitesOf(sql: Sql): Promise<DaySite[]> {
  const rows = await sql<SiteRow>(
    `with places as (
       select a.account_id, a.warehouse_id, l.zone_kind from stock.account a join masterdata.location l using (location_id)
     )
     select w.warehouse_id,
       (select account_id from places p where p.warehouse_id = w.warehouse_id and zone_kind = 'dispatch') as dispatch,
       (select account_id from places p where p.warehouse_id = w.warehouse_id and zone_kind = 'rejected') as rejected,
       (select json_agg(account_id order by account_id) from places p where p.warehouse_id = w.warehouse_id and zone_kind = 'storage') as shelves,
       (select json_agg(department_id) from masterdata.department d join masterdata.lane l on l.to_partner_id = d.partner_id
        where l.from_warehouse_id = w.warehouse_id) as department_ids
     from masterdata.warehouse w order by w.warehouse_id`,
  );
  const ids = rows.map((row) => Number(row.warehouse_id));
  const sites: DaySite[] = [];
  for (const [index, row] of rows.entries()) {
    const [here, before] = [ids[index]!, ids.at(index - 1)!];
    sites.push({
      warehouse_id: here,
      keeper: await hire(sql, `keeper${index + 1}`, [
        ['warehouse_keeper', here],
        ['purchaser', here],
      ]),
      chief: await hire(sql, `chief${index + 1}`, [
        ['warehouse_manager', here],
        ['quality', here],
        ['manager', here],
        ['warehouse_manager', before],
      ]),
      dispatch: Number(row.dispatch),
      rejected: Number(row.rejected),
      shelves: row.shelves,
      department_ids: row.department_ids,
    });
  }
  return sites;
}

async function hire(
  sql: Sql,
  account: string,
  grants: [role: string, warehouse_id: number][],
): Promise<DayUser> {
  const token = randomBytes(32).toString('base64url');
  await sql(
    `with u as (
       insert into identity.user (account, display_name, is_service) values ($1, $1, true) returning user_id
     ), g as (
       insert into identity.grant (user_id, role, warehouse_id)
       select user_id, k.role, k.warehouse_id from u, unnest($2::text[], $3::bigint[]) as k(role, warehouse_id)
     )
     insert into identity.api_key (user_id, name, key_hash, created_by, expires_at)
     select user_id, 'day', $4, user_id, now() + interval '1 day' from u`,
    [
      account,
      grants.map(([role]) => role),
      grants.map(([, warehouse_id]) => warehouse_id),
      createHash('sha256').update(token).digest(),
    ],
  );
  return { account, token };
}

import type pg from 'pg';

export type BenchWorld = {
  readonly warehouses: readonly number[];
  readonly items: readonly number[];
  /** Lots as [item_id, lot_id]. */
  readonly lots: readonly (readonly [number, number])[];
  /** Bin accounts of each warehouse. */
  readonly bins: ReadonlyMap<number, readonly number[]>;
  readonly owner_id: number;
  readonly supplier_account: number;
  readonly customer_account: number;
};

/**
 * A lawful company made by SQL: registrations, licences and bins are in order, every lot stands in the first bin of
 * each warehouse with `qty` released units. The opening postings are written, so the invariants hold.
 */
export async function makeWorld(
  owner: pg.Client,
  size: {
    warehouses: number;
    bins: number;
    items: number;
    lots_per_item: number;
    /** Of every lot in the first bin of every warehouse. */
    qty: number;
    /** When the opening stock came, ISO instant; now where nothing is said. */
    opened_at?: string;
  },
): Promise<BenchWorld> {
  const one = async <T>(text: string, values: unknown[] = []) =>
    (await owner.query(text, values)).rows as T[];
  await one(`insert into masterdata.partner (partner_code, name, kind, province, address) values
    ('LE', 'LE', 'legal_entity', '上海', '-'), ('SUP', 'SUP', 'supplier', '上海', '-'), ('CUS', 'CUS', 'customer', '上海', '-'),
    ('MAN', 'MAN', 'manufacturer', '上海', '-'), ('CAR', 'CAR', 'carrier', '上海', '-')`);
  await one(`insert into masterdata.department (partner_id, department_code, name, priority_class, min_remaining_days)
    select partner_id, 'ICU', 'ICU', 1, 30 from masterdata.partner where partner_code = 'CUS'`);
  await one(
    `insert into masterdata.warehouse (warehouse_code, name, legal_entity_id, province, city, address, longitude, latitude, timezone)
     select 'W' || n, 'W' || n, (select partner_id from masterdata.partner where partner_code = 'LE'), '上海', '上海', '-', 121, 31, 'Asia/Shanghai'
     from generate_series(1, $1::int) n`,
    [size.warehouses],
  );
  await one(
    `insert into masterdata.location (warehouse_id, location_code, zone_code, zone_kind, storage_condition, x, y)
     select warehouse_id, 'A-' || n, 'A', 'storage', 'ambient', n, 1 from masterdata.warehouse, generate_series(1, $1::int) n`,
    [size.bins],
  );
  await one(
    `insert into stock.account (kind, warehouse_id, location_id) select 'bin', warehouse_id, location_id from masterdata.location order by location_id`,
  );
  await one(
    `insert into stock.account (kind, partner_id) select 'supplier', partner_id from masterdata.partner where partner_code = 'SUP'`,
  );
  await one(
    `insert into stock.account (kind, department_id) select 'customer', department_id from masterdata.department`,
  );
  await one(
    `insert into masterdata.item (item_code, name, model, device_class, category, unit, carton_qty, udi_di, registration_no, manufacturer_id,
       tracking, implant, sterile, storage_condition, unit_cost_fen, unit_volume_ml, unit_weight_g)
     select 'I' || n, '留置针 ' || n, 'M' || n, 'III', '14', '支', 10, lpad(n::text, 14, '0'), '国械注准20203140001',
       (select partner_id from masterdata.partner where partner_code = 'MAN'), 'lot', false, true, 'ambient', 1000, 10, 10
     from generate_series(1, $1::int) n`,
    [size.items],
  );
  await one(`insert into compliance.registration (registration_no, registrant_id, product_name, device_class, valid_from, valid_to)
    select '国械注准20203140001', partner_id, '留置针', 'III', '2020-01-01', '2035-12-31' from masterdata.partner where partner_code = 'MAN'`);
  await one(`insert into compliance.licence (partner_id, kind, licence_no, classes, categories, warehouse_ids, valid_from, valid_to)
    select partner_id, case kind when 'customer' then 'medical_institution' else 'distribution_licence' end, 'L' || partner_code, '{I,II,III}', '{*}',
      case kind when 'legal_entity' then (select array_agg(warehouse_id) from masterdata.warehouse) else '{}' end, '2020-01-01', '2035-12-31'
    from masterdata.partner where kind in ('legal_entity', 'supplier', 'customer')`);
  await one(
    `insert into stock.lot (item_id, lot_no, production_date, expiry_date)
     select item_id, 'L' || n, '2026-01-01', date '2028-01-01' + (item_id % 300)::int + n from masterdata.item, generate_series(1, $1::int) n
     order by item_id, n`,
    [size.lots_per_item],
  );
  await openStock(owner, size.qty, size.opened_at ?? null);
  const bins = await one<{ warehouse_id: string; ids: string[] }>(
    `select warehouse_id, array_agg(account_id order by account_id) as ids from stock.account where kind = 'bin' group by 1 order by 1`,
  );
  const [ids] = await one<{ owner_id: string; supplier: string; customer: string }>(
    `select (select partner_id from masterdata.partner where partner_code = 'LE') as owner_id,
       (select account_id from stock.account where kind = 'supplier') as supplier,
       (select account_id from stock.account where kind = 'customer') as customer`,
  );
  const lots = await one<{ item_id: string; lot_id: string }>(
    'select item_id, lot_id from stock.lot order by 1, 2',
  );
  await one('analyze');
  return {
    warehouses: bins.map((b) => Number(b.warehouse_id)),
    items: [...new Set(lots.map((l) => Number(l.item_id)))],
    lots: lots.map((l) => [Number(l.item_id), Number(l.lot_id)] as const),
    bins: new Map(bins.map((b) => [Number(b.warehouse_id), b.ids.map(Number)])),
    owner_id: Number(ids!.owner_id),
    supplier_account: Number(ids!.supplier),
    customer_account: Number(ids!.customer),
  };
}

/** Opening postings from the supplier into the first bin of every warehouse, and the balances they make. */
async function openStock(owner: pg.Client, qty: number, opened_at: string | null): Promise<void> {
  await owner.query(
    `with places as (
       select warehouse_id, min(account_id) as account_id from stock.account where kind = 'bin' group by 1
     ), lines as (
       select l.item_id, l.lot_id, p.warehouse_id, p.account_id,
         (select account_id from stock.account where kind = 'supplier') as supplier,
         (select partner_id from masterdata.partner where partner_code = 'LE') as owner_id
       from stock.lot l cross join places p
     ), m as (
       insert into stock.movement (purpose, occurred_at, recorded_at, line_count, verdict)
       select 'opening', coalesce($2::timestamptz, now()), coalesce($2::timestamptz, now()), count(*), '{"epoch": 0, "at": null}' from lines
       returning movement_id, occurred_at
     ), posted as (
       insert into stock.posting (item_id, lot_id, movement_id, line_no, qty, from_account_id, to_account_id, from_owner_id, to_owner_id,
         from_disposition, to_disposition, to_warehouse_id, occurred_at)
       select item_id, lot_id, m.movement_id, row_number() over (), $1::bigint, supplier, account_id, owner_id, owner_id,
         'released', 'released', warehouse_id, m.occurred_at
       from lines, m order by item_id, lot_id
     ), given as (
       insert into stock.balance (item_id, lot_id, account_id, owner_id, disposition, unbounded, qty)
       select item_id, lot_id, supplier, owner_id, 'released', true, -sum($1::bigint) from lines group by 1, 2, 3, 4
     )
     insert into stock.balance (item_id, lot_id, account_id, owner_id, disposition, warehouse_id, unbounded, qty)
     select item_id, lot_id, account_id, owner_id, 'released', warehouse_id, false, $1::bigint from lines`,
    [qty, opened_at],
  );
}

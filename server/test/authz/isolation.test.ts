import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createDb, type Db, type Scope, SYSTEM_SCOPE } from '../../src/platform/db.ts';
import { createWorld, type World } from '../support/world.ts';

/**
 * Tables that name a warehouse or a partner and carry no row-level security, with why. A table that is neither here
 * nor guarded fails the test.
 */
const OPEN: Readonly<Record<string, string>> = {
  'identity.grant': 'read before there is a scope',
  'platform.audit': 'the verb that reads it asks where the reader may',
  'masterdata.warehouse': 'the company’s own list of sites',
  'masterdata.location': 'places have no content; balances do',
  'masterdata.partner': 'staff only, by permission',
  'masterdata.department': 'staff only, by permission',
  'masterdata.lane': 'staff only, by permission',
  'compliance.agreement': 'the gate judges every movement by all of them',
  'compliance.licence': 'the gate judges every movement by all of them',
  'compliance.review': 'the gate judges every purchase by all of them',
  'compliance.warehouse_filing': 'the gate judges every movement by all of them',
  'stock.account': 'names of places; what stands there is guarded',
};
/** Rows without any warehouse that the whole staff sees: goods on the road and at customers, company-wide holds. */
const SEEN_BY_STAFF = new Set([
  // Papers of masters of the company.
  'platform.attachment',
  'stock.balance',
  'stock.allocation',
  'stock.handling_unit',
  'stock.period_balance',
  'stock.hold',
  'stock.posting',
  'planning.planning_run',
  // Terms with a supplier are the company's; all of the staff sees them.
  'supply.supplier_item',
  'supply.purchase_price',
  'supply.agreement',
  'supply.agreement_line',
  // Terms with a customer too.
  'fulfilment.sales_price',
  'fulfilment.customer_rule',
  'fulfilment.reserved_lot',
  // Who carries for the company, with what and on what terms.
  'transport.contract',
  'transport.vehicle',
  'transport.driver',
  'transport.freight_bill',
  // What nobody's warehouse has yet.
  'quality.complaint',
  'quality.case_note',
  // A box that left every warehouse, and what a partner told of goods.
  'stock.unit_event',
  'integration.epcis_capture',
  'integration.epcis_object',
  // A notice to a hospital is nobody's warehouse's.
  'quality.recall_notice',
  // What travels belongs to no warehouse.
  'coldchain.area',
  'coldchain.device',
  'coldchain.qualification',
  'coldchain.manual_reading',
  'coldchain.gap',
]);
/** Tables of which an outsider sees the rows of the own house. */
const SEEN_BY_PARTNER = new Set([
  'integration.epcis_capture',
  'integration.epcis_object',
  'platform.attachment',
  'transport.contract',
  'transport.vehicle',
  'transport.driver',
  'transport.freight_bill',
  'transport.freight_line',
  'transport.shipment',
  'transport.document',
  'coldchain.area',
  'coldchain.device',
  'coldchain.load',
  'supply.purchase_order',
  'supply.purchase_order_line',
  'supply.asn',
  'supply.asn_line',
  'supply.rfq_invitation',
  'supply.rfq_offer',
  'supply.supplier_item',
  'supply.purchase_price',
  'supply.agreement',
  'supply.agreement_line',
  'fulfilment.demand',
  'fulfilment.demand_line',
  'fulfilment.shipment',
  'fulfilment.shipment_line',
  'fulfilment.sales_price',
  'fulfilment.customer_rule',
  'fulfilment.reserved_lot',
  'fulfilment.note_print',
  'fulfilment.delivery',
  'fulfilment.delivery_refusal',
  'fulfilment.delivery_proof',
  'fulfilment.customer_return',
  'fulfilment.customer_return_line',
  'fulfilment.surgical_case',
  'fulfilment.surgical_line',
  'fulfilment.set_reservation',
  'fulfilment.case_piece',
  'fulfilment.consign_agreement',
  'fulfilment.consign_line',
  'fulfilment.refill',
  'fulfilment.refill_line',
  'fulfilment.pack_label',
  'fulfilment.use_report',
  'fulfilment.use_report_line',
  'fulfilment.cabinet_count',
  'fulfilment.consign_difference',
  'fulfilment.settlement',
  'fulfilment.settlement_line',
  'fulfilment.usage',
  'quality.complaint',
  'quality.case_note',
  'quality.recall_notice',
]);

type Table = { name: string; columns: string[]; guarded: boolean; forced: boolean; owner: string };
type Row = Readonly<Record<string, number | null>>;

let world: World;
let tables: Table[];

beforeAll(async () => {
  world = await createWorld();
  tables = await world.sql<Table>(
    `select n.nspname || '.' || c.relname as name, array_agg(a.attname::text order by a.attname) as columns,
       c.relrowsecurity as guarded, c.relforcerowsecurity as forced, pg_get_userbyid(c.relowner) as owner
     from pg_class c join pg_namespace n on n.oid = c.relnamespace
     join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
     where c.relkind in ('r', 'p') and not c.relispartition and n.nspname !~ '^(pg_|information_schema)'
       and (a.attname ~ 'warehouse_id$' or a.attname = 'partner_id')
     group by 1, 3, 4, 5 order by 1`,
  );
});
afterAll(() => world?.close());

const A = 11;
const B = 22;
const P = 33;
const Q = 44;

test('every table that names a warehouse or a partner is guarded, or stands in the list of those that are not', () => {
  expect(tables.length).toBeGreaterThan(15);
  const open = tables.filter(({ guarded }) => !guarded).map(({ name }) => name);
  expect(open.filter((name) => OPEN[name] === undefined)).toEqual([]);
  expect(Object.keys(OPEN).filter((name) => !open.includes(name))).toEqual([]);
  expect(tables.filter(({ guarded, forced }) => guarded && !forced)).toEqual([]);
  expect(tables.filter(({ owner }) => owner === 'tongcang_app')).toEqual([]);
});

test('tables below a guarded one are reached by key only, and the application is bound by the policies', async () => {
  const [role] = await world.sql<Record<string, boolean>>(
    `select rolsuper, rolbypassrls, rolcreaterole from pg_roles where rolname = 'tongcang_app'`,
  );
  expect(role).toEqual({ rolsuper: false, rolbypassrls: false, rolcreaterole: false });
  const views = await world.sql<{ name: string }>(
    `select n.nspname || '.' || c.relname as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
     where c.relkind = 'v' and n.nspname !~ '^(pg_|information_schema)'
       and not coalesce('security_invoker=true' = any (c.reloptions), false)`,
  );
  // A view without it reads with the rights of its owner, which is past every policy.
  expect(views).toEqual([]);
});

describe('the policy of each guarded table', () => {
  const scopes: Record<string, Scope | null> = {
    everywhere: SYSTEM_SCOPE,
    'warehouse A': { user_id: 1, warehouses: [A], partner_id: null },
    'both warehouses': { user_id: 1, warehouses: [A, B], partner_id: null },
    'partner P': { user_id: 1, warehouses: [], partner_id: P },
    'nothing granted': { user_id: 1, warehouses: [], partner_id: null },
    'nothing set': null,
  };

  test('shows what is in scope and nothing else', async () => {
    const wrong: string[] = [];
    let judged = 0;
    for (const table of tables.filter(({ guarded }) => guarded)) {
      const rows = rowsOf(table.columns);
      const seen = await visibleRows(table, rows, Object.values(scopes));
      Object.entries(scopes).forEach(([name, scope], index) => {
        rows.forEach((row, id) => {
          judged += 1;
          const expected = inScope(table.name, row, scope);
          if (seen[index]!.has(id) !== expected)
            wrong.push(
              `${table.name} under ${name}: ${JSON.stringify(row)} should be ${expected ? 'seen' : 'hidden'}`,
            );
        });
      });
    }
    expect(wrong).toEqual([]);
    expect(judged).toBeGreaterThan(500);
  });
});

/** All rows of the scope's columns alone: each of them A, B or absent, P or Q. */
function rowsOf(columns: readonly string[]): Row[] {
  return columns.reduce<Row[]>(
    (rows, column) =>
      rows.flatMap((row) =>
        (column === 'partner_id' ? [P, Q] : [A, B, null]).map((value) => ({ ...row, [column]: value })),
      ),
    [{}],
  );
}

/** Written by hand, apart from the policies. */
function inScope(table: string, row: Row, scope: Scope | null): boolean {
  if (scope === null) return false;
  if (scope.warehouses === 'all') return true;
  if (scope.partner_id !== null) return SEEN_BY_PARTNER.has(table) && row.partner_id === scope.partner_id;
  if (scope.warehouses.length === 0) return false;
  const { warehouses } = scope;
  const named = Object.entries(row).flatMap(([column, value]) => (column === 'partner_id' ? [] : [value]));
  const here = named.some((value) => value !== null && warehouses.includes(value));
  return here || (SEEN_BY_STAFF.has(table) && named.every((value) => value === null));
}

/** The rows of a copy of the table under its own policies that the application sees, for each scope. */
async function visibleRows(
  table: Table,
  rows: readonly Row[],
  scopes: readonly (Scope | null)[],
): Promise<Set<number>[]> {
  const policies = await world.sql<{
    using: string;
    check: string | null;
    command: string;
    permissive: boolean;
  }>(
    `select pg_get_expr(polqual, polrelid) as using, pg_get_expr(polwithcheck, polrelid) as check, polcmd::text as command,
       polpermissive as permissive from pg_policy where polrelid = $1::regclass`,
    [table.name],
  );
  expect(policies.length).toBe(1);
  expect(policies[0]).toMatchObject({ command: '*', permissive: true, check: null });
  return world.rehearse(async (sql) => {
    await sql(`create table public.copy (id bigint, ${table.columns.map((c) => `${c} bigint`).join(', ')})`);
    await sql(
      `insert into public.copy select * from jsonb_to_recordset($1) as t(id bigint, ${table.columns
        .map((c) => `${c} bigint`)
        .join(', ')})`,
      [JSON.stringify(rows.map((row, id) => ({ id, ...row })))],
    );
    await sql('alter table public.copy enable row level security');
    await sql('alter table public.copy force row level security');
    await sql(`create policy p on public.copy using (${policies[0]!.using})`);
    await sql('grant usage on schema public to tongcang_app; grant select on public.copy to tongcang_app');
    const seen: Set<number>[] = [];
    for (const scope of scopes) {
      await sql('savepoint s');
      if (scope !== null) {
        await sql(
          `select set_config('app.all_warehouses', $1, true), set_config('app.warehouses', $2, true),
             set_config('app.partner_id', $3, true)`,
          [
            scope.warehouses === 'all' ? 'on' : 'off',
            scope.warehouses === 'all' ? '' : scope.warehouses.join(','),
            String(scope.partner_id ?? ''),
          ],
        );
      }
      await sql('set local role tongcang_app');
      const found = await sql<{ id: string }>('select id from public.copy');
      seen.push(new Set(found.map((row) => Number(row.id))));
      await sql('rollback to savepoint s');
    }
    return seen;
  });
}

describe('one connection, used again', () => {
  let db: Db;
  beforeAll(async () => {
    db = createDb({ url: world.db.pool.options.connectionString!, max: 1 });
    const lot = await world.lot(world.items.gloves, 'PLAIN');
    await world.receive(lot, world.north.bins.shelf, 5);
    await world.receive(lot, world.south.bins.shelf, 5);
  });
  afterAll(() => db?.close());

  const COUNT =
    'select count(*) as count, count(*) filter (where warehouse_id is null) as outside from stock.balance';
  type Count = { count: number; outside: number };
  const at = (warehouse_id: number): Scope => ({ user_id: 1, warehouses: [warehouse_id], partner_id: null });

  test('shows nothing outside a transaction, before and after one, and after one that failed', async () => {
    const outside = () => db.rows<Count>(COUNT);
    const inside = (scope: Scope) => db.tx(scope, (tx) => tx.one<Count>(COUNT));
    expect(await outside()).toEqual([{ count: 0, outside: 0 }]);
    const all = await inside(SYSTEM_SCOPE);
    expect(all.count).toBeGreaterThanOrEqual(3);
    expect(await outside()).toEqual([{ count: 0, outside: 0 }]);
    const north = await inside(at(world.north.warehouse_id));
    expect(north.count).toBe(1 + north.outside);
    await expect(db.tx(SYSTEM_SCOPE, (tx) => tx.rows('select 1 / 0'))).rejects.toThrow();
    expect(await outside()).toEqual([{ count: 0, outside: 0 }]);
    expect(await inside({ user_id: 1, warehouses: [], partner_id: world.hospital_id })).toEqual({
      count: 0,
      outside: 0,
    });
  });

  test('takes no scope from what a statement says', async () => {
    const scope = { ...at(1), warehouses: ["1'; set local app.all_warehouses = 'on"] } as unknown as Scope;
    await expect(db.tx(scope, (tx) => tx.rows(COUNT))).rejects.toThrow('not an identifier');
  });

  test('writes nothing into another warehouse', async () => {
    const writing = db.tx(at(world.north.warehouse_id), (tx) =>
      tx.run('insert into insight.kpi_day (day, code, warehouse_id, value) values (now(), $1, $2, 1)', [
        'x',
        world.south.warehouse_id,
      ]),
    );
    await expect(writing).rejects.toThrow('row-level security');
  });
});

import { stock_errors } from '@tongcang/contract';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createWorld, type Lot, type World } from '../../../test/support/world.ts';
import { SYSTEM_SCOPE } from '../../platform/db.ts';
import { constraints, post } from './index.ts';

let world: World;
let gloves: Lot;
let stent: Lot;
beforeAll(async () => {
  world = await createWorld();
  gloves = await world.lot(world.items.gloves, 'K1');
  stent = await world.lot(world.items.stent, 'K2');
  await world.receive(gloves, world.north.bins.shelf, 10);
  await world.receive(stent, world.north.bins.shelf, 1, { serial_nos: ['K'] });
  await world.allocate(gloves.item_id, 2);
  await world.sql(`insert into stock.handling_unit (sscc, account_id) values ('1', $1)`, [
    world.north.bins.shelf,
  ]);
  await world.sql(`insert into stock.handling_unit_line select $1, 1, $2, $3, 'released', 1`, [
    gloves.item_id,
    gloves.lot_id,
    world.entity_id,
  ]);
  await world.sql(
    `insert into stock.standing_stop (kind, document_key, reason, item_id, supplier_id) values ('hold', 'recall:0', 'x', $1, $2)`,
    [gloves.item_id, world.supplier_id],
  );
  await world.sql(`insert into stock.hold (kind, item_id, lot_id, reason) values ('hold', $1, $2, 'x')`, [
    gloves.item_id,
    gloves.lot_id,
  ]);
  await world.sql(`insert into stock.release_lock values ($1, $2, $3, 'receipt:1')`, [
    gloves.item_id,
    gloves.lot_id,
    world.north.warehouse_id,
  ]);
  await world.sql(
    `insert into stock.unit_event (handling_unit_id, account_id, item_id, lot_id, qty) values (1, $1, $2, $3, 1)`,
    [world.north.bins.shelf, gloves.item_id, gloves.lot_id],
  );
  await world.sql(`insert into stock.period (cutoff, last_posting_id) values ('2026-01-01Z', 0)`);
  await world.sql(`insert into stock.period_balance select $1, 1, $2, $3, $4, 'released', null, 1`, [
    gloves.item_id,
    gloves.lot_id,
    world.north.bins.shelf,
    world.entity_id,
  ]);
});
afterAll(() => world.close());

/** A statement that the owner himself cannot do, for each constraint of the schema. `:x` stands for ids of the world. */
const violations: Record<string, string> = {
  account_pk:
    'insert into stock.account (account_id, kind) overriding system value values (:shelf, $$destroyed$$)',
  account_key: `insert into stock.account (kind, warehouse_id) values ('adjustment', :warehouse)`,
  account_kind_known: `insert into stock.account (kind) values ('attic')`,
  account_shape: `insert into stock.account (kind) values ('bin')`,
  account_warehouse_kinds: `insert into stock.account (kind, document_key, warehouse_id) values ('in_transit', 'x', :warehouse)`,
  account_warehouse_fk: `insert into stock.account (kind, warehouse_id) values ('adjustment', 9999)`,
  account_location_fk: `insert into stock.account (kind, warehouse_id, location_id) values ('bin', :warehouse, 9999)`,
  account_partner_fk: `insert into stock.account (kind, partner_id) values ('supplier', 9999)`,
  account_department_fk: `insert into stock.account (kind, department_id) values ('customer', 9999)`,
  lot_pk: `insert into stock.lot (item_id, lot_id, lot_no) overriding system value values (:item, :lot, 'other')`,
  lot_no_key: `insert into stock.lot (item_id, lot_no) values (:item, 'K1')`,
  lot_item_fk: `insert into stock.lot (item_id, lot_no) values (9999, 'x')`,
  lot_supplier_fk: `insert into stock.lot (item_id, lot_no, supplier_id) values (:item, 'x', 9999)`,
  lot_dates_order: `insert into stock.lot (item_id, lot_no, production_date, expiry_date) values (:item, 'x', '2026-01-02', '2026-01-01')`,
  balance_pk: 'insert into stock.balance select * from stock.balance',
  balance_lot_fk: 'update stock.balance set lot_id = 9999 where unbounded and lot_id = :lot',
  balance_account_fk: `update stock.balance set account_id = 9999 where unbounded and lot_id = :lot`,
  balance_owner_fk: `update stock.balance set owner_id = 9999 where unbounded and lot_id = :lot`,
  balance_not_negative: 'update stock.balance set qty = -1, allocated = 0 where allocated = 2',
  balance_allocated_bounds: 'update stock.balance set allocated = 11 where allocated = 2',
  balance_packed_bounds: 'update stock.balance set packed = 11 where allocated = 2',
  balance_only_released_allocated: `update stock.balance set disposition = 'held' where allocated = 2`,
  serial_pk: 'insert into stock.serial overriding system value select * from stock.serial',
  serial_no_key: `insert into stock.serial (item_id, serial_no, lot_id, account_id, owner_id, disposition)
    select item_id, serial_no, lot_id, account_id, owner_id, disposition from stock.serial`,
  serial_place_fk: `update stock.serial set disposition = 'expired'`,
  serial_unit_fk: 'update stock.serial set handling_unit_id = 9999',
  movement_pk: 'insert into stock.movement overriding system value select * from stock.movement',
  movement_purpose_known: `update stock.movement set purpose = 'loan'`,
  movement_lines_positive: 'update stock.movement set line_count = 0',
  movement_not_in_future: `update stock.movement set occurred_at = recorded_at + interval '6 minutes'`,
  movement_judged: `update stock.movement set verdict = '{}'`,
  movement_reverses_once: 'update stock.movement set reverses_id = 1',
  movement_document_no_key: `update stock.movement set document_no = 'twice', purpose = 'adjust'`,
  posting_pk: 'insert into stock.posting overriding system value select * from stock.posting',
  posting_qty_positive: 'update stock.posting set qty = 0',
  posting_changes_something: 'update stock.posting set to_account_id = from_account_id',
  posting_serial_pk: 'insert into stock.posting_serial select * from stock.posting_serial',
  posting_serial_serial_fk: 'update stock.posting_serial set serial_id = 9999',
  allocation_pk: 'insert into stock.allocation overriding system value select * from stock.allocation',
  allocation_balance_fk: 'update stock.allocation set owner_id = :supplier',
  allocation_qty_positive: 'update stock.allocation set qty = 0',
  allocation_released_only: `update stock.allocation set disposition = 'held'`,
  allocation_status_known: `update stock.allocation set status = 'lost', closed_at = now()`,
  allocation_demand_known: `update stock.allocation set demand_kind = 'wish'`,
  allocation_closed: `update stock.allocation set status = 'shipped'`,
  handling_unit_pk:
    'insert into stock.handling_unit overriding system value select * from stock.handling_unit',
  handling_unit_sscc_key: `insert into stock.handling_unit (sscc, account_id) values ('1', :shelf)`,
  handling_unit_account_fk: `insert into stock.handling_unit (sscc, account_id) values ('2', 9999)`,
  handling_unit_status_known: `update stock.handling_unit set status = 'burnt'`,
  handling_unit_line_pk: 'insert into stock.handling_unit_line select * from stock.handling_unit_line',
  handling_unit_line_unit_fk: 'update stock.handling_unit_line set handling_unit_id = 9999',
  handling_unit_line_lot_fk: 'update stock.handling_unit_line set lot_id = 9999',
  handling_unit_line_positive: 'update stock.handling_unit_line set qty = 0',
  unit_event_pk: 'insert into stock.unit_event overriding system value select * from stock.unit_event',
  unit_event_unit_fk: 'update stock.unit_event set handling_unit_id = 9999',
  unit_event_account_fk: 'update stock.unit_event set account_id = 9999',
  unit_event_lot_fk: 'update stock.unit_event set lot_id = 9999',
  unit_event_qty: 'update stock.unit_event set qty = 0',
  hold_pk: 'insert into stock.hold overriding system value select * from stock.hold',
  hold_lot_fk: 'update stock.hold set lot_id = 9999',
  hold_warehouse_fk: 'update stock.hold set warehouse_id = 9999',
  hold_account_fk: 'update stock.hold set account_id = 9999',
  hold_kind_known: `update stock.hold set kind = 'pause'`,
  hold_lifted: 'update stock.hold set lifted_at = now()',
  hold_recall_everywhere: `update stock.hold set kind = 'recall', warehouse_id = :warehouse`,
  hold_piece_everywhere: `update stock.hold set serial_no = 'S', warehouse_id = :warehouse`,
  standing_stop_pk:
    'insert into stock.standing_stop overriding system value select * from stock.standing_stop',
  standing_stop_item_fk: 'update stock.standing_stop set item_id = 9999',
  standing_stop_supplier_fk: 'update stock.standing_stop set supplier_id = 9999',
  standing_stop_kind_known: `update stock.standing_stop set kind = 'pause'`,
  standing_stop_of_something: 'update stock.standing_stop set item_id = null, supplier_id = null',
  standing_stop_serials: `update stock.standing_stop set serial_from = 'A'`,
  release_lock_pk: 'insert into stock.release_lock select * from stock.release_lock',
  release_lock_lot_fk: 'update stock.release_lock set lot_id = 9999',
  release_lock_warehouse_fk: 'update stock.release_lock set warehouse_id = 9999',
  period_pk: 'insert into stock.period overriding system value select * from stock.period',
  period_cutoff_key: 'insert into stock.period (cutoff, last_posting_id) select cutoff, 1 from stock.period',
  period_balance_pk: 'insert into stock.period_balance select * from stock.period_balance',
};

describe('the schema refuses a wrong program', () => {
  test.each(Object.entries(violations))('%s', async (constraint, statement) => {
    const ids: Record<string, number> = {
      shelf: world.north.bins.shelf,
      warehouse: world.north.warehouse_id,
      item: gloves.item_id,
      lot: gloves.lot_id,
      supplier: world.supplier_id,
    };
    const text = statement.replaceAll(/:([a-z]+)/g, (whole, name: string) => String(ids[name] ?? whole));
    await expect(world.sql(text)).rejects.toMatchObject({ constraint });
  });

  test('every constraint of the schema is hit above', async () => {
    const rows = await world.sql<{ conname: string }>(
      `select conname from pg_constraint where connamespace = 'stock'::regnamespace and contype <> 'n'
       union select c.relname from pg_index i join pg_class c on c.oid = i.indexrelid
       where c.relnamespace = 'stock'::regnamespace and i.indisunique`,
    );
    expect(rows.map((r) => r.conname).sort()).toEqual(Object.keys(violations).sort());
  });

  test('constraints that a caller can meet have a code of the catalogue', () => {
    for (const code of Object.values(constraints)) expect(Object.keys(stock_errors)).toContain(code);
  });
});

describe('the application', () => {
  const asApp = (statement: string) =>
    world.db
      .tx(SYSTEM_SCOPE, (tx) => tx.rows(statement))
      .then(
        () => 'done',
        (error: Error) => error.message,
      );

  test.each(['posting', 'movement', 'posting_serial', 'period_balance', 'account'])(
    'may not change or remove a %s once it is written',
    async (table) => {
      expect(await asApp(`delete from stock.${table}`)).toMatch(/permission denied/);
      const column = table === 'account' ? 'document_key = document_key' : 'item_id = item_id';
      const set = table === 'movement' ? 'reason = reason' : column;
      expect(await asApp(`update stock.${table} set ${set}`)).toMatch(/permission denied/);
      expect(await asApp(`truncate stock.${table}`)).toMatch(/permission denied/);
    },
  );

  test('sees of balances and postings only what its scope allows, even without any condition', async () => {
    const scope = (warehouses: number[], partner_id: number | null = null) => ({
      user_id: 1,
      warehouses,
      partner_id,
    });
    const count = (warehouses: number[], partner_id: number | null = null) =>
      world.db.tx(scope(warehouses, partner_id), (tx) =>
        tx.one<{ balances: number; postings: number; allocations: number }>(
          `select (select count(*) from stock.balance where warehouse_id is not null) as balances,
             (select count(*) from stock.posting) as postings, (select count(*) from stock.allocation) as allocations`,
        ),
      );
    expect(await count([world.north.warehouse_id])).toEqual({ balances: 2, postings: 2, allocations: 1 });
    expect(await count([world.south.warehouse_id])).toEqual({ balances: 0, postings: 0, allocations: 0 });
    expect(await count([])).toEqual({ balances: 0, postings: 0, allocations: 0 });
    expect(await count([world.north.warehouse_id], world.supplier_id)).toEqual({
      balances: 0,
      postings: 0,
      allocations: 0,
    });
  });
});

test('an allocation is taken only where it stands', async () => {
  const [allocation] = await world.sql<{ allocation_id: number }>(
    'select allocation_id from stock.allocation',
  );
  const [outcome] = await world.tx((tx) =>
    post(tx, [
      {
        purpose: 'pick',
        actor: world.as([]),
        lines: [
          {
            ...gloves,
            qty: 1,
            from_account_id: world.north.bins.receiving,
            to_account_id: world.north.bins.dispatch,
            from_owner_id: world.entity_id,
            to_owner_id: world.entity_id,
            from_disposition: 'released',
            to_disposition: 'released',
            allocation: { allocation_id: allocation!.allocation_id, take: 'pick' },
          },
        ],
      },
    ]),
  );
  expect(outcome).toMatchObject({ refusals: [{ line_no: 1, code: 'stock.allocation_elsewhere' }] });
});

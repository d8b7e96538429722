import { afterAll, beforeAll, expect, test } from 'vitest';
import { createWorld, type Lot, type World } from '../test/support/world.ts';
import { findViolations, INVARIANTS } from './invariants.ts';
import { createHandlingUnit } from './modules/stock/create-handling-unit.ts';
import { holdLots } from './modules/stock/hold-lots.ts';
import { pack } from './modules/stock/pack.ts';
import { postMovement } from './modules/stock/post-movement.ts';
import { recallLots } from './modules/stock/recall-lots.ts';

let world: World;
let gloves: Lot;
beforeAll(async () => {
  world = await createWorld();
  const { north, entity_id, accounts } = world;
  gloves = await world.lot(world.items.gloves, 'I1');
  const stent = await world.lot(world.items.stent, 'I2');
  const recalled = await world.lot(world.items.gloves, 'I3');
  await world.receive(gloves, north.bins.shelf, 10);
  await world.receive(recalled, north.bins.shelf, 10);
  await world.receive(stent, north.bins.shelf, 2, { serial_nos: ['A', 'B'] });
  await world.allocate(gloves.item_id, 4, { lot_id: gloves.lot_id });
  const actor = world.as(['stock.post', 'fulfilment.ship', 'stock.recall', 'stock.hold']);
  const line = (lot: Lot, more = {}) => ({ ...lot, qty: 1, owner_id: entity_id, ...more });
  const from_account_id = north.bins.shelf;
  const shipped = line(recalled, { from_account_id, to_account_id: accounts.icu });
  await world.call(postMovement, { purpose: 'ship', lines: [shipped] }, { actor });
  await world.call(recallLots, { lots: [recalled], reason: 'class I' }, { actor });
  const held = await world.lot(world.items.bandage, 'I4');
  await world.receive(held, north.bins.shelf, 3);
  await world.call(holdLots, { lots: [held], reason: 'doubt' }, { actor });
  const unit = { account_id: from_account_id, sscc: '069012340000000016' };
  const { handling_unit_id } = (await world.call(createHandlingUnit, unit, { actor })) as {
    handling_unit_id: number;
  };
  await world.call(pack, { handling_unit_id, lines: [line(stent, { serial_nos: ['A'] })] }, { actor });
});
afterAll(() => world.close());

test('a lawful history violates nothing', async () => {
  expect(await findViolations(world.db)).toEqual([]);
});

// Each damage is done past foreign keys and locks, in a transaction that is rolled back.
const damages: [invariant: string, damage: string][] = [
  ['I1', 'update stock.balance set qty = qty + 1 where lot_id = $1 and qty = 10'],
  ['I4', 'update stock.balance set allocated = 3 where lot_id = $1 and allocated = 4'],
  ['I4-packed', 'update stock.handling_unit_line set qty = 2 where $1 > 0'],
  ['I5', 'update stock.balance set qty = qty - 1 where lot_id = $1 and unbounded'],
  ['I7', `update stock.serial set disposition = 'held' where serial_no = 'B' and $1 > 0`],
  ['I7', `update stock.serial set handling_unit_id = null, account_id = 0 where serial_no = 'A' and $1 > 0`],
  ['I7', 'delete from stock.posting_serial where $1 > 0'],
  ['I8', 'update stock.movement set line_count = 2 where purpose = $$ship$$ and $1 > 0'],
  ['I8', 'delete from stock.movement where purpose = $$ship$$ and $1 > 0'],
  ['I9', `update platform.idempotency set status = null where verb = 'stock.pack' and $1 > 0`],
  ['I10', `update stock.movement set txid = '1' where purpose = 'ship' and $1 > 0`],
  ['I13', `update stock.hold set held_at = held_at - interval '1 hour' where kind = 'recall' and $1 > 0`],
  [
    'I13',
    `update stock.lot set production_date = null, expiry_date = '2021-01-01' where lot_no = 'I3' and $1 > 0`,
  ],
  ['I13', `update compliance.registration set valid_to = '2025-12-31' where $1 > 0`],
  [
    'I14',
    `update stock.posting set from_disposition = 'held' where to_account_id = (select account_id from stock.account
     where kind = 'customer' and $1 > 0)`,
  ],
  ['I14-held', `update stock.lot set held = false where $1 > 0`],
  [
    'I6',
    `insert into stock.account (kind, document_key) values ('in_transit', 'transfer:7');
     update stock.balance set account_id = (select max(account_id) from stock.account)
     where qty = 10 and disposition = 'released'`,
  ],
  [
    'I6',
    `insert into stock.account (kind, document_key) values ('in_transit', 'delivery:7');
     update stock.balance set account_id = (select max(account_id) from stock.account)
     where qty = 10 and disposition = 'released'`,
  ],
];

test.each(damages)('sees damage to %s: %s', async (invariant, damage) => {
  const found = await world.rehearse(async (sql) => {
    for (const statement of damage.split(';')) {
      await sql(statement, statement.includes('$1') ? [gloves.lot_id] : []);
    }
    return sql<{ invariant: string }>(INVARIANTS);
  });
  expect(found.map((violation) => violation.invariant)).toContain(invariant);
});

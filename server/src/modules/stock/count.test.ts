import { afterAll, beforeAll, expect, test } from 'vitest';
import { createWorld, type Lot, refusalOf, type World } from '../../../test/support/world.ts';
import { findViolations } from '../../invariants.ts';
import { postCount } from './post-count.ts';

let world: World;
let lots = 0;
let documents = 0;
beforeAll(async () => {
  world = await createWorld();
});
afterAll(() => world.close());

async function shelved(qty: number): Promise<Lot> {
  lots += 1;
  const lot = await world.lot(world.items.gloves, `C${lots}`);
  await world.receive(lot, world.north.bins.shelf, qty);
  return lot;
}

const line = ({ item_id, lot_id }: Lot, counted: number, more = {}) => ({
  item_id,
  lot_id,
  account_id: world.north.bins.shelf,
  owner_id: world.entity_id,
  counted,
  ...more,
});

type Answer = {
  movement_id: number | null;
  counted: number;
  differing: number;
  gained: number;
  lost: number;
};
function count(lines: object[], more = {}, options = {}): Promise<Answer> {
  documents += 1;
  const input = {
    warehouse_id: world.north.warehouse_id,
    document_no: `COUNT-${documents}`,
    reason: 'yearly',
    lines,
    ...more,
  };
  return world.call(postCount, input, options);
}

test('posts differences only, to the account of differences of the warehouse', async () => {
  const [same, more, less] = [await shelved(5), await shelved(5), await shelved(5)];
  const answer = await count([line(same, 5), line(more, 8), line(less, 1)]);
  expect(answer).toEqual({ movement_id: expect.any(Number), counted: 3, differing: 2, gained: 3, lost: 4 });
  expect(await world.balance(more, world.north.bins.shelf)).toMatchObject({ qty: 8 });
  expect(await world.balance(less, world.north.bins.shelf)).toMatchObject({ qty: 1 });
  expect(await world.balance(more, world.north.adjustment)).toMatchObject({ qty: -3 });
  expect(await world.balance(less, world.north.adjustment)).toMatchObject({ qty: 4 });
  const rows = await world.sql('select line_count from stock.movement where movement_id = $1', [
    answer.movement_id,
  ]);
  expect(rows).toEqual([{ line_count: 2 }]);
});

test('a count that agrees posts nothing', async () => {
  expect(await count([line(await shelved(5), 5)])).toMatchObject({ movement_id: null, differing: 0 });
});

test('finds goods where the books know none', async () => {
  const lot = await shelved(5);
  await count([line(lot, 2, { account_id: world.north.bins.shelf_two })]);
  expect(await world.balance(lot, world.north.bins.shelf_two)).toMatchObject({ qty: 2 });
});

test('names every wrong line at once, with the numbers, and posts none', async () => {
  const [good, changed, taken] = [await shelved(5), await shelved(5), await shelved(5)];
  const stent = await world.lot(world.items.stent, 'CS');
  await world.receive(stent, world.north.bins.shelf, 2, { serial_nos: ['CS1', 'CS2'] });
  await world.receive(stent, world.north.bins.shelf_two, 1, { serial_nos: ['CS3'] });
  await world.allocate(taken.item_id, 4, { lot_id: taken.lot_id });
  const refused = await refusalOf(
    count([
      line(good, 9),
      line(good, 9),
      line(good, 1, { account_id: 999_999 }),
      line({ ...good, lot_id: 999_999 }, 1),
      line(good, 1, { account_id: world.south.bins.shelf }),
      line(good, 1, { owner_id: 999_999 }),
      line(changed, 4, { expected: 6 }),
      line(taken, 3),
      line(changed, 4, { serial_nos: ['X'], disposition: 'held' }),
      line(stent, 1),
      line(stent, 2, { serial_nos: ['A', 'A'], disposition: 'held' }),
      line(stent, 1, { serial_nos: ['CS3'], disposition: 'quarantine' }),
    ]),
  );
  expect(refused.lines).toEqual([
    'lines.1 stock.line_repeated',
    'lines.2 stock.place_or_lot_unknown',
    'lines.3 stock.place_or_lot_unknown',
    'lines.4 stock.count_elsewhere',
    'lines.5 stock.place_or_lot_unknown',
    'lines.6 stock.count_changed',
    'lines.7 stock.count_below_allocated',
    'lines.8 stock.serials_not_expected',
    'lines.9 stock.serial_count',
    'lines.10 stock.serial_repeated',
    'lines.11 stock.serial_elsewhere',
  ]);
  const params = refused.error.errors.map((e) => e.params);
  expect(params[5]).toEqual({ expected: 6, on_hand: 5 });
  expect(params[6]).toEqual({ counted: 3, allocated: 4 });
  expect(await world.balance(good, world.north.bins.shelf)).toMatchObject({ qty: 5 });
});

test('compares serials one by one: lost, found, and lost ones found again', async () => {
  const lot = await world.lot(world.items.stent, 'CT');
  await world.receive(lot, world.north.bins.shelf, 3, { serial_nos: ['T1', 'T2', 'T3'] });
  const first = await count([line(lot, 3, { serial_nos: ['T1', 'T3', 'T9'] })]);
  expect(first).toMatchObject({ differing: 1, gained: 1, lost: 1 });
  const where = () =>
    world.sql('select serial_no, account_id from stock.serial where lot_id = $1 order by serial_no', [
      lot.lot_id,
    ]);
  const { shelf } = world.north.bins;
  expect(await where()).toEqual([
    { serial_no: 'T1', account_id: shelf },
    { serial_no: 'T2', account_id: world.north.adjustment },
    { serial_no: 'T3', account_id: shelf },
    { serial_no: 'T9', account_id: shelf },
  ]);
  await count([line(lot, 4, { serial_nos: ['T1', 'T2', 'T3', 'T9'] })]);
  expect(await world.balance(lot, shelf)).toMatchObject({ qty: 4 });
  expect(await count([line(lot, 0)])).toMatchObject({ lost: 4 });
});

test('an empty list of serials does not hide a difference of an item without serials', async () => {
  expect(await count([line(await shelved(5), 3, { serial_nos: [] })])).toMatchObject({ lost: 2 });
});

test('belongs to those who count at that warehouse, and a number is posted once', async () => {
  const lot = await shelved(5);
  const keeper = world.as(['stock.count'], [world.south.warehouse_id]);
  expect((await refusalOf(count([line(lot, 4)], {}, { actor: keeper }))).code).toBe('platform.not_found');
  const reader = world.as(['stock.count'], [world.north.warehouse_id]);
  await count([line(lot, 4)], { document_no: 'ONCE' }, { actor: reader });
  expect((await refusalOf(count([line(lot, 3)], { document_no: 'ONCE' }))).code).toBe(
    'stock.document_no_taken',
  );
});

test('two clients counting the same bin at once end at what was counted, posted once', async () => {
  const lot = await shelved(5);
  const both = await Promise.all([count([line(lot, 7)]), count([line(lot, 7)])]);
  expect(both.map((a) => a.gained).sort()).toEqual([0, 2]);
  expect(await world.balance(lot, world.north.bins.shelf)).toMatchObject({ qty: 7 });
});

test('a count of 5,000 differing lines is posted whole', async () => {
  const { items, entity_id, north } = world;
  await world.sql(
    `with l as (insert into stock.lot (item_id, lot_no, expiry_date)
       select $1, 'BULK' || n, '2031-01-01' from generate_series(1, 5000) n returning item_id, lot_id)
     insert into stock.balance (item_id, lot_id, account_id, owner_id, disposition, warehouse_id, unbounded)
     select item_id, lot_id, $2, $3, 'released', $4, false from l`,
    [items.gloves, north.bins.shelf, entity_id, north.warehouse_id],
  );
  const rows = await world.sql<{ lot_id: number }>(`select lot_id from stock.lot where lot_no like 'BULK%'`);
  const lines = rows.map(({ lot_id }, index) => line({ item_id: items.gloves, lot_id }, index % 7));
  const answer = await count(lines);
  expect(answer.differing).toBe(lines.filter((l) => l.counted > 0).length);
});

test('all of this left no invariant violated', async () => {
  expect(await findViolations(world.db)).toEqual([]);
});

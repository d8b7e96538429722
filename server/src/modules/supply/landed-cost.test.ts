import { afterAll, beforeAll, expect, test } from 'vitest';
import { createWorld, refusalOf, type World } from '../../../test/support/world.ts';
import { type Buyers, buyersOf } from './purchasing.test-support.ts';
import { receiversOf } from './receiving.test-support.ts';

let world: World;
let people: Buyers;
let order: { purchase_order_id: number };
beforeAll(async () => {
  world = await createWorld();
  people = buyersOf(world);
  const receivers = receiversOf(world);
  order = await receivers.order([
    { item_id: world.items.gloves, qty: 30, unit_price_fen: 100 },
    { item_id: world.items.bandage, qty: 10, unit_price_fen: 700 },
  ]);
  await receivers.receive({ purchase_order_id: order.purchase_order_id }, [
    { item_id: world.items.gloves, lot_no: 'G-1', received: 20 },
    { item_id: world.items.gloves, lot_no: 'G-2', received: 10 },
    { item_id: world.items.bandage, lot_no: 'B-1', received: 10 },
  ]);
});
afterAll(() => world.close());

type Cost = { landed_cost_id: number; lines: { qty: number; amount_fen: number }[] };
const allocate = (basis: string, amount_fen: number, of = order.purchase_order_id) =>
  people.call<Cost>(
    'allocate-landed-cost',
    { purchase_order_id: of, kind: 'freight', basis, amount_fen },
    people.buyer,
  );
const events = () =>
  world.sql<{ payload: { amount_fen: number; lines: { amount_fen: number }[] } }>(
    `select payload from platform.outbox where topic = 'supply.landed_cost_allocated' order by outbox_id desc limit 1`,
  );

test('freight is laid on the lots that came, by value or by pieces, to the last fen', async () => {
  // Worth 2,000, 1,000 and 7,000 fen.
  const by_value = await allocate('value', 1_001);
  expect(by_value.lines.map((line) => line.amount_fen)).toEqual([200, 100, 701]);
  const by_qty = await allocate('qty', 100);
  expect(by_qty.lines.map((line) => line.amount_fen)).toEqual([50, 25, 25]);
  const [event] = await events();
  expect(event!.payload).toMatchObject({ amount_fen: 100, lines: [{ amount_fen: 50 }, {}, {}] });
});

test('a cost is taken back once, by a document of its own', async () => {
  const { landed_cost_id } = await allocate('value', 500);
  const reverse = (id: number) =>
    people.call<Cost>('reverse-landed-cost', { landed_cost_id: id, reason: 'wrong invoice' }, people.buyer);
  const back = await reverse(landed_cost_id);
  const [event] = await events();
  expect(event!.payload.lines.reduce((sum, line) => sum + line.amount_fen, 0)).toBe(-500);
  expect((await refusalOf(reverse(landed_cost_id))).code).toBe('supply.reversed_before');
  expect((await refusalOf(reverse(back.landed_cost_id))).code).toBe('supply.reversed_before');
  const listed = await people.call<{ rows: { amount_fen: number; reversed: boolean }[] }>(
    'list-landed-costs',
    { purchase_order_id: order.purchase_order_id },
    people.buyer,
  );
  expect(listed.rows.slice(0, 2)).toMatchObject([
    { amount_fen: -500, reversed: false },
    { amount_fen: 500, reversed: true },
  ]);
});

test('nothing is laid on an order of which nothing came, and nobody does it for another warehouse', async () => {
  const { purchase_order_id } = await receiversOf(world).order([{ item_id: world.items.gloves, qty: 1 }]);
  expect((await refusalOf(allocate('value', 1, purchase_order_id))).code).toBe('supply.nothing_received');
  const foreign = await receiversOf(world).order([{ item_id: world.items.gloves, qty: 1 }], world.south);
  const asked = people.call(
    'allocate-landed-cost',
    { purchase_order_id: foreign.purchase_order_id, kind: 'duty', amount_fen: 1 },
    people.north_buyer,
  );
  expect((await refusalOf(asked)).code).toBe('platform.not_found');
});

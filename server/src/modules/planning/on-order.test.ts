import { afterAll, beforeAll, expect, test } from 'vitest';
import { createWorld, type World } from '../../../test/support/world.ts';
import * as supply from '../supply/index.ts';
import { readRiskFacts } from './planning.read.ts';

let world: World;
beforeAll(async () => {
  world = await createWorld();
});
afterAll(() => world.close());

const call = <T>(name: string, input: unknown): Promise<T> =>
  world.call(supply.verbs.find((verb) => verb.contract.name === `supply.${name}`)!, input) as Promise<T>;

test('what is bought arrives on the day that is promised, and a draft promises nothing', async () => {
  const { gloves } = world.items;
  const { warehouse_id } = world.north;
  const { purchase_order_id } = await call<{ purchase_order_id: number }>('create-order', {
    partner_id: world.supplier_id,
    warehouse_id,
    reason: 'x',
    lines: [{ item_id: gloves, qty: 10, needed_on: '2035-06-01' }],
  });
  const arrivals = async () =>
    (await world.tx((tx) => readRiskFacts(tx, { item_ids: [gloves], warehouse_id }))).arrivals;
  expect(await arrivals()).toEqual([]);
  await call('submit-order', { purchase_order_id });
  await call('approve-order', { purchase_order_id });
  expect(await arrivals()).toMatchObject([{ qty: 10, date: '2035-06-01' }]);
  const { line_rows } = await call<{ line_rows: { purchase_order_line_id: number }[] }>('get-order', {
    purchase_order_id,
  });
  const { purchase_order_line_id } = line_rows[0]!;
  const lines = [{ purchase_order_line_id, qty_confirmed: 8, confirmed_on: '2035-07-01' }];
  await call('confirm-order', { purchase_order_id, lines });
  expect(await arrivals()).toMatchObject([{ qty: 8, date: '2035-07-01' }]);
});

import { afterAll, beforeAll, expect, test } from 'vitest';
import { createWorld, refusalOf, type World } from '../../../test/support/world.ts';
import type { Actor } from '../../platform/actor.ts';
import * as supply from '../supply/index.ts';
import { readRiskFacts } from './planning.read.ts';
import { proposePurchases } from './propose-purchases.ts';

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

test('what is below its reorder point becomes one purchase plan, and what is ordered is not bought twice', async () => {
  const { bandage, gloves } = world.items;
  const [north, south] = [world.north.warehouse_id, world.south.warehouse_id];
  const policy = (item_id: number, warehouse_id: number, reorder_point: number) =>
    world.sql(
      `insert into planning.policy (item_id, warehouse_id, service_level, lead_time_days, lead_time_sd_days, qc_days,
         safety_stock, reorder_point, order_up_to, daily_mean, daily_sd, method, pattern, observations, z, protection_days,
         safety_stock_uncapped, capped_by_shelf_life)
       values ($1, $2, 0.95, 6.5, 0, 0, 0, $3, 100, 1, 1, 'mean', 'smooth', 9, 1.6, 7, 0, false)`,
      [item_id, warehouse_id, reorder_point],
    );
  await policy(bandage, north, 20);
  await policy(bandage, south, 20);
  // Eight pieces of gloves are ordered for the north by the test above.
  await policy(gloves, north, 8);
  await world.receive(await world.lot(bandage, 'SOME'), world.north.bins.shelf, 15);
  await world.receive(await world.lot(bandage, 'MORE'), world.south.bins.shelf, 25);
  const propose = (input: object, actor?: Actor) =>
    world.call(proposePurchases, input, actor === undefined ? {} : { actor }) as Promise<{ plan_id: number }>;
  const { plan_id } = await propose({});
  const plan = await call<{ source: string; line_rows: object[] }>('get-plan', { plan_id });
  expect(plan).toMatchObject({
    source: 'planning',
    line_rows: [
      { item_code: 'BANDAGE', warehouse_code: 'N1', qty_needed: 100, qty_on_hand: 15, qty_net: 85 },
    ],
  });
  expect((await refusalOf(propose({ warehouse_id: south }))).code).toBe('supply.nothing_to_buy');
  const stranger = world.as(['supply.plan'], [south]);
  expect((await refusalOf(propose({ warehouse_id: north }, stranger))).code).toBe('platform.not_found');
});

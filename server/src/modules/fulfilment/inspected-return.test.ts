import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { inspectAndSign, planInForce, waitingOf } from '../../../test/support/inspection.ts';
import { violationsOf } from '../../../test/support/violations.ts';
import {
  accept,
  close,
  decide,
  delivered,
  goods,
  newItem,
  open,
  people,
  receive,
  refused,
  request,
  seeReturn,
  standing,
  world,
} from './outbound.test-support.ts';

beforeAll(() => open());
afterEach(async () => {
  expect(await violationsOf(world)).toEqual([]);
});
afterAll(() => close());

test('goods that come back are inspected by their plan, and taken into stock only as was signed', async () => {
  const item_id = await newItem();
  const lot = await goods(item_id, 5);
  const { shipment_id, line_rows } = await delivered([{ item_id, qty: 5 }]);
  const { demand_line_id, lot_no } = line_rows[0]!;
  await planInForce(world, item_id, { purposes: ['customer_return'] });
  const { return_id } = await request(shipment_id, [{ demand_line_id, lot_no, qty: 4 }], people.nurse);
  await decide(return_id);
  await receive(await seeReturn(return_id));
  const [inspection_id, ...others] = await waitingOf(world, `return:${return_id}`);
  expect(others).toEqual([]);
  const back = await seeReturn(return_id);
  await refused(() => accept(back, { accepted: 4, rejected: 0 }), 'quality.inspection_open');
  await inspectAndSign(world, inspection_id!, { released: 3, rejected: 1 });
  await refused(() => accept(back, { accepted: 4, rejected: 0 }), 'quality.inspection_otherwise');
  await accept(back, { accepted: 3, rejected: 1, reason: 'opened' });
  expect(await standing(lot, world.north.bins.receiving)).toMatchObject({ qty: 3 });
  expect(await standing(lot, world.north.bins.rejected, 'rejected')).toMatchObject({ qty: 1 });
});

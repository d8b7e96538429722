import { afterAll, beforeAll, expect, test } from 'vitest';
import { ask, codesOf, stockVerb } from '../support/ask.ts';
import { newItems, newLots } from '../support/goods.ts';
import { createWorld, type World } from '../support/world.ts';

let world: World;
beforeAll(async () => {
  world = await createWorld();
});
afterAll(() => world.close());

test('what a count finds of a held lot does not ship', async () => {
  const [item_id] = await newItems(world, ['lot']);
  const [lot] = await newLots(world, item_id!, 1);
  const { shelf } = world.north.bins;
  const owner_id = world.entity_id;
  await world.receive(lot!, shelf, 10);
  await ask(world.runner, stockVerb('hold-lots'), { lots: [lot], reason: 'suspected' });
  const found = { ...lot, account_id: shelf, owner_id, counted: 3 };
  const { warehouse_id } = world.north;
  const counted = { warehouse_id, document_no: 'C-1', reason: 'yearly', lines: [found] };
  expect((await ask(world.runner, stockVerb('post-count'), counted)).done).toBe(true);
  const line = { ...lot, qty: 1, from_account_id: shelf, to_account_id: world.accounts.icu, owner_id };
  const answer = await ask(world.runner, stockVerb('post-movement'), { purpose: 'ship', lines: [line] });
  expect(codesOf(answer)).toEqual(['compliance.not_released']);
});

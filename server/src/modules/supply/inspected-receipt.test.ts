import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import {
  inspectAll,
  inspectAndSign,
  planInForce,
  signPart,
  waitingOf,
} from '../../../test/support/inspection.ts';
import { violationsOf } from '../../../test/support/violations.ts';
import { createWorld, refusalOf, type World } from '../../../test/support/world.ts';
import { type Receivers, receiversOf } from './receiving.test-support.ts';

let world: World;
let people: Receivers;
let gloves: number;
beforeAll(async () => {
  world = await createWorld();
  people = receiversOf(world);
  gloves = world.items.gloves;
  await world.sql(`update masterdata.partner set phone = '021-5555' where partner_id = $1`, [
    world.supplier_id,
  ]);
  await planInForce(world, gloves);
});
afterEach(async () => {
  expect(await violationsOf(world)).toEqual([]);
});
afterAll(() => world.close());

/** Received by the keeper, with the inspections that it gave rise to. */
async function received(qty: number) {
  const order = await people.order([{ item_id: gloves, qty }]);
  const { receipt_id } = await people.receive(order, [{ item_id: gloves, received: qty }]);
  const inspections = await waitingOf(world, `receipt:${receipt_id}`);
  return { receipt_id, inspections };
}

test('goods with a plan are accepted only as their inspection was signed, and not more than once', async () => {
  const { receipt_id, inspections } = await received(100);
  expect(inspections).toHaveLength(1);
  expect(await refusalOf(people.accept(receipt_id))).toMatchObject({
    code: 'quality.inspection_open',
    lines: ['lines.0 quality.inspection_open'],
  });
  await inspectAndSign(world, inspections[0]!, { released: 60 });
  expect(await refusalOf(people.accept(receipt_id))).toMatchObject({ code: 'quality.inspection_open' });
  const half = await people.accept(receipt_id, { qualified: 60 });
  expect(half).toMatchObject({ qualified: 60, status: 'accepting' });
  const again = { qualified: 1 };
  expect(await refusalOf(people.accept(receipt_id, again))).toMatchObject({
    code: 'quality.inspection_open',
  });
  await signPart(world, inspections[0]!, { released: 30, rejected: 10 });
  const bad = { unqualified_reason: 'torn', unqualified_action: 'return_to_supplier' } as const;
  expect(await refusalOf(people.accept(receipt_id, { qualified: 40 }))).toMatchObject({
    code: 'quality.inspection_otherwise',
  });
  const rest = await people.accept(receipt_id, { qualified: 30, unqualified: 10, ...bad });
  expect(rest).toMatchObject({ qualified: 30, unqualified: 10, status: 'accepted' });
});

test('the signature moves nothing by itself: the acceptance does', async () => {
  const { receipt_id, inspections } = await received(10);
  const { line_rows } = await people.see(receipt_id);
  const lot = { item_id: gloves, lot_id: line_rows[0]!.lot_id! };
  await inspectAndSign(world, inspections[0]!, { released: 10 });
  const { receiving } = world.north.bins;
  expect(await world.balance(lot, receiving, 'released')).toMatchObject({ qty: 0 });
  await people.accept(receipt_id);
  expect(await world.balance(lot, receiving, 'released')).toMatchObject({ qty: 10 });
});

test('an acceptance may be stricter than the inspection', async () => {
  const { receipt_id, inspections } = await received(10);
  await inspectAndSign(world, inspections[0]!, { released: 10 });
  const bad = { unqualified_reason: 'torn', unqualified_action: 'destroy' } as const;
  const done = await people.accept(receipt_id, { qualified: 7, unqualified: 3, ...bad });
  expect(done).toMatchObject({ qualified: 7, unqualified: 3 });
});

test('a receipt that is reversed takes its inspections with it', async () => {
  const { receipt_id, inspections } = await received(10);
  await inspectAll(world, inspections[0]!);
  await people.call('reverse-receipt', { receipt_id, reason: 'wrong supplier' }, people.keeper);
  expect(await waitingOf(world, `receipt:${receipt_id}`)).toEqual([]);
});

test('goods without a plan are accepted as before', async () => {
  const order = await people.order([{ item_id: world.items.bandage, qty: 5 }]);
  const { receipt_id } = await people.receive(order, [{ item_id: world.items.bandage, received: 5 }]);
  expect(await waitingOf(world, `receipt:${receipt_id}`)).toEqual([]);
  expect(await people.accept(receipt_id)).toMatchObject({ qualified: 5 });
});

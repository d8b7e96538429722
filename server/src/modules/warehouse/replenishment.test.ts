import type * as contract from '@tongcang/contract';
import type { OutputOf } from '@tongcang/contract';
import fc from 'fast-check';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { violationsOf } from '../../../test/support/violations.ts';
import { createWorld, refusalOf, type World } from '../../../test/support/world.ts';
import type { Actor } from '../../platform/actor.ts';
import { type Face, type Reserve, replenish } from './replenish.ts';
import { verbNamed, warehousePeople } from './warehouse.test-support.ts';

type Tasks = OutputOf<typeof contract.listReplenishments>;

let world: World;
let people: ReturnType<typeof warehousePeople>;
beforeAll(async () => {
  world = await createWorld();
  people = warehousePeople(world);
  await world.sql(
    `update masterdata.location set pick_face = true where warehouse_id = $1 and location_code = 'A-02'`,
    [world.north.warehouse_id],
  );
});
afterEach(async () => {
  expect(await violationsOf(world)).toEqual([]);
});
afterAll(() => world.close());

const call = (name: string, input: unknown, actor: Actor) => world.call(verbNamed(name), input, { actor });
const setFaces = (lines: object[], actor = people.chief) =>
  call('warehouse.save-pick-faces', { warehouse_id: world.north.warehouse_id, lines }, actor);
const plan = () =>
  call('warehouse.plan-replenishment', { warehouse_id: world.north.warehouse_id }, people.keeper) as Promise<{
    tasks: number;
    qty: number;
    short: unknown[];
  }>;
const tasks = (): Promise<Tasks> => call('warehouse.list-replenishments', { status: 'open' }, people.keeper);

test('a face below its minimum is filled by first expiry, with tasks that are done by scan', async () => {
  const late = await world.lot(world.items.gloves, 'LATE', { expires: '2032-01-01' });
  const early = await world.lot(world.items.gloves, 'EARLY', { expires: '2031-01-01' });
  await world.receive(late, world.north.bins.shelf, 50);
  await world.receive(early, world.north.bins.shelf, 8);
  const face = { location_id: world.north.location_ids.shelf_two, item_id: world.items.gloves };
  await setFaces([{ ...face, min_qty: 5, max_qty: 20 }]);
  expect(await plan()).toEqual({ tasks: 2, qty: 20, short: [] });
  // What is on its way counts as there.
  expect(await plan()).toEqual({ tasks: 0, qty: 0, short: [] });
  const open = (await tasks()).rows;
  const first = open.find((task) => task.lot_no === 'EARLY')!;
  expect(first).toMatchObject({ qty: 8, from_code: 'A-01', to_code: 'A-02' });
  const { replenishment_id } = first;
  const confirm = (more: object, actor = people.keeper) =>
    call(
      'warehouse.confirm-replenishment',
      { replenishment_id, qty: 8, lot_no: 'EARLY', to_account_id: world.north.bins.shelf_two, ...more },
      actor,
    );
  const refusals = {
    'warehouse.wrong_lot_scanned': { lot_no: 'LATE' },
    'warehouse.wrong_place_scanned': { to_account_id: world.north.bins.cold },
    'warehouse.more_than_ordered': { qty: 9 },
    'platform.invalid_input': { qty: 7 },
  };
  for (const [code, more] of Object.entries(refusals)) {
    expect((await refusalOf(confirm(more))).code).toBe(code);
  }
  expect((await refusalOf(confirm({}, people.south_keeper))).code).toBe('platform.not_found');
  await confirm({ qty: 6, note: 'two are wet' });
  expect(await world.balance(early, world.north.bins.shelf_two)).toMatchObject({ qty: 6 });
  expect((await refusalOf(confirm({}))).code).toBe('warehouse.wrong_status');
  const rest = (await tasks()).rows[0]!;
  const cancel = { replenishment_id: rest.replenishment_id, reason: 'shift ends' };
  await call('warehouse.cancel-replenishment', cancel, people.keeper);
  expect((await tasks()).rows).toEqual([]);
});

describe('limits', () => {
  test('belong to pick faces of the right condition; every wrong line is named', async () => {
    const { location_ids } = world.north;
    const wrong = await refusalOf(
      setFaces([
        { location_id: location_ids.shelf, item_id: world.items.gloves, min_qty: 1, max_qty: 2 },
        { location_id: location_ids.shelf_two, item_id: world.items.insulin, min_qty: 1, max_qty: 2 },
        { location_id: world.south.location_ids.shelf, item_id: world.items.gloves, min_qty: 1, max_qty: 2 },
        { location_id: location_ids.shelf_two, item_id: world.items.bandage, min_qty: 4, max_qty: 2 },
      ]),
    );
    expect(wrong.lines).toEqual([
      'lines.0 warehouse.not_a_pick_face',
      'lines.1 warehouse.condition_mismatch',
      'lines.2 warehouse.place_elsewhere',
      'lines.3 order',
    ]);
  });

  test('are taken off with nulls', async () => {
    const face = { location_id: world.north.location_ids.shelf_two, item_id: world.items.bandage };
    await setFaces([{ ...face, min_qty: 1, max_qty: 2 }]);
    expect((await plan()).short).toEqual([{ location_code: 'A-02', item_code: 'BANDAGE', short_by: 1 }]);
    expect(await setFaces([{ ...face, min_qty: null, max_qty: null }])).toEqual({ saved: 0, removed: 1 });
  });
});

test('no reserve gives more than it has, no face gets more than its maximum', () => {
  const faces = fc.array(
    fc.record({
      item_id: fc.integer({ min: 1, max: 2 }),
      min_qty: fc.nat(20),
      extra: fc.integer({ min: 1, max: 20 }),
      free: fc.nat(20),
    }),
    { maxLength: 5 },
  );
  const reserve = fc.array(
    fc.record({ item_id: fc.integer({ min: 1, max: 2 }), free: fc.integer({ min: -3, max: 30 }) }),
    {
      maxLength: 5,
    },
  );
  fc.assert(
    fc.property(faces, reserve, (asked, there) => {
      const shelf = asked.map(
        (one, index): Face => ({
          ...one,
          account_id: index,
          location_code: String(index),
          item_code: 'I',
          max_qty: one.min_qty + one.extra,
          coming: 0,
        }),
      );
      const stock = there.map(
        (one, index): Reserve => ({
          ...one,
          lot_id: index,
          owner_id: 1,
          account_id: 100 + index,
          expiry_date: null,
        }),
      );
      const made = replenish(shelf, stock);
      const sum = (of: (task: (typeof made.tasks)[number]) => boolean) =>
        made.tasks.filter(of).reduce((total, task) => total + task.qty, 0);
      for (const one of stock)
        expect(sum((task) => task.from_account_id === one.account_id)).toBeLessThanOrEqual(
          Math.max(0, one.free),
        );
      for (const face of shelf)
        expect(sum((task) => task.to_account_id === face.account_id) + face.free).toBeLessThanOrEqual(
          Math.max(face.max_qty, face.free),
        );
    }),
  );
});

import type * as contract from '@tongcang/contract';
import type { OutputOf } from '@tongcang/contract';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { violationsOf } from '../../../test/support/violations.ts';
import { createWorld, type Lot, refusalOf, type World } from '../../../test/support/world.ts';
import type { Actor } from '../../platform/actor.ts';
import { observeStatements } from '../../platform/db.ts';
import { verbNamed, warehousePeople } from './warehouse.test-support.ts';

type Due = OutputOf<typeof contract.listUpkeepDue>['rows'];
type Near = OutputOf<typeof contract.listNearExpiry>['rows'];
type Settings = OutputOf<typeof contract.getWarehouseSettings>;

let world: World;
let people: ReturnType<typeof warehousePeople>;
let quality: Actor;
let lots = 0;
beforeAll(async () => {
  world = await createWorld();
  people = warehousePeople(world);
  quality = world.as(
    ['warehouse.read', 'warehouse.inspect', 'stock.hold', 'stock.read'],
    [world.north.warehouse_id],
    71,
  );
});
afterEach(async () => {
  expect(await violationsOf(world)).toEqual([]);
});
afterAll(() => world.close());

const call = (name: string, input: unknown, actor: Actor) => world.call(verbNamed(name), input, { actor });
async function goods(qty: number, expires_in_days: number | null = 2000): Promise<Lot> {
  lots += 1;
  const lot = await world.lot(world.items.gloves, `UPKEEP-${lots}`);
  await world.receive(lot, world.north.bins.shelf, qty);
  await world.sql(
    `update stock.lot set expiry_date = (now() at time zone 'Asia/Shanghai')::date + $2::integer,
       production_date = (now() at time zone 'Asia/Shanghai')::date - 400 where lot_id = $1`,
    [lot.lot_id, expires_in_days],
  );
  return lot;
}
const cameInDaysAgo = (lot: Lot, days: number) =>
  world.sql('update stock.lot set created_at = now() - make_interval(days => $2) where lot_id = $1', [
    lot.lot_id,
    days,
  ]);
const due = async (lot: Lot, within_days = 0) =>
  (
    (await call(
      'warehouse.list-upkeep-due',
      { warehouse_id: world.north.warehouse_id, within_days },
      people.keeper,
    )) as { rows: Due }
  ).rows.find((row) => row.lot_id === lot.lot_id);
const near = async (lot: Lot) =>
  (
    (await call('warehouse.list-near-expiry', { warehouse_id: world.north.warehouse_id }, people.keeper)) as {
      rows: Near;
    }
  ).rows.find((row) => row.lot_id === lot.lot_id);
const check = (lines: object[], actor = people.keeper) =>
  call('warehouse.record-checks', { warehouse_id: world.north.warehouse_id, lines }, actor) as Promise<{
    held: number;
    hold_ids: number[];
  }>;

describe('a periodic inspection', () => {
  test('falls due by the shortest rule that fits, and begins anew with each check', async () => {
    const lot = await goods(3);
    await cameInDaysAgo(lot, 100);
    expect(await due(lot)).toMatchObject({ interval_days: 90, overdue_days: 10, last_checked_on: null });
    await check([lot]);
    expect(await due(lot)).toBeUndefined();
    expect(await due(lot, 90)).toMatchObject({ overdue_days: -90 });
    const soon = await goods(3, 100);
    await cameInDaysAgo(soon, 40);
    expect(await due(soon)).toMatchObject({ interval_days: 30, overdue_days: 10 });
  });

  test('with a finding holds the lot at the warehouse at once', async () => {
    const lot = await goods(4);
    const sound = await goods(1);
    const found = await check([{ ...lot, finding: 'packaging', note: 'carton torn' }, sound]);
    expect(found).toMatchObject({ held: 1 });
    expect(await world.balance(lot, world.north.bins.shelf, 'held')).toMatchObject({ qty: 4 });
    expect(await world.balance(sound, world.north.bins.shelf)).toMatchObject({ qty: 1 });
    const { rows } = (await call('warehouse.list-checks', { result: 'finding' }, people.keeper)) as {
      rows: object[];
    };
    expect(rows[0]).toMatchObject({ lot_id: lot.lot_id, finding: 'packaging', hold_id: found.hold_ids[0] });
  });

  test('is refused for lots that come twice, are not there, or at another warehouse', async () => {
    const lot = await goods(1);
    expect((await refusalOf(check([lot, lot]))).code).toBe('warehouse.line_repeated');
    const absent = await world.lot(world.items.gloves, 'ABSENT');
    expect((await refusalOf(check([lot, absent]))).lines).toEqual(['lines.1 warehouse.not_on_hand']);
    expect((await refusalOf(check([lot], people.south_keeper))).code).toBe('platform.not_found');
  });
});

describe('near expiry', () => {
  const act = (action: string, lot: Lot, actor: Actor) =>
    call(
      'warehouse.record-expiry-action',
      { warehouse_id: world.north.warehouse_id, action, lots: [lot], note: 'offered to the south' },
      actor,
    );
  test('names the last tier that was reached, until its measure is taken', async () => {
    expect(await near(await goods(5, 500))).toBeUndefined();
    expect(await near(await goods(5, 300))).toMatchObject({ action: 'watch' });
    const lot = await goods(5, 170);
    expect(await near(lot)).toMatchObject({
      action: 'redistribute',
      days_left: 170,
      value_fen: 6000,
      taken_at: null,
    });
    expect((await refusalOf(act('return_supplier', lot, people.keeper))).code).toBe(
      'warehouse.action_not_due',
    );
    await act('redistribute', lot, people.keeper);
    expect(await near(lot)).toMatchObject({ note: 'offered to the south', taken_at: expect.any(String) });
    const open = (await call('warehouse.list-near-expiry', { due_only: 'true' }, people.keeper)) as {
      rows: Near;
    };
    expect(open.rows.map((row) => row.lot_id)).not.toContain(lot.lot_id);
  });

  test('ends with the sale stopped, by somebody who may hold', async () => {
    const lot = await goods(5, 10);
    expect((await refusalOf(act('stop_sale', lot, people.keeper))).code).toBe('platform.forbidden');
    await act('stop_sale', lot, quality);
    expect(await world.balance(lot, world.north.bins.shelf, 'held')).toMatchObject({ qty: 5 });
  });

  test('goes by percent for short lives', async () => {
    await world.sql('update masterdata.item set shelf_life_days = 90 where item_id = $1', [
      world.items.gloves,
    ]);
    expect(await near(await goods(1, 31))).toBeUndefined();
    expect(await near(await goods(1, 29))).toMatchObject({ action: 'redistribute' });
    expect(await near(await goods(1, 2))).toMatchObject({ action: 'stop_sale' });
    await world.sql('update masterdata.item set shelf_life_days = 730 where item_id = $1', [
      world.items.gloves,
    ]);
  });
});

describe('settings', () => {
  test('are changed as one document by who may design all warehouses', async () => {
    const before: Settings = await call('warehouse.get-settings', {}, people.keeper);
    const after = {
      ...before,
      approval_limit_fen: 1,
      reason: 'audit',
      upkeep_rules: before.upkeep_rules.slice(1),
    };
    expect((await refusalOf(call('warehouse.save-settings', after, people.chief))).code).toBe(
      'platform.forbidden',
    );
    const designer = world.as(['warehouse.design', 'warehouse.read'], 'all', 72);
    await call('warehouse.save-settings', after, designer);
    expect(await call('warehouse.get-settings', {}, designer)).toMatchObject({
      approval_limit_fen: 1,
      upkeep_rules: after.upkeep_rules,
    });
    await call('warehouse.save-settings', { ...before, reason: 'back' }, designer);
  });
});

describe('goods of others', () => {
  test('are listed with their contract and whether it is valid', async () => {
    lots += 1;
    const lot = await world.lot(world.items.bandage, `FOREIGN-${lots}`);
    await world.receive(lot, world.north.bins.shelf, 9, { owner_id: world.hospital_id });
    const list = async () =>
      (
        (await call('warehouse.list-custody', { warehouse_id: world.north.warehouse_id }, people.keeper)) as {
          rows: object[];
        }
      ).rows;
    expect(await list()).toMatchObject([{ owner_id: world.hospital_id, qty: 9, state: 'missing' }]);
    const save = (more: object) =>
      call(
        'warehouse.save-custody-contract',
        {
          warehouse_id: world.north.warehouse_id,
          owner_id: world.hospital_id,
          contract_no: 'C-1',
          valid_from: '2020-01-01',
          valid_to: '2021-01-01',
          ...more,
        },
        people.chief,
      );
    await save({});
    expect(await list()).toMatchObject([{ state: 'expired', contract_no: 'C-1' }]);
    await save({ valid_to: '2099-01-01' });
    expect(await list()).toMatchObject([{ state: 'valid' }]);
    expect((await refusalOf(save({ owner_id: world.entity_id }))).code).toBe('warehouse.not_third_party');
  });
});

test('round trips do not grow with the lots', async () => {
  const steps = async (count: number) => {
    const made: Lot[] = [];
    for (let i = 0; i < count; i++) made.push(await goods(1));
    let statements = 0;
    observeStatements(() => {
      statements += 1;
    });
    await check(made.map((lot) => ({ ...lot, finding: 'label', note: 'faded' })));
    observeStatements(null);
    return statements;
  };
  await steps(1);
  expect(await steps(15)).toBe(await steps(2));
});

import type * as contract from '@tongcang/contract';
import type { OutputOf } from '@tongcang/contract';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { violationsOf } from '../../../test/support/violations.ts';
import { createWorld, type Lot, refusalOf, type World } from '../../../test/support/world.ts';
import type { Actor } from '../../platform/actor.ts';
import { ensureBinAccounts } from '../stock/index.ts';
import { verbNamed, warehousePeople } from './warehouse.test-support.ts';

type Issued = OutputOf<typeof contract.issueSample>;

let world: World;
let people: ReturnType<typeof warehousePeople>;
let shelf = 0;
let lots = 0;
beforeAll(async () => {
  world = await createWorld();
  people = warehousePeople(world);
  const [row] = await world.sql<{ location_id: string }>(
    `insert into masterdata.location (warehouse_id, location_code, zone_code, zone_kind, storage_condition, x, y)
     values ($1, 'S-01', 'S', 'sample', 'ambient', 9, 0) returning location_id`,
    [world.north.warehouse_id],
  );
  await world.tx(ensureBinAccounts);
  const [account] = await world.sql<{ account_id: string }>(
    'select account_id from stock.account where location_id = $1',
    [row!.location_id],
  );
  shelf = Number(account!.account_id);
});
afterEach(async () => {
  expect(await violationsOf(world)).toEqual([]);
});
afterAll(() => world.close());

const call = (name: string, input: unknown, actor: Actor) => world.call(verbNamed(name), input, { actor });
async function samples(qty: number): Promise<Lot> {
  lots += 1;
  const lot = await world.lot(world.items.gloves, `SAMPLE-${lots}`);
  await world.receive(lot, shelf, qty);
  return lot;
}
const issue = (lot: Lot, qty: number, more: object = {}, actor = people.keeper): Promise<Issued> =>
  call(
    'warehouse.issue-sample',
    {
      warehouse_id: world.north.warehouse_id,
      holder: '王工',
      reason: '产品演示',
      due_on: '2020-01-01',
      lines: [{ ...lot, account_id: shelf, owner_id: world.entity_id, qty }],
      ...more,
    },
    actor,
  );
const back = ({ sample_id }: Issued, line: object, actor = people.keeper) =>
  call('warehouse.return-sample', { sample_id, reason: 'r', lines: [{ line_no: 1, ...line }] }, actor);

describe('samples', () => {
  test('are never allocated', async () => {
    await samples(50);
    expect((await refusalOf(world.allocate(world.items.gloves, 1))).code).toBe('stock.short');
  });

  test('stay ours while somebody has them, and come back in parts', async () => {
    const lot = await samples(5);
    const made = await issue(lot, 4);
    expect(await world.balance(lot, shelf)).toMatchObject({ qty: 1 });
    const list = async () =>
      ((await call('warehouse.list-samples', { status: 'out' }, people.keeper)) as { rows: object[] }).rows;
    expect((await list())[0]).toMatchObject({ document_no: made.document_no, holder: '王工' });
    expect((await list())[0]).toHaveProperty('overdue_days', expect.any(Number));
    expect(await back(made, { returned: 3 })).toMatchObject({ status: 'out' });
    expect((await refusalOf(back(made, { returned: 2 }))).code).toBe('warehouse.more_than_out');
    expect(await back(made, { returned: 1 })).toMatchObject({ status: 'closed' });
    expect(await world.balance(lot, shelf)).toMatchObject({ qty: 5 });
    expect((await refusalOf(back(made, { returned: 1 }))).code).toBe('warehouse.wrong_status');
  });

  test('are given to the department that the issue names', async () => {
    const lot = await samples(2);
    expect((await refusalOf(back(await issue(lot, 1), { given: 1 }))).code).toBe(
      'warehouse.department_missing',
    );
    const made = await issue(lot, 1, { department_id: world.icu_id });
    expect(await back(made, { given: 1 })).toMatchObject({ status: 'closed' });
    expect(await world.balance(lot, world.accounts.icu)).toMatchObject({ qty: 1 });
  });

  test('that are lost are written off by another person who may approve', async () => {
    const lot = await samples(2);
    const made = await issue(lot, 1);
    expect((await refusalOf(back(made, { lost: 1 }))).code).toBe('platform.forbidden');
    const own = await issue(lot, 1, {}, people.chief);
    expect((await refusalOf(back(own, { lost: 1 }, people.chief))).code).toBe('warehouse.own_request');
    expect(await back(made, { lost: 1 }, people.chief)).toMatchObject({ status: 'closed' });
    expect(await world.balance(lot, world.north.adjustment)).toMatchObject({ qty: 1 });
  });

  test('come from the sample zone only, once a line, to a department that exists', async () => {
    const lot = await samples(2);
    const line = { ...lot, owner_id: world.entity_id, qty: 1 };
    const wrong = await refusalOf(
      issue(lot, 1, {
        lines: [
          { ...line, account_id: shelf },
          { ...line, account_id: shelf },
          { ...line, account_id: world.north.bins.shelf },
        ],
      }),
    );
    expect(wrong.lines).toEqual(['lines.1 warehouse.line_repeated', 'lines.2 warehouse.not_a_sample_place']);
    expect((await refusalOf(issue(lot, 1, { department_id: 999_999 }))).lines).toEqual([
      'department_id unknown',
    ]);
    expect((await refusalOf(issue(lot, 1, {}, people.south_keeper))).code).toBe('platform.not_found');
  });
});

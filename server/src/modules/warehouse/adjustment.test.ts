import type * as contract from '@tongcang/contract';
import type { OutputOf } from '@tongcang/contract';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { violationsOf } from '../../../test/support/violations.ts';
import { createWorld, type Lot, refusalOf, type World } from '../../../test/support/world.ts';
import type { Actor } from '../../platform/actor.ts';
import { observeStatements } from '../../platform/db.ts';
import { databaseError } from '../../platform/problem.ts';
import { constraints } from './index.ts';
import { verbNamed, warehousePeople } from './warehouse.test-support.ts';

type Made = OutputOf<typeof contract.requestAdjustment>;
type Seen = OutputOf<typeof contract.getAdjustment>;

let world: World;
let people: ReturnType<typeof warehousePeople>;
let lots = 0;
beforeAll(async () => {
  world = await createWorld();
  people = warehousePeople(world);
});
afterEach(async () => {
  expect(await violationsOf(world)).toEqual([]);
});
afterAll(() => world.close());

const call = (name: string, input: unknown, actor: Actor) => world.call(verbNamed(name), input, { actor });
async function goods(qty: number): Promise<Lot> {
  lots += 1;
  const lot = await world.lot(world.items.gloves, `ADJUST-${lots}`);
  await world.receive(lot, world.north.bins.shelf, qty);
  return lot;
}
const lineOf = (lot: Lot, change: number, more: object = {}) => ({
  ...lot,
  account_id: world.north.bins.shelf,
  owner_id: world.entity_id,
  change,
  ...more,
});
const request = (lines: object[], actor = people.keeper): Promise<Made> =>
  call(
    'warehouse.request-adjustment',
    { warehouse_id: world.north.warehouse_id, cause: 'damaged', reason: 'wet carton', lines },
    actor,
  );
const approve = ({ adjustment_id }: Made, actor = people.chief) =>
  call('warehouse.approve-adjustment', { adjustment_id }, actor) as Promise<{ movement_id: number }>;

describe('a correction', () => {
  test('moves nothing before another person agrees, then goods go to the account of differences', async () => {
    const lot = await goods(10);
    const made = await request([lineOf(lot, -3)]);
    expect(made).toMatchObject({ document_no: expect.stringMatching(/^AJ\d{6}-\d{4,}$/), value_fen: 3600 });
    expect(await world.balance(lot, world.north.bins.shelf)).toMatchObject({ qty: 10 });
    expect((await refusalOf(approve(made, people.keeper))).code).toBe('platform.forbidden');
    await approve(made);
    expect(await world.balance(lot, world.north.bins.shelf)).toMatchObject({ qty: 7 });
    const { adjustment_id } = made;
    const seen: Seen = await call('warehouse.get-adjustment', { adjustment_id }, people.keeper);
    expect(seen).toMatchObject({
      status: 'posted',
      lost: 3,
      gained: 0,
      line_rows: [{ change: -3, book_now: 7, value_fen: -3600 }],
    });
    expect((await refusalOf(approve(made))).code).toBe('warehouse.wrong_status');
  });

  test('is undone by one the other way', async () => {
    const lot = await goods(4);
    await approve(await request([lineOf(lot, -4)]));
    await approve(await request([lineOf(lot, 4)]));
    expect(await world.balance(lot, world.north.bins.shelf)).toMatchObject({ qty: 4 });
  });

  test('is not approved by who asked, in the verb and in the database', async () => {
    const made = await request([lineOf(await goods(4), -1)], people.chief);
    expect((await refusalOf(approve(made, people.chief))).code).toBe('warehouse.own_request');
    const { adjustment_id } = made;
    const input = { adjustment_id, note: 'n' };
    expect((await refusalOf(call('warehouse.reject-adjustment', input, people.chief))).code).toBe(
      'warehouse.own_request',
    );
    const broken = await world
      .sql(
        `update warehouse.adjustment set status = 'rejected', decided_by = requested_by, decided_at = now()
         where adjustment_id = $1`,
        [adjustment_id],
      )
      .catch((error: unknown) => databaseError(error, constraints));
    expect(broken).toMatchObject({ code: 'warehouse.own_request' });
    expect((await refusalOf(call('warehouse.withdraw-adjustment', input, people.keeper))).code).toBe(
      'warehouse.not_own_request',
    );
    expect(await call('warehouse.withdraw-adjustment', input, people.chief)).toMatchObject({
      status: 'withdrawn',
    });
  });

  test('above the limit is for somebody who approves everywhere', async () => {
    const made = await request([lineOf(await goods(500), -450)]);
    expect((await refusalOf(approve(made))).code).toBe('warehouse.over_limit');
    await approve(made, people.director);
  });

  test('that the ledger refuses stays requested, with the numbers', async () => {
    const lot = await goods(2);
    const made = await request([lineOf(lot, -5)]);
    const refused = await refusalOf(approve(made));
    expect(refused.code).toBe('stock.refused');
    expect(refused.error.errors).toMatchObject([
      { path: 'lines.0', code: 'stock.short', params: { wanted: 5, available: 2 } },
    ]);
    const input = { adjustment_id: made.adjustment_id, note: 'not so' };
    expect(await call('warehouse.reject-adjustment', input, people.chief)).toMatchObject({
      status: 'rejected',
    });
  });

  test('names every wrong line at once', async () => {
    const lot = await goods(2);
    const stent = { item_id: world.items.stent, lot_id: (await world.lot(world.items.stent, 'ST-1')).lot_id };
    const wrong = await refusalOf(
      request([
        lineOf(lot, -1),
        lineOf(lot, -2),
        lineOf(lot, 1, { account_id: world.south.bins.shelf }),
        lineOf({ ...lot, lot_id: 999_999 }, 1),
        lineOf(stent, 1),
      ]),
    );
    expect(wrong.lines).toEqual([
      'lines.1 warehouse.line_repeated',
      'lines.2 warehouse.place_elsewhere',
      'lines.3 stock.place_or_lot_unknown',
      'lines.4 warehouse.serials_to_name',
    ]);
  });

  test('does not exist at another warehouse', async () => {
    const { adjustment_id } = await request([lineOf(await goods(2), -1)]);
    const look = call('warehouse.get-adjustment', { adjustment_id }, people.south_keeper);
    expect((await refusalOf(look)).code).toBe('platform.not_found');
  });
});

test('round trips do not grow with the lines', async () => {
  const steps = async (count: number) => {
    const made: Lot[] = [];
    for (let i = 0; i < count; i++) made.push(await goods(3));
    let statements = 0;
    observeStatements(() => {
      statements += 1;
    });
    await approve(await request(made.map((lot) => lineOf(lot, -1))));
    observeStatements(null);
    return statements;
  };
  await steps(1);
  expect(await steps(25)).toBe(await steps(2));
});

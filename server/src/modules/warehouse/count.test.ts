import type * as contract from '@tongcang/contract';
import type { OutputOf } from '@tongcang/contract';
import fc from 'fast-check';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { violationsOf } from '../../../test/support/violations.ts';
import { createWorld, type Lot, refusalOf, type World } from '../../../test/support/world.ts';
import type { Actor } from '../../platform/actor.ts';
import { observeStatements } from '../../platform/db.ts';
import { databaseError } from '../../platform/problem.ts';
import { COUNT_LINE_TRANSITIONS, type Entry, settle } from './count.model.ts';
import { constraints } from './index.ts';
import { verbNamed, warehousePeople } from './warehouse.test-support.ts';

type Seen = OutputOf<typeof contract.getCount>;
type Tasks = OutputOf<typeof contract.listCountTasks>;
type Approved = OutputOf<typeof contract.approveCount>;
type Entered = OutputOf<typeof contract.enterCounts>;

let world: World;
let people: ReturnType<typeof warehousePeople>;
let lots = 0;
beforeAll(async () => {
  world = await createWorld();
  people = warehousePeople(world);
});
afterEach(async () => {
  expect(await violationsOf(world)).toEqual([]);
  await world.sql(
    `update warehouse.count set status = 'cancelled', closed_at = now() where closed_at is null`,
  );
});
afterAll(() => world.close());

const call = (name: string, input: unknown, actor: Actor) => world.call(verbNamed(name), input, { actor });
async function goods(qty: number, item_id = world.items.gloves, serial_nos?: string[]): Promise<Lot> {
  lots += 1;
  const lot = await world.lot(item_id, `COUNT-${lots}`);
  await world.receive(lot, world.north.bins.shelf, qty, { serial_nos });
  return lot;
}
const see = (count_id: number, actor = people.chief): Promise<Seen> =>
  call('warehouse.get-count', { count_id }, actor);
/** A count of one lot alone: everything else of the item is left out by asking for its line. */
async function planned(lot: Lot, more: object = {}): Promise<{ count_id: number; count_line_id: number }> {
  const input = {
    warehouse_id: world.north.warehouse_id,
    method: 'item',
    item_ids: [lot.item_id],
    reason: 'r',
    ...more,
  };
  const { count_id } = (await call('warehouse.plan-count', input, people.chief)) as { count_id: number };
  const { lines_rows } = await see(count_id);
  const line = lines_rows.find((row) => row.lot_id === lot.lot_id)!;
  await world.sql(
    `update warehouse.count_line set status = 'matched', difference = 0 where count_id = $1 and count_line_id <> $2`,
    [count_id, line.count_line_id],
  );
  return { count_id, count_line_id: line.count_line_id };
}
type Plan = { count_id: number; count_line_id: number };
const enter = (
  { count_id, count_line_id }: Plan,
  counted: number,
  actor: Actor,
  more: object = {},
): Promise<Entered> =>
  call('warehouse.enter-counts', { count_id, lines: [{ count_line_id, counted, ...more }] }, actor);
const approve = ({ count_id }: Plan, actor = people.chief): Promise<Approved> =>
  call('warehouse.approve-count', { count_id }, actor);

describe('a line is settled', () => {
  const entry = (book_qty: number, counted: number): Entry => ({
    book_qty,
    counted,
    missing: [],
    surplus: [],
  });
  test('when the book is right, or two people saw the same difference though work went on', () => {
    expect(settle([])).toEqual({ status: 'open', difference: null });
    expect(settle([entry(5, 5)])).toEqual({ status: 'matched', difference: 0 });
    expect(settle([entry(5, 4)])).toEqual({ status: 'recount', difference: null });
    expect(settle([entry(5, 4), entry(5, 5)])).toEqual({ status: 'matched', difference: 0 });
    expect(settle([entry(5, 4), entry(3, 2)])).toEqual({ status: 'differs', difference: -1 });
    expect(settle([entry(5, 4), entry(5, 3)])).toEqual({ status: 'recount', difference: null });
    expect(settle([entry(5, 4), entry(5, 3), entry(9, 8)])).toEqual({ status: 'differs', difference: -1 });
  });

  test('by serials, not by their number', () => {
    const other = (missing: string[], surplus: string[]): Entry => ({
      book_qty: 1,
      counted: 1,
      missing,
      surplus,
    });
    expect(settle([other(['A'], ['B'])]).status).toBe('recount');
    expect(settle([other(['A'], ['B']), other(['A'], ['B'])])).toEqual({ status: 'differs', difference: 0 });
    expect(settle([other(['A'], ['B']), other(['A'], ['C'])]).status).toBe('recount');
  });

  test('never by one person’s difference alone, and always along the table', () => {
    const entries = fc.array(
      fc.record({
        book_qty: fc.nat(3),
        counted: fc.nat(3),
        missing: fc.constant([]),
        surplus: fc.constant([]),
      }),
      { minLength: 1, maxLength: 6 },
    );
    fc.assert(
      fc.property(entries, (all) => {
        const statuses = all.map((_, index) => settle(all.slice(0, index + 1)).status);
        expect(statuses[0]).not.toBe('differs');
        const stop = statuses.findIndex((status) => status !== 'recount');
        statuses.slice(0, stop + 1).reduce(
          (before, next) => {
            expect(COUNT_LINE_TRANSITIONS[before]).toContain(next);
            return next;
          },
          'open' as (typeof statuses)[number],
        );
      }),
    );
  });
});

describe('a count', () => {
  test('needs a difference to be seen by two people, and a third to approve it', async () => {
    const lot = await goods(10);
    const plan = await planned(lot);
    expect(await enter(plan, 8, people.keeper)).toMatchObject({
      status: 'counting',
      lines: [{ status: 'recount' }],
    });
    expect((await refusalOf(enter(plan, 8, people.keeper))).code).toBe('warehouse.same_counter');
    expect(await enter(plan, 8, people.second_keeper)).toMatchObject({ status: 'review', open: 0 });
    expect(await world.balance(lot, world.north.bins.shelf)).toMatchObject({ qty: 10 });
    expect((await refusalOf(approve(plan, people.keeper))).code).toBe('platform.forbidden');
    const done = await approve(plan);
    expect(done).toMatchObject({ status: 'closed', posted: 1, refused: [], moved: [] });
    expect(await world.balance(lot, world.north.bins.shelf)).toMatchObject({ qty: 8 });
    expect(await see(plan.count_id)).toMatchObject({ net_fen: -2400, gross_fen: 2400, status: 'closed' });
  });

  test('whose lines agree closes itself', async () => {
    const plan = await planned(await goods(3));
    expect(await enter(plan, 3, people.keeper)).toMatchObject({ status: 'closed', open: 0 });
    expect((await refusalOf(enter(plan, 3, people.keeper))).code).toBe('warehouse.wrong_status');
  });

  test('is not approved by somebody who counted, in the verb and in the database', async () => {
    const plan = await planned(await goods(4));
    await enter(plan, 3, people.keeper);
    await enter(plan, 3, people.chief);
    const own = await refusalOf(approve(plan, people.chief));
    expect(own.code).toBe('warehouse.own_count');
    expect(own.lines[0]).toContain('warehouse.own_count');
    const broken = await world
      .sql('update warehouse.count_line set approved_by = counters[1] where count_line_id = $1', [
        plan.count_line_id,
      ])
      .catch((error: unknown) => databaseError(error, constraints));
    expect(broken).toMatchObject({ code: 'warehouse.own_count' });
    expect(await approve(plan, people.second_chief)).toMatchObject({ posted: 1 });
  });

  test('goes on while goods move: the difference is posted on the book of now, and what moved is told', async () => {
    const lot = await goods(10);
    const plan = await planned(lot);
    await enter(plan, 9, people.keeper);
    await moveAway(lot, 4);
    await enter(plan, 5, people.second_keeper);
    await moveAway(lot, 2);
    const done = await approve(plan);
    expect(done.moved).toEqual([{ count_line_id: plan.count_line_id, book_then: 6, book_now: 4 }]);
    expect(await world.balance(lot, world.north.bins.shelf)).toMatchObject({ qty: 3 });
  });

  test('leaves a line that can no longer be posted with its numbers, and posts the others', async () => {
    const lot = await goods(10);
    const plan = await planned(lot);
    await enter(plan, 1, people.keeper);
    await enter(plan, 1, people.second_keeper);
    const [allocation] = await world.allocate(lot.item_id, 5, { lot_id: lot.lot_id });
    const done = await approve(plan);
    expect(done).toMatchObject({ status: 'review', posted: 0, movement_id: null });
    expect(done.refused[0]!.reasons).toMatchObject([
      { code: 'stock.count_below_allocated', params: { counted: 1, allocated: 5 } },
    ]);
    const release = { allocation_ids: [allocation!.allocation_id], reason: 'r' };
    await world.call(verbNamed('stock.release-allocation'), release);
    expect(await approve(plan)).toMatchObject({ status: 'closed', posted: 1 });
  });

  test('is refused where more has been taken since than the counters saw', async () => {
    const lot = await goods(10);
    const plan = await planned(lot);
    await enter(plan, 4, people.keeper);
    await enter(plan, 4, people.second_keeper);
    await moveAway(lot, 8);
    const [refused] = (await approve(plan)).refused;
    expect(refused!.reasons).toMatchObject([{ code: 'stock.count_changed', params: { on_hand: 2 } }]);
    const again = { count_id: plan.count_id, count_line_ids: [plan.count_line_id], reason: 'look again' };
    expect(await call('warehouse.recount-lines', again, people.chief)).toMatchObject({ recount: 1 });
    expect(await enter(plan, 2, people.third_keeper)).toMatchObject({ status: 'closed' });
  });

  test('takes goods that were on no plan', async () => {
    const plan = await planned(await goods(1));
    const stray = await goods(5);
    const found = [{ ...stray, account_id: world.north.bins.shelf_two, counted: 2 }];
    const both = (actor: Actor): Promise<Entered> =>
      call('warehouse.enter-counts', { count_id: plan.count_id, found }, actor);
    expect(await both(people.keeper)).toMatchObject({ lines: [{ status: 'recount' }] });
    expect(await both(people.second_keeper)).toMatchObject({ lines: [{ status: 'differs' }] });
    await enter(plan, 1, people.keeper);
    await approve(plan);
    expect(await world.balance(stray, world.north.bins.shelf_two)).toMatchObject({ qty: 2 });
    const foreign = [{ ...stray, account_id: world.south.bins.shelf, counted: 2 }];
    const other = await planned(await goods(1));
    const input = { count_id: other.count_id, found: foreign };
    expect((await refusalOf(call('warehouse.enter-counts', input, people.keeper))).code).toBe(
      'warehouse.place_elsewhere',
    );
  });

  test('compares serials one by one', async () => {
    const lot = await goods(2, world.items.stent, ['S-1', 'S-2']);
    const plan = await planned(lot);
    expect((await refusalOf(enter(plan, 2, people.keeper))).code).toBe('warehouse.serials_to_name');
    await enter(plan, 1, people.keeper, { serial_nos: ['S-2'] });
    await enter(plan, 1, people.second_keeper, { serial_nos: ['S-2'] });
    expect(await approve(plan, people.second_chief)).toMatchObject({ posted: 1 });
    expect(await world.balance(lot, world.north.bins.shelf)).toMatchObject({ qty: 1 });
  });

  test('above the limit is for somebody who approves everywhere', async () => {
    const plan = await planned(await goods(600));
    await enter(plan, 1, people.keeper);
    await enter(plan, 1, people.second_keeper);
    const { error } = await refusalOf(approve(plan));
    expect(error).toMatchObject({
      code: 'warehouse.over_limit',
      params: { value_fen: 718_800, limit_fen: 500_000 },
    });
    expect(await approve(plan, people.director)).toMatchObject({ posted: 1 });
  });

  test('is blind: neither tasks nor document tell a counter the book or what others saw', async () => {
    const lot = await goods(7);
    const plan = await planned(lot);
    await enter(plan, 6, people.keeper);
    const tasks: Tasks = await call(
      'warehouse.list-count-tasks',
      { warehouse_id: world.north.warehouse_id, count_id: plan.count_id },
      people.second_keeper,
    );
    expect(tasks.rows).toMatchObject([{ count_line_id: plan.count_line_id, recount: true }]);
    expect(JSON.stringify(tasks.rows[0])).not.toMatch(/book|counted/);
    const line = (await see(plan.count_id, people.second_keeper)).lines_rows.find(
      (row) => row.count_line_id === plan.count_line_id,
    )!;
    expect(line).toMatchObject({ book_now: null, entries: [{ book_qty: null, counted: null }] });
    expect((await see(plan.count_id)).lines_rows).toContainEqual(
      expect.objectContaining({ count_line_id: plan.count_line_id, book_now: 7 }),
    );
    const own: Tasks = await call(
      'warehouse.list-count-tasks',
      { warehouse_id: world.north.warehouse_id, count_id: plan.count_id },
      people.keeper,
    );
    expect(own).toMatchObject({ rows: [], for_others: 1 });
  });

  test('does not exist at another warehouse', async () => {
    const plan = await planned(await goods(2));
    for (const work of [
      () => see(plan.count_id, people.south_keeper),
      () => enter(plan, 1, people.south_keeper),
      () => approve(plan, people.south_keeper),
    ]) {
      expect((await refusalOf(work())).code).toBe('platform.not_found');
    }
  });

  test('cancelled frees its places for another', async () => {
    const lot = await goods(2);
    const plan = await planned(lot);
    const again = await planned(await goods(2));
    expect((await see(again.count_id)).lines_rows.map((row) => row.lot_id)).not.toContain(lot.lot_id);
    const input = { count_id: plan.count_id, reason: 'wrong day' };
    expect(await call('warehouse.cancel-count', input, people.chief)).toMatchObject({ status: 'cancelled' });
    expect((await see((await planned(lot)).count_id)).lines_rows.map((row) => row.lot_id)).toContain(
      lot.lot_id,
    );
  });
});

describe('a plan', () => {
  const plan = (input: object): Promise<{ count_id: number; lines: number }> =>
    call(
      'warehouse.plan-count',
      { warehouse_id: world.north.warehouse_id, reason: 'r', ...input },
      people.chief,
    );
  test('by zone takes that zone, by class the most valuable first, by due what was not counted lately', async () => {
    await goods(3);
    expect((await refusalOf(plan({ method: 'zone' }))).code).toBe('warehouse.criteria_missing');
    const zone = await plan({ method: 'zone', zone_codes: ['A'] });
    expect(new Set((await see(zone.count_id)).lines_rows.map((row) => row.zone_code))).toEqual(
      new Set(['A']),
    );
    await call('warehouse.cancel-count', { count_id: zone.count_id, reason: 'r' }, people.chief);
    const due = await plan({ method: 'due', max_lines: 2 });
    expect(due.lines).toBe(2);
    const first = (await see(due.count_id)).lines_rows;
    await call(
      'warehouse.enter-counts',
      {
        count_id: due.count_id,
        lines: first.map((row) => ({ count_line_id: row.count_line_id, counted: row.book_now })),
      },
      people.keeper,
    );
    const later = await plan({ method: 'due' });
    const again = (await see(later.count_id)).lines_rows.map((row) => `${row.lot_id}|${row.account_id}`);
    for (const row of first) expect(again).not.toContain(`${row.lot_id}|${row.account_id}`);
  });

  test('without anything that fits is refused', async () => {
    const input = { method: 'zone', zone_codes: ['NOWHERE'] };
    expect((await refusalOf(plan(input))).code).toBe('warehouse.nothing_to_count');
  });
});

test('round trips do not grow with the lines', async () => {
  const steps = async (count: number) => {
    const item_ids = [world.items.bandage];
    const made: Lot[] = [];
    for (let i = 0; i < count; i++) made.push(await goods(3, world.items.bandage));
    const counts: Record<string, number> = {};
    const counted = async <T>(name: string, work: () => Promise<T>): Promise<T> => {
      let statements = 0;
      observeStatements(() => {
        statements += 1;
      });
      try {
        return await work();
      } finally {
        observeStatements(null);
        counts[name] = statements;
      }
    };
    const input = { warehouse_id: world.north.warehouse_id, method: 'item', item_ids, reason: 'r' };
    const plan = await counted('plan', () => call('warehouse.plan-count', input, people.chief));
    const { count_id } = plan as { count_id: number };
    const { lines_rows } = await counted('get', () => see(count_id));
    const lines = lines_rows.map((row) => ({ count_line_id: row.count_line_id, counted: row.book_now! - 1 }));
    await counted('first', () => call('warehouse.enter-counts', { count_id, lines }, people.keeper));
    await counted('second', () => call('warehouse.enter-counts', { count_id, lines }, people.second_keeper));
    await counted('approve', () => approve({ count_id, count_line_id: 0 }));
    return counts;
  };
  await steps(1);
  expect(await steps(20)).toEqual(await steps(2));
});

async function moveAway(lot: Lot, qty: number): Promise<void> {
  const line = {
    ...lot,
    qty,
    from_account_id: world.north.bins.shelf,
    to_account_id: world.north.bins.dispatch,
    owner_id: world.entity_id,
  };
  await world.call(verbNamed('stock.post-movement'), { purpose: 'relocate', lines: [line] });
}

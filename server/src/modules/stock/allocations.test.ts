import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createWorld, refusalOf, type World } from '../../../test/support/world.ts';
import { findViolations } from '../../invariants.ts';
import { releaseAllocations } from './index.ts';
import { listAllocations } from './list-allocations.ts';
import { pickAllocations } from './pick-allocations.ts';
import { releaseAllocation } from './release-allocation.ts';

let world: World;
let count = 0;
beforeAll(async () => {
  world = await createWorld();
});
afterAll(() => world.close());

/** A fresh lot of gloves on the north shelf, all of it allocated to one demand line. */
async function allocated(qty: number) {
  count += 1;
  const lot = await world.lot(world.items.gloves, `A${count}`);
  await world.receive(lot, world.north.bins.shelf, qty);
  const [allocation] = await world.allocate(lot.item_id, qty, {
    lot_id: lot.lot_id,
    demand_id: 1000 + count,
  });
  return { lot, lot_no: `A${count}`, demand_id: 1000 + count, allocation_id: allocation!.allocation_id };
}

const stateOf = async (allocation_id: number) =>
  (
    await world.sql<{ status: string; qty: number; closed: boolean }>(
      'select status, qty, closed_at is not null as closed from stock.allocation where allocation_id = $1',
      [allocation_id],
    )
  )[0];

describe('release-allocation', () => {
  test('gives the goods back and tells the demand', async () => {
    const { lot, allocation_id, demand_id } = await allocated(10);
    expect(await world.balance(lot, world.north.bins.shelf)).toMatchObject({ qty: 10, allocated: 10 });
    const answer = await world.call(releaseAllocation, {
      allocation_ids: [allocation_id],
      reason: 'wrong order',
    });
    expect(answer).toEqual({ released: 1 });
    expect(await world.balance(lot, world.north.bins.shelf)).toMatchObject({ qty: 10, allocated: 0 });
    expect(await stateOf(allocation_id)).toEqual({ status: 'released', qty: 10, closed: true });
    const events = await world.sql<{ payload: unknown }>(
      'select payload from platform.outbox where topic = $1 and entity_key = $2',
      ['stock.allocations_voided', `demand_line:${demand_id}`],
    );
    expect(events).toEqual([{ payload: expect.objectContaining({ demand_id, qty: 10, cause: 'released' }) }]);
  });

  test('names every unknown and every closed allocation and releases none', async () => {
    const open = await allocated(3);
    const closed = await allocated(3);
    await world.call(releaseAllocation, { allocation_ids: [closed.allocation_id], reason: 'x' });
    const allocation_ids = [open.allocation_id, 999_999, closed.allocation_id];
    const { lines } = await refusalOf(world.call(releaseAllocation, { allocation_ids, reason: 'x' }));
    expect(lines).toEqual([
      'allocation_ids.1 stock.allocation_unknown',
      'allocation_ids.2 stock.allocation_closed',
    ]);
    expect(await stateOf(open.allocation_id)).toMatchObject({ status: 'open' });
  });

  test('belongs to those who allocate at that warehouse', async () => {
    const { allocation_id } = await allocated(3);
    const stranger = world.as(['stock.allocate'], [world.south.warehouse_id]);
    const input = { allocation_ids: [allocation_id], reason: 'x' };
    expect(await refusalOf(world.call(releaseAllocation, input, { actor: stranger }))).toMatchObject({
      code: 'stock.allocation_unknown',
    });
    const keeper = world.as(['stock.pick'], [world.north.warehouse_id]);
    expect(await refusalOf(world.call(releaseAllocation, input, { actor: keeper }))).toMatchObject({
      code: 'platform.forbidden',
    });
  });

  test('passes over what is closed already and needs as many statements for many as for one', async () => {
    const some = [await allocated(2), await allocated(2), await allocated(2)];
    const ids = some.map((a) => a.allocation_id);
    const counted = async (asked: number[]) =>
      world.tx(async (tx) => {
        const before = tx.statements;
        const voided = await releaseAllocations(tx, asked, { status: 'released' });
        return { statements: tx.statements - before, voided: voided.length };
      });
    const [one, many] = [await counted(ids.slice(0, 1)), await counted(ids)];
    expect([one.voided, many.voided]).toEqual([1, 2]);
    expect(many.statements).toBe(one.statements);
  });
});

describe('pick-allocations', () => {
  const pick = (line: object, to_account_id = world.north.bins.dispatch) =>
    world.call(pickAllocations, { to_account_id, lines: [line] });

  test('brings the goods and their allocation to the dispatch place', async () => {
    const { lot, lot_no, allocation_id } = await allocated(10);
    const answer = await pick({ allocation_id, qty: 10, lot_no });
    expect(answer).toEqual({ movement_id: expect.any(Number), picked: 10 });
    expect(await world.balance(lot, world.north.bins.shelf)).toEqual({ qty: 0, allocated: 0, packed: 0 });
    expect(await world.balance(lot, world.north.bins.dispatch)).toEqual({
      qty: 10,
      allocated: 10,
      packed: 0,
    });
    expect(await stateOf(allocation_id)).toEqual({ status: 'picked', qty: 10, closed: false });
  });

  test('leaves the rest open when less is picked', async () => {
    const { lot, lot_no, allocation_id, demand_id } = await allocated(10);
    await pick({ allocation_id, qty: 4, lot_no });
    expect(await world.balance(lot, world.north.bins.shelf)).toMatchObject({ qty: 6, allocated: 6 });
    const { rows } = (await world.call(listAllocations, { demand_kind: 'demand_line', demand_id })) as {
      rows: { status: string; qty: number; location_code: string }[];
    };
    expect(rows.map((r) => [r.status, r.qty, r.location_code])).toEqual([
      ['open', 6, 'A-01'],
      ['picked', 4, 'D-01'],
    ]);
  });

  test('confirms goods that stand at the dispatch place already without moving them', async () => {
    const lot = await world.lot(world.items.gloves, 'STANDS');
    await world.receive(lot, world.north.bins.dispatch, 5);
    const [allocation] = await world.allocate(lot.item_id, 5, { lot_id: lot.lot_id });
    const { allocation_id } = allocation!;
    expect(await pick({ allocation_id, qty: 2, lot_no: 'STANDS' })).toEqual({ movement_id: null, picked: 2 });
    expect(await world.balance(lot, world.north.bins.dispatch)).toMatchObject({ qty: 5, allocated: 5 });
    expect(await stateOf(allocation_id)).toMatchObject({ status: 'open', qty: 3 });
  });

  test('names expected and scanned lot, and every other wrong line', async () => {
    const [a, b, c] = [await allocated(5), await allocated(5), await allocated(5)];
    await pick({ allocation_id: c.allocation_id, qty: 5, lot_no: c.lot_no });
    const lines = [
      { allocation_id: a.allocation_id, qty: 5, lot_no: 'OTHER' },
      { allocation_id: 999_999, qty: 1, lot_no: 'X' },
      { allocation_id: b.allocation_id, qty: 6, lot_no: b.lot_no },
      { allocation_id: b.allocation_id, qty: 1, lot_no: b.lot_no },
      { allocation_id: c.allocation_id, qty: 1, lot_no: c.lot_no },
    ];
    const refused = await refusalOf(
      world.call(pickAllocations, { to_account_id: world.north.bins.dispatch, lines }),
    );
    expect(refused.lines).toEqual([
      'lines.0 stock.pick_lot_differs',
      'lines.1 stock.allocation_unknown',
      'lines.2 stock.allocation_exceeded',
      'lines.3 stock.allocation_repeated',
      'lines.4 stock.allocation_closed',
    ]);
    expect(refused.error.errors[0]!.params).toEqual({ expected: a.lot_no, scanned: 'OTHER' });
  });

  test('goes to a dispatch place of the same warehouse only', async () => {
    const { allocation_id, lot_no } = await allocated(5);
    for (const place of [world.north.bins.shelf_two, world.south.bins.dispatch]) {
      const { lines } = await refusalOf(pick({ allocation_id, qty: 5, lot_no }, place));
      expect(lines).toEqual(['lines.0 stock.pick_not_to_dispatch']);
    }
    expect(await refusalOf(pick({ allocation_id, qty: 5, lot_no }, 999_999))).toMatchObject({
      code: 'stock.place_or_lot_unknown',
    });
  });

  test('names the line of the request when the ledger refuses', async () => {
    const stands = await world.lot(world.items.stent, 'SER-1');
    await world.receive(stands, world.north.bins.shelf, 2, { serial_nos: ['S1', 'S2'] });
    const [serial] = await world.allocate(stands.item_id, 2);
    const there = await world.lot(world.items.gloves, 'STANDS-2');
    await world.receive(there, world.north.bins.dispatch, 1);
    const [first] = await world.allocate(there.item_id, 1, { lot_id: there.lot_id });
    const lines = [
      { allocation_id: first!.allocation_id, qty: 1, lot_no: 'STANDS-2' },
      { allocation_id: serial!.allocation_id, qty: 2, lot_no: 'SER-1', serial_nos: ['S1'] },
    ];
    const refused = await refusalOf(
      world.call(pickAllocations, { to_account_id: world.north.bins.dispatch, lines }),
    );
    expect(refused.lines).toEqual(['lines.1 stock.serial_count']);
  });

  test('two clients picking the same allocation: one does, the other is told', async () => {
    const { allocation_id, lot_no, lot } = await allocated(5);
    const results = await Promise.allSettled([1, 2].map(() => pick({ allocation_id, qty: 5, lot_no })));
    expect(results.map((r) => r.status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(await world.balance(lot, world.north.bins.dispatch)).toMatchObject({ qty: 5, allocated: 5 });
  });
});

test('list-allocations pages and shows only warehouses in sight', async () => {
  const actor = world.as(['stock.read'], [world.south.warehouse_id]);
  expect(await world.call(listAllocations, {}, { actor })).toEqual({ rows: [], next: null });
  const first = (await world.call(listAllocations, { limit: 2 })) as { rows: unknown[]; next: number };
  expect(first.rows).toHaveLength(2);
  const second = (await world.call(listAllocations, { limit: 2, after: first.next })) as typeof first;
  expect(second.rows).not.toEqual(first.rows);
});

test('all of this left no invariant violated', async () => {
  expect(await findViolations(world.db)).toEqual([]);
});

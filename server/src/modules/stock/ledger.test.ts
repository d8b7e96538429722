import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createWorld, type Lot, refusalOf, type World } from '../../../test/support/world.ts';
import { findViolations } from '../../invariants.ts';
import { observeStatements } from '../../platform/db.ts';
import { ensureAccounts } from './index.ts';
import { postMovement } from './post-movement.ts';
import { reverseMovement } from './reverse-movement.ts';

let world: World;
let count = 0;
beforeAll(async () => {
  world = await createWorld();
});
afterAll(() => world.close());

async function shelved(qty: number, more = {}): Promise<Lot> {
  count += 1;
  const lot = await world.lot(world.items.gloves, `G${count}`);
  await world.receive(lot, world.north.bins.shelf, qty, more);
  return lot;
}
type Answer = { movement_id: number; warnings: object[] };
const line = (lot: Lot, qty: number, from: number, to: number, more = {}) => ({
  item_id: lot.item_id,
  lot_id: lot.lot_id,
  qty,
  from_account_id: from,
  to_account_id: to,
  owner_id: world.entity_id,
  ...more,
});
const move = (purpose: string, lines: object[], more = {}, options = {}): Promise<Answer> =>
  world.call(postMovement, { purpose, lines, ...more }, options);
const linesOf = async (work: Promise<unknown>) => (await refusalOf(work)).lines;

/** The civil day so many days from today, where the warehouse is. */
async function day(offset: number): Promise<string> {
  const [row] = await world.sql<{ day: string }>(
    `select (now() at time zone 'Asia/Shanghai')::date + $1::int as day`,
    [offset],
  );
  return row!.day;
}

describe('post-movement', () => {
  test('moves whole documents or nothing, and says of every line why', async () => {
    const lot = await shelved(10);
    const { shelf, shelf_two } = world.north.bins;
    const refused = await refusalOf(
      move('relocate', [
        line(lot, 4, shelf, shelf_two),
        line(lot, 7, shelf, shelf_two),
        line({ ...lot, lot_id: 999_999 }, 1, shelf, shelf_two),
        line(lot, 1, shelf, shelf),
        line(lot, 1, shelf, shelf_two, { serial_nos: ['X'] }),
      ]),
    );
    expect(refused.lines).toEqual([
      'lines.1 stock.short',
      'lines.2 stock.place_or_lot_unknown',
      'lines.3 stock.nothing_changes',
      'lines.4 stock.serials_not_expected',
    ]);
    expect(refused.error.errors[0]!.params).toEqual({ wanted: 7, available: 6, short_by: 1 });
    expect(await world.balance(lot, shelf)).toMatchObject({ qty: 10 });
    await move('relocate', [line(lot, 4, shelf, shelf_two)]);
    expect(await world.balance(lot, shelf_two)).toMatchObject({ qty: 4 });
  });

  test('does not take what is allocated to somebody', async () => {
    const lot = await shelved(10);
    await world.allocate(lot.item_id, 8, { lot_id: lot.lot_id });
    const { shelf, shelf_two } = world.north.bins;
    const { error } = await refusalOf(move('relocate', [line(lot, 3, shelf, shelf_two)]));
    expect(error.errors[0]).toMatchObject({ code: 'stock.short', params: { available: 2, short_by: 1 } });
  });

  test('knows each serial at one place only', async () => {
    const lot = await world.lot(world.items.stent, 'LS');
    const { shelf, shelf_two } = world.north.bins;
    await world.receive(lot, shelf, 2, { serial_nos: ['L1', 'L2'] });
    const wrong = (serial_nos: string[], qty = serial_nos.length) =>
      linesOf(move('relocate', [line(lot, qty, shelf, shelf_two, { serial_nos })]));
    expect(await wrong(['L1'], 2)).toEqual(['lines.0 stock.serial_count']);
    expect(await wrong(['L1', 'L1'])).toEqual(['lines.0 stock.serial_repeated']);
    expect(await wrong(['NONE'])).toEqual(['lines.0 stock.serial_unknown']);
    await move('relocate', [line(lot, 1, shelf, shelf_two, { serial_nos: ['L2'] })]);
    expect(await wrong(['L2'])).toEqual(['lines.0 stock.serial_elsewhere']);
    expect(await linesOf(world.receive(lot, world.south.bins.shelf, 1, { serial_nos: ['L1'] }))).toEqual([
      'lines.0 stock.serial_elsewhere',
    ]);
  });

  test('answers a repeated request from its first answer and refuses another body under its key', async () => {
    const lot = await shelved(10);
    const { shelf, shelf_two } = world.north.bins;
    const key = 'scanner-7-0001';
    const [first, second] = await Promise.all(
      [1, 2].map(() => move('relocate', [line(lot, 4, shelf, shelf_two)], {}, { key })),
    );
    expect(second).toEqual(first);
    expect(await world.balance(lot, shelf_two)).toMatchObject({ qty: 4 });
    const other = move('relocate', [line(lot, 5, shelf, shelf_two)], {}, { key });
    expect((await refusalOf(other)).code).toBe('platform.idempotency_key_reused');
  });

  test('posts a document number once for each purpose', async () => {
    const lot = await shelved(10);
    const { shelf, shelf_two } = world.north.bins;
    const paper = { document_no: 'PAPER-1' };
    await move('relocate', [line(lot, 1, shelf, shelf_two)], paper);
    const again = move('relocate', [line(lot, 1, shelf, shelf_two)], paper);
    expect((await refusalOf(again)).code).toBe('stock.document_no_taken');
    await move('putaway', [line(lot, 1, shelf, shelf_two)], paper);
  });

  test('hides warehouses out of sight and asks for the function at those in sight', async () => {
    const lot = await shelved(10);
    const { shelf, shelf_two } = world.north.bins;
    const doing = (permissions: string[], warehouse: number) =>
      refusalOf(
        move('relocate', [line(lot, 1, shelf, shelf_two)], {}, { actor: world.as(permissions, [warehouse]) }),
      );
    expect((await doing(['stock.post'], world.south.warehouse_id)).code).toBe('stock.place_or_lot_unknown');
    expect((await doing(['stock.read'], world.north.warehouse_id)).code).toBe('platform.forbidden');
  });

  test('a purpose does not lead around the gate', async () => {
    const lot = await shelved(10);
    const { north, south, accounts } = world;
    const { shelf, shelf_two, receiving } = north.bins;
    const supplied = line(lot, 1, accounts.supplier, shelf);
    expect(await linesOf(move('relocate', [supplied]))).toEqual(['lines.0 stock.purpose_places']);
    expect(await linesOf(move('ship', [line(lot, 1, shelf, shelf_two)]))).toEqual([
      'lines.0 stock.purpose_places',
    ]);
    expect(await linesOf(move('adjust', [line(lot, 1, shelf, shelf_two)]))).toEqual([
      'lines.0 stock.purpose_places',
    ]);
    expect(await linesOf(move('relocate', [line(lot, 1, shelf, south.bins.shelf)]))).toEqual([
      'lines.0 stock.purpose_warehouses',
    ]);
    const given = line(lot, 1, shelf, shelf_two, { to_owner_id: world.supplier_id });
    expect(await linesOf(move('relocate', [given]))).toEqual(['lines.0 stock.purpose_owner']);
    await world.receive(lot, receiving, 5, { disposition: 'quarantine' });
    const released = line(lot, 1, receiving, shelf, {
      from_disposition: 'quarantine',
      to_disposition: 'released',
    });
    expect(await linesOf(move('putaway', [released]))).toEqual(['lines.0 stock.purpose_disposition']);
    const stopped = line(lot, 1, shelf, shelf_two, { to_disposition: 'released' });
    expect(await linesOf(move('quarantine', [stopped]))).toEqual(['lines.0 stock.purpose_disposition']);
  });

  test('the gate is asked for every line', async () => {
    const { north, items, accounts } = world;
    const cold = await world.lot(items.insulin, 'COLD');
    expect(await linesOf(world.receive(cold, north.bins.shelf, 1))).toEqual([
      'lines.0 compliance.storage_condition',
    ]);
    await world.receive(cold, north.bins.cold, 5);
    const ship = (lot: Lot, from: number, more = {}) =>
      linesOf(move('ship', [line(lot, 1, from, accounts.icu)], more));
    expect(await ship(cold, north.bins.cold)).toEqual(['lines.0 compliance.lane_missing']);
    expect(await ship(cold, north.bins.cold, { lane_id: world.lanes.ambient })).toEqual([
      'lines.0 compliance.lane_temperature',
    ]);
    const waiting = await world.lot(items.gloves, 'WAITS');
    await world.receive(waiting, north.bins.receiving, 5, { disposition: 'quarantine' });
    const from_disposition = 'quarantine';
    const unreleased = line(waiting, 1, north.bins.receiving, accounts.icu, { from_disposition });
    expect(await linesOf(move('ship', [unreleased]))).toEqual(['lines.0 compliance.not_released']);
    const late = await world.lot(items.gloves, 'LATE', { expires: await day(10) });
    await world.receive(late, north.bins.shelf, 5);
    expect(await ship(late, north.bins.shelf, { arrival_date: await day(11) })).toEqual([
      'lines.0 compliance.lot_expires_before_arrival',
    ]);
    await world.age(late);
    expect(await ship(late, north.bins.shelf)).toEqual(['lines.0 compliance.lot_expired']);
    // What may not be sold may still leave trade.
    await move('destroy', [line(late, 1, north.bins.shelf, accounts.destroyed)]);
  });
});

test('a document of 200 lines takes as many statements as one of a single line', async () => {
  const lot = await shelved(1000);
  const { shelf, shelf_two } = world.north.bins;
  const counted = async (lines: number) => {
    let statements = 0;
    observeStatements(() => {
      statements += 1;
    });
    await move(
      'relocate',
      Array.from({ length: lines }, () => line(lot, 1, shelf, shelf_two)),
    );
    observeStatements(null);
    return statements;
  };
  const first = await counted(1);
  expect(await counted(200)).toBeLessThanOrEqual(first);
});

describe('documents with a time of their own', () => {
  const at = (occurred_at: string) => ({ occurred_at });

  test('lie neither in the future nor where the balance would have been below zero', async () => {
    const lot = await shelved(10, at('2026-08-01T00:00:00Z'));
    const { shelf, shelf_two } = world.north.bins;
    await move('relocate', [line(lot, 8, shelf, shelf_two)], at('2026-08-10T00:00:00Z'));
    await move('relocate', [line(lot, 8, shelf_two, shelf)], at('2026-08-20T00:00:00Z'));
    const back = (qty: number, occurred_at: string) =>
      move('relocate', [line(lot, qty, shelf, shelf_two)], { occurred_at });
    expect((await refusalOf(back(1, '2099-01-01T00:00:00Z'))).code).toBe('stock.occurred_in_future');
    const refused = await refusalOf(back(3, '2026-08-05T00:00:00Z'));
    expect(refused).toMatchObject({ code: 'stock.history_below_zero', error: { params: { missing: 1 } } });
    expect((await refusalOf(back(1, '2026-07-31T00:00:00Z'))).code).toBe('stock.history_below_zero');
    await back(2, '2026-08-05T00:00:00Z');
    expect((await refusalOf(back(1, '2026-08-15T00:00:00Z'))).code).toBe('stock.history_below_zero');
    await back(8, '2026-08-21T00:00:00Z');
    expect(await world.balance(lot, shelf)).toMatchObject({ qty: 0 });
  });

  test('count together what happens at one instant', async () => {
    const lot = await shelved(10, at('2026-08-01T00:00:00Z'));
    const { shelf, shelf_two } = world.north.bins;
    const same = at('2026-08-10T00:00:00Z');
    await move('relocate', [line(lot, 10, shelf, shelf_two), line(lot, 10, shelf_two, shelf)], same);
    await move('relocate', [line(lot, 10, shelf, shelf_two)], at('2026-08-05T00:00:00Z'));
    expect(await world.balance(lot, shelf)).toMatchObject({ qty: 0 });
  });

  test('are not eased by what another document of the same moment of recording brings', async () => {
    const lot = await shelved(1, at('2026-08-01T00:00:00Z'));
    const { shelf, shelf_two } = world.north.bins;
    await world.receive(lot, shelf_two, 9);
    const actor = world.as(['stock.post']);
    const outcomes = await Promise.allSettled([
      move('relocate', [line(lot, 9, shelf_two, shelf)], {}, { actor }),
      move('relocate', [line(lot, 5, shelf, shelf_two)], at('2026-08-02T00:00:00Z'), { actor }),
    ]);
    expect(outcomes.map((o) => o.status)).toEqual(['fulfilled', 'rejected']);
  });
});

describe('reverse-movement', () => {
  const reverse = (movement_id: number, options = {}): Promise<{ movement_id: number }> =>
    world.call(reverseMovement, { movement_id, reason: 'typed wrong' }, options);

  test('posts the mirror once, serials included', async () => {
    const lot = await world.lot(world.items.stent, 'RV');
    const { shelf, shelf_two } = world.north.bins;
    await world.receive(lot, shelf, 2, { serial_nos: ['V1', 'V2'] });
    const { movement_id } = await move('relocate', [line(lot, 1, shelf, shelf_two, { serial_nos: ['V2'] })]);
    const answer = await reverse(movement_id);
    expect(await world.balance(lot, shelf)).toMatchObject({ qty: 2 });
    expect((await refusalOf(reverse(movement_id))).code).toBe('stock.already_reversed');
    expect((await refusalOf(reverse(answer.movement_id))).code).toBe('stock.not_reversible');
  });

  test('two at once: one is posted', async () => {
    const lot = await shelved(4);
    const { movement_id } = await move('relocate', [
      line(lot, 2, world.north.bins.shelf, world.north.bins.shelf_two),
    ]);
    const outcomes = await Promise.allSettled([reverse(movement_id), reverse(movement_id)]);
    expect(outcomes.map((o) => o.status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(await world.balance(lot, world.north.bins.shelf)).toMatchObject({ qty: 4 });
  });

  test('says what to use for movements that belong to a document', async () => {
    const lot = await shelved(4);
    const received = await world.sql<{ movement_id: number }>(
      'select max(movement_id) as movement_id from stock.movement',
    );
    expect(await refusalOf(reverse(received[0]!.movement_id))).toMatchObject({
      code: 'stock.not_reversible',
      error: { params: { purpose: 'receive', instead: 'supplier_return' } },
    });
    const { shelf, shelf_two } = world.north.bins;
    const { movement_id } = await move('relocate', [line(lot, 4, shelf, shelf_two)]);
    await move('relocate', [line(lot, 3, shelf_two, shelf)]);
    expect(await linesOf(reverse(movement_id))).toEqual(['lines.0 stock.short']);
    expect((await refusalOf(reverse(999_999))).code).toBe('platform.not_found');
  });

  test('is judged: what may not come back to its place is refused', async () => {
    const lot = await shelved(4);
    const { movement_id } = await move('adjust', [
      line(lot, 2, world.north.bins.shelf, world.north.adjustment),
    ]);
    await world.sql(`update masterdata.location set storage_condition = 'cold' where location_id = $1`, [
      world.north.location_ids.shelf,
    ]);
    await world.sql(`update platform.rules_epoch set epoch = nextval('platform.rules_epoch_seq')`);
    expect(await linesOf(reverse(movement_id))).toEqual(['lines.0 compliance.storage_condition']);
    await world.sql(`update masterdata.location set storage_condition = 'ambient' where location_id = $1`, [
      world.north.location_ids.shelf,
    ]);
    await world.sql(`update platform.rules_epoch set epoch = nextval('platform.rules_epoch_seq')`);
    const south = world.as(['stock.adjust'], [world.south.warehouse_id]);
    expect((await refusalOf(reverse(movement_id, { actor: south }))).code).toBe('platform.not_found');
    await reverse(movement_id);
  });
});

test('accounts are named once, whoever asks first', async () => {
  const names = [
    { kind: 'in_transit', document_key: 'transfer:77' },
    { kind: 'customer', department_id: world.icu_id },
    { kind: 'in_transit', document_key: 'transfer:77' },
  ] as const;
  const both = await Promise.all([1, 2].map(() => world.tx((tx) => ensureAccounts(tx, names))));
  expect(both[0]).toEqual(both[1]);
  expect(both[0]![0]).toBe(both[0]![2]);
  expect(both[0]![1]).toBe(world.accounts.icu);
});

test('all of this left no invariant violated', async () => {
  expect(await findViolations(world.db)).toEqual([]);
});

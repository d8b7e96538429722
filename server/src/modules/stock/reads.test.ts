import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createWorld, type Lot, refusalOf, type World } from '../../../test/support/world.ts';
import { findViolations } from '../../invariants.ts';
import { holdLots } from './hold-lots.ts';
import { listAsOf } from './list-as-of.ts';
import { listAvailability } from './list-availability.ts';
import { listBalances } from './list-balances.ts';
import { listLocations } from './list-locations.ts';
import { listLots } from './list-lots.ts';
import { closePeriods, makePeriod } from './periods.ts';
import { postMovement } from './post-movement.ts';
import { traceLot } from './trace-lot.ts';

let world: World;
let gloves: Lot;
let stent: Lot;
beforeAll(async () => {
  world = await createWorld();
  gloves = await world.lot(world.items.gloves, 'G-100%');
  stent = await world.lot(world.items.stent, 'S-1');
  await world.receive(gloves, world.north.bins.shelf, 10, { occurred_at: '2026-08-10T08:00:00Z' });
  await world.receive(gloves, world.south.bins.shelf, 5, { occurred_at: '2026-09-10T08:00:00Z' });
  await world.receive(stent, world.north.bins.shelf, 2, { serial_nos: ['SN1', 'SN2'] });
});
afterAll(() => world.close());

// biome-ignore lint/suspicious/noExplicitAny: answers of several verbs are looked into here.
type Answer = any;
const ask = (verb: Parameters<World['call']>[0], input: object, options = {}): Promise<Answer> =>
  world.call(verb, input, options);
const south = () => ({ actor: world.as(['stock.read'], [world.south.warehouse_id], 2) });

describe('list-availability', () => {
  test('counts released stock that is neither allocated nor expired, by warehouse', async () => {
    const lot = await world.lot(world.items.bandage, 'B1', { expires: '2031-01-01' });
    const late = await world.lot(world.items.bandage, 'B2', { expires: '2031-02-01' });
    const old = await world.lot(world.items.bandage, 'B3', { expires: '2031-03-01' });
    await world.receive(lot, world.north.bins.shelf, 10);
    await world.receive(late, world.north.bins.receiving, 7, { disposition: 'quarantine' });
    await world.receive(old, world.north.bins.shelf, 4);
    await world.receive(late, world.south.bins.shelf, 3);
    await world.age(old);
    await world.allocate(lot.item_id, 4);
    const { rows } = await ask(listAvailability, { item_id: lot.item_id });
    const { north } = world;
    expect(rows).toEqual([
      {
        warehouse_id: north.warehouse_id,
        on_hand: 21,
        allocated: 4,
        available: 6,
        quarantine: 7,
        blocked: 4,
        next_expiry: '2031-01-01',
      },
      expect.objectContaining({ warehouse_id: world.south.warehouse_id, on_hand: 3, available: 3 }),
    ]);
  });

  test('does not promise the goods of others', async () => {
    const lot = await world.lot(world.items.insulin, 'VMI');
    await world.receive(lot, world.north.bins.cold, 6, { owner_id: world.supplier_id });
    const { rows } = await ask(listAvailability, { item_id: lot.item_id });
    expect(rows).toMatchObject([{ on_hand: 6, available: 0 }]);
  });

  test('answers requests that come together, each within the sight of its caller', async () => {
    const all = world.as(['stock.read']);
    const answers = await Promise.all([
      ask(listAvailability, { item_id: world.items.gloves }, { actor: all }),
      ask(listAvailability, { item_id: world.items.stent }, { actor: all }),
      ask(listAvailability, { item_id: world.items.gloves }, south()),
      ask(listAvailability, { item_id: 999_999 }, { actor: all }),
    ]);
    expect(answers.map((a) => a.rows.map((r: { on_hand: number }) => r.on_hand))).toEqual([
      [10, 5],
      [2],
      [5],
      [],
    ]);
  });
});

describe('list-balances', () => {
  test('filters, searches literally and pages by key', async () => {
    const found = await ask(listBalances, { search: '100%' });
    expect(found.rows.map((r: { location_code: string; qty: number }) => [r.location_code, r.qty])).toEqual([
      ['A-01', 10],
      ['A-01', 5],
    ]);
    const first = await ask(listBalances, { item_id: world.items.gloves, limit: 1 });
    const second = await ask(listBalances, { item_id: world.items.gloves, limit: 1, after: first.next });
    expect([first.total, first.rows[0].qty, second.rows[0].qty, second.next]).toEqual([2, 10, 5, null]);
    expect((await refusalOf(ask(listBalances, { after: "0|0' or 1" }))).code).toBe('platform.invalid_input');
  });

  test('shows what stands in places, not what suppliers or differences owe', async () => {
    const { rows } = await ask(listBalances, { lot_id: gloves.lot_id });
    expect(rows.every((r: { account_kind: string }) => r.account_kind === 'bin')).toBe(true);
  });

  test('shows only warehouses in sight', async () => {
    const { rows } = await ask(listBalances, { item_id: world.items.gloves }, south());
    expect(rows.map((r: { warehouse_id: number }) => r.warehouse_id)).toEqual([world.south.warehouse_id]);
  });
});

test('list-lots gives what is on hand; list-locations how full each bin is', async () => {
  const { rows } = await ask(listLots, { search: 'g-100' });
  expect(rows).toMatchObject([{ lot_no: 'G-100%', on_hand: 15, held: false, recalled: false }]);
  const bins = await ask(listLocations, { warehouse_id: world.south.warehouse_id });
  expect(bins.rows.find((r: { location_code: string }) => r.location_code === 'A-01')).toMatchObject({
    lots: 2,
  });
  expect(bins.rows).toHaveLength(7);
  const elsewhere = ask(listLocations, { warehouse_id: world.north.warehouse_id }, south());
  expect((await refusalOf(elsewhere)).code).toBe('platform.not_found');
});

describe('trace-lot', () => {
  const ref = (lot: Lot) => ({ item_id: lot.item_id, lot_id: lot.lot_id });
  const move = (lot: Lot, purpose: string, from: number, to: number, qty: number, more = {}) =>
    ask(postMovement, {
      purpose,
      lines: [
        { ...ref(lot), qty, from_account_id: from, to_account_id: to, owner_id: world.entity_id, ...more },
      ],
    });

  test('shows places, flows and steps, and its totals add up', async () => {
    const lot = await world.lot(world.items.gloves, 'TRACED');
    const { shelf, shelf_two } = world.north.bins;
    await world.receive(lot, shelf, 20);
    await move(lot, 'relocate', shelf, shelf_two, 8);
    await move(lot, 'relocate', shelf, shelf_two, 2);
    await move(lot, 'ship', shelf_two, world.accounts.icu, 4);
    await move(lot, 'ship', shelf_two, world.accounts.consigned, 1);
    await move(lot, 'destroy', shelf, world.accounts.destroyed, 3, { to_disposition: 'rejected' });
    await move(lot, 'adjust', shelf, world.north.adjustment, 1);
    await ask(holdLots, { lots: [ref(lot)], reason: 'doubt' });
    const traced = await ask(traceLot, ref(lot));
    expect(traced.totals).toEqual({
      received: 20,
      on_hand: 11,
      in_transit: 0,
      in_repair: 0,
      converted: 0,
      consigned: 1,
      delivered: 4,
      destroyed: 3,
      returned: 0,
      adjusted: -1,
    });
    const edge = traced.edges.find((e: { purpose: string }) => e.purpose === 'relocate');
    expect(edge).toMatchObject({ from_account_id: shelf, to_account_id: shelf_two, qty: 10, postings: 2 });
    expect(traced.nodes.find((n: { account_id: number }) => n.account_id === shelf_two)).toMatchObject({
      label: 'A-02',
      qty: 5,
    });
    expect(traced.nodes.map((n: { label: string }) => n.label)).toEqual(
      expect.arrayContaining(['SUPPLIER', 'ICU']),
    );
    expect(traced.postings).toBe(traced.steps.length);
    expect(traced.steps[0].purpose).toBe('hold');
  });

  test('follows one serial among its lot', async () => {
    await move(stent, 'relocate', world.north.bins.shelf, world.north.bins.shelf_two, 1, {
      serial_nos: ['SN2'],
    });
    const one = await ask(traceLot, { ...ref(stent), serial_no: 'SN1' });
    const two = await ask(traceLot, { ...ref(stent), serial_no: 'SN2' });
    expect([one.postings, two.postings, two.totals.received]).toEqual([1, 2, 1]);
    const standing = two.nodes.filter((n: { qty: number }) => n.qty === 1);
    expect(standing.map((n: { label: string }) => n.label)).toEqual(['A-02']);
    expect((await refusalOf(ask(traceLot, { ...ref(stent), serial_no: 'NONE' }))).code).toBe(
      'platform.not_found',
    );
    expect((await refusalOf(ask(traceLot, { item_id: 1, lot_id: 999_999 }))).code).toBe('platform.not_found');
  });
});

describe('list-as-of', () => {
  const asOf = async (at: string, more = {}, options = {}) =>
    (await ask(listAsOf, { at, item_id: world.items.gloves, ...more }, options)).rows as {
      warehouse_id: number | null;
      lot_no: string | null;
      disposition: string | null;
      qty: number;
    }[];
  const sum = async (at: string) => (await asOf(at, { group: 'item' }))[0]?.qty ?? 0;

  test('stands as it stood by the time things happened, with and without periods', async () => {
    const moments = [
      '2026-08-10T07:59:59Z',
      '2026-08-10T08:00:00Z',
      '2026-09-01T00:00:00Z',
      '2026-09-15T00:00:00Z',
    ];
    const before = await Promise.all(moments.map(sum));
    expect(before).toEqual([0, 10, 10, 15]);
    const made: string[] = [];
    for (let cutoff: string | null = ''; cutoff !== null; ) {
      cutoff = (await ask(makePeriod, {})).cutoff as string | null;
      if (cutoff !== null) made.push(cutoff);
    }
    expect(made).toEqual(['2026-08-31T16:00:00Z', '2026-09-30T16:00:00Z']);
    expect(await Promise.all(moments.map(sum))).toEqual(before);
  });

  test('holds late recordings that happened before a period was made', async () => {
    await world.receive(gloves, world.north.bins.shelf, 3, { occurred_at: '2026-08-20T00:00:00Z' });
    expect(
      await Promise.all(['2026-08-19T00:00:00Z', '2026-09-02T00:00:00Z', '2026-10-02T00:00:00Z'].map(sum)),
    ).toEqual([10, 13, 18]);
  });

  test('equals a walk over all postings at every moment, whatever came late', async () => {
    const lot = await world.lot(world.items.insulin, 'ANY');
    let seed = 7;
    const next = (n: number) => {
      seed = (seed * 1_103_515_245 + 12_345) % 2 ** 31;
      return seed % n;
    };
    const happened: { at: number; qty: number }[] = [];
    for (let step = 0; step < 25; step++) {
      const at = Date.parse('2026-03-01T00:00:00Z') + next(250) * 86_400_000;
      const qty = 1 + next(9);
      await world.receive(lot, world.north.bins.cold, qty, { occurred_at: new Date(at).toISOString() });
      happened.push({ at, qty });
      if (step % 6 === 5) await ask(makePeriod, {});
    }
    for (let day = 0; day < 260; day += 9) {
      const at = Date.parse('2026-03-01T12:00:00Z') + day * 86_400_000;
      const expected = happened.filter((h) => h.at <= at).reduce((total, h) => total + h.qty, 0);
      const rows = (
        await ask(listAsOf, { at: new Date(at).toISOString(), item_id: lot.item_id, group: 'lot' })
      ).rows;
      const found = rows
        .filter((r: { lot_no: string }) => r.lot_no === 'ANY')
        .map((r: { qty: number }) => r.qty);
      expect(found).toEqual(expected === 0 ? [] : [expected]);
    }
  });

  test('shows only warehouses in sight', async () => {
    const rows = await asOf('2026-10-15T00:00:00Z', {}, south());
    expect(rows).toMatchObject([{ warehouse_id: world.south.warehouse_id, qty: 5, disposition: 'released' }]);
  });

  test('closed periods take no more postings', async () => {
    expect(await ask(closePeriods, {})).toMatchObject({ closed: expect.any(Number) });
    const late = world.receive(gloves, world.north.bins.shelf, 1, { occurred_at: '2026-08-21T00:00:00Z' });
    expect((await refusalOf(late)).code).toBe('stock.period_closed');
    await world.receive(gloves, world.north.bins.shelf, 1);
  });
});

test('all of this left no invariant violated', async () => {
  expect(await findViolations(world.db)).toEqual([]);
});

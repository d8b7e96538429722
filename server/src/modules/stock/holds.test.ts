import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createWorld, type Lot, refusalOf, type World } from '../../../test/support/world.ts';
import { findViolations } from '../../invariants.ts';
import { SYSTEM_ACTOR } from '../../platform/actor.ts';
import { observeStatements } from '../../platform/db.ts';
import { holdLots } from './hold-lots.ts';
import { ensureAccounts, postOrFail } from './index.ts';
import { liftHold } from './lift-hold.ts';
import { listHolds } from './list-holds.ts';
import { pickAllocations } from './pick-allocations.ts';
import { postMovement } from './post-movement.ts';
import { recallLots } from './recall-lots.ts';

let world: World;
let count = 0;
beforeAll(async () => {
  world = await createWorld();
});
afterAll(() => world.close());

/** A fresh lot of gloves, 10 on the shelf of each warehouse. */
async function twoShelves(): Promise<Lot & { lot_no: string }> {
  count += 1;
  const lot_no = `H${count}`;
  const lot = await world.lot(world.items.gloves, lot_no);
  await world.receive(lot, world.north.bins.shelf, 10);
  await world.receive(lot, world.south.bins.shelf, 10);
  return { ...lot, lot_no };
}

const ref = ({ item_id, lot_id }: Lot) => ({ item_id, lot_id });
const onHand = async (lot: Lot, account: number, disposition: string) =>
  (await world.balance(lot, account, disposition)).qty;

type Held = { hold_ids: number[]; movement_id: number | null; qty: number; voided_allocations: number };
const hold = (input: object, options = {}): Promise<Held> =>
  world.call(holdLots, { reason: 'doubt', ...input }, options);
const recall = (lots: Lot[], options = {}): Promise<Held> =>
  world.call(recallLots, { lots: lots.map(ref), reason: 'class I' }, options);

function shipping(lot: Lot, qty: number, from_account_id = world.north.bins.shelf) {
  const line = {
    ...ref(lot),
    qty,
    from_account_id,
    to_account_id: world.accounts.icu,
    owner_id: world.entity_id,
  };
  return world.call(postMovement, { purpose: 'ship', lines: [line] });
}

describe('hold-lots', () => {
  test('holds what stands at one warehouse and gives its allocations back', async () => {
    const lot = await twoShelves();
    await world.allocate(lot.item_id, 4, { lot_id: lot.lot_id });
    const { north, south } = world;
    const held = await hold({ lots: [ref(lot)], warehouse_id: north.warehouse_id });
    expect(held).toMatchObject({ qty: 10, voided_allocations: 1, movement_id: expect.any(Number) });
    expect(await world.balance(lot, north.bins.shelf)).toMatchObject({ qty: 0, allocated: 0 });
    expect(await onHand(lot, north.bins.shelf, 'held')).toBe(10);
    expect(await onHand(lot, south.bins.shelf, 'released')).toBe(10);
    const { rows } = (await world.call(listHolds, {})) as { rows: object[] };
    expect(rows[0]).toMatchObject({ lot_id: lot.lot_id, kind: 'hold', warehouse_id: north.warehouse_id });
  });

  test('everywhere also keeps later deliveries of the lot from becoming usable', async () => {
    const lot = await twoShelves();
    expect((await hold({ lots: [ref(lot)] })).qty).toBe(20);
    const { lines } = await refusalOf(world.receive(lot, world.north.bins.shelf, 5));
    expect(lines).toEqual(['lines.0 compliance.not_released']);
    await world.receive(lot, world.north.bins.receiving, 5, { disposition: 'quarantine' });
  });

  test('names unknown lots and needs sight of what it stops', async () => {
    const lot = await twoShelves();
    const { code, lines } = await refusalOf(
      hold({ lots: [ref(lot), { item_id: lot.item_id, lot_id: 999_999 }] }),
    );
    expect([code, lines]).toEqual(['stock.place_or_lot_unknown', ['lots.1 stock.place_or_lot_unknown']]);
    expect(await onHand(lot, world.north.bins.shelf, 'held')).toBe(0);
    const actor = world.as(['stock.hold'], [world.north.warehouse_id]);
    expect((await refusalOf(hold({ lots: [ref(lot)] }, { actor }))).code).toBe('stock.all_warehouses_needed');
    const elsewhere = hold({ lots: [ref(lot)], warehouse_id: world.south.warehouse_id }, { actor });
    expect((await refusalOf(elsewhere)).code).toBe('platform.not_found');
  });
});

describe('lift-hold', () => {
  const lift = (hold_id: number, options = {}) =>
    world.call(liftHold, { hold_id, reason: 'tested' }, options) as Promise<{ movement_id: number | null }>;

  test('makes held stock usable again, in all warehouses by one document', async () => {
    const lot = await twoShelves();
    const { hold_ids } = await hold({ lots: [ref(lot)] });
    expect(await lift(hold_ids[0]!)).toEqual({ movement_id: expect.any(Number) });
    expect(await onHand(lot, world.north.bins.shelf, 'released')).toBe(10);
    expect(await onHand(lot, world.south.bins.shelf, 'released')).toBe(10);
    await world.receive(lot, world.north.bins.shelf, 1);
    expect((await refusalOf(lift(hold_ids[0]!))).code).toBe('stock.hold_lifted');
    expect((await refusalOf(lift(999_999))).code).toBe('stock.hold_unknown');
  });

  test('gives back only what no other hold stands on', async () => {
    const lot = await twoShelves();
    const { shelf } = world.north.bins;
    const first = await hold({ lots: [ref(lot)] });
    const second = await hold({ lots: [ref(lot)], warehouse_id: world.north.warehouse_id });
    const third = await hold({ lots: [ref(lot)] });
    expect(await lift(first.hold_ids[0]!)).toEqual({ movement_id: null });
    expect(await onHand(lot, world.south.bins.shelf, 'held')).toBe(10);
    expect(await lift(third.hold_ids[0]!)).toEqual({ movement_id: expect.any(Number) });
    expect(await onHand(lot, world.south.bins.shelf, 'released')).toBe(10);
    expect(await onHand(lot, shelf, 'held')).toBe(10);
    expect(await findViolations(world.db)).toEqual([]);
    await lift(second.hold_ids[0]!);
    expect(await onHand(lot, shelf, 'released')).toBe(10);
  });

  test('is refused while a recall of the lot is open', async () => {
    const lot = await twoShelves();
    const second = await hold({ lots: [ref(lot)], warehouse_id: world.north.warehouse_id });
    const recalled = await recall([lot]);
    expect((await refusalOf(lift(second.hold_ids[0]!))).code).toBe('stock.hold_overlaps');
    expect((await refusalOf(lift(recalled.hold_ids[0]!))).code).toBe('stock.hold_overlaps');
  });

  test('passes the gate: a lot that expired meanwhile stays held', async () => {
    const lot = await twoShelves();
    const { hold_ids } = await hold({ lots: [ref(lot)] });
    await world.age(lot);
    const { lines } = await refusalOf(lift(hold_ids[0]!));
    expect(lines).toEqual(['lines.0 compliance.lot_expired', 'lines.1 compliance.lot_expired']);
    expect(await onHand(lot, world.north.bins.shelf, 'held')).toBe(10);
  });

  test('of another warehouse does not exist for the caller', async () => {
    const lot = await twoShelves();
    const { hold_ids } = await hold({ lots: [ref(lot)], warehouse_id: world.south.warehouse_id });
    const actor = world.as(['stock.hold', 'stock.read'], [world.north.warehouse_id]);
    expect((await refusalOf(lift(hold_ids[0]!, { actor }))).code).toBe('stock.hold_unknown');
    const { rows } = (await world.call(listHolds, { open_only: false }, { actor })) as {
      rows: { hold_id: number }[];
    };
    expect(rows.map((r) => r.hold_id)).not.toContain(hold_ids[0]!);
  });
});

describe('recall-lots', () => {
  test('locks warehouses, roads and cabinets at once, picks included', async () => {
    const lot = await twoShelves();
    const [road] = await world.tx((tx) =>
      ensureAccounts(tx, [{ kind: 'in_transit', document_key: `road:${count}` }]),
    );
    const leaves = (purpose: 'transfer_ship' | 'ship', to_account_id: number, qty: number) =>
      world.tx((tx) =>
        postOrFail(tx, {
          purpose,
          actor: SYSTEM_ACTOR,
          destination_warehouse_id: world.south.warehouse_id,
          lines: [
            {
              ...ref(lot),
              qty,
              from_account_id: world.north.bins.shelf,
              to_account_id,
              from_owner_id: world.entity_id,
              to_owner_id: world.entity_id,
              from_disposition: 'released',
              to_disposition: 'released',
            },
          ],
        }),
      );
    await leaves('transfer_ship', road!, 2);
    await leaves('ship', world.accounts.consigned, 1);
    const [open] = await world.allocate(lot.item_id, 3, { lot_id: lot.lot_id });
    const [picked] = await world.allocate(lot.item_id, 2, { lot_id: lot.lot_id });
    const line = { allocation_id: picked!.allocation_id, qty: 2, lot_no: lot.lot_no };
    await world.call(pickAllocations, { to_account_id: world.north.bins.dispatch, lines: [line] });

    const answer = await recall([lot]);
    expect(answer).toMatchObject({ qty: 20, voided_allocations: 2 });
    const places = [
      world.north.bins.shelf,
      world.north.bins.dispatch,
      world.south.bins.shelf,
      road!,
      world.accounts.consigned,
    ];
    const recalled = await Promise.all(places.map((place) => onHand(lot, place, 'recalled')));
    expect(recalled).toEqual([5, 2, 10, 2, 1]);
    const left = await world.sql(
      `select 1 from stock.balance where lot_id = $1 and qty > 0 and disposition <> 'recalled' and not unbounded`,
      [lot.lot_id],
    );
    expect(left).toEqual([]);
    const status = await world.sql(
      'select distinct status from stock.allocation where allocation_id = any($1)',
      [[open!.allocation_id, picked!.allocation_id]],
    );
    expect(status).toEqual([{ status: 'released' }]);
    expect((await refusalOf(world.receive(lot, world.north.bins.shelf, 1))).lines).toEqual([
      'lines.0 compliance.lot_recalled',
    ]);
  });

  test('takes serials along', async () => {
    const lot = await world.lot(world.items.stent, 'RS');
    await world.receive(lot, world.north.bins.shelf, 2, { serial_nos: ['RS1', 'RS2'] });
    await recall([lot]);
    const serials = await world.sql('select disposition from stock.serial where lot_id = $1', [lot.lot_id]);
    expect(serials).toEqual([{ disposition: 'recalled' }, { disposition: 'recalled' }]);
  });

  test('is refused to those who do not see all warehouses', async () => {
    const actor = world.as(['stock.recall'], [world.north.warehouse_id]);
    expect((await refusalOf(recall([await twoShelves()], { actor }))).code).toBe(
      'stock.all_warehouses_needed',
    );
  });

  test('never lets a shipment commit after it: each unit is shipped before or recalled', async () => {
    const lot = await twoShelves();
    const ships = Array.from({ length: 10 }, () => shipping(lot, 1));
    const [answer, ...outcomes] = await Promise.allSettled([recall([lot]), ...ships]);
    const shipped = outcomes.filter((o) => o.status === 'fulfilled').length;
    expect(answer).toMatchObject({ status: 'fulfilled', value: { qty: 20 - shipped } });
    const late = await world.sql(
      `select 1 from stock.posting p join stock.movement m using (movement_id)
       where p.lot_id = $1 and m.purpose = 'ship' and p.posting_id > (
         select max(posting_id) from stock.posting r join stock.movement n using (movement_id)
         where r.lot_id = $1 and n.purpose = 'recall')`,
      [lot.lot_id],
    );
    expect(late).toEqual([]);
    expect((await refusalOf(shipping(lot, 1, world.south.bins.shelf))).lines).toContain(
      'lines.0 compliance.lot_recalled',
    );
  });

  test('needs as many statements for six lots in two warehouses as for one', async () => {
    const lots = await Promise.all(Array.from({ length: 7 }, () => twoShelves()));
    const counted = async (asked: Lot[]) => {
      let statements = 0;
      observeStatements(() => {
        statements += 1;
      });
      await recall(asked);
      observeStatements(null);
      return statements;
    };
    expect(await counted(lots.slice(1))).toBe(await counted(lots.slice(0, 1)));
  });
});

test('all of this left no invariant violated', async () => {
  expect(await findViolations(world.db)).toEqual([]);
});

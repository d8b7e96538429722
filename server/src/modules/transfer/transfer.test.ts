import type * as contract from '@tongcang/contract';
import type { OutputOf } from '@tongcang/contract';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { footprint, peopleOf, pickAll, verbNamed, waits } from '../../../test/support/documents.ts';
import { violationsOf } from '../../../test/support/violations.ts';
import { createWorld, type Lot, refusalOf, type World } from '../../../test/support/world.ts';
import type { Actor } from '../../platform/actor.ts';
import { observeStatements } from '../../platform/db.ts';
import { AppError } from '../../platform/errors.ts';
import { databaseError } from '../../platform/problem.ts';
import { changeRules } from '../../platform/rules-lock.ts';
import { constraints, openTransfer } from './index.ts';

type Order = OutputOf<typeof contract.requestTransfer>;
type Seen = OutputOf<typeof contract.getTransfer>;
type Receipt = OutputOf<typeof contract.receiveTransfer>;

let world: World;
let people: ReturnType<typeof peopleOf>;
let lots = 0;
beforeAll(async () => {
  world = await createWorld();
  people = peopleOf(world);
});
// Among the invariants: what orders say is on the road is what the ledger has there (I6).
afterEach(async () => {
  expect(await violationsOf(world)).toEqual([]);
});
afterAll(() => world.close());

const call = (name: string, input: unknown, actor: Actor) => world.call(verbNamed(name), input, { actor });
const freshLot = (item_id = world.items.gloves, dates?: Parameters<World['lot']>[2]) => {
  lots += 1;
  return world.lot(item_id, `LOT-${lots}`, dates);
};
/** A lot of its own with goods on the shelf of the north. */
async function goods(qty: number, item_id = world.items.gloves, bin = world.north.bins.shelf): Promise<Lot> {
  const lot = await freshLot(item_id);
  await world.receive(lot, bin, qty);
  return lot;
}
function request(
  lines: { item_id: number; lot_id?: number; qty: number }[],
  more: object = {},
): Promise<Order> {
  return call(
    'transfer.request-transfer',
    {
      from_warehouse_id: world.north.warehouse_id,
      to_warehouse_id: world.south.warehouse_id,
      reason: 'the south runs short',
      lines,
      ...more,
    },
    people.planner,
  );
}
const see = (transfer_id: number, actor = people.planner): Promise<Seen> =>
  call('transfer.get-transfer', { transfer_id }, actor);
async function approved(lines: Parameters<typeof request>[0]): Promise<Seen> {
  const { transfer_id } = await request(lines);
  await call('transfer.approve-transfer', { transfer_id }, people.second_planner);
  return see(transfer_id);
}
const pick = (order: Seen) =>
  pickAll(
    world,
    world.north,
    people.north_keeper,
    'transfer_line',
    order.line_rows.map((line) => line.transfer_line_id),
  );
async function shipped(lines: Parameters<typeof request>[0]): Promise<Seen> {
  const order = await approved(lines);
  await pick(order);
  await call('transfer.ship-transfer', { transfer_id: order.transfer_id }, people.north_keeper);
  return see(order.transfer_id);
}
/** A receipt of every lot that travels, with changes for the first one. */
function receive(
  order: Seen,
  first: object = {},
  more: object = {},
  actor = people.south_keeper,
): Promise<Receipt> {
  const lines = order.sent_lots.map((lot, index) => ({
    transfer_line_id: lot.transfer_line_id,
    lot_no: lot.lot_no,
    received: lot.on_the_road,
    ...(index === 0 ? first : {}),
  }));
  return call('transfer.receive-transfer', { transfer_id: order.transfer_id, lines, ...more }, actor);
}
/** That `work` is refused with this code and leaves nothing behind. */
async function refused(work: () => Promise<unknown>, code: string) {
  const before = await footprint(world);
  const refusal = await refusalOf(work());
  expect(refusal.code).toBe(code);
  expect(await footprint(world)).toEqual(before);
  return refusal;
}

describe('a request', () => {
  test('from a warehouse to itself is refused', async () => {
    const to_warehouse_id = world.north.warehouse_id;
    await refused(
      () => request([{ item_id: world.items.gloves, qty: 1 }], { to_warehouse_id }),
      'transfer.same_warehouse',
    );
  });

  test('names unknown warehouses, items, lots and lanes', async () => {
    const line = { item_id: world.items.gloves, qty: 1 };
    await refused(() => request([line], { to_warehouse_id: 999_999 }), 'platform.not_found');
    const unknown = await refused(
      () =>
        request([
          line,
          { item_id: 999_999, qty: 1 },
          { item_id: world.items.stent, lot_id: 999_999, qty: 1 },
        ]),
      'platform.invalid_input',
    );
    expect(unknown.lines).toEqual(['lines.1.item_id unknown', 'lines.2.lot_id unknown']);
    await refused(() => request([line], { lane_id: 999_999 }), 'transfer.lane_mismatch');
    await refused(() => request([line, line]), 'transfer.line_repeated');
  });

  test('takes a cold lane as soon as one of its items needs it', async () => {
    const gloves = { item_id: world.items.gloves, qty: 1 };
    expect(await request([gloves])).toMatchObject({ lane_id: world.lanes.ambient });
    const both = await request([gloves, { item_id: world.items.insulin, qty: 1 }]);
    expect(both).toMatchObject({ lane_id: world.lanes.cold, expected_arrival: expect.any(String) });
  });

  test('needs the function at one of its ends', async () => {
    const input = {
      from_warehouse_id: world.north.warehouse_id,
      to_warehouse_id: world.south.warehouse_id,
      reason: 'r',
      lines: [{ item_id: world.items.gloves, qty: 1 }],
    };
    const order: Order = await call('transfer.request-transfer', input, people.south_manager);
    expect(order.document_no).toMatch(/^TR\d{6}-\d{4,}$/);
    const keeper = world.as(['transfer.request'], [777], 51);
    await refused(() => call('transfer.request-transfer', input, keeper), 'platform.not_found');
    await refused(() => call('transfer.request-transfer', input, people.north_keeper), 'platform.forbidden');
  });
});

describe('an approval', () => {
  test('is not given by who asked', async () => {
    await goods(5);
    const { transfer_id } = await request([{ item_id: world.items.gloves, qty: 1 }]);
    await refused(
      () => call('transfer.approve-transfer', { transfer_id }, people.planner),
      'transfer.own_request',
    );
  });

  test('is refused by the database as well when a program forgets', async () => {
    const { transfer_id } = await request([{ item_id: world.items.gloves, qty: 1 }]);
    const broken = world
      .sql('update transfer.transfer_order set approved_by = requested_by where transfer_id = $1', [
        transfer_id,
      ])
      .catch((error: unknown) => databaseError(error, constraints));
    expect(await broken).toMatchObject({ code: 'transfer.own_request' });
  });

  test('of what planning proposed is given by any planner', async () => {
    await goods(5);
    const order = await world.tx((tx) =>
      openTransfer(
        { tx, actor: people.planner, audit: () => {}, emit: () => {} },
        {
          from_warehouse_id: world.north.warehouse_id,
          to_warehouse_id: world.south.warehouse_id,
          reason: 'proposal',
          lines: [{ item_id: world.items.gloves, qty: 1 }],
        },
        { proposal_id: 4711, explanation: { because: 'safety stock' } },
      ),
    );
    await call('transfer.approve-transfer', { transfer_id: order.transfer_id }, people.planner);
    expect(await see(order.transfer_id)).toMatchObject({
      status: 'approved',
      requested_by: null,
      proposal_id: 4711,
      explanation: { because: 'safety stock' },
    });
  });

  test('takes the named lot, and first expiry first where none is named', async () => {
    const late = await freshLot(world.items.bandage, { expires: '2039-06-01' });
    const early = await freshLot(world.items.bandage, { expires: '2038-06-01' });
    await world.receive(late, world.north.bins.shelf, 5);
    await world.receive(early, world.north.bins.shelf, 5);
    const named = await approved([{ item_id: world.items.bandage, lot_id: late.lot_id, qty: 3 }]);
    expect(named.allocations).toMatchObject([{ lot_id: late.lot_id, qty: 3 }]);
    const open = await approved([{ item_id: world.items.bandage, qty: 6 }]);
    expect(open.allocations.map((a) => [a.lot_id, a.qty])).toEqual([
      [early.lot_id, 5],
      [late.lot_id, 1],
    ]);
  });

  test('is all or nothing: one short line leaves the order requested and nothing allocated', async () => {
    await goods(5);
    const { transfer_id } = await request([
      { item_id: world.items.gloves, qty: 2 },
      { item_id: world.items.bandage, qty: 1_000_000 },
    ]);
    const { error, lines } = await refused(
      () => call('transfer.approve-transfer', { transfer_id }, people.second_planner),
      'transfer.not_allocatable',
    );
    expect(lines).toEqual(['lines.1 stock.short']);
    expect(error.reasons[0]).toMatchObject({ code: 'stock.short', params: { wanted: 1_000_000 } });
    expect(await see(transfer_id)).toMatchObject({ status: 'requested', allocations: [] });
  });

  test('happens once', async () => {
    await goods(2);
    const order = await approved([{ item_id: world.items.gloves, qty: 1 }]);
    const again = () =>
      call('transfer.approve-transfer', { transfer_id: order.transfer_id }, people.second_planner);
    const { error } = await refused(again, 'transfer.wrong_status');
    expect(error.params).toMatchObject({ status: 'approved', action: 'approved' });
  });
});

describe('a lot that is kept for a customer', () => {
  const item_id = () => world.items.bandage;
  const keep = (lot: Lot) =>
    world.call(
      verbNamed('fulfilment.reserve-lot'),
      { ...lot, partner_id: world.hospital_id, until: '2099-12-31', reason: 'calibrated' },
      { actor: world.as(['fulfilment.allocate'], 'all', 91) },
    );

  test('does not leave by itself, and leaves when somebody names it', async () => {
    const lot = await goods(3, item_id());
    await keep(lot);
    const { transfer_id } = await request([{ item_id: item_id(), qty: 2 }]);
    const approve = (id: number) => () =>
      call('transfer.approve-transfer', { transfer_id: id }, people.second_planner);
    const { error } = await refused(approve(transfer_id), 'transfer.not_allocatable');
    expect(error.errors.map((one) => one.code)).toContain('fulfilment.lot_reserved');
    const other = await goods(3, item_id());
    await approve(transfer_id)();
    expect((await see(transfer_id)).allocations.map((one) => one.lot_id)).toEqual([other.lot_id]);
    const named = await approved([{ item_id: item_id(), lot_id: lot.lot_id, qty: 1 }]);
    expect(named.allocations.map((one) => one.lot_id)).toEqual([lot.lot_id]);
  });
});

describe('the gate refuses with its reason, and nothing is written', () => {
  const refusedBy = async (line: Parameters<typeof request>[0][number], code: string, more: object = {}) => {
    const { transfer_id } = await request([line], more);
    const { error } = await refused(
      () => call('transfer.approve-transfer', { transfer_id }, people.second_planner),
      'transfer.not_allocatable',
    );
    const reason = error.reasons.find((r) => r.code === code);
    expect(reason, error.reasons.map((r) => r.code).join()).toBeDefined();
    return reason!;
  };
  const change = (text: string, values: unknown[]) =>
    world.tx(async (tx) => {
      await changeRules(tx);
      await world.sql(text, values);
    });

  test('an expired registration', async () => {
    const lot = await freshLot(world.items.gloves, { made: null });
    await world.receive(lot, world.north.bins.shelf, 5);
    const until = (day: string) => change('update compliance.registration set valid_to = $1', [day]);
    await until('2026-01-31');
    try {
      const line = { item_id: lot.item_id, lot_id: lot.lot_id, qty: 1 };
      expect(await refusedBy(line, 'compliance.registration_expired')).toMatchObject({
        params: { valid_to: '2026-01-31' },
        legal_basis: '医疗器械监督管理条例第五十五条',
      });
    } finally {
      await until('2035-12-31');
    }
  });

  test('goods in quarantine', async () => {
    const lot = await freshLot();
    await world.receive(lot, world.north.bins.receiving, 5, { disposition: 'quarantine' });
    const line = { item_id: lot.item_id, lot_id: lot.lot_id, qty: 1 };
    expect(await refusedBy(line, 'compliance.not_released')).toMatchObject({
      params: { disposition: 'quarantine' },
    });
  });

  test('an expired lot, and one that expires on the road', async () => {
    // Days are those of the warehouse, eight hours ahead of UTC.
    const days = (n: number) =>
      new Date(Date.now() + n * 86_400_000 + 8 * 3_600_000).toISOString().slice(0, 10);
    const expired = await goods(5);
    await change('update stock.lot set expiry_date = $2 where lot_id = $1', [expired.lot_id, days(-3)]);
    const line = (lot: Lot) => ({ item_id: lot.item_id, lot_id: lot.lot_id, qty: 1 });
    expect(await refusedBy(line(expired), 'compliance.lot_expired')).toMatchObject({
      params: { expiry_date: days(-3) },
    });
    const short_lived = await goods(5);
    await change('update stock.lot set expiry_date = $2 where lot_id = $1', [short_lived.lot_id, days(0)]);
    await refusedBy(line(short_lived), 'compliance.lot_expires_before_arrival');
  });

  test('a recalled lot', async () => {
    const lot = await goods(5);
    await recall(lot);
    const reason = await refusedBy(
      { item_id: lot.item_id, lot_id: lot.lot_id, qty: 1 },
      'compliance.lot_recalled',
    );
    expect(reason.legal_basis).toBe('医疗器械监督管理条例第六十七条');
  });

  test('a receiver without licence', async () => {
    const lot = await goods(5);
    const warehouses = (ids: number[]) =>
      change(`update compliance.licence set warehouse_ids = $1 where kind = 'distribution_licence'`, [ids]);
    await warehouses([world.north.warehouse_id]);
    try {
      await refusedBy(
        { item_id: lot.item_id, lot_id: lot.lot_id, qty: 1 },
        'compliance.warehouse_not_licensed',
      );
    } finally {
      await warehouses([world.north.warehouse_id, world.south.warehouse_id]);
    }
  });

  test('a cold item on an ambient lane', async () => {
    const lot = await goods(5, world.items.insulin, world.north.bins.cold);
    const line = { item_id: lot.item_id, lot_id: lot.lot_id, qty: 1 };
    const reason = await refusedBy(line, 'compliance.lane_temperature', { lane_id: world.lanes.ambient });
    expect(reason).toMatchObject({ params: { needs: '2..8', has: 'ambient' } });
  });

  test('and the licence of the receiver again when the goods leave', async () => {
    const lot = await goods(5);
    const order = await approved([{ item_id: lot.item_id, lot_id: lot.lot_id, qty: 1 }]);
    await pick(order);
    const warehouses = (ids: number[]) =>
      change(`update compliance.licence set warehouse_ids = $1 where kind = 'distribution_licence'`, [ids]);
    await warehouses([world.north.warehouse_id]);
    try {
      const { error } = await refused(
        () => call('transfer.ship-transfer', { transfer_id: order.transfer_id }, people.north_keeper),
        'stock.refused',
      );
      expect(error.reasons).toMatchObject([
        { code: 'compliance.warehouse_not_licensed', params: { warehouse_code: 'S1' } },
      ]);
    } finally {
      await warehouses([world.north.warehouse_id, world.south.warehouse_id]);
    }
  });

  test('and again when the goods leave: what changed after the approval counts', async () => {
    const lot = await goods(5);
    const order = await approved([{ item_id: lot.item_id, lot_id: lot.lot_id, qty: 1 }]);
    await pick(order);
    await change('update compliance.registration set valid_from = $1', ['2026-06-01']);
    try {
      const { error } = await refused(
        () => call('transfer.ship-transfer', { transfer_id: order.transfer_id }, people.north_keeper),
        'stock.refused',
      );
      expect(error.reasons).toMatchObject([{ code: 'compliance.made_outside_registration' }]);
    } finally {
      await change('update compliance.registration set valid_from = $1', ['2020-01-01']);
    }
  });
});

function recall({ item_id, lot_id }: Lot) {
  const quality = world.as(['stock.recall'], 'all', 71);
  return call('stock.recall-lots', { lots: [{ item_id, lot_id }], reason: 'recalled by the maker' }, quality);
}

describe('a departure', () => {
  test('needs the scan: unpicked goods do not leave', async () => {
    await goods(5);
    const order = await approved([{ item_id: world.items.gloves, qty: 1 }]);
    const { lines } = await refused(
      () => call('transfer.ship-transfer', { transfer_id: order.transfer_id }, people.north_keeper),
      'stock.allocation_not_picked',
    );
    expect(lines).toEqual(['lines.0 stock.allocation_not_picked']);
  });

  test('of a part gives the rest back, when the sender says so', async () => {
    const lot = await goods(5);
    const order = await approved([
      { item_id: lot.item_id, lot_id: lot.lot_id, qty: 2 },
      { item_id: world.items.gloves, qty: 1 },
    ]);
    const line_ids = [order.line_rows[0]!.transfer_line_id];
    await pickAll(world, world.north, people.north_keeper, 'transfer_line', line_ids);
    const ship = (more: object) =>
      call('transfer.ship-transfer', { transfer_id: order.transfer_id, ...more }, people.north_keeper);
    await refused(() => ship({}), 'stock.allocation_not_picked');
    expect(await ship({ partial: true })).toMatchObject({ status: 'in_transit', qty: 2 });
    expect((await see(order.transfer_id)).line_rows).toMatchObject([
      { qty_shipped: 2, qty_allocated: 0 },
      { qty_shipped: 0, qty_allocated: 0 },
    ]);
  });

  test('before the approval, after a cancellation, or twice is refused', async () => {
    await goods(5);
    const { transfer_id } = await request([{ item_id: world.items.gloves, qty: 1 }]);
    const ship = (id: number) => () =>
      call('transfer.ship-transfer', { transfer_id: id }, people.north_keeper);
    await refused(ship(transfer_id), 'transfer.wrong_status');
    await call('transfer.cancel-transfer', { transfer_id, reason: 'no need' }, people.planner);
    await refused(ship(transfer_id), 'transfer.wrong_status');
    const sent = await shipped([{ item_id: world.items.gloves, qty: 1 }]);
    await refused(ship(sent.transfer_id), 'transfer.wrong_status');
    const cancel = () =>
      call('transfer.cancel-transfer', { transfer_id: sent.transfer_id, reason: 'r' }, people.planner);
    await refused(cancel, 'transfer.wrong_status');
  });

  test('carries serials: all that stand there, or those that are named', async () => {
    const lot = await freshLot(world.items.stent);
    await world.receive(lot, world.north.bins.shelf, 4, { serial_nos: ['S1', 'S2', 'S3', 'S4'] });
    const first = await approved([{ item_id: lot.item_id, qty: 2 }]);
    const second = await approved([{ item_id: lot.item_id, qty: 1 }]);
    await pick(first);
    await pick(second);
    const ship = (serials?: object) =>
      call('transfer.ship-transfer', { transfer_id: first.transfer_id, ...serials }, people.north_keeper);
    await refused(() => ship(), 'transfer.serials_to_name');
    const { allocation_id } = (await see(first.transfer_id)).allocations[0]!;
    await ship({ serials: [{ allocation_id, serial_nos: ['S1', 'S2'] }] });
    const note = await call(
      'transfer.get-delivery-note',
      { transfer_id: first.transfer_id },
      people.south_keeper,
    );
    expect(note).toMatchObject({
      document_no: first.document_no,
      supplier_name: 'ENTITY',
      to_warehouse_name: 'S1',
      lines: [{ item_code: 'STENT', lot_no: first.allocations[0]!.lot_no, qty: 2, serial_nos: ['S1', 'S2'] }],
    });
    const early = () =>
      call('transfer.get-delivery-note', { transfer_id: second.transfer_id }, people.planner);
    await refused(early, 'platform.not_found');
    expect((await see(first.transfer_id)).sent_lots).toMatchObject([
      { serial_nos: ['S1', 'S2'], on_the_road: 2 },
    ]);
    await call('transfer.ship-transfer', { transfer_id: second.transfer_id }, people.north_keeper);
    const missing = await receive(await see(first.transfer_id), { received: 1, serial_nos: ['S2'] });
    expect(missing).toMatchObject({ received: 1, discrepancies: [{ kind: 'short', qty: 1 }] });
    const places = await world.sql(
      'select serial_no, account_id from stock.serial where lot_id = $1 and account_id = $2',
      [lot.lot_id, world.south.bins.receiving],
    );
    expect(places).toEqual([{ serial_no: 'S2', account_id: world.south.bins.receiving }]);
    // What is lost takes its serial along.
    await resolve(missing, { resolution: 'lost' });
    expect(
      await world.sql('select serial_no from stock.serial where account_id = $1', [world.south.adjustment]),
    ).toEqual([{ serial_no: 'S1' }]);
  });
});

const resolve = (receipt: Receipt, more: object, actor = people.everywhere_manager) =>
  call(
    'transfer.resolve-discrepancy',
    { discrepancy_id: receipt.discrepancies[0]!.discrepancy_id, reason: 'looked for it', ...more },
    actor,
  );

describe('a receipt', () => {
  test('of everything closes the order', async () => {
    const lot = await goods(5);
    const order = await shipped([{ item_id: lot.item_id, lot_id: lot.lot_id, qty: 5 }]);
    expect(await receive(order)).toMatchObject({ status: 'closed', received: 5, discrepancies: [] });
    expect(await world.balance(lot, world.south.bins.receiving)).toMatchObject({ qty: 5 });
    await refused(() => receive(order), 'transfer.wrong_status');
  });

  test('of more than was sent, of another lot, or into another house is refused', async () => {
    const lot = await goods(5);
    const order = await shipped([{ item_id: lot.item_id, lot_id: lot.lot_id, qty: 5 }]);
    const { error } = await refused(() => receive(order, { received: 6 }), 'transfer.more_than_sent');
    expect(error.params).toMatchObject({ given: 6, on_the_road: 5 });
    await refused(() => receive(order, { received: 4, damaged: 2 }), 'transfer.more_than_sent');
    await refused(() => receive(order, { lot_no: 'WRONG' }), 'transfer.lot_not_sent');
    await refused(() => receive(order, { transfer_line_id: 999_999 }), 'transfer.line_unknown');
    await refused(
      () => receive(order, {}, { to_account_id: world.north.bins.receiving }),
      'transfer.place_elsewhere',
    );
    await refused(() => receive(order, { received: 0 }, { complete: false }), 'transfer.nothing_received');
  });

  test('in two parts waits for the rest', async () => {
    const lot = await goods(5);
    const order = await shipped([{ item_id: lot.item_id, lot_id: lot.lot_id, qty: 5 }]);
    expect(await receive(order, { received: 2 }, { complete: false })).toMatchObject({
      status: 'in_transit',
    });
    expect(await receive(await see(order.transfer_id))).toMatchObject({ status: 'closed', received: 3 });
  });

  test('of damaged goods puts them away from the sound ones and opens a document', async () => {
    const lot = await goods(5);
    const order = await shipped([{ item_id: lot.item_id, lot_id: lot.lot_id, qty: 5 }]);
    const receipt = await receive(
      order,
      { received: 3, damaged: 2, note: 'wet' },
      { damaged_account_id: world.south.bins.rejected },
    );
    expect(receipt).toMatchObject({
      status: 'received',
      damaged: 2,
      discrepancies: [{ kind: 'damaged', qty: 2 }],
    });
    expect(await world.balance(lot, world.south.bins.rejected, 'rejected')).toMatchObject({ qty: 2 });
    await refused(() => resolve(receipt, { resolution: 'lost' }), 'transfer.resolution_does_not_fit');
    expect(await resolve(receipt, { resolution: 'accepted', responsible: 'carrier' })).toMatchObject({
      movement_id: null,
      transfer_status: 'closed',
    });
  });

  test('of goods that were recalled on the road receives them recalled', async () => {
    const lot = await goods(5);
    const order = await shipped([{ item_id: lot.item_id, lot_id: lot.lot_id, qty: 5 }]);
    await recall(lot);
    await receive(order);
    expect(await world.balance(lot, world.south.bins.receiving, 'recalled')).toMatchObject({ qty: 5 });
    expect(await world.balance(lot, world.south.bins.receiving, 'released')).toMatchObject({ qty: 0 });
  });

  test('finds no place in a warehouse without receiving zone, unless one is named', async () => {
    const lot = await goods(5);
    const order = await shipped([{ item_id: lot.item_id, lot_id: lot.lot_id, qty: 5 }]);
    const zone = (kind: string) =>
      world.sql('update masterdata.location set zone_kind = $1 where location_id = $2', [
        kind,
        world.south.location_ids.receiving,
      ]);
    await zone('returns');
    try {
      await refused(() => receive(order), 'transfer.no_receiving_place');
      expect(await receive(order, { to_account_id: world.south.bins.shelf })).toMatchObject({
        status: 'closed',
      });
    } finally {
      await zone('receiving');
    }
  });

  test('by two people at once is one receipt; the other is told how the order stands', async () => {
    const lot = await goods(5);
    const order = await shipped([{ item_id: lot.item_id, lot_id: lot.lot_id, qty: 5 }]);
    const second = { ...people.south_keeper, user_id: 23, key: 'user:23' };
    const answers = await Promise.allSettled([receive(order), receive(order, {}, {}, second)]);
    expect(answers.map((a) => a.status).toSorted()).toEqual(['fulfilled', 'rejected']);
    const lost = answers.find((a) => a.status === 'rejected')!;
    expect(lost.reason).toMatchObject({ code: 'transfer.wrong_status', params: { status: 'closed' } });
    expect(await world.balance(lot, world.south.bins.receiving)).toMatchObject({ qty: 5 });
  });

  test('twice under one key is one receipt', async () => {
    const lot = await goods(5);
    const order = await shipped([{ item_id: lot.item_id, lot_id: lot.lot_id, qty: 5 }]);
    const input = {
      transfer_id: order.transfer_id,
      lines: [
        {
          transfer_line_id: order.line_rows[0]!.transfer_line_id,
          lot_no: order.sent_lots[0]!.lot_no,
          received: 5,
        },
      ],
    };
    const options = { actor: people.south_keeper, key: 'receipt-once' };
    const answers = await Promise.all(
      [1, 2].map(() => world.call(verbNamed('transfer.receive-transfer'), input, options)),
    );
    expect(answers[0]).toEqual(answers[1]);
    expect(await world.balance(lot, world.south.bins.receiving)).toMatchObject({ qty: 5 });
  });
});

describe('a difference', () => {
  async function oneMissing(): Promise<{ lot: Lot; order: Seen; receipt: Receipt }> {
    const lot = await goods(5);
    const order = await shipped([{ item_id: lot.item_id, lot_id: lot.lot_id, qty: 5 }]);
    return { lot, order, receipt: await receive(order, { received: 4 }) };
  }

  test('is settled by somebody who did not receive', async () => {
    const { receipt } = await oneMissing();
    const both = world.as(['transfer.resolve'], 'all', people.south_keeper.user_id!);
    await refused(() => resolve(receipt, { resolution: 'lost' }, both), 'transfer.own_receipt');
    await refused(() => resolve(receipt, { resolution: 'accepted' }), 'transfer.resolution_does_not_fit');
    await refused(() => resolve(receipt, { resolution: 'lost' }, people.north_manager), 'platform.forbidden');
  });

  test('that is lost leaves the books at the receiver, once', async () => {
    const { lot, order, receipt } = await oneMissing();
    expect(await resolve(receipt, { resolution: 'lost' }, people.south_manager)).toMatchObject({
      transfer_status: 'closed',
    });
    expect(await world.balance(lot, world.south.adjustment)).toMatchObject({ qty: 1 });
    expect((await see(order.transfer_id)).line_rows).toMatchObject([{ qty_received: 4, qty_lost: 1 }]);
    await refused(() => resolve(receipt, { resolution: 'found' }), 'transfer.discrepancy_resolved');
  });

  test('that is found is received late', async () => {
    const { lot, order, receipt } = await oneMissing();
    await resolve(receipt, { resolution: 'found', responsible: 'receiver' });
    expect(await world.balance(lot, world.south.bins.receiving)).toMatchObject({ qty: 5 });
    expect(await see(order.transfer_id)).toMatchObject({
      status: 'closed',
      line_rows: [{ qty_received: 5, qty_lost: 0 }],
    });
  });

  test('that never left comes back to the sender, where somebody may put it', async () => {
    const { lot, order, receipt } = await oneMissing();
    await refused(
      () => resolve(receipt, { resolution: 'returned' }, people.south_manager),
      'platform.forbidden',
    );
    await resolve(receipt, { resolution: 'returned', responsible: 'sender' });
    expect(await world.balance(lot, world.north.bins.receiving)).toMatchObject({ qty: 1 });
    expect((await see(order.transfer_id)).line_rows).toMatchObject([{ qty_received: 4, qty_returned: 1 }]);
  });
});

describe('who sees what', () => {
  test('both ends see the document, a third warehouse and a customer do not', async () => {
    const lot = await goods(5);
    const order = await shipped([{ item_id: lot.item_id, lot_id: lot.lot_id, qty: 5 }]);
    for (const actor of [people.north_keeper, people.south_keeper]) {
      expect(await see(order.transfer_id, actor)).toMatchObject({ document_no: order.document_no });
    }
    const third = world.as(['transfer.read', 'transfer.receive', 'transfer.ship'], [777], 61);
    const outsider = { ...people.nurse, permissions: third.permissions };
    for (const actor of [third, outsider]) {
      const { error } = await refused(() => see(order.transfer_id, actor), 'platform.not_found');
      const missing = await refusalOf(see(999_999, actor));
      expect({ ...error.params, id: 0 }).toEqual({ ...missing.error.params, id: 0 });
      await refused(() => receive(order, {}, {}, actor), 'platform.not_found');
      const listed: { rows: unknown[] } = await call('transfer.list-transfers', {}, actor);
      expect(listed.rows).toEqual([]);
    }
  });

  test('the sender does not receive and the receiver does not ship', async () => {
    const lot = await goods(5);
    const order = await approved([{ item_id: lot.item_id, lot_id: lot.lot_id, qty: 5 }]);
    await pick(order);
    const ship = () =>
      call('transfer.ship-transfer', { transfer_id: order.transfer_id }, people.south_keeper);
    await refused(ship, 'platform.forbidden');
    await call('transfer.ship-transfer', { transfer_id: order.transfer_id }, people.north_keeper);
    const sent = await see(order.transfer_id);
    await refused(() => receive(sent, {}, {}, people.north_keeper), 'platform.forbidden');
  });

  test('every table is closed to a login without scope', async () => {
    for (const table of ['transfer_order', 'transfer_line', 'sent_lot', 'discrepancy']) {
      const scope = { user_id: 1, warehouses: [777], partner_id: null };
      const text = `select count(*)::integer as n from transfer.${table}`;
      expect(await world.db.tx(scope, (tx) => tx.one<{ n: number }>(text))).toEqual({ n: 0 });
      expect((await world.sql<{ n: number }>(text))[0]!.n).toBeGreaterThan(0);
    }
  });
});

describe('a request that is not wanted', () => {
  test('is rejected with a reason, or taken back with its allocations', async () => {
    const lot = await goods(5);
    const lines = [{ item_id: lot.item_id, lot_id: lot.lot_id, qty: 5 }];
    const first = await request(lines);
    await call(
      'transfer.reject-transfer',
      { transfer_id: first.transfer_id, reason: 'too dear' },
      people.second_planner,
    );
    expect(await see(first.transfer_id)).toMatchObject({ status: 'rejected', decision_note: 'too dear' });
    const second = await approved(lines);
    const input = { transfer_id: second.transfer_id, reason: 'not needed' };
    expect(await call('transfer.cancel-transfer', input, people.planner)).toMatchObject({ released: 1 });
    expect(await world.balance(lot, world.north.bins.shelf)).toEqual({ qty: 5, allocated: 0, packed: 0 });
  });

  test('and one that lost its goods is allocated anew', async () => {
    const lot = await goods(5);
    const order = await approved([{ item_id: lot.item_id, lot_id: lot.lot_id, qty: 5 }]);
    const allocation_ids = order.allocations.map((a) => a.allocation_id);
    await call('stock.release-allocation', { allocation_ids, reason: 'r' }, people.planner);
    const again = { transfer_id: order.transfer_id };
    expect(await call('transfer.allocate-transfer', again, people.planner)).toMatchObject({ allocated: 5 });
    expect(await call('transfer.allocate-transfer', again, people.planner)).toMatchObject({ allocated: 0 });
  });
});

test('every verb of an order waits for the one before it', async () => {
  const lot = await goods(5);
  const order = await shipped([{ item_id: lot.item_id, lot_id: lot.lot_id, qty: 5 }]);
  const { transfer_id } = order;
  const receipt = await receive(order, { received: 4 });
  const steps: (() => Promise<unknown>)[] = [
    () => call('transfer.approve-transfer', { transfer_id }, people.second_planner),
    () => call('transfer.allocate-transfer', { transfer_id }, people.second_planner),
    () => call('transfer.reject-transfer', { transfer_id, reason: 'r' }, people.second_planner),
    () => call('transfer.cancel-transfer', { transfer_id, reason: 'r' }, people.planner),
    () => call('transfer.ship-transfer', { transfer_id }, people.north_keeper),
    () => receive(order),
    () => resolve(receipt, { resolution: 'found' }),
  ];
  for (const step of steps) {
    const text = 'select from transfer.transfer_order where transfer_id = $1 for update';
    expect(await waits(world, step, text, transfer_id)).toBe(true);
  }
});

test('the sent lot cannot hold more than was shipped, whatever a program does', async () => {
  const lot = await goods(5);
  const order = await shipped([{ item_id: lot.item_id, lot_id: lot.lot_id, qty: 5 }]);
  const broken = await world
    .sql('update transfer.sent_lot set qty_received = 4, qty_lost = 2 where transfer_id = $1', [
      order.transfer_id,
    ])
    .catch((error: unknown) => databaseError(error, constraints));
  expect(broken).toBeInstanceOf(AppError);
  expect(broken).toMatchObject({ code: 'transfer.more_than_sent' });
});

test('round trips do not grow with the lines', async () => {
  const steps = async (count: number) => {
    const made: Lot[] = [];
    for (let i = 0; i < count; i++) made.push(await goods(3));
    const lines = made.map((lot) => ({ item_id: lot.item_id, lot_id: lot.lot_id, qty: 3 }));
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
    const { transfer_id } = await counted('request', () => request(lines));
    await counted('approve', () => call('transfer.approve-transfer', { transfer_id }, people.second_planner));
    await pick(await counted('get', () => see(transfer_id)));
    await counted('ship', () => call('transfer.ship-transfer', { transfer_id }, people.north_keeper));
    const order = await see(transfer_id);
    const receipt = await counted('receive', () => receive(order, { received: 2 }));
    await counted('resolve', () => resolve(receipt, { resolution: 'lost' }));
    return counts;
  };
  await steps(1);
  expect(await steps(25)).toEqual(await steps(2));
});

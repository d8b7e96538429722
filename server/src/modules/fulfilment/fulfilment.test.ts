import type * as contract from '@tongcang/contract';
import type { OutputOf } from '@tongcang/contract';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import {
  footprint,
  laneToHospital,
  peopleOf,
  pickAll,
  reviewAll,
  verbNamed,
  waits,
} from '../../../test/support/documents.ts';
import { violationsOf } from '../../../test/support/violations.ts';
import { createWorld, type Lot, refusalOf, type World } from '../../../test/support/world.ts';
import type { Actor } from '../../platform/actor.ts';
import { observeStatements } from '../../platform/db.ts';
import type { OutboxEvent } from '../../platform/outbox.ts';
import { databaseError } from '../../platform/problem.ts';
import { changeRules } from '../../platform/rules-lock.ts';
import { constraints, consumers } from './index.ts';

type Made = OutputOf<typeof contract.createDemand>;
type Seen = OutputOf<typeof contract.getDemand>;
type Allocated = OutputOf<typeof contract.allocateDemand>;
type Shipped = OutputOf<typeof contract.shipDemand>;

let world: World;
let people: ReturnType<typeof peopleOf>;
let lanes: { van: number; cold: number };
let lots = 0;
beforeAll(async () => {
  world = await createWorld();
  people = peopleOf(world);
  lanes = {
    van: await laneToHospital(world, world.north, { cost_fen: 1000, hours: 4 }),
    cold: await laneToHospital(world, world.north, { cost_fen: 9000, hours: 6, cold: true }),
  };
});
afterEach(async () => {
  expect(await violationsOf(world)).toEqual([]);
});
afterAll(() => world.close());

const call = (name: string, input: unknown, actor: Actor) => world.call(verbNamed(name), input, { actor });
const soon = () => new Date(Date.now() + 3 * 86_400_000).toISOString();
async function goods(
  qty: number,
  item_id = world.items.gloves,
  dates?: Parameters<World['lot']>[2],
): Promise<Lot> {
  lots += 1;
  const lot = await world.lot(item_id, `F-${lots}`, dates);
  const bin = item_id === world.items.insulin ? world.north.bins.cold : world.north.bins.shelf;
  await world.receive(lot, bin, qty);
  return lot;
}
type Line = { item_id: number; qty: number; single_lot?: boolean; min_remaining_days?: number };
function ask(lines: Line[], more: object = {}, actor: Actor = people.planner): Promise<Made> {
  const input = {
    department_id: world.icu_id,
    warehouse_id: world.north.warehouse_id,
    needed_at: soon(),
    lines,
  };
  return call('fulfilment.create-demand', { ...input, ...more }, actor);
}
const see = (demand_id: number, actor: Actor = people.planner): Promise<Seen> =>
  call('fulfilment.get-demand', { demand_id }, actor);
const allocate = (demand_id: number, more: object = {}): Promise<Allocated> =>
  call('fulfilment.allocate-demand', { demand_id, ...more }, people.planner);
const ship = (demand_id: number, more: object = {}): Promise<Shipped> =>
  call('fulfilment.ship-demand', { demand_id, ...more }, people.north_keeper);
const pick = (line_ids: number[]) =>
  pickAll(world, world.north, people.north_keeper, 'demand_line', line_ids);
/** Picked by one keeper and looked at by another. */
const pickLines = async (demand_id: number) => {
  await pick((await see(demand_id)).line_rows.map((l) => l.demand_line_id));
  await reviewAll(world, people.north_second, demand_id);
};
const deliver = (shipment_id: number) =>
  call('fulfilment.deliver-shipment', { shipment_id, signed_by: '李护士' }, people.north_keeper);
async function refused(work: () => Promise<unknown>, code: string) {
  const before = await footprint(world);
  const refusal = await refusalOf(work());
  expect(refusal.code).toBe(code);
  expect(await footprint(world)).toEqual(before);
  return refusal;
}
describe('a demand', () => {
  test('takes class and remaining life from its department, and a number from the system', async () => {
    const { demand_id, document_no } = await ask([{ item_id: world.items.gloves, qty: 3 }]);
    expect(document_no).toMatch(/^DM\d{6}-\d{4,}$/);
    expect(await see(demand_id)).toMatchObject({
      status: 'open',
      priority_class: 1,
      department_priority_class: 1,
      requested_by: people.planner.user_id,
      line_rows: [{ qty: 3, min_remaining_days: 30, single_lot: false, status: 'open' }],
    });
  });

  test('is raised above its department with a reason only', async () => {
    await world.sql('update masterdata.department set priority_class = 3 where department_id = $1', [
      world.icu_id,
    ]);
    try {
      const lines = [{ item_id: world.items.gloves, qty: 1 }];
      await refused(() => ask(lines, { priority_class: 1 }), 'fulfilment.reason_needed');
      const { demand_id } = await ask(lines, { priority_class: 1, reason: 'mass accident' });
      expect(await see(demand_id)).toMatchObject({ priority_class: 1, reason: 'mass accident' });
      const broken = await world
        .sql('update fulfilment.demand set reason = null where demand_id = $1', [demand_id])
        .catch((error: unknown) => databaseError(error, constraints));
      expect(broken).toMatchObject({ code: 'fulfilment.reason_needed' });
    } finally {
      await world.sql('update masterdata.department set priority_class = 1 where department_id = $1', [
        world.icu_id,
      ]);
    }
  });

  test('names unknown departments, warehouses and items, and refuses an item twice', async () => {
    const line = { item_id: world.items.gloves, qty: 1 };
    await refused(() => ask([line], { department_id: 999_999 }), 'platform.not_found');
    await refused(() => ask([line], { warehouse_id: 999_999 }), 'platform.not_found');
    const { lines } = await refused(
      () => ask([line, { item_id: 999_999, qty: 1 }]),
      'platform.invalid_input',
    );
    expect(lines).toEqual(['lines.1.item_id unknown']);
    await refused(() => ask([line, line]), 'fulfilment.item_repeated');
  });

  test('without a warehouse goes to the one with the shortest way', async () => {
    expect(await ask([{ item_id: world.items.gloves, qty: 1 }], { warehouse_id: undefined })).toMatchObject({
      warehouse_id: world.north.warehouse_id,
    });
  });

  test('without a warehouse needs one with a way to the customer', async () => {
    const [department] = await world.sql<{ department_id: number }>(
      `insert into masterdata.department (partner_id, department_code, name, priority_class, min_remaining_days)
       values ($1, 'FAR', 'far away', 4, 0) returning department_id`,
      [world.supplier_id],
    );
    const nowhere = { department_id: department!.department_id, warehouse_id: undefined };
    await refused(
      () => ask([{ item_id: world.items.gloves, qty: 1 }], nowhere),
      'fulfilment.no_serving_warehouse',
    );
  });

  test('of a customer is for its own departments and from warehouses that serve it', async () => {
    const line = { item_id: world.items.gloves, qty: 1 };
    const made = await ask([line], { warehouse_id: undefined }, people.nurse);
    expect(await see(made.demand_id, people.nurse)).toMatchObject({ partner_id: world.hospital_id });
    const stranger: Actor = {
      ...people.nurse,
      scope: { ...people.nurse.scope, partner_id: world.carrier_id },
    };
    await refused(() => ask([line], { warehouse_id: undefined }, stranger), 'platform.not_found');
    await refused(() => see(made.demand_id, stranger), 'platform.not_found');
    await refused(
      () => ask([line], { warehouse_id: world.south.warehouse_id }, people.nurse),
      'platform.not_found',
    );
    const listed: { rows: unknown[] } = await call('fulfilment.list-demands', {}, stranger);
    expect(listed.rows).toEqual([]);
  });
});

describe('allocating a demand', () => {
  test('takes first expiry first, in part where there is no more, and says what is missing', async () => {
    const late = await goods(2, world.items.bandage, { expires: '2039-01-01' });
    const early = await goods(2, world.items.bandage, { expires: '2038-01-01' });
    const { demand_id } = await ask([{ item_id: world.items.bandage, qty: 3 }]);
    const first = await allocate(demand_id);
    expect(first).toMatchObject({
      status: 'allocated',
      lines: [{ allocated: 3, short_by: 0, lane_id: lanes.van }],
    });
    expect(first.lines[0]!.lots.map((l) => [l.lot_id, l.qty])).toEqual([
      [early.lot_id, 2],
      [late.lot_id, 1],
    ]);
    const next = await ask([{ item_id: world.items.bandage, qty: 5 }]);
    expect(await allocate(next.demand_id)).toMatchObject({
      status: 'partly_allocated',
      lines: [
        { wanted: 5, allocated: 1, short_by: 4, reasons: [{ code: 'stock.short', params: { short_by: 4 } }] },
      ],
    });
    expect(
      await world.sql('select qty_open from fulfilment.v_open_demand where demand_id = $1', [next.demand_id]),
    ).toEqual([{ qty_open: 4 }]);
    await goods(9, world.items.bandage);
    expect(await allocate(next.demand_id)).toMatchObject({
      status: 'allocated',
      lines: [{ wanted: 4, allocated: 4 }],
    });
    expect(await allocate(next.demand_id)).toMatchObject({ status: 'allocated', lines: [] });
  });

  test('of a single lot gives nothing rather than a mixture', async () => {
    const item_id = await newItem('SINGLE', '06945630100055');
    await goods(3, item_id, { expires: '2038-01-01' });
    await goods(3, item_id, { expires: '2039-01-01' });
    const { demand_id } = await ask([{ item_id, qty: 4, single_lot: true }]);
    expect(await allocate(demand_id)).toMatchObject({
      status: 'open',
      lines: [{ allocated: 0, short_by: 4 }],
    });
    const big = await goods(4, item_id, { expires: '2039-06-01' });
    expect(await allocate(demand_id)).toMatchObject({ lines: [{ lots: [{ lot_id: big.lot_id, qty: 4 }] }] });
  });

  test('skips lots that would not last long enough on arrival and says so', async () => {
    const item_id = await newItem('SHORTLIFE', '06945630100062');
    const days = (n: number) => new Date(Date.now() + n * 86_400_000).toISOString().slice(0, 10);
    await goods(5, item_id, { expires: days(20) });
    const { demand_id } = await ask([{ item_id, qty: 2 }]);
    const answer = await allocate(demand_id);
    expect(answer.lines[0]).toMatchObject({ allocated: 0 });
    expect(answer.lines[0]!.reasons.map((r) => r.code)).toEqual([
      'compliance.remaining_life_too_short',
      'stock.short',
    ]);
    const lenient = await ask([{ item_id, qty: 2, min_remaining_days: 10 }]);
    expect(await allocate(lenient.demand_id)).toMatchObject({ lines: [{ allocated: 2 }] });
  });

  test('explains goods that stand there and may not be used', async () => {
    const item_id = await newItem('WAITING', '06945630100079');
    const lot = await world.lot(item_id, 'WAITING-1');
    await world.receive(lot, world.north.bins.receiving, 5, { disposition: 'quarantine' });
    const { demand_id } = await ask([{ item_id, qty: 2 }]);
    expect((await allocate(demand_id)).lines[0]!.reasons).toMatchObject([
      { code: 'compliance.not_released', params: { disposition: 'quarantine', lot_no: 'WAITING-1' } },
      { code: 'stock.short' },
    ]);
  });

  test('sends cold goods on the cold lane and others on the cheap one; an ambient lane is refused by the gate', async () => {
    await goods(5, world.items.insulin);
    await goods(5);
    const { demand_id } = await ask([
      { item_id: world.items.insulin, qty: 1 },
      { item_id: world.items.gloves, qty: 1 },
    ]);
    const forced = await allocate(demand_id, { lane_id: lanes.van });
    expect(forced.lines[0]).toMatchObject({
      allocated: 0,
      reasons: [{ code: 'compliance.lane_temperature' }, {}],
    });
    const best = await allocate(demand_id);
    expect(best.lines).toMatchObject([{ allocated: 1, lane_id: lanes.cold }]);
    await refused(() => allocate(demand_id, { lane_id: world.lanes.ambient }), 'fulfilment.lane_mismatch');
    await refused(() => allocate(demand_id, { demand_line_ids: [999_999] }), 'fulfilment.line_unknown');
    await pickLines(demand_id);
    const { shipments, status } = await ship(demand_id);
    // One delivery note for each lane.
    expect([status, shipments.length, new Set(shipments.map((s) => s.delivery_note_no)).size]).toEqual([
      'shipped',
      2,
      2,
    ]);
  });

  test('of a demand at another warehouse is not found, and without the function forbidden', async () => {
    const { demand_id } = await ask([{ item_id: world.items.gloves, qty: 1 }]);
    const elsewhere = world.as(['fulfilment.allocate', 'fulfilment.read'], [world.south.warehouse_id], 81);
    await refused(() => call('fulfilment.allocate-demand', { demand_id }, elsewhere), 'platform.not_found');
    await refused(
      () => call('fulfilment.allocate-demand', { demand_id }, people.north_keeper),
      'platform.forbidden',
    );
  });
});

async function newItem(code: string, udi_di: string): Promise<number> {
  const [row] = await world.sql<{ item_id: number }>(
    `insert into masterdata.item (item_code, name, model, device_class, category, unit, carton_qty, udi_di, registration_no,
       manufacturer_id, tracking, implant, sterile, storage_condition, shelf_life_days, unit_cost_fen, unit_volume_ml, unit_weight_g)
     select $1, $1, model, device_class, category, unit, carton_qty, $2, registration_no, manufacturer_id, tracking, implant,
       sterile, storage_condition, shelf_life_days, unit_cost_fen, unit_volume_ml, unit_weight_g
     from masterdata.item where item_id = $3 returning item_id`,
    [code, udi_di, world.items.gloves],
  );
  return Number(row!.item_id);
}

describe('shipping a demand', () => {
  test('without picking is refused, line by line where lines are named', async () => {
    await goods(5);
    const { demand_id } = await ask([{ item_id: world.items.gloves, qty: 2 }]);
    await refused(() => ship(demand_id), 'stock.allocation_not_picked');
    const { lines } = await allocate(demand_id);
    const { demand_line_id } = lines[0]!;
    const named = await refused(
      () => ship(demand_id, { demand_line_ids: [demand_line_id] }),
      'stock.allocation_not_picked',
    );
    expect(named.lines).toEqual(['demand_line_ids.0 stock.allocation_not_picked']);
  });

  test('in two parts ends with the second; what is on the road is ours, what is delivered belongs to the customer', async () => {
    const item_id = await newItem('TWOPARTS', '06945630100086');
    const lot = await goods(2, item_id);
    const { demand_id } = await ask([{ item_id, qty: 3 }]);
    await allocate(demand_id);
    await pickLines(demand_id);
    const first = await ship(demand_id);
    expect(first).toMatchObject({ status: 'partly_shipped', shipments: [{ qty: 2 }] });
    const ownersOf = (kind: string) =>
      world.sql(
        `select b.owner_id, b.qty from stock.balance b join stock.account a using (account_id)
         where b.lot_id = $1 and a.kind = $2 and b.qty > 0`,
        [lot.lot_id, kind],
      );
    expect(await ownersOf('in_transit')).toEqual([{ owner_id: world.entity_id, qty: 2 }]);
    await refused(
      () => call('fulfilment.cancel-demand', { demand_id, reason: 'r' }, people.planner),
      'fulfilment.already_shipped',
    );
    await goods(1, item_id);
    await allocate(demand_id);
    await pickLines(demand_id);
    expect(await ship(demand_id)).toMatchObject({ status: 'shipped', shipments: [{ qty: 1 }] });
    await refused(() => ship(demand_id), 'fulfilment.demand_closed');
    await refused(() => allocate(demand_id), 'fulfilment.demand_closed');
    await deliver(first.shipments[0]!.shipment_id);
    expect(await ownersOf('in_transit')).toEqual([]);
    expect(await ownersOf('customer')).toEqual([{ owner_id: world.hospital_id, qty: 2 }]);
  });

  test('is judged again: a customer whose licence ended meanwhile gets nothing', async () => {
    await goods(5);
    const { demand_id } = await ask([{ item_id: world.items.gloves, qty: 2 }]);
    await allocate(demand_id);
    await pickLines(demand_id);
    const until = (day: string) =>
      world.tx(async (tx) => {
        await changeRules(tx);
        await world.sql(`update compliance.licence set valid_to = $1 where kind = 'medical_institution'`, [
          day,
        ]);
      });
    await until('2026-01-31');
    try {
      const { error } = await refused(() => ship(demand_id), 'stock.refused');
      expect(error.reasons).toMatchObject([
        { code: 'compliance.customer_not_licensed', legal_basis: '医疗器械监督管理条例第四十五条' },
      ]);
    } finally {
      await until('2035-12-31');
    }
    expect(await ship(demand_id)).toMatchObject({ status: 'shipped' });
  });

  test('delivers serials and prints them on the note', async () => {
    lots += 1;
    const lot = await world.lot(world.items.stent, `F-${lots}`);
    await world.receive(lot, world.north.bins.shelf, 2, { serial_nos: ['ST-1', 'ST-2'] });
    const { demand_id } = await ask([{ item_id: world.items.stent, qty: 2 }]);
    await allocate(demand_id);
    await pickLines(demand_id);
    const { shipments } = await ship(demand_id);
    const note: OutputOf<typeof contract.getDeliveryNote> = await call(
      'fulfilment.get-delivery-note',
      { shipment_id: shipments[0]!.shipment_id },
      people.nurse,
    );
    expect(note).toMatchObject({
      customer_name: 'HOSPITAL',
      lines: [
        { item_code: 'STENT', qty: 2, serial_nos: ['ST-1', 'ST-2'], registration_no: '国械注准20253140001' },
      ],
    });
  });

  test('takes the serials that were scanned at the review where more stand there', async () => {
    lots += 1;
    const lot = await world.lot(world.items.stent, `F-${lots}`);
    await world.receive(lot, world.north.bins.shelf, 2, { serial_nos: ['SU-1', 'SU-2'] });
    const demands = [
      await ask([{ item_id: world.items.stent, qty: 1 }]),
      await ask([{ item_id: world.items.stent, qty: 1 }]),
    ];
    for (const { demand_id } of demands) {
      await allocate(demand_id);
      await pick((await see(demand_id)).line_rows.map((l) => l.demand_line_id));
    }
    const scan = async (demand_id: number, serial_no: string) => {
      const { allocation_id, lot_no } = (await see(demand_id)).allocations[0]!;
      const line = { allocation_id, lot_no, passed: 1, serial_nos: [serial_no] };
      await call('fulfilment.review-demand', { demand_id, lines: [line] }, people.north_second);
    };
    await scan(demands[0]!.demand_id, 'SU-2');
    await scan(demands[1]!.demand_id, 'SU-1');
    await ship(demands[0]!.demand_id);
    await ship(demands[1]!.demand_id);
    expect(
      await world.sql(
        `select l.serial_nos from fulfilment.shipment_line l join fulfilment.shipment s using (shipment_id)
         where s.demand_id = any($1) order by s.demand_id`,
        [demands.map((d) => d.demand_id)],
      ),
    ).toEqual([{ serial_nos: ['SU-2'] }, { serial_nos: ['SU-1'] }]);
  });
});

/** Hands the events of voided allocations to whom they concern, as the relay does. */
const follow = () =>
  world.tx(async (tx) => {
    const events = await world.sql<OutboxEvent>(
      `select topic, entity_key as key, payload from platform.outbox where topic = 'stock.allocations_voided'`,
    );
    for (const consumer of consumers) await consumer.handle(events, tx);
  });

describe('what takes goods away', () => {
  test('a recall opens the demand again at once, for planning and for the staff', async () => {
    const item_id = await newItem('RECALLED', '06945630100093');
    const lot = await goods(5, item_id);
    const { demand_id } = await ask([{ item_id, qty: 2 }]);
    await allocate(demand_id);
    const quality = world.as(['stock.recall'], 'all', 71);
    await call('stock.recall-lots', { lots: [lot], reason: 'by the maker' }, quality);
    expect(
      await world.sql('select qty_open from fulfilment.v_open_demand where demand_id = $1', [demand_id]),
    ).toEqual([{ qty_open: 2 }]);
    expect(await see(demand_id)).toMatchObject({ status: 'open', qty_allocated: 0 });
    // The customer sees the document, which the consumer of the event brings up to date.
    expect(await see(demand_id, people.nurse)).toMatchObject({ status: 'allocated', qty_allocated: 2 });
    await follow();
    expect(await see(demand_id, people.nurse)).toMatchObject({ status: 'open', qty_allocated: 0 });
    const again = await allocate(demand_id);
    expect(again).toMatchObject({ status: 'open' });
    expect(again.lines[0]!.reasons[0]).toMatchObject({ code: 'compliance.lot_recalled' });
  });

  test('a cancellation gives the goods back; a customer cancels only what nobody works on', async () => {
    const lot = await goods(5, await newItem('CANCELLED', '06945630100109'));
    const line = { item_id: lot.item_id, qty: 2 };
    const cancel = (demand_id: number, actor: Actor) =>
      call('fulfilment.cancel-demand', { demand_id, reason: 'not needed' }, actor);
    const { demand_id } = await ask([line]);
    await allocate(demand_id);
    await refused(() => cancel(demand_id, people.nurse), 'fulfilment.in_work');
    expect(await cancel(demand_id, people.planner)).toMatchObject({ released: 1 });
    expect(await world.balance(lot, world.north.bins.shelf)).toMatchObject({ qty: 5, allocated: 0 });
    await refused(() => cancel(demand_id, people.planner), 'fulfilment.demand_closed');
    const fresh = await ask([line]);
    expect(await cancel(fresh.demand_id, people.nurse)).toMatchObject({ released: 0 });
  });
});

test('every verb of a demand waits for the one before it', async () => {
  const { demand_id } = await ask([{ item_id: world.items.gloves, qty: 1 }]);
  const steps: (() => Promise<unknown>)[] = [
    () => allocate(demand_id),
    () => ship(demand_id),
    () => call('fulfilment.cancel-demand', { demand_id, reason: 'r' }, people.planner),
  ];
  for (const step of steps) {
    const text = 'select from fulfilment.demand where demand_id = $1 for update';
    expect(await waits(world, step, text, demand_id)).toBe(true);
  }
});

test('shipping by two people at once ships once', async () => {
  const item_id = await newItem('SHIPONCE', '06945630100123');
  const lot = await goods(4, item_id);
  const { demand_id } = await ask([{ item_id, qty: 4 }]);
  await allocate(demand_id);
  await pickLines(demand_id);
  const answers = await Promise.allSettled([ship(demand_id), ship(demand_id)]);
  expect(answers.map((a) => a.status).toSorted()).toEqual(['fulfilled', 'rejected']);
  expect(answers.find((a) => a.status === 'rejected')!.reason).toMatchObject({
    code: 'fulfilment.demand_closed',
  });
  expect(await world.balance(lot, world.north.bins.dispatch)).toMatchObject({ qty: 0 });
});

describe('what is written once', () => {
  test('two people who allocate one demand at once take the goods once', async () => {
    const item_id = await newItem('ATONCE', '06945630100116');
    await goods(10, item_id);
    const { demand_id } = await ask([{ item_id, qty: 4 }]);
    const answers = await Promise.all([allocate(demand_id), allocate(demand_id)]);
    expect(answers.flatMap((a) => a.lines).map((l) => l.allocated)).toEqual([4]);
  });

  test('every table is closed to a login without scope', async () => {
    for (const table of ['demand', 'demand_line', 'shipment', 'shipment_line']) {
      const text = `select count(*)::integer as n from fulfilment.${table}`;
      for (const scope of [
        { user_id: 1, warehouses: [777], partner_id: null },
        { user_id: 1, warehouses: [], partner_id: world.carrier_id },
      ]) {
        expect(await world.db.tx(scope, (tx) => tx.one<{ n: number }>(text))).toEqual({ n: 0 });
      }
      expect((await world.sql<{ n: number }>(text))[0]!.n).toBeGreaterThan(0);
    }
  });
});

test('round trips do not grow with the lines', async () => {
  const codes = Array.from({ length: 30 }, (_, i) => i);
  const items = await Promise.all(
    codes.map((i) => newItem(`MANY-${i}`, `0694563020${String(i).padStart(4, '0')}`)),
  );
  for (const item_id of items) await goods(100, item_id);
  const steps = async (count: number) => {
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
    const lines = items.slice(0, count).map((item_id) => ({ item_id, qty: 2 }));
    const { demand_id } = await counted('create', () => ask(lines));
    await counted('allocate', () => allocate(demand_id));
    await counted('get', () => see(demand_id));
    await pickLines(demand_id);
    await counted('ship', () => ship(demand_id));
    const next = await ask(lines);
    await allocate(next.demand_id);
    await counted('cancel', () =>
      call('fulfilment.cancel-demand', { demand_id: next.demand_id, reason: 'r' }, people.planner),
    );
    return counts;
  };
  await steps(30);
  expect(await steps(30)).toEqual(await steps(2));
});

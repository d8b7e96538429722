import type * as contract from '@tongcang/contract';
import type { OutputOf } from '@tongcang/contract';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import {
  footprint,
  laneToHospital,
  peopleOf,
  reviewAll,
  verbNamed,
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
type Allocated = OutputOf<typeof contract.allocateDemand>;
type Wave = OutputOf<typeof contract.getWave>;
type Picked = OutputOf<typeof contract.pickWave>;
type Shipped = OutputOf<typeof contract.shipDemand>;
type Shipment = OutputOf<typeof contract.getShipment>;
type Return = OutputOf<typeof contract.getReturn>;

let world: World;
let people: ReturnType<typeof peopleOf>;
let manager: Actor;
let accountant: Actor;
let quality: Actor;
let items = 0;
let lots = 0;
beforeAll(async () => {
  world = await createWorld();
  people = peopleOf(world);
  manager = world.as(['stock.adjust', 'fulfilment.read'], [world.north.warehouse_id], 51);
  accountant = world.as(['fulfilment.settle', 'finance.read', 'finance.export'], 'all', 52);
  quality = world.as(['quality.dispose', 'fulfilment.read'], 'all', 53);
  await laneToHospital(world, world.north, { hours: 4 });
  await laneToHospital(world, world.north, { hours: 6, cold: true, cost_fen: 9000 });
  await world.sql(
    `insert into platform.setting (name, value) values ('stock.gs1_company_prefix', '"6945630"') on conflict do nothing`,
  );
});
afterEach(async () => {
  expect(await violationsOf(world)).toEqual([]);
});
afterAll(() => world.close());

const call = <T>(name: string, input: unknown, actor: Actor): Promise<T> =>
  world.call(verbNamed(`fulfilment.${name}`), input, { actor }) as Promise<T>;
const soon = () => new Date(Date.now() + 3 * 86_400_000).toISOString();

/** An item of its own for each test, so that none takes the goods of another. */
async function newItem(like: keyof World['items'] = 'gloves'): Promise<number> {
  items += 1;
  const [row] = await world.sql<{ item_id: string }>(
    `insert into masterdata.item (item_code, name, model, device_class, category, unit, carton_qty, udi_di, registration_no,
       manufacturer_id, tracking, implant, sterile, storage_condition, temp_min_c, temp_max_c, shelf_life_days, unit_cost_fen,
       unit_volume_ml, unit_weight_g)
     select $1, $1, model, device_class, category, unit, carton_qty, $2, registration_no, manufacturer_id, tracking, implant,
       sterile, storage_condition, temp_min_c, temp_max_c, shelf_life_days, unit_cost_fen, unit_volume_ml, unit_weight_g
     from masterdata.item where item_id = $3 returning item_id`,
    [`OUT-${items}`, `0699${String(items).padStart(10, '0')}`, world.items[like]],
  );
  return Number(row!.item_id);
}
async function goods(
  item_id: number,
  qty: number,
  more: { expires?: string; bin?: number; serials?: string[] } = {},
) {
  lots += 1;
  const lot = await world.lot(
    item_id,
    `O-${lots}`,
    more.expires === undefined ? {} : { expires: more.expires },
  );
  await world.receive(lot, more.bin ?? world.north.bins.shelf, qty, { serial_nos: more.serials });
  return { ...lot, lot_no: `O-${lots}` };
}
type Line = { item_id: number; qty: number; single_lot?: boolean; unit_price_fen?: number };
const ask = (lines: Line[], more: object = {}, actor = people.planner): Promise<Made> =>
  call(
    'create-demand',
    {
      department_id: world.icu_id,
      warehouse_id: world.north.warehouse_id,
      needed_at: soon(),
      lines,
      ...more,
    },
    actor,
  );
const allocate = (demand_id: number): Promise<Allocated> =>
  call('allocate-demand', { demand_id }, people.planner);
const wave = async (demand_ids: number[], more: object = {}): Promise<Wave> => {
  const { wave_id } = await call<{ wave_id: number }>(
    'create-wave',
    { warehouse_id: world.north.warehouse_id, demand_ids, ...more },
    people.north_keeper,
  );
  return seeWave(wave_id);
};
const seeWave = (wave_id: number): Promise<Wave> => call('get-wave', { wave_id }, people.north_keeper);
const pickWave = (wave_id: number, lines: object[], actor = people.north_keeper): Promise<Picked> =>
  call('pick-wave', { wave_id, lines }, actor);
const whole = (w: Wave) =>
  w.line_rows.map(({ wave_line_id, lot_no, qty }) => ({ wave_line_id, lot_no, qty }));
const outbound = (demand_id: number): Promise<OutputOf<typeof contract.getOutbound>> =>
  call('get-outbound', { demand_id }, people.north_second);
const ship = (demand_id: number): Promise<Shipped> => call('ship-demand', { demand_id }, people.north_keeper);
const seeShipment = (shipment_id: number): Promise<Shipment> =>
  call('get-shipment', { shipment_id }, people.planner);

/** A demand of these lines, picked in a wave and ready for the second person. */
async function picked(lines: Line[], more: object = {}): Promise<number> {
  const { demand_id } = await ask(lines, more);
  await allocate(demand_id);
  const w = await wave([demand_id]);
  await pickWave(w.wave_id, whole(w));
  return demand_id;
}
async function shipped(lines: Line[], more: object = {}): Promise<Shipment> {
  const demand_id = await picked(lines, more);
  await reviewAll(world, people.north_second, demand_id);
  const { shipments } = await ship(demand_id);
  return seeShipment(shipments[0]!.shipment_id);
}
const sign = (shipment_id: number, more: object = {}): Promise<OutputOf<typeof contract.deliverShipment>> =>
  call('deliver-shipment', { shipment_id, signed_by: '李护士', ...more }, people.north_keeper);
async function delivered(lines: Line[], more: object = {}): Promise<Shipment> {
  const { shipment_id } = await shipped(lines, more);
  await sign(shipment_id);
  return seeShipment(shipment_id);
}
async function refused(work: () => Promise<unknown>, code: string) {
  const before = await footprint(world);
  const refusal = await refusalOf(work());
  expect(refusal.code).toBe(code);
  expect(await footprint(world)).toEqual(before);
  return refusal;
}
const standing = (lot: Lot, account_id: number, disposition?: string) =>
  world.balance(lot, account_id, disposition);
async function severity(code: string, to: 'block' | 'warn' | 'off', work: () => Promise<unknown>) {
  const set = (value: string) =>
    world.tx(async (tx) => {
      await changeRules(tx);
      await world.sql('update compliance.rule set severity = $2 where code = $1', [code, value]);
    });
  await set(to);
  try {
    await work();
  } finally {
    await set('warn');
  }
}

describe('an order', () => {
  test('takes its price from the list of the province, or that of the customer, and warns of the listing price', async () => {
    const item_id = await newItem();
    const price = {
      item_id,
      province: '上海',
      price_fen: 1000,
      listing_price_fen: 1100,
      valid_from: '2026-01-01',
    };
    await call('set-sales-price', price, accountant);
    const order = { kind: 'order', customer_order_no: 'SO-1' };
    const { demand_id, warnings } = await ask([{ item_id, qty: 2 }], order);
    expect(warnings).toEqual([]);
    const seen: OutputOf<typeof contract.getDemand> = await call('get-demand', { demand_id }, people.planner);
    expect(seen).toMatchObject({
      kind: 'order',
      customer_order_no: 'SO-1',
      line_rows: [{ unit_price_fen: 1000, listing_price_fen: 1100, tax_rate_bp: 1300 }],
    });
    await refused(() => ask([{ item_id, qty: 2 }], order), 'fulfilment.order_no_taken').catch(
      async (error) => {
        // The constraint speaks where HTTP would: the world maps the ledger's own constraints only.
        expect(databaseError(error, constraints)).toMatchObject({ code: 'fulfilment.order_no_taken' });
      },
    );
    await call(
      'set-sales-price',
      { ...price, partner_id: world.hospital_id, price_fen: 1200, listing_price_fen: undefined },
      accountant,
    );
    const dear = await ask([{ item_id, qty: 1 }], { kind: 'order', customer_order_no: 'SO-2' });
    expect(dear.warnings).toMatchObject([
      {
        line_no: 1,
        code: 'fulfilment.above_listing_price',
        params: { price_fen: 1200, listing_price_fen: 1100 },
      },
    ]);
  });

  test('without a price is refused, with a named one outside the list it warns, and a rule can block it', async () => {
    const item_id = await newItem();
    const { lines } = await refused(
      () => ask([{ item_id, qty: 1 }], { kind: 'order' }),
      'fulfilment.price_missing',
    );
    expect(lines).toEqual(['lines.0.unit_price_fen fulfilment.price_missing']);
    const priced = [{ item_id, qty: 1, unit_price_fen: 500 }];
    expect((await ask(priced, { kind: 'order' })).warnings).toMatchObject([
      { code: 'fulfilment.not_listed' },
    ]);
    await severity('fulfilment.not_listed', 'block', async () => {
      await refused(() => ask(priced, { kind: 'order' }), 'fulfilment.terms_refused');
    });
    await severity('fulfilment.not_listed', 'off', async () => {
      expect((await ask(priced, { kind: 'order' })).warnings).toEqual([]);
    });
  });

  test('of a customer goes by the list: it names no price of its own', async () => {
    const item_id = await newItem();
    const price = {
      item_id,
      province: '上海',
      price_fen: 900,
      listing_price_fen: 900,
      valid_from: '2026-01-01',
    };
    await call('set-sales-price', price, accountant);
    const own = { warehouse_id: undefined };
    await refused(
      () => ask([{ item_id, qty: 1, unit_price_fen: 1 }], own, people.nurse),
      'platform.invalid_input',
    );
    const { demand_id } = await ask([{ item_id, qty: 1 }], own, people.nurse);
    expect(await call('get-demand', { demand_id }, people.nurse)).toMatchObject({
      line_rows: [{ unit_price_fen: 900 }],
    });
  });

  test('a new price ends the one before, and holds from its first day on', async () => {
    const item_id = await newItem();
    const price = { item_id, province: '上海', price_fen: 100, valid_from: '2026-01-01' };
    await call('set-sales-price', price, accountant);
    await call('set-sales-price', { ...price, price_fen: 200, valid_from: '2026-02-01' }, accountant);
    const { rows }: OutputOf<typeof contract.listSalesPrices> = await call(
      'list-sales-prices',
      { item_id },
      accountant,
    );
    expect(rows.map((r) => [r.price_fen, r.valid_from, r.valid_to])).toEqual([
      [200, '2026-02-01', null],
      [100, '2026-01-01', '2026-01-31'],
    ]);
    await refused(
      () => call('set-sales-price', { ...price, valid_to: '2025-01-01' }, accountant),
      'fulfilment.price_interval',
    );
  });
});

describe('what a customer asks of lots', () => {
  const rule = (more: object) =>
    call<{ customer_rule_id: number }>(
      'set-customer-rule',
      { partner_id: world.hospital_id, ...more },
      people.planner,
    );

  test('is written into new demands: the narrower rule, the stricter of days and share of life', async () => {
    const item_id = await newItem();
    const wide = await rule({ category: '14-01', min_remaining_days: 40 });
    const narrow = await rule({ item_id, min_remaining_days: 10, min_remaining_pct: 50, one_lot: true });
    const { demand_id } = await ask([{ item_id, qty: 1 }]);
    expect(await call('get-demand', { demand_id }, people.planner)).toMatchObject({
      line_rows: [{ min_remaining_days: 365, single_lot: true }],
    });
    await call('end-customer-rule', narrow, people.planner);
    const next = await ask([{ item_id, qty: 1 }]);
    expect(await call('get-demand', { demand_id: next.demand_id }, people.planner)).toMatchObject({
      line_rows: [{ min_remaining_days: 40, single_lot: false }],
    });
    await call('end-customer-rule', wide, people.planner);
    await refused(() => rule({ item_id }), 'fulfilment.rule_says_nothing');
    await refused(() => call('end-customer-rule', wide, people.planner), 'platform.not_found');
  });

  test('the lot of the last delivery comes first, although another expires earlier', async () => {
    const item_id = await newItem();
    const late = await goods(item_id, 10, { expires: '2039-01-01' });
    await shipped([{ item_id, qty: 2 }]);
    await goods(item_id, 10, { expires: '2035-01-01' });
    const made = await rule({ item_id, same_lot: true });
    const { demand_id } = await ask([{ item_id, qty: 3 }]);
    expect((await allocate(demand_id)).lines[0]!.lots).toMatchObject([{ lot_id: late.lot_id, qty: 3 }]);
    await call('end-customer-rule', made, people.planner);
    const other = await ask([{ item_id, qty: 1 }]);
    expect((await allocate(other.demand_id)).lines[0]!.lots).not.toMatchObject([{ lot_id: late.lot_id }]);
  });

  test('a lot kept for another customer is not given, and is given first to the one it is kept for', async () => {
    const item_id = await newItem();
    const kept = await goods(item_id, 5, { expires: '2039-01-01' });
    const reserve = (partner_id: number) =>
      call<{ reserved_lot_id: number }>(
        'reserve-lot',
        { item_id, lot_id: kept.lot_id, partner_id, until: '2099-12-31', reason: 'calibrated' },
        people.planner,
      );
    const [clinic] = await world.sql<{ partner_id: string }>(
      `insert into masterdata.partner (partner_code, name, kind, province, address)
       values ('OTHER', 'OTHER', 'customer', '上海', '路') returning partner_id`,
    );
    const made = await reserve(Number(clinic!.partner_id));
    const { demand_id } = await ask([{ item_id, qty: 1 }]);
    expect((await allocate(demand_id)).lines[0]).toMatchObject({
      allocated: 0,
      reasons: [
        { code: 'fulfilment.lot_reserved', params: { lot_no: kept.lot_no } },
        { code: 'stock.short' },
      ],
    });
    await refused(() => reserve(world.hospital_id), 'fulfilment.lot_reserved');
    await call('release-reserved-lot', { ...made, reason: 'over' }, people.planner);
    await refused(
      () => call('release-reserved-lot', { ...made, reason: 'x' }, people.planner),
      'fulfilment.reservation_over',
    );
    await goods(item_id, 5, { expires: '2035-01-01' });
    await reserve(world.hospital_id);
    expect((await allocate(demand_id)).lines[0]!.lots).toMatchObject([{ lot_id: kept.lot_id }]);
  });
});

describe('a wave', () => {
  test('collects demands in the order of the path, and its picks are waiting for a second person', async () => {
    const [first, second] = [await newItem(), await newItem()];
    await goods(first, 5, { bin: world.north.bins.shelf_two });
    await goods(second, 5);
    const demands = [await ask([{ item_id: first, qty: 2 }]), await ask([{ item_id: second, qty: 3 }])];
    for (const { demand_id } of demands) await allocate(demand_id);
    const w = await wave(demands.map((d) => d.demand_id));
    expect(w.line_rows.map((l) => [l.path_no, l.location_code])).toEqual([
      [1, 'A-01'],
      [2, 'A-02'],
    ]);
    const answer = await pickWave(w.wave_id, [whole(w)[0]!]);
    expect(answer).toMatchObject({ status: 'picking', picked: 3, short: [] });
    expect(await pickWave(w.wave_id, [whole(w)[1]!])).toMatchObject({ status: 'picked', picked: 2 });
    expect(await outbound(demands[0]!.demand_id)).toMatchObject({
      goods: [{ qty: 2, reviewed: false, picked_by: people.north_keeper.user_id }],
    });
    await refused(() => pickWave(w.wave_id, whole(w)), 'fulfilment.wave_closed');
    await refused(() => wave(demands.map((d) => d.demand_id)), 'fulfilment.nothing_to_pick');
  });

  test('goods are in one wave at a time; a cancelled wave leaves them allocated for the next', async () => {
    const item_id = await newItem();
    await goods(item_id, 5);
    const { demand_id } = await ask([{ item_id, qty: 2 }]);
    await allocate(demand_id);
    const w = await wave([demand_id]);
    await refused(() => wave([demand_id]), 'fulfilment.nothing_to_pick');
    await call('cancel-wave', { wave_id: w.wave_id, reason: 'truck gone' }, people.north_keeper);
    await refused(() => pickWave(w.wave_id, whole(w)), 'fulfilment.wave_closed');
    expect((await wave([demand_id])).line_rows).toHaveLength(1);
  });

  test('names the wrong scans by their lines: another lot, a foreign line, nothing without a reason', async () => {
    const item_id = await newItem();
    await goods(item_id, 5);
    const { demand_id } = await ask([{ item_id, qty: 2 }]);
    await allocate(demand_id);
    const w = await wave([demand_id]);
    const [line] = whole(w);
    const wrong = await refused(() => pickWave(w.wave_id, [{ ...line!, lot_no: 'OTHER' }]), 'stock.refused');
    expect(wrong.lines).toEqual(['lines.0 stock.pick_lot_differs']);
    await refused(
      () => pickWave(w.wave_id, [{ ...line!, wave_line_id: 999_999 }]),
      'fulfilment.wave_line_unknown',
    );
    await refused(() => pickWave(w.wave_id, [line!, line!]), 'fulfilment.wave_line_repeated');
    await refused(() => pickWave(w.wave_id, [{ ...line!, qty: 0 }]), 'fulfilment.pick_nothing');
    await pickWave(w.wave_id, [{ ...line!, qty: 1 }]);
    await pickWave(w.wave_id, [{ ...line!, qty: 1 }]);
    expect(await seeWave(w.wave_id)).toMatchObject({ status: 'picked', qty_picked: 2, qty_short: 0 });
  });

  test('pieces that are not there are stopped, counted against, and found elsewhere at once', async () => {
    const item_id = await newItem();
    const lot = await goods(item_id, 5, { expires: '2034-01-01' });
    const other = await goods(item_id, 2, { expires: '2035-01-01', bin: world.north.bins.shelf_two });
    const { demand_id } = await ask([{ item_id, qty: 5 }]);
    await allocate(demand_id);
    const w = await wave([demand_id]);
    const [line] = whole(w);
    const answer = await pickWave(w.wave_id, [{ ...line!, qty: 2, short_reason: 'not_found' }]);
    expect(answer).toMatchObject({
      status: 'picking',
      picked: 2,
      short: [{ qty_short: 3, replanned: 2, short_by: 1, lots: [{ lot_id: other.lot_id, qty: 2 }] }],
    });
    expect(answer.short[0]!.reasons.map((r) => r.code)).toContain('stock.short');
    // Nobody else is promised what is not there.
    expect(await standing(lot, world.north.bins.shelf, 'held')).toMatchObject({ qty: 3 });
    expect(await standing(lot, world.north.bins.shelf)).toMatchObject({ qty: 0, allocated: 0 });
    expect(await call('get-demand', { demand_id }, people.planner)).toMatchObject({
      status: 'partly_allocated',
      qty_allocated: 4,
    });
    const rest = (await seeWave(w.wave_id)).line_rows.filter((l) => l.status === 'open');
    expect(rest).toMatchObject([{ lot_no: other.lot_no, qty: 2, replaces_id: line!.wave_line_id }]);
    const settle = (found: number, actor: Actor) =>
      call(
        'settle-shortage',
        { pick_shortage_id: answer.short[0]!.pick_shortage_id, found, reason: 'looked' },
        actor,
      );
    const self = world.as(['stock.adjust'], [world.north.warehouse_id], people.north_keeper.user_id!);
    await refused(() => settle(1, self), 'fulfilment.own_shortage');
    await refused(() => settle(4, manager), 'fulfilment.found_more');
    expect(await settle(1, manager)).toMatchObject({ found: 1, lost: 2 });
    expect(await standing(lot, world.north.bins.shelf)).toMatchObject({ qty: 1 });
    expect(await standing(lot, world.north.bins.shelf, 'held')).toMatchObject({ qty: 0 });
    await refused(() => settle(1, manager), 'fulfilment.shortage_settled');
  });

  test('of numbered pieces says which are missing', async () => {
    const item_id = await newItem('stent');
    const lot = await goods(item_id, 3, { serials: [`W${items}-1`, `W${items}-2`, `W${items}-3`] });
    const { demand_id } = await ask([{ item_id, qty: 2 }]);
    await allocate(demand_id);
    const w = await wave([demand_id]);
    const scan = { ...whole(w)[0]!, qty: 1, serial_nos: [`W${items}-1`], short_reason: 'damaged' };
    await refused(() => pickWave(w.wave_id, [scan]), 'fulfilment.short_serials');
    const { short } = await pickWave(w.wave_id, [{ ...scan, short_serial_nos: [`W${items}-2`] }]);
    expect(short).toMatchObject([{ qty_short: 1, replanned: 0, short_by: 1 }]);
    expect(await standing(lot, world.north.bins.shelf, 'held')).toMatchObject({ qty: 1 });
  });

  test('a line whose goods were recalled is taken out of the walk', async () => {
    const item_id = await newItem();
    const lot = await goods(item_id, 5);
    const { demand_id } = await ask([{ item_id, qty: 2 }]);
    await allocate(demand_id);
    const w = await wave([demand_id]);
    await call2(
      'stock.recall-lots',
      { lots: [{ item_id, lot_id: lot.lot_id }], reason: 'maker' },
      world.as(['stock.recall'], 'all', 71),
    );
    await relay('stock.allocations_voided');
    expect(await seeWave(w.wave_id)).toMatchObject({ status: 'picked', line_rows: [{ status: 'voided' }] });
  });
});

const call2 = (name: string, input: unknown, actor: Actor) => world.call(verbNamed(name), input, { actor });
/** Hands events to whom they concern, as the relay does. */
const relay = (topic: string, events?: OutboxEvent[]) =>
  world.tx(async (tx) => {
    const told =
      events ??
      (await world.sql<OutboxEvent>(
        'select topic, entity_key as key, payload from platform.outbox where topic = $1 order by outbox_id',
        [topic],
      ));
    for (const consumer of consumers) {
      if (consumer.topics.includes(topic)) await consumer.handle(told, tx);
    }
  });

describe('the review', () => {
  test('is done by another person than picked, in the verb and in the table', async () => {
    const item_id = await newItem();
    await goods(item_id, 5);
    const demand_id = await picked([{ item_id, qty: 2 }]);
    await refused(() => reviewAll(world, people.north_keeper, demand_id), 'fulfilment.own_pick');
    await refused(() => ship(demand_id), 'fulfilment.not_reviewed');
    await reviewAll(world, people.north_second, demand_id);
    const broken = await world
      .sql(
        'update fulfilment.review_line set reviewed_by = picked_by where demand_line_id in (select demand_line_id from fulfilment.demand_line where demand_id = $1)',
        [demand_id],
      )
      .catch((error: unknown) => databaseError(error, constraints));
    expect(broken).toMatchObject({ code: 'fulfilment.own_pick' });
    expect(await ship(demand_id)).toMatchObject({ status: 'shipped' });
  });

  test('compares lot, quantity and numbers with what was picked', async () => {
    const item_id = await newItem('stent');
    const serials = [`R${items}-1`, `R${items}-2`];
    await goods(item_id, 2, { serials });
    const { demand_id } = await ask([{ item_id, qty: 2 }]);
    await allocate(demand_id);
    const w = await wave([demand_id]);
    await pickWave(w.wave_id, [{ ...whole(w)[0]!, serial_nos: serials }]);
    const [good] = (await outbound(demand_id)).goods;
    const line = { allocation_id: good!.allocation_id, lot_no: good!.lot_no, passed: 2, serial_nos: serials };
    const review = (more: object) =>
      call('review-demand', { demand_id, lines: [{ ...line, ...more }] }, people.north_second);
    await refused(() => review({ lot_no: 'X' }), 'fulfilment.review_lot_differs');
    await refused(() => review({ passed: 1 }), 'fulfilment.review_counts_differ');
    await refused(() => review({ serial_nos: [serials[0]!] }), 'fulfilment.review_serials');
    await refused(() => review({ serial_nos: [serials[0]!, 'ELSEWHERE'] }), 'stock.serial_elsewhere');
    await refused(() => review({ allocation_id: 999_999 }), 'fulfilment.not_to_review');
    await refused(() => review({ passed: 1, blocked: 1 }), 'platform.invalid_input');
    await review({});
    expect(await outbound(demand_id)).toMatchObject({
      goods: [{ reviewed: true }],
      reviews: [{ passed: 2, blocked: 0 }],
    });
  });

  test('sends blocked pieces to quarantine and finds others at once; the rest can leave', async () => {
    const item_id = await newItem();
    const lot = await goods(item_id, 4, { expires: '2034-01-01' });
    const other = await goods(item_id, 1, { expires: '2035-01-01' });
    const demand_id = await picked([{ item_id, qty: 4 }]);
    const [good] = (await outbound(demand_id)).goods;
    const line = {
      allocation_id: good!.allocation_id,
      lot_no: lot.lot_no,
      passed: 2,
      blocked: 2,
      block_reason: 'damaged_pack',
    };
    const answer = await call('review-demand', { demand_id, lines: [line] }, people.north_second);
    expect(answer).toMatchObject({ passed: 2, blocked: 2, replanned: 1 });
    expect(await standing(lot, world.north.bins.dispatch, 'quarantine')).toMatchObject({ qty: 2 });
    expect(await standing(lot, world.north.bins.dispatch)).toMatchObject({ qty: 2, allocated: 2 });
    expect(await standing(other, world.north.bins.shelf)).toMatchObject({ allocated: 1 });
    expect(await ship(demand_id)).toMatchObject({ status: 'partly_shipped', shipments: [{ qty: 2 }] });
  });

  test('is not asked for classes that the company has taken out', async () => {
    const item_id = await newItem('bandage');
    await goods(item_id, 2);
    const demand_id = await picked([{ item_id, qty: 1 }]);
    await refused(() => ship(demand_id), 'fulfilment.not_reviewed');
    await world.sql(
      `insert into platform.setting (name, value) values ('fulfilment.review_classes', '["II", "III"]')`,
    );
    try {
      expect(await ship(demand_id)).toMatchObject({ status: 'shipped' });
    } finally {
      await world.sql(`delete from platform.setting where name = 'fulfilment.review_classes'`);
    }
  });
});

describe('packing', () => {
  test('puts reviewed goods into numbered packages that leave with them', async () => {
    const item_id = await newItem();
    await goods(item_id, 10);
    const demand_id = await picked([{ item_id, qty: 6 }]);
    const { allocation_id } = (await outbound(demand_id)).goods[0]!;
    const pack = (...quantities: number[]) =>
      call<OutputOf<typeof contract.packDemand>>(
        'pack-demand',
        { demand_id, packages: quantities.map((qty) => ({ lines: [{ allocation_id, qty }] })) },
        people.north_keeper,
      );
    await refused(() => pack(1), 'fulfilment.not_reviewed');
    await reviewAll(world, people.north_second, demand_id);
    await refused(() => pack(4, 3), 'fulfilment.package_exceeded');
    const { packages } = await pack(4, 2);
    expect(packages.map((p) => p.sscc.length)).toEqual([18, 18]);
    await refused(() => pack(1), 'fulfilment.package_exceeded');
    const gone = packages[1]!.package_id;
    await call('unpack-package', { package_id: gone }, people.north_keeper);
    await refused(
      () => call('unpack-package', { package_id: gone }, people.north_keeper),
      'fulfilment.package_gone',
    );
    expect(await outbound(demand_id)).toMatchObject({
      packages: [{ weight_g: 200, volume_ml: 400, lines: [{ qty: 4 }] }],
    });
    const labels = await call<{ bytes: Uint8Array }>(
      'get-package-labels',
      { demand_id, format: 'zpl' },
      people.north_second,
    );
    expect(Buffer.from(labels.bytes).toString()).toContain(packages[0]!.sscc);
    const { shipments } = await ship(demand_id);
    expect(await seeShipment(shipments[0]!.shipment_id)).toMatchObject({
      packages: [{ sscc: packages[0]!.sscc }],
    });
  });

  test('a package that would leave in parts is in the way', async () => {
    const [one, two] = [await newItem(), await newItem('insulin')];
    await goods(one, 5);
    await goods(two, 5, { bin: world.north.bins.cold });
    const demand_id = await picked([
      { item_id: one, qty: 1 },
      { item_id: two, qty: 1 },
    ]);
    await reviewAll(world, people.north_second, demand_id);
    const lines = (await outbound(demand_id)).goods.map(({ allocation_id }) => ({ allocation_id, qty: 1 }));
    await call('pack-demand', { demand_id, packages: [{ lines }] }, people.north_keeper);
    await refused(() => ship(demand_id), 'fulfilment.split_package');
  });
});

describe('a delivery', () => {
  test('is on the road until somebody signs; then it belongs to the customer', async () => {
    const item_id = await newItem();
    const lot = await goods(item_id, 3);
    const { shipment_id, status } = await shipped([{ item_id, qty: 3 }]);
    expect(status).toBe('in_transit');
    expect(
      await world.sql('select purpose, document_key from stock.movement where document_key = $1', [
        `delivery:${shipment_id}`,
      ]),
    ).toEqual([]);
    await refused(
      () => sign(shipment_id, { delivered_at: '2026-01-01T00:00:00Z' }),
      'fulfilment.delivered_before_shipped',
    );
    expect(await sign(shipment_id)).toMatchObject({
      status: 'delivered',
      delivered: 3,
      refused: 0,
      undelivered_movement_id: null,
    });
    expect(await standing(lot, world.accounts.icu)).toMatchObject({ qty: 3 });
    await refused(() => sign(shipment_id), 'fulfilment.shipment_arrived');
    expect(await call('get-shipment', { shipment_id }, people.nurse)).toMatchObject({
      signed_by: '李护士',
      qty_delivered: 3,
    });
  });

  test('refused in part comes back into quarantine with its reason', async () => {
    const item_id = await newItem();
    const lot = await goods(item_id, 5);
    const { shipment_id, line_rows } = await shipped([{ item_id, qty: 5 }]);
    const { demand_line_id, lot_no } = line_rows[0]!;
    const no = (qty: number, more: object = {}) =>
      sign(shipment_id, { refused: [{ demand_line_id, lot_no, qty, reason: 'damaged', ...more }] });
    await refused(() => no(6), 'fulfilment.refused_more');
    await refused(() => no(1, { lot_no: 'OTHER' }), 'fulfilment.not_on_shipment');
    expect(await no(2)).toMatchObject({ status: 'partly_delivered', delivered: 3, refused: 2 });
    expect(await standing(lot, world.north.bins.returns, 'quarantine')).toMatchObject({ qty: 2 });
    expect(await standing(lot, world.accounts.icu)).toMatchObject({ qty: 3 });
    expect(await seeShipment(shipment_id)).toMatchObject({
      line_rows: [{ qty_refused: 2, refusal_reason: 'damaged' }],
    });
  });

  test('of numbered pieces says which were refused; refused whole it says nothing more', async () => {
    const item_id = await newItem('stent');
    const serials = [`D${items}-1`, `D${items}-2`];
    await goods(item_id, 2, { serials });
    const { demand_id } = await ask([{ item_id, qty: 2 }]);
    await allocate(demand_id);
    const w = await wave([demand_id]);
    await pickWave(w.wave_id, [{ ...whole(w)[0]!, serial_nos: serials }]);
    await reviewAll(world, people.north_second, demand_id);
    const { shipments } = await ship(demand_id);
    const { shipment_id, line_rows } = await seeShipment(shipments[0]!.shipment_id);
    const { demand_line_id, lot_no } = line_rows[0]!;
    const no = (more: object) =>
      sign(shipment_id, { refused: [{ demand_line_id, lot_no, reason: 'other', ...more }] });
    await refused(() => no({ qty: 1 }), 'fulfilment.refused_serials');
    expect(await no({ qty: 1, serial_nos: [serials[1]!] })).toMatchObject({ delivered: 1, refused: 1 });
    expect(
      await world.sql(
        `select a.kind from stock.serial s join stock.account a using (account_id) where serial_no = any($1) order by serial_no`,
        [serials],
      ),
    ).toEqual([{ kind: 'customer' }, { kind: 'bin' }]);
  });

  test('that was recalled on the road is handed to nobody', async () => {
    const item_id = await newItem();
    const lot = await goods(item_id, 2);
    const { shipment_id, line_rows } = await shipped([{ item_id, qty: 2 }]);
    await call2(
      'stock.recall-lots',
      { lots: [{ item_id, lot_id: lot.lot_id }], reason: 'maker' },
      world.as(['stock.recall'], 'all', 71),
    );
    await refused(() => sign(shipment_id), 'fulfilment.stopped_goods');
    const { demand_line_id, lot_no } = line_rows[0]!;
    const all = [{ demand_line_id, lot_no, qty: 2, reason: 'stopped' }];
    expect(await sign(shipment_id, { refused: all })).toMatchObject({ status: 'refused', delivered: 0 });
    expect(await standing(lot, world.north.bins.returns, 'recalled')).toMatchObject({ qty: 2 });
  });

  test('is ended by what transport says, once, and what was stopped comes back', async () => {
    const [item_id, stopped_item] = [await newItem(), await newItem()];
    const [lot, stopped] = [await goods(item_id, 2), await goods(stopped_item, 2)];
    const { shipment_id } = await shipped([
      { item_id, qty: 2 },
      { item_id: stopped_item, qty: 2 },
    ]);
    expect(
      await world.sql(`select kind, document_no from transport.document where document_key = $1`, [
        `delivery:${shipment_id}`,
      ]),
    ).toMatchObject([{ kind: 'delivery' }]);
    await call2(
      'stock.recall-lots',
      { lots: [{ item_id: stopped_item, lot_id: stopped.lot_id }], reason: 'maker' },
      world.as(['stock.recall'], 'all', 71),
    );
    const payload = {
      document_keys: [`delivery:${shipment_id}`, 'transfer:1'],
      signed_by: '王护士',
      delivered_at: new Date().toISOString(),
    };
    const events = [{ topic: 'transport.delivered', key: '1', payload }] as unknown as OutboxEvent[];
    await relay('transport.delivered', events);
    await relay('transport.delivered', events);
    expect(await seeShipment(shipment_id)).toMatchObject({ status: 'partly_delivered', signed_by: '王护士' });
    expect(await standing(lot, world.accounts.icu)).toMatchObject({ qty: 2 });
    expect(await standing(stopped, world.north.bins.returns, 'recalled')).toMatchObject({ qty: 2 });
  });

  test('keeps a proof that is what it says', async () => {
    const item_id = await newItem();
    await goods(item_id, 1);
    const { shipment_id } = await delivered([{ item_id, qty: 1 }]);
    const add = (bytes: Buffer) =>
      call<{ delivery_proof_id: number }>(
        'add-proof',
        { shipment_id, file_name: 'a.png', bytes },
        people.north_keeper,
      );
    await refused(() => add(Buffer.from('<svg/>')), 'fulfilment.proof_type');
    const png = Buffer.from([0x89, 0x50, 0x4e, 0x47, 1, 2, 3]);
    const { delivery_proof_id } = await add(png);
    const file = await call<{ type: string; bytes: Uint8Array }>(
      'get-proof',
      { delivery_proof_id },
      people.nurse,
    );
    expect([file.type, Buffer.from(file.bytes)]).toEqual(['image/png', png]);
  });

  test('has a note with everything the law asks for; every print is numbered and a second one needs a reason', async () => {
    const item_id = await newItem();
    await goods(item_id, 2, { expires: '2035-01-01' });
    await goods(item_id, 2, { expires: '2036-01-01' });
    const { shipment_id, delivery_note_no } = await shipped([{ item_id, qty: 4 }]);
    const note: OutputOf<typeof contract.getDeliveryNote> = await call(
      'get-delivery-note',
      { shipment_id },
      people.nurse,
    );
    expect(note).toMatchObject({
      supplier_name: 'ENTITY',
      supplier_licence_nos: ['distribution_licence'],
      customer_name: 'HOSPITAL',
      copies: 0,
    });
    // One line for each lot.
    expect(note.lines).toMatchObject([
      {
        registrant_name: 'SUPPLIER',
        manufacturer_name: 'SUPPLIER',
        production_licence_nos: ['production_licence'],
        qty: 2,
      },
      { qty: 2 },
    ]);
    const print = (reason?: string) =>
      call<{ copy_no: number }>('print-delivery-note', { shipment_id, reason }, people.north_keeper);
    expect(await print()).toMatchObject({ copy_no: 1, template_version: 'SXTX-2026-1' });
    await refused(() => print(), 'fulfilment.reprint_reason');
    expect(await print('lost')).toMatchObject({ copy_no: 2 });
    expect(await seeShipment(shipment_id)).toMatchObject({
      prints: [
        { copy_no: 1, reason: null },
        { copy_no: 2, reason: 'lost' },
      ],
    });
    const pdf = await call<{ name: string; bytes: Uint8Array }>(
      'get-note-pdf',
      { shipment_id, copy_no: 2 },
      people.nurse,
    );
    expect([pdf.name, Buffer.from(pdf.bytes.subarray(0, 4)).toString()]).toEqual([
      `${delivery_note_no}-2.pdf`,
      '%PDF',
    ]);
    await refused(
      () => call('get-note-pdf', { shipment_id, copy_no: 3 }, people.nurse),
      'platform.not_found',
    );
  });
});

describe('two invoices', () => {
  test('a lot that came through another distributor makes a third one: a warning, or a refusal where the rule blocks', async () => {
    const item_id = await newItem();
    const lot = await goods(item_id, 4);
    const [trader] = await world.sql<{ partner_id: string }>(
      `insert into masterdata.partner (partner_code, name, kind, province, address) values ('TRADER', 'TRADER', 'supplier', '上海', '路') returning partner_id`,
    );
    await world.sql('update stock.lot set supplier_id = $2 where lot_id = $1', [
      lot.lot_id,
      trader!.partner_id,
    ]);
    const demand_id = await picked([{ item_id, qty: 1 }]);
    await reviewAll(world, people.north_second, demand_id);
    await severity('fulfilment.third_invoice', 'block', async () => {
      await refused(() => ship(demand_id), 'fulfilment.terms_refused');
    });
    expect((await ship(demand_id)).warnings).toMatchObject([
      { line_no: 1, code: 'fulfilment.third_invoice', params: { invoices: 3 } },
    ]);
  });
});

describe('billing', () => {
  test('takes what was delivered, less what came back, with tax and the invoice it came with', async () => {
    const item_id = await newItem();
    const lot = await goods(item_id, 5);
    const { shipment_id, line_rows, delivery_note_no } = await shipped([
      { item_id, qty: 5, unit_price_fen: 11_300 },
    ]);
    const { demand_line_id, lot_no } = line_rows[0]!;
    await sign(shipment_id, { refused: [{ demand_line_id, lot_no, qty: 1, reason: 'too_many' }] });
    await call(
      'record-upstream-invoice',
      { item_id, lot_id: lot.lot_id, invoice_no: 'UP-1', invoice_date: '2026-01-05' },
      accountant,
    );
    await call(
      'record-upstream-invoice',
      { item_id, lot_id: lot.lot_id, invoice_no: 'UP-1', invoice_date: '2026-01-05' },
      accountant,
    );
    const back = await came([{ demand_line_id, lot_no, qty: 1 }], shipment_id);
    const { rows }: OutputOf<typeof contract.listInvoiceLines> = await call(
      'list-invoice-lines',
      {},
      accountant,
    );
    expect(rows.filter((row) => row.lot_no === lot_no)).toMatchObject([
      { document_no: back.document_no, qty: -1, amount_fen: -11_300, tax_fen: -1300 },
      {
        document_no: delivery_note_no,
        qty: 4,
        amount_fen: 45_200,
        tax_fen: 5200,
        upstream_invoice_nos: ['UP-1'],
      },
    ]);
    const file = await call<{ bytes: Uint8Array }>('export-invoice-lines', { format: 'csv' }, accountant);
    expect(Buffer.from(file.bytes).toString()).toContain(`${lot_no},4,113,13,452,52,UP-1`);
    const sheet = await call<{ bytes: Uint8Array }>('export-invoice-lines', {}, accountant);
    expect(Buffer.from(sheet.bytes.subarray(0, 2)).toString()).toBe('PK');
  });
});

type Back = { demand_line_id: number; lot_no: string; qty: number; serial_nos?: string[] };
const request = (shipment_id: number, lines: Back[], actor = people.planner) =>
  call<{ return_id: number; document_no: string }>(
    'request-return',
    { shipment_id, reason: 'not_needed', lines },
    actor,
  );
const decide = (return_id: number, approve = true, actor = people.second_planner) =>
  call('decide-return', { return_id, approve, note: 'ok' }, actor);
const seeReturn = (return_id: number): Promise<Return> => call('get-return', { return_id }, people.planner);
const receive = (back: Return, more: object = {}, qty?: number) =>
  call(
    'receive-return',
    {
      return_id: back.return_id,
      lines: back.line_rows.map((l) => ({
        return_line_id: l.return_line_id,
        lot_no: l.lot_no,
        received: qty ?? l.qty,
      })),
      ...more,
    },
    people.north_keeper,
  );
/** A return that stands in the returns zone. */
async function came(lines: Back[], shipment_id: number, more: object = {}): Promise<Return> {
  const { return_id } = await request(shipment_id, lines);
  await decide(return_id);
  await receive(await seeReturn(return_id), more);
  return seeReturn(return_id);
}
const accept = (
  back: Return,
  result: { accepted: number; rejected: number; reason?: string },
  actor = quality,
) =>
  call(
    'accept-return',
    {
      return_id: back.return_id,
      lines: back.line_rows.map(({ return_line_id }) => ({ return_line_id, ...result })),
    },
    actor,
  );

describe('a customer return', () => {
  test('is of what was delivered and not returned before, is approved by another person, and inspected by a third', async () => {
    const item_id = await newItem();
    const lot = await goods(item_id, 5);
    const { shipment_id, line_rows } = await delivered([{ item_id, qty: 5 }]);
    const { demand_line_id, lot_no } = line_rows[0]!;
    const line = (qty: number) => [{ demand_line_id, lot_no, qty }];
    await refused(() => request(shipment_id, line(6)), 'fulfilment.returned_more');
    await refused(
      () => request(shipment_id, [{ demand_line_id, lot_no: 'OTHER', qty: 1 }]),
      'fulfilment.not_on_shipment',
    );
    const { return_id } = await request(shipment_id, line(4), people.nurse);
    await refused(() => request(shipment_id, line(2)), 'fulfilment.returned_more');
    const asked = await seeReturn(return_id);
    await refused(() => receive(asked), 'fulfilment.return_status');
    const nurse_as_planner = world.as(['fulfilment.allocate'], 'all', people.nurse.user_id!);
    await refused(() => decide(return_id, true, nurse_as_planner), 'fulfilment.own_return');
    await decide(return_id);
    await refused(() => receive(asked, {}, 5), 'fulfilment.received_more_than_approved');
    await receive(asked, {}, 3);
    expect(await standing(lot, world.north.bins.returns, 'quarantine')).toMatchObject({ qty: 3 });
    const back = await seeReturn(return_id);
    const receiver = world.as(['quality.dispose'], 'all', people.north_keeper.user_id!);
    await refused(
      () => accept(back, { accepted: 3, rejected: 0 }, receiver),
      'fulfilment.own_return_receipt',
    );
    await refused(() => accept(back, { accepted: 2, rejected: 0 }), 'fulfilment.result_incomplete');
    await refused(() => accept(back, { accepted: 2, rejected: 1 }), 'fulfilment.result_reason');
    await accept(back, { accepted: 2, rejected: 1, reason: 'opened' });
    expect(await seeReturn(return_id)).toMatchObject({ status: 'closed', qty_accepted: 2, qty_rejected: 1 });
    expect(await standing(lot, world.north.bins.receiving)).toMatchObject({ qty: 2 });
    expect(await standing(lot, world.north.bins.rejected, 'rejected')).toMatchObject({ qty: 1 });
    // What did not come back can be asked for again.
    await refused(() => request(shipment_id, line(3)), 'fulfilment.returned_more');
    await request(shipment_id, line(2));
  });

  test('declined comes to nothing and can be asked for again', async () => {
    const item_id = await newItem();
    await goods(item_id, 1);
    const { shipment_id, line_rows } = await delivered([{ item_id, qty: 1 }]);
    const lines = [{ demand_line_id: line_rows[0]!.demand_line_id, lot_no: line_rows[0]!.lot_no, qty: 1 }];
    const { return_id } = await request(shipment_id, lines);
    await decide(return_id, false);
    await refused(() => decide(return_id), 'fulfilment.return_status');
    await request(shipment_id, lines);
  });

  test('of cold goods goes back into stock only with proof of an unbroken chain', async () => {
    const item_id = await newItem('insulin');
    const lot = await goods(item_id, 4, { bin: world.north.bins.cold });
    const { shipment_id, line_rows } = await delivered([{ item_id, qty: 4 }]);
    const { demand_line_id, lot_no } = line_rows[0]!;
    const broken = await came([{ demand_line_id, lot_no, qty: 2 }], shipment_id);
    await refused(() => accept(broken, { accepted: 2, rejected: 0 }), 'fulfilment.chain_not_proven');
    await accept(broken, { accepted: 0, rejected: 2, reason: 'no record' });
    const proven = await came([{ demand_line_id, lot_no, qty: 2 }], shipment_id, {
      chain_unbroken: true,
      storage_proof: 'LOG-7',
    });
    await accept(proven, { accepted: 2, rejected: 0 });
    expect(await standing(lot, world.north.bins.receiving)).toMatchObject({ qty: 2 });
  });

  test('of numbered pieces takes the ones that this customer has', async () => {
    const item_id = await newItem('stent');
    const serials = [`C${items}-1`, `C${items}-2`];
    await goods(item_id, 2, { serials });
    const { demand_id } = await ask([{ item_id, qty: 2 }]);
    await allocate(demand_id);
    const w = await wave([demand_id]);
    await pickWave(w.wave_id, [{ ...whole(w)[0]!, serial_nos: serials }]);
    await reviewAll(world, people.north_second, demand_id);
    const { shipments } = await ship(demand_id);
    const { shipment_id } = shipments[0]!;
    await sign(shipment_id);
    const { demand_line_id, lot_no } = (await seeShipment(shipment_id)).line_rows[0]!;
    const line = { demand_line_id, lot_no, qty: 1 };
    await refused(() => request(shipment_id, [line]), 'fulfilment.return_serials');
    await refused(() => request(shipment_id, [{ ...line, serial_nos: ['X'] }]), 'fulfilment.return_serials');
    const back = await came([{ ...line, serial_nos: [serials[0]!] }], shipment_id);
    await accept(back, { accepted: 1, rejected: 0 });
    await refused(
      () => request(shipment_id, [{ ...line, serial_nos: [serials[0]!] }]),
      'fulfilment.return_serials',
    );
    expect(
      await world.sql('select disposition from stock.serial where serial_no = $1', [serials[0]]),
    ).toEqual([{ disposition: 'released' }]);
  });

  test('two persons are asked for in the tables as well', async () => {
    const damage = (set: string) =>
      world
        .sql(`update fulfilment.customer_return set ${set} where status = 'closed'`)
        .catch((error: unknown) => databaseError(error, constraints));
    expect(await damage('decided_by = requested_by')).toMatchObject({ code: 'fulfilment.own_return' });
    expect(await damage('accepted_by = received_by')).toMatchObject({
      code: 'fulfilment.own_return_receipt',
    });
  });
});

test('a customer sees its deliveries and returns, another warehouse and another customer do not', async () => {
  const item_id = await newItem();
  await goods(item_id, 1);
  const { shipment_id } = await delivered([{ item_id, qty: 1 }]);
  const stranger: Actor = { ...people.nurse, scope: { ...people.nurse.scope, partner_id: world.carrier_id } };
  for (const actor of [stranger, people.south_keeper]) {
    await refused(() => call('get-shipment', { shipment_id }, actor), 'platform.not_found');
    const { rows } = await call<{ rows: unknown[] }>('list-shipments', {}, actor);
    expect(rows).toEqual([]);
  }
  expect((await call<{ rows: unknown[] }>('list-shipments', {}, people.nurse)).rows.length).toBeGreaterThan(
    0,
  );
});

test('round trips do not grow with the lines', async () => {
  const many = await Promise.all(Array.from({ length: 20 }, () => newItem()));
  for (const item_id of many) {
    await goods(item_id, 100, { expires: '2034-01-01' });
    await goods(item_id, 100, { expires: '2035-01-01', bin: world.north.bins.shelf_two });
  }
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
    const lines = many.slice(0, count).map((item_id) => ({ item_id, qty: 4, unit_price_fen: 100 }));
    const { demand_id } = await counted('create', () => ask(lines, { kind: 'order' }));
    await counted('allocate', () => allocate(demand_id));
    let w = await counted('wave', () => wave([demand_id]));
    await counted('short', () =>
      pickWave(
        w.wave_id,
        whole(w).map((l) => ({ ...l, qty: 3, short_reason: 'damaged' })),
      ),
    );
    w = await seeWave(w.wave_id);
    const open = w.line_rows.filter((l) => l.status === 'open');
    await counted('pick', () => pickWave(w.wave_id, whole({ ...w, line_rows: open })));
    const { goods: found } = await counted('get', () => outbound(demand_id));
    const review = found.map(({ allocation_id, lot_no, qty }) => ({
      allocation_id,
      lot_no,
      passed: qty - 1,
      blocked: 1,
      block_reason: 'other',
    }));
    await counted('block', () => call('review-demand', { demand_id, lines: review }, people.north_second));
    await reviewAll(world, people.north_second, demand_id).catch(() => undefined);
    const packing = (await outbound(demand_id)).goods
      .filter((g) => g.reviewed)
      .map(({ allocation_id, qty }) => ({ lines: [{ allocation_id, qty }] }));
    await counted('pack', () => call('pack-demand', { demand_id, packages: packing }, people.north_keeper));
    const { shipments } = await counted('ship', () => ship(demand_id));
    const { shipment_id } = shipments[0]!;
    const { line_rows } = await counted('see', () => seeShipment(shipment_id));
    const no = line_rows.map(({ demand_line_id, lot_no }) => ({
      demand_line_id,
      lot_no,
      qty: 1,
      reason: 'other',
    }));
    await counted('deliver', () => sign(shipment_id, { refused: no }));
    const back = line_rows.map(({ demand_line_id, lot_no }) => ({ demand_line_id, lot_no, qty: 1 }));
    const { return_id } = await counted('request', () => request(shipment_id, back));
    await decide(return_id);
    const asked = await seeReturn(return_id);
    await counted('receive', () => receive(asked));
    await counted('accept', () => accept(asked, { accepted: 0, rejected: 1, reason: 'opened' }));
    return counts;
  };
  await steps(20);
  expect(await steps(20)).toEqual(await steps(2));
});

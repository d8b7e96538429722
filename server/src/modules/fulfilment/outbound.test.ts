import type * as contract from '@tongcang/contract';
import type { OutputOf } from '@tongcang/contract';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { reviewAll } from '../../../test/support/documents.ts';
import { violationsOf } from '../../../test/support/violations.ts';
import type { Actor } from '../../platform/actor.ts';
import { observeStatements } from '../../platform/db.ts';
import { databaseError } from '../../platform/problem.ts';
import { constraints } from './index.ts';
import {
  accept,
  accountant,
  allocate,
  ask,
  call,
  call2,
  close,
  decide,
  goods,
  manager,
  newItem,
  open,
  outbound,
  people,
  pickWave,
  receive,
  refused,
  relay,
  request,
  seeReturn,
  seeShipment,
  seeWave,
  severity,
  ship,
  shipped,
  sign,
  standing,
  wave,
  whole,
  world,
} from './outbound.test-support.ts';

beforeAll(() => open());
afterEach(async () => {
  expect(await violationsOf(world)).toEqual([]);
});
afterAll(() => close());

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
    const lot = await goods(item_id, 3, { serials: [`W${item_id}-1`, `W${item_id}-2`, `W${item_id}-3`] });
    const { demand_id } = await ask([{ item_id, qty: 2 }]);
    await allocate(demand_id);
    const w = await wave([demand_id]);
    const scan = { ...whole(w)[0]!, qty: 1, serial_nos: [`W${item_id}-1`], short_reason: 'damaged' };
    await refused(() => pickWave(w.wave_id, [scan]), 'fulfilment.short_serials');
    const { short } = await pickWave(w.wave_id, [{ ...scan, short_serial_nos: [`W${item_id}-2`] }]);
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

import type * as contract from '@tongcang/contract';
import type { OutputOf } from '@tongcang/contract';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { reviewAll } from '../../../test/support/documents.ts';
import { violationsOf } from '../../../test/support/violations.ts';
import { databaseError } from '../../platform/problem.ts';
import { constraints } from './index.ts';
import {
  allocate,
  ask,
  call,
  close,
  goods,
  newItem,
  open,
  outbound,
  people,
  picked,
  pickWave,
  refused,
  seeShipment,
  severity,
  ship,
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
    const serials = [`R${item_id}-1`, `R${item_id}-2`];
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
    const misread = { sscc: '069012340000000017', lines: [{ allocation_id, qty: 1 }] };
    await refused(
      () => call('pack-demand', { demand_id, packages: [misread] }, people.north_keeper),
      'stock.sscc_invalid',
    );
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

import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Company, openCompany, type Person } from '../authz/staff.ts';
import { laneToHospital } from '../support/documents.ts';
import { violationsOf } from '../support/violations.ts';

/** A hospital's order from the price list to the invoice, and one piece of it back, over HTTP by those whose duty it is. */
let company: Company;
beforeAll(async () => {
  company = await openCompany();
  const { world } = company;
  await laneToHospital(world, world.north);
  const lot = await world.lot(world.items.gloves, 'G-1');
  await world.receive(lot, world.north.bins.shelf, 20);
  await world.sql(
    `insert into platform.setting (name, value) values ('stock.gs1_company_prefix', '"6945630"')
     on conflict (name) do update set value = excluded.value`,
  );
}, 60_000);
afterAll(() => company?.close());

async function ask<T>(as: Person, method: 'GET' | 'POST', path: string, body?: object): Promise<T> {
  const answer = await company.send(as, { method, url: `/api/fulfilment/${path}`, body });
  expect(answer.statusCode, `${as} ${path}: ${answer.body.slice(0, 300)}`).toBe(200);
  return JSON.parse(answer.body) as T;
}

test('an order is priced, picked, reviewed, shipped, signed for, billed, and partly returned', async () => {
  const { world } = company;
  const { gloves: item_id } = world.items;
  await ask('accountant', 'POST', 'price', {
    item_id,
    province: '上海',
    price_fen: 11_300,
    listing_price_fen: 12_000,
    valid_from: '2026-01-01',
  });
  const order = await ask<{ demand_id: number; warnings: unknown[] }>('hospital', 'POST', 'demand', {
    kind: 'order',
    customer_order_no: 'PO-77',
    department_id: world.icu_id,
    needed_at: new Date(Date.now() + 86_400_000).toISOString(),
    lines: [{ item_id, qty: 6 }],
  });
  expect(order.warnings).toEqual([]);
  const { demand_id } = order;
  expect(await ask('planner', 'POST', `demand/${demand_id}/allocate`)).toMatchObject({ status: 'allocated' });

  // One keeper picks, another person reviews.
  const { warehouse_id } = world.north;
  const { wave_id } = await ask<{ wave_id: number }>('keeper_a', 'POST', 'wave', { warehouse_id });
  const { line_rows } = await ask<{ line_rows: { wave_line_id: number; lot_no: string; qty: number }[] }>(
    'keeper_a',
    'GET',
    `wave/${wave_id}`,
  );
  const lines = line_rows.map(({ wave_line_id, lot_no, qty }) => ({ wave_line_id, lot_no, qty }));
  expect(await ask('keeper_a', 'POST', `wave/${wave_id}/pick`, { lines })).toMatchObject({
    status: 'picked',
  });
  const { goods } = await ask<{ goods: { allocation_id: number }[] }>(
    'chief_a',
    'GET',
    `outbound/${demand_id}`,
  );
  const { allocation_id } = goods[0]!;
  const review = { lines: [{ allocation_id, lot_no: 'G-1', passed: 6 }] };
  const own = await company.send('keeper_a', {
    method: 'POST',
    url: `/api/fulfilment/demand/${demand_id}/review`,
    body: review,
  });
  expect([own.statusCode, JSON.parse(own.body).code]).toEqual([403, 'fulfilment.own_pick']);
  await ask('chief_a', 'POST', `demand/${demand_id}/review`, review);
  await ask('keeper_a', 'POST', `demand/${demand_id}/pack`, {
    packages: [{ lines: [{ allocation_id, qty: 6 }] }],
  });
  const { shipments } = await ask<{ shipments: { shipment_id: number }[] }>(
    'keeper_a',
    'POST',
    `demand/${demand_id}/ship`,
  );
  const { shipment_id } = shipments[0]!;
  expect(await ask('keeper_a', 'POST', `shipment/${shipment_id}/print`)).toMatchObject({ copy_no: 1 });
  const pdf = await company.send('hospital', {
    method: 'GET',
    url: `/api/fulfilment/shipment/${shipment_id}/note?copy_no=1`,
  });
  expect([pdf.statusCode, pdf.headers['content-type']]).toEqual([200, 'application/pdf']);

  // The hospital refuses one piece and signs for the rest.
  const shipment = await ask<{ line_rows: { demand_line_id: number }[] }>(
    'hospital',
    'GET',
    `shipment/${shipment_id}/detail`,
  );
  const { demand_line_id } = shipment.line_rows[0]!;
  const refused = [{ demand_line_id, lot_no: 'G-1', qty: 1, reason: 'damaged' }];
  expect(
    await ask('keeper_a', 'POST', `shipment/${shipment_id}/deliver`, { signed_by: '李护士', refused }),
  ).toMatchObject({ status: 'partly_delivered', delivered: 5, refused: 1 });

  // Two pieces come back.
  const { return_id } = await ask<{ return_id: number }>('hospital', 'POST', 'return', {
    shipment_id,
    reason: 'not_needed',
    lines: [{ demand_line_id, lot_no: 'G-1', qty: 2 }],
  });
  await ask('planner', 'POST', `return/${return_id}/decide`, { approve: true, note: '同意' });
  const back = await ask<{ line_rows: { return_line_id: number }[] }>(
    'keeper_a',
    'GET',
    `return/${return_id}`,
  );
  const { return_line_id } = back.line_rows[0]!;
  await ask('keeper_a', 'POST', `return/${return_id}/receive`, {
    lines: [{ return_line_id, lot_no: 'G-1', received: 2 }],
  });
  expect(
    await ask('quality', 'POST', `return/${return_id}/accept`, {
      lines: [{ return_line_id, accepted: 1, rejected: 1, reason: '包装已拆封' }],
    }),
  ).toMatchObject({ status: 'closed', accepted: 1, rejected: 1 });

  const { rows } = await ask<{ rows: { qty: number; amount_fen: number }[] }>(
    'accountant',
    'GET',
    'invoice-line',
  );
  expect(rows.map(({ qty, amount_fen }) => [qty, amount_fen])).toEqual([
    [-2, -22_600],
    [5, 56_500],
  ]);
});

test('every piece is accounted for, and no invariant is broken', async () => {
  const { world } = company;
  expect(await violationsOf(world)).toEqual([]);
  const standing = await world.sql(
    `select a.kind, b.disposition, sum(b.qty)::int as qty from stock.balance b join stock.account a using (account_id)
     where b.qty > 0 group by 1, 2 order by 1, 2`,
  );
  expect(standing).toEqual([
    { kind: 'bin', disposition: 'quarantine', qty: 1 },
    { kind: 'bin', disposition: 'released', qty: 15 },
    { kind: 'bin', disposition: 'rejected', qty: 1 },
    { kind: 'customer', disposition: 'released', qty: 3 },
  ]);
  const actions = await world.sql<{ action: string }>(
    `select action from platform.audit where action like 'fulfilment.%' or action like 'stock.%' order by audit_id`,
  );
  expect(new Set(actions.map((row) => row.action))).toEqual(
    new Set([
      'fulfilment.set_price',
      'fulfilment.create_demand',
      'fulfilment.allocate',
      'fulfilment.create_wave',
      'fulfilment.pick_wave',
      'fulfilment.review',
      'fulfilment.pack',
      'fulfilment.ship',
      'fulfilment.print_note',
      'fulfilment.deliver',
      'fulfilment.request_return',
      'fulfilment.decide_return',
      'fulfilment.receive_return',
      'fulfilment.accept_return',
    ]),
  );
});

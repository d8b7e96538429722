import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Company, type Identity, openCompany } from '../authz/staff.ts';

/**
 * A purchase over HTTP by people with their own sessions: asked for, approved, planned together, ordered, refused by the
 * gate and mended, approved, confirmed by the supplier, changed, confirmed again, and announced.
 */
let company: Company;
beforeAll(async () => {
  company = await openCompany();
});
afterAll(() => company?.close());

const DAY = '2035-06-01';

async function ask<T>(as: Identity, method: 'GET' | 'POST', url: string, body?: object): Promise<T> {
  const answer = await company.send(as, { method, url: `/api/supply${url}`, body });
  expect(answer.statusCode, `${url}: ${answer.body}`).toBe(200);
  return answer.json() as T;
}
async function refused(as: Identity, url: string, body: object): Promise<string> {
  const answer = await company.send(as, { method: 'POST', url: `/api/supply${url}`, body });
  expect(answer.statusCode).toBeGreaterThanOrEqual(400);
  return (answer.json() as { code: string }).code;
}
type Order = {
  status: string;
  version: number;
  total_fen: number;
  line_rows: {
    purchase_order_line_id: number;
    qty: number;
    unit_price_fen: number;
    qty_confirmed: number | null;
  }[];
};
const see = (as: Identity, order_id: number) => ask<Order>(as, 'GET', `/order/${order_id}`);

test('goods are bought end to end, and each step is done by who may', async () => {
  const { north, south, items, supplier_id } = company.world;
  const gloves = items.gloves;

  // The supplier's terms: fifty at least, a lower price from one hundred.
  await ask('purchaser', 'POST', '/terms', {
    partner_id: supplier_id,
    lines: [{ item_id: gloves, min_order_qty: 50, order_multiple: 10, preferred: true }],
  });
  await ask('purchaser', 'POST', '/price', {
    partner_id: supplier_id,
    lines: [
      { item_id: gloves, min_qty: 1, unit_price_fen: 1000, valid_from: '2026-01-01' },
      { item_id: gloves, min_qty: 100, unit_price_fen: 800, valid_from: '2026-01-01' },
    ],
  });

  // The north asks; the planner who asked does not approve, the director does.
  const { requisition_id } = await ask<{ requisition_id: number }>('planner_a', 'POST', '/requisition', {
    warehouse_id: north.warehouse_id,
    reason: 'a new ward',
    lines: [{ item_id: gloves, qty: 60, needed_on: DAY }],
  });
  const decision = { decision: 'approved' };
  expect(await refused('planner_a', `/requisition/${requisition_id}/decide`, decision)).toBe(
    'platform.forbidden',
  );
  await ask('director', 'POST', `/requisition/${requisition_id}/decide`, decision);

  // With what the south needs it is one purchase of 100 at the lower price, in two orders.
  const { plan_id } = await ask<{ plan_id: number }>('planner', 'POST', '/plan', {
    requisition_ids: [requisition_id],
    lines: [{ warehouse_id: south.warehouse_id, item_id: gloves, qty: 35, needed_on: DAY }],
  });
  const { orders } = await ask<{ orders: { purchase_order_id: number; warehouse_id: number }[] }>(
    'purchaser',
    'POST',
    `/plan/${plan_id}/order`,
    { reason: 'June' },
  );
  const order_id = orders.find((order) => order.warehouse_id === north.warehouse_id)!.purchase_order_id;
  const drafted = await see('purchaser', order_id);
  expect(drafted.line_rows).toMatchObject([{ qty: 65, unit_price_fen: 800 }]);

  // The gate refuses while the supplier's licence is over; the order stays a draft, and the supplier sees nothing.
  await licenceUntil('2025-12-31');
  const answer = await ask<{ status: string; refusals: { reasons: { code: string }[] }[] }>(
    'purchaser',
    'POST',
    `/order/${order_id}/submit`,
    {},
  );
  expect(answer).toMatchObject({
    status: 'draft',
    refusals: [{ reasons: [{ code: 'compliance.supplier_not_licensed' }] }],
  });
  expect(
    (await company.send('supplier', { method: 'GET', url: `/api/supply/order/${order_id}` })).statusCode,
  ).toBe(404);
  await licenceUntil('2035-12-31');
  await ask('purchaser', 'POST', `/order/${order_id}/submit`, {});
  expect(await refused('purchaser', `/order/${order_id}/approve`, {})).toBe('platform.forbidden');
  await ask('director', 'POST', `/order/${order_id}/approve`, {});

  // The supplier promises less; the purchaser takes the day it can do, and is confirmed anew.
  const [line] = (await see('supplier', order_id)).line_rows;
  const { purchase_order_line_id } = line!;
  const confirm = (qty_confirmed: number, confirmed_on: string) =>
    ask('supplier', 'POST', `/order/${order_id}/confirm`, {
      lines: [{ purchase_order_line_id, qty_confirmed, confirmed_on }],
    });
  await confirm(55, '2035-07-01');
  expect(await onOrder()).toEqual([{ qty: 55, expected_on: '2035-07-01' }]);
  const changed = {
    reason: 'as the supplier can',
    lines: [{ purchase_order_line_id, needed_on: '2035-07-01' }],
  };
  await ask('purchaser', 'POST', `/order/${order_id}/change`, changed);
  expect(await see('supplier', order_id)).toMatchObject({ status: 'approved', version: 2 });
  await confirm(65, '2035-07-01');

  // Goods leave the supplier; nobody gives up what is on the road.
  await ask('supplier', 'POST', '/asn', {
    delivery_note_no: 'DN-1',
    expected_at: '2035-06-30T02:00:00Z',
    lines: [{ purchase_order_line_id, lot_no: 'G-1', qty: 40, expiry_date: '2038-01-01' }],
  });
  expect(await refused('purchaser', `/order/${order_id}/cancel`, { reason: 'x' })).toBe('supply.announced');
  expect(await onOrder()).toEqual([
    { qty: 40, expected_on: '2035-06-30' },
    { qty: 25, expected_on: '2035-07-01' },
  ]);

  // Each step stands in the trail with the person who did it.
  const trail = await company.world.sql<{ action: string; account: string }>(
    `select a.action, u.account from platform.audit a join identity.user u on u.user_id = a.actor_id
     where a.entity = 'purchase_order' and a.entity_id = $1 order by a.audit_id`,
    [String(order_id)],
  );
  expect(trail.map(({ action, account }) => `${account} ${action}`)).toEqual([
    'purchaser supply.create_order',
    'purchaser supply.submit_order',
    'purchaser supply.submit_order',
    'director supply.approve_order',
    'supplier supply.confirm_order',
    'purchaser supply.change_order',
    'supplier supply.confirm_order',
  ]);
});

async function licenceUntil(day: string): Promise<void> {
  const { sql, supplier_id } = company.world;
  await sql('update compliance.licence set valid_to = $2 where partner_id = $1', [supplier_id, day]);
  await sql(`update platform.rules_epoch set epoch = nextval('platform.rules_epoch_seq')`);
}

async function onOrder(): Promise<{ qty: number; expected_on: string }[]> {
  const { sql, north } = company.world;
  const rows = await sql<{ qty: string; expected_on: string }>(
    'select qty, expected_on from supply.v_on_order where warehouse_id = $1 order by expected_on',
    [north.warehouse_id],
  );
  return rows.map(({ qty, expected_on }) => ({ qty: Number(qty), expected_on }));
}

import { expect, type Page, test } from '@playwright/test';
import { allocatedOrder, enter, reviewAll } from './support/outbound.ts';
import { personWith } from './support/people.ts';
import { api, base, expectAccessible, signIn } from './support/person.ts';

/** A hospital sends goods back: asked, approved by another, received by a keeper, and inspected by quality. */
test.describe.configure({ mode: 'serial' });

let admin: Page;
let planner: Page;
let keeper: Page;
let quality: Page;
let shipment_id = 0;
let path = '';
let lot_no = '';

test.beforeAll(async ({ browser }) => {
  admin = await browser.newPage();
  await signIn(admin);
  planner = await personWith(browser, admin, { role: 'planner', display_name: '孙计划' });
  keeper = await personWith(browser, admin, { role: 'warehouse_keeper', display_name: '钱仓管' });
  quality = await personWith(browser, admin, { role: 'quality', display_name: '赵质量' });
  shipment_id = await deliveredOrder();
});
test.afterAll(async () => {
  for (const page of [admin, planner, keeper, quality]) await page?.close();
});

test('a return is asked for of what was signed for, and no more', async () => {
  await admin.goto(`${base()}/delivery/${shipment_id}`);
  await admin.getByRole('button', { name: '申请退货' }).click();
  const dialog = admin.getByRole('dialog');
  await expect(dialog.getByText('可退 4')).toBeVisible();
  await dialog.getByLabel(/^退货数量 /).fill('3');
  await expectAccessible(admin);
  await dialog.getByRole('button', { name: '申请退货' }).click();
  await expect(admin).toHaveURL(/\/customer-return\/\d+/);
  path = new URL(admin.url()).pathname;
  await expect(admin.locator('.tc-page-header').getByText('待审批')).toBeVisible();
});

test('who asked does not approve; another planner does', async () => {
  await approve(admin);
  await expect(admin.getByText('不能批准自己提出的退货')).toBeVisible();
  await planner.goto(`${base()}${path}`);
  await approve(planner);
  await expect(planner.locator('.tc-page-header').getByText('待收货')).toBeVisible();
  await expectAccessible(planner);
});

test('the keeper receives it by scan into the returns zone', async () => {
  await keeper.goto(`${base()}${path}`);
  await enter(keeper, '扫描批号、序列号或 UDI', lot_no);
  await expect(keeper.getByLabel(`收到 ${lot_no}`)).toHaveValue('3');
  await expectAccessible(keeper);
  await keeper.getByRole('button', { name: '确认收货' }).click();
  await expect(keeper.locator('.tc-page-header').getByText('待验收')).toBeVisible();
});

test('quality takes two back into stock and rejects one', async () => {
  await quality.goto(`${base()}${path}`);
  await quality.getByLabel(`合格 ${lot_no}`).fill('2');
  await quality.getByLabel(`不合格原因 ${lot_no}`).fill('外包装已拆封');
  await expectAccessible(quality);
  await quality.getByRole('button', { name: '确认验收' }).click();
  await expect(quality.locator('.tc-page-header').getByText('已完成')).toBeVisible();
  await expect(quality.getByText('外包装已拆封')).toBeVisible();
  await expect(quality.getByText('¥384.00')).toBeVisible();
  await quality.goto(`${base()}/customer-return`);
  await expect(quality.getByText('已完成').first()).toBeVisible();
  await expectAccessible(quality);
});

async function approve(page: Page): Promise<void> {
  await page.getByRole('button', { name: '批准', exact: true }).click();
  await page.getByLabel('原因').fill('同意退回');
  await page.getByRole('dialog').getByRole('button', { name: '批准' }).click();
}

/** An order of four pieces that the hospital has signed for. */
async function deliveredOrder(): Promise<number> {
  const { demand_id } = await allocatedOrder(admin, 4);
  const demand = await api<{
    warehouse_id: number;
    allocations: { allocation_id: number; qty: number; lot_no: string }[];
  }>(admin, 'GET', `/api/fulfilment/demand/${demand_id}`);
  const { rows } = await api<{ rows: { zone_kind: string; account_id: number | null }[] }>(
    admin,
    'GET',
    `/api/stock/location?warehouse_id=${demand.warehouse_id}`,
  );
  const dispatch = rows.find((row) => row.zone_kind === 'dispatch' && row.account_id !== null)!;
  const lines = demand.allocations.map(({ allocation_id, qty, lot_no: scanned }) => ({
    allocation_id,
    qty,
    lot_no: scanned,
  }));
  lot_no = lines[0]!.lot_no;
  await api(admin, 'POST', '/api/stock/pick', { to_account_id: dispatch.account_id, lines });
  await reviewAll(keeper, demand_id);
  const { shipments } = await api<{ shipments: { shipment_id: number }[] }>(
    keeper,
    'POST',
    `/api/fulfilment/demand/${demand_id}/ship`,
    {},
  );
  const made = shipments[0]!.shipment_id;
  await api(keeper, 'POST', `/api/fulfilment/shipment/${made}/deliver`, { signed_by: '王护士' });
  return made;
}

import { expect, type Page, test } from '@playwright/test';
import { personWith } from './support/people.ts';
import { api, base, expectAccessible, signIn } from './support/person.ts';

/**
 * A transfer on its way: loaded with the planner's proposal, given to a carrier, driven with a phone, handed over at the
 * door, received one piece short, and the loss claimed from the carrier by another person than counted.
 */
test.describe.configure({ mode: 'serial' });

let admin: Page;
let director: Page;
let keeper: Page;
let driver: Page;
type Warehouse = { warehouse_id: number; warehouse_code: string };
type Lane = { lane_id: number; to_warehouse_id: number | null };
let from: Warehouse;
let lane: Lane;
let transfer_id = 0;
let shipment_id = 0;
let carrier_name = '';

test.beforeAll(async ({ browser }) => {
  // Three people sign in for the first time.
  test.setTimeout(180_000);
  admin = await browser.newPage();
  await signIn(admin);
  director = await personWith(browser, admin, { role: 'manager', display_name: '吴经理' });
  keeper = await personWith(browser, admin, { role: 'warehouse_keeper', display_name: '郑仓管' });
  driver = await personWith(browser, admin, { role: 'driver', display_name: '赵师傅' });
});
test.afterAll(async () => {
  for (const page of [admin, director, keeper, driver]) await page?.close();
});

test('a shipped transfer waits for a journey', async () => {
  await arrange();
  await admin.goto(`${base()}/transport/plan?wh=${from.warehouse_code}`);
  await expect(
    admin
      .getByRole('grid')
      .getByText(await documentNo())
      .first(),
  ).toBeVisible();
  await expectAccessible(admin);
});

test('the planner merges what waits, and a carrier is chosen by its quote', async () => {
  await admin.getByRole('button', { name: '生成配载方案' }).click();
  await expect(admin.getByRole('button', { name: '全部采纳' })).toBeEnabled({ timeout: 60_000 });
  await expectAccessible(admin);
  await admin.getByRole('button', { name: '全部采纳' }).click();
  await expect(admin.getByText(/已生成 \d+ 张运单/)).toBeVisible();
  const { shipment_id: made } = await api<{ shipment_id: number }>(
    admin,
    'GET',
    `/api/transfer/${transfer_id}`,
  );
  shipment_id = made;
  await linkDriver();
  await admin.goto(`${base()}/transport/shipment/${shipment_id}`);
  await expect(admin.locator('.tc-page-header').getByText('待检查')).toBeVisible();
  await choose(admin, '车辆', /冷藏车 9\.6/);
  await choose(admin, '司机', /E2E/);
  await expectAccessible(admin);
  await admin.getByRole('button', { name: '安排承运' }).click();
  await expect(admin.getByText('已安排')).toBeVisible();
});

test('the driver checks, departs and reports a delay from the phone', async () => {
  await driver.setViewportSize({ width: 390, height: 844 });
  await driver.goto(`${base()}/transport/mine`);
  await driver.locator(`a[href*="/transport/mine/${shipment_id}"]`).click();
  await expect(driver.getByRole('heading', { name: '发车前检查' })).toBeVisible();
  await expectAccessible(driver);
  await driver.getByRole('button', { name: '检查合格' }).click();
  await driver.getByRole('button', { name: '发车', exact: true }).click();
  await driver.getByRole('button', { name: '上报延误' }).click();
  await driver.getByLabel('预计晚到（分钟）').fill('90');
  await driver.getByLabel('说明').fill('高速封路');
  await driver.getByRole('dialog').getByRole('button', { name: '提交' }).click();
  await expect(driver.locator('.tc-page-header').getByText('晚 90 分钟')).toBeVisible();
  await expectAccessible(driver);
  // The delay is known where the goods are waited for.
  await expect(async () => {
    const seen = await api<{ delayed_minutes: number }>(admin, 'GET', `/api/transfer/${transfer_id}`);
    expect(seen.delayed_minutes).toBe(90);
  }).toPass({ timeout: 30_000 });
});

test('the goods are handed over at the door, which does not receive them', async () => {
  await driver.getByRole('button', { name: '已到站' }).click();
  await expect(driver.getByRole('heading', { name: /交接签收/ })).toBeVisible();
  await driver.getByLabel('收货人', { exact: false }).first().fill('郑仓管');
  await expectAccessible(driver);
  await driver.getByRole('button', { name: '确认交接' }).click();
  await expect(driver.getByRole('heading', { name: '本趟运输已完成' })).toBeVisible();
  const seen = await api<{ status: string }>(admin, 'GET', `/api/transfer/${transfer_id}`);
  expect(seen.status).toBe('in_transit');
});

test('the receiver counts one piece less', async () => {
  await keeper.goto(`${base()}/transfer/${transfer_id}`);
  await keeper.getByRole('button', { name: '全部按应收填写' }).click();
  const first = keeper.getByLabel(/^实收 /).first();
  await first.fill(String(Number(await first.inputValue()) - 1));
  await keeper.getByRole('button', { name: '确认收货' }).click();
  await expect(keeper.locator('.tc-page-header').getByText('有差异待处理')).toBeVisible();
});

test('another person settles the difference and claims the loss from the carrier', async () => {
  await director.goto(`${base()}/transfer/${transfer_id}`);
  await director.getByRole('button', { name: '处理', exact: true }).click();
  const dialog = director.getByRole('dialog');
  await dialog.getByLabel('责任方').click();
  await director.locator('.ant-select-item-option[title="承运商"]').click();
  await dialog.getByLabel(/索赔金额/).fill('120');
  await dialog.getByLabel('原因').fill('签收时少一件，承运商确认');
  await dialog.getByRole('button', { name: '处理' }).click();
  await expect(director.locator('.tc-page-header').getByText('已完成')).toBeVisible();
  await director.goto(`${base()}/transfer/claim`);
  await expect(director.getByText(carrier_name).first()).toBeVisible();
  await expect(director.getByText('¥120.00').first()).toBeVisible();
  await expectAccessible(director);
});

/** A transfer of goods that stand at one warehouse, on a lane to another, approved, picked and on the road. */
async function arrange(): Promise<void> {
  const found = await goodsOnALane();
  from = found.from;
  lane = found.lane;
  const asked = {
    reason: '在途差异演练',
    lane_id: lane.lane_id,
    lines: [{ item_id: found.item_id, qty: 6 }],
  };
  const ends = { from_warehouse_id: from.warehouse_id, to_warehouse_id: lane.to_warehouse_id };
  ({ transfer_id } = await api<{ transfer_id: number }>(admin, 'POST', '/api/transfer', {
    ...ends,
    ...asked,
  }));
  await api(director, 'POST', `/api/transfer/${transfer_id}/approve`, {});
  const { allocations } = await api<{
    allocations: { allocation_id: number; qty: number; lot_no: string }[];
  }>(admin, 'GET', `/api/transfer/${transfer_id}`);
  const { rows } = await api<{ rows: { account_id: number; zone_kind: string }[] }>(
    admin,
    'GET',
    `/api/stock/location?warehouse_id=${from.warehouse_id}`,
  );
  const to_account_id = rows.find((row) => row.zone_kind === 'dispatch')!.account_id;
  const lines = allocations.map(({ allocation_id, qty, lot_no }) => ({ allocation_id, qty, lot_no }));
  await api(keeper, 'POST', '/api/stock/pick', { to_account_id, lines });
  await api(keeper, 'POST', `/api/transfer/${transfer_id}/ship`, {});
}

/** The driver's account belongs to a driver of the carrier that the proposal chose. */
async function linkDriver(): Promise<void> {
  const { user } = await api<{ user: { user_id: number } }>(driver, 'GET', '/api/identity/session');
  const shipment = await api<{ carrier_id: number; carrier_name: string }>(
    admin,
    'GET',
    `/api/transport/shipment/${shipment_id}`,
  );
  carrier_name = shipment.carrier_name;
  await api(admin, 'POST', '/api/transport/driver', {
    driver_code: 'E2E',
    name: '赵师傅',
    carrier_id: shipment.carrier_id,
    user_id: user.user_id,
    licence_valid_to: '2099-12-31',
    trained_until: '2099-12-31',
  });
}

async function goodsOnALane(): Promise<{ from: Warehouse; lane: Lane; item_id: number }> {
  const { rows: warehouses } = await api<{ rows: Warehouse[] }>(admin, 'GET', '/api/masterdata/warehouse');
  const { rows: items } = await api<{
    rows: { item_id: number; tracking: string; storage_condition: string }[];
  }>(admin, 'GET', '/api/masterdata/item?limit=60');
  const plain = items.filter((item) => item.tracking === 'lot' && item.storage_condition === 'ambient');
  for (const { item_id } of plain) {
    const { rows } = await api<{ rows: { warehouse_id: number; available: number }[] }>(
      admin,
      'GET',
      `/api/stock/availability?item_id=${item_id}`,
    );
    for (const { warehouse_id } of rows.filter((row) => row.available > 100)) {
      const { rows: lanes } = await api<{ rows: Lane[] }>(
        admin,
        'GET',
        `/api/masterdata/lane?from_warehouse_id=${warehouse_id}&limit=100`,
      );
      const way = lanes.find((one) => one.to_warehouse_id !== null);
      const start = warehouses.find((one) => one.warehouse_id === warehouse_id);
      if (way && start) return { from: start, lane: way, item_id };
    }
  }
  throw new Error('the example company has no goods on a lane');
}

async function documentNo(): Promise<string> {
  const { document_no } = await api<{ document_no: string }>(admin, 'GET', `/api/transfer/${transfer_id}`);
  return document_no;
}

async function choose(page: Page, label: string, option: RegExp): Promise<void> {
  await page.getByRole('combobox', { name: label }).click();
  await page.locator('.ant-select-item-option').filter({ hasText: option }).first().click();
}

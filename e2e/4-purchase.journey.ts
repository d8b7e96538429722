import { type Browser, expect, type Page, test } from '@playwright/test';
import { personWith } from './support/people.ts';
import { api, base, expectAccessible, signIn } from './support/person.ts';

/**
 * From a need to goods on their way: a warehouse asks, somebody else approves, the needs are bought together at the
 * price of the whole, the order is approved by a second person, and the supplier confirms and announces in its own login.
 */
test.describe.configure({ mode: 'serial' });

type Item = { item_id: number; item_code: string; name: string };
type Partner = { partner_id: number; partner_code: string; name: string };
let buyer: Page;
let boss: Page;
let seller: Page;
let item: Item;
let supplier: Partner;
let warehouse_ids: number[];
let order_path = '';
const lot_no = `PUR${Date.now().toString(36).toUpperCase()}`;

test.beforeAll(async ({ browser }: { browser: Browser }) => {
  const admin = await browser.newPage();
  await signIn(admin);
  ({ item, supplier } = await whatIsSold(admin));
  const { rows } = await api<{ rows: { warehouse_id: number }[] }>(admin, 'GET', '/api/masterdata/warehouse');
  warehouse_ids = rows.slice(0, 2).map((row) => row.warehouse_id);
  buyer = await personWith(browser, admin, { role: 'purchaser', display_name: '周采购' });
  boss = await personWith(browser, admin, { role: 'manager', display_name: '吴经理' });
  const { partner_id } = supplier;
  seller = await personWith(browser, admin, { role: 'supplier', display_name: '郑供应', partner_id });
  await admin.close();
});
test.afterAll(async () => {
  for (const page of [buyer, boss, seller]) await page?.close();
});

test('terms and prices with a break are entered for the supplier', async () => {
  const lines = [
    { item_id: item.item_id, min_qty: 1, unit_price_fen: 1200, valid_from: '2026-01-01' },
    { item_id: item.item_id, min_qty: 500, unit_price_fen: 1000, valid_from: '2026-01-01' },
  ];
  const { partner_id } = supplier;
  await api(buyer, 'POST', '/api/supply/terms', {
    partner_id,
    lines: [{ item_id: item.item_id, min_order_qty: 100, order_multiple: 10, preferred: true }],
  });
  await api(buyer, 'POST', '/api/supply/price', { partner_id, lines });
  await buyer.goto(`${base()}/supply/terms`);
  await expect(buyer.getByText(supplier.name).first()).toBeVisible();
  await expectAccessible(buyer);
});

test('a requisition is not approved by who asked, but by another', async () => {
  const { requisition_id } = await api<{ requisition_id: number }>(buyer, 'POST', '/api/supply/requisition', {
    warehouse_id: warehouse_ids[0],
    reason: '新手术室备货',
    lines: [{ item_id: item.item_id, qty: 300, needed_on: '2030-06-01' }],
  });
  await boss.goto(`${base()}/supply/requisition/${requisition_id}`);
  await boss.getByRole('button', { name: '批准', exact: true }).click();
  await expect(boss.locator('.tc-page-header').getByText('待计划')).toBeVisible();
  await expectAccessible(boss);
});

test('needs of two warehouses are bought together and reach the price break', async () => {
  await buyer.goto(`${base()}/supply/plan/new`);
  await expect(buyer.getByText('新手术室备货')).toBeVisible();
  await expectAccessible(buyer);
  await buyer.getByRole('checkbox', { name: /新手术室备货/ }).check();
  await buyer.getByText('按数量采购', { exact: true }).click();
  await buyer.getByRole('button', { name: '增加一行' }).click();
  await buyer.getByLabel('收货仓库 1').click();
  await buyer.locator('.ant-select-item-option').nth(1).click();
  await buyer.getByLabel('产品 1').click();
  await buyer.keyboard.type(item.item_code);
  await buyer.locator(`.ant-select-item-option[title^="${item.item_code}"]`).first().click();
  await buyer.getByLabel('数量 1').fill('195');
  await buyer.getByRole('button', { name: '生成计划' }).click();
  await expect(buyer).toHaveURL(/\/supply\/plan\/\d+/);
  await expect(buyer.getByText('¥10.00').first()).toBeVisible();
  await expect(buyer.getByText(/取整为 500|凑到 500/).first()).toBeVisible();
  await expectAccessible(buyer);
  await buyer.getByRole('button', { name: '生成采购订单' }).click();
  await buyer.getByLabel('原因').fill('六月备货');
  await buyer.getByRole('dialog').getByRole('button', { name: '确定' }).click();
  await expect(buyer.locator('.tc-page-header').getByText('已下单')).toBeVisible();
});

test('an order is submitted, and approved by another person', async () => {
  await buyer.locator('a[href*="/supply/order/"]').first().click();
  await expect(buyer).toHaveURL(/\/supply\/order\/\d+/);
  order_path = new URL(buyer.url()).pathname;
  await expectAccessible(buyer);
  await seller.goto(`${base()}${order_path}`);
  await expect(seller.getByText('未找到').first()).toBeVisible();
  await buyer.getByRole('button', { name: '提交审批' }).click();
  await expect(buyer.locator('.tc-page-header').getByText('待审批')).toBeVisible();
  await expect(buyer.getByRole('button', { name: /批准$/ })).toHaveAttribute('aria-disabled', 'true');
  await boss.goto(`${base()}${order_path}`);
  await boss.getByRole('button', { name: '批准', exact: true }).click();
  await expect(boss.locator('.tc-page-header').getByText('待确认')).toBeVisible();
});

test('the supplier confirms less and later in its own login', async () => {
  await seller.goto(`${base()}${order_path}`);
  await seller.getByRole('button', { name: '供应商确认' }).click();
  await seller.getByRole('button', { name: '按订单填写' }).click();
  const qty = seller.getByLabel(`数量 ${item.item_code}`);
  const ordered = Number(await qty.inputValue());
  await qty.fill(String(ordered - 10));
  await seller.getByLabel(`到货日期 ${item.item_code}`).fill('2030-06-20');
  await expectAccessible(seller);
  await seller.getByRole('button', { name: '提交确认' }).click();
  await expect(seller.locator('.tc-page-header').getByText('已确认')).toBeVisible();
  await expect(seller.getByText('不足 10')).toBeVisible();
  await expect(seller.getByText('晚于需要日期')).toBeVisible();
});

test('the supplier announces a lot in a box, and the buyer sees it coming', async () => {
  await seller.getByRole('button', { name: '登记到货通知' }).first().click();
  await seller.getByLabel('随货同行单号').fill(`SH-${lot_no}`);
  await seller.getByLabel('预计到达').fill('2030-06-20T10:00');
  await seller.getByLabel(`批号 ${item.item_code}`).fill(lot_no);
  await seller.getByLabel(`数量 ${item.item_code}`).fill('50');
  await seller.getByLabel(`失效日期 ${item.item_code}`).fill('2032-12-31');
  await seller.getByLabel(`箱码 SSCC ${item.item_code}`).fill('069456300000000010');
  await expectAccessible(seller);
  await seller.getByRole('button', { name: '登记到货通知' }).last().click();
  await expect(seller.getByRole('link', { name: /^ASN/ })).toBeVisible();
  await buyer.goto(`${base()}/supply/asn`);
  await expect(buyer.getByText(`SH-${lot_no}`)).toBeVisible();
  await buyer.goto(`${base()}${order_path}`);
  await buyer.getByRole('link', { name: /^ASN/ }).click();
  await expect(buyer.getByText(lot_no).first()).toBeVisible();
  await expectAccessible(buyer);
});

test('what is on its way is not given up, and a change makes a new version', async () => {
  await buyer.goto(`${base()}${order_path}`);
  await buyer.getByRole('button', { name: '取消未到数量' }).click();
  await buyer.getByLabel('原因').fill('需求减少了');
  await buyer.getByRole('dialog').getByRole('button', { name: '确定' }).click();
  await expect(buyer.getByText(/请先撤销该通知/).first()).toBeVisible();
  await buyer.getByRole('dialog').getByRole('button', { name: '取消', exact: true }).click();
  await buyer.getByRole('button', { name: '变更订单' }).click();
  await buyer.getByLabel(`需要日期 ${item.item_code}`).fill('2030-07-01');
  await buyer.getByLabel('原因').fill('手术室改期');
  await buyer.getByRole('button', { name: '保存为新版本' }).click();
  await expect(buyer.getByText(/手术室改期/)).toBeVisible();
  await expect(buyer.locator('.tc-page-header').getByText('待确认')).toBeVisible();
  await expectAccessible(buyer);
});

/** A plain item with a supplier whose papers allow it to be bought. */
async function whatIsSold(admin: Page): Promise<{ item: Item; supplier: Partner }> {
  const { rows: partners } = await api<{ rows: Partner[] }>(
    admin,
    'GET',
    '/api/masterdata/partner?kind=supplier&limit=50',
  );
  const { rows: items } = await api<{
    rows: (Item & { tracking: string; storage_condition: string; device_class: string })[];
  }>(admin, 'GET', '/api/masterdata/item?limit=500');
  // Class I needs no licence of the supplier; the gate itself has its own tests.
  const plain = items.find(
    (one) => one.tracking === 'lot' && one.storage_condition === 'ambient' && one.device_class === 'I',
  );
  expect(plain, 'the example company sells something plain').toBeDefined();
  return { item: plain!, supplier: partners[0]! };
}

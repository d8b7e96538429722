import { type BrowserContext, expect, type Page, test } from '@playwright/test';
import { ADMIN, api, base, expectAccessible, signIn } from './support/person.ts';

/**
 * A surgical set in the browser: filled and packed by scan, promised to a surgery, reviewed by a second person, sent,
 * used, taken back in any order with one piece missing, the difference settled, and what was used charged.
 */
test.describe.configure({ mode: 'serial', timeout: 180_000 });

const FIRST = 'spring-Lake-2026-first';
const LATER = 'autumn-Hill-2026-later';
const COLLEAGUES = [
  { account: 'surgery-second', display_name: '李复核', role: 'warehouse_manager' },
  { account: 'surgery-accounts', display_name: '赵会计', role: 'accountant' },
] as const;

let page: Page;
let second: Page;
let accountant: Page;
const contexts: BrowserContext[] = [];
let set_id = 0;
let case_id = 0;
type Place = { warehouse_id: number; warehouse_code: string };
let at: Place;

test.beforeAll(async ({ browser }) => {
  test.setTimeout(180_000);
  const open = async () => {
    const context = await browser.newContext({ locale: 'zh-CN', timezoneId: 'Asia/Shanghai' });
    contexts.push(context);
    return context.newPage();
  };
  page = await open();
  await signIn(page);
  for (const { account, display_name, role } of COLLEAGUES) {
    const user = { account, display_name, initial_password: FIRST };
    const { user_id } = await api<{ user_id: number }>(page, 'POST', '/api/identity/users', user);
    await api(page, 'POST', `/api/identity/users/${user_id}/grant-role`, { role });
  }
  [second, accountant] = [await open(), await open()];
  await Promise.all([second, accountant].map((one, index) => enter(one, COLLEAGUES[index]!.account)));
});
test.afterAll(() => Promise.all(contexts.map((context) => context.close())));

/** Signs in for the first time, which asks for a password of one's own. */
async function enter(one: Page, account: string): Promise<void> {
  await api(one, 'POST', '/api/identity/sign-in', { account, password: FIRST });
  await api(one, 'POST', '/api/identity/change-password', { password: FIRST, new_password: LATER });
  await one.goto(`${base()}/surgery`);
  await expect(one.getByRole('navigation', { name: '主导航' })).toBeVisible();
}

test('a set is filled and packed by scan', async () => {
  const { set, warehouse } = await arrange();
  set_id = set;
  at = warehouse;
  await page.goto(`${base()}/surgery/set/${set_id}`);
  await page.getByRole('button', { name: '补齐' }).click();
  await expect(page.getByText('还差 3 件')).toBeVisible();
  await expectAccessible(page);
  await scanOff(page, 1);
  // The rest is confirmed by its number, as one does with a box of the same.
  await page.getByRole('button', { name: '全部按应有填写' }).click();
  await page.getByRole('button', { name: '确认已扫的' }).click();
  await expect(page.getByText('已拣 3 件')).toBeVisible();
  await page.getByRole('button', { name: '装箱完成' }).click();
  await page.getByRole('dialog').getByRole('button', { name: '装箱完成' }).click();
  await expect(page.locator('.tc-page-header').getByText('已装箱')).toBeVisible();
});

test('a surgery takes the set for its days and carries a pseudonym, never a name', async () => {
  await page.goto(`${base()}/surgery/new`);
  await choose('医院科室', '外科');
  await choose('仓库', at.warehouse_code);
  await page.getByLabel('术式').fill('全髋关节置换术');
  await page.getByLabel('主刀医生').fill('陈主任');
  await page.getByLabel('患者代号').fill('陈小明');
  await choose('手术包', 'E2E-SET');
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: '建立台次' }).click();
  await expect(page.getByText('患者标识只能用医院的代号').first()).toBeVisible();
  await page.getByLabel('患者代号').fill('ZY26-00871');
  await expectAccessible(page);
  await page.getByRole('button', { name: '建立台次' }).click();
  await expect(page).toHaveURL(/\/surgery\/\d+$/);
  case_id = Number(/\/surgery\/(\d+)/.exec(page.url())![1]);
  await page.getByRole('button', { name: '备货', exact: true }).click();
  await expect(page.getByText('所需产品已全部分配')).toBeVisible();
  await page.goto(`${base()}/surgery/calendar`);
  await expect(page.locator('.tc-calendar-held').first()).toBeVisible();
  await expectAccessible(page);
});

test('who packed does not review; a second person scans everything', async () => {
  await page.goto(`${base()}/surgery/${case_id}`);
  await scanOff(page, 3);
  await page.getByRole('button', { name: '确认复核' }).click();
  await expect(page.getByText('须由另一人完成此步骤')).toBeVisible();
  await second.goto(`${base()}/surgery/${case_id}`);
  await scanOff(second, 3);
  await expectAccessible(second);
  await second.getByRole('button', { name: '确认复核' }).click();
  await expect(second.locator('.tc-page-header').getByText('已复核')).toBeVisible();
});

test('the case leaves, one piece is used, one comes back, one is missing', async () => {
  await page.reload();
  await page.getByRole('button', { name: '出库', exact: true }).click();
  await expect(page.locator('.tc-page-header').getByText('在院')).toBeVisible();
  await expectAccessible(page);
  const use = section('登记术中使用');
  await use
    .getByLabel(/^已扫 /)
    .first()
    .fill('1');
  await use.getByRole('button', { name: '确认使用' }).click();
  await expect(section('术中使用记录').getByText(ADMIN.display_name)).toBeVisible();
  await page.getByText('归还清点', { exact: true }).first().click();
  const back = section('归还清点');
  await expect(back.getByText('还差 2 件')).toBeVisible();
  await back
    .getByLabel(/^已扫 /)
    .first()
    .fill('1');
  await back.getByRole('button', { name: '清点结束，其余记为缺失' }).click();
  await page.getByRole('dialog').getByLabel('原因').fill('台上未找到一枚');
  await page.getByRole('dialog').getByRole('button', { name: '确定' }).click();
  await expect(page.locator('.tc-page-header').getByText('有差异')).toBeVisible();
  await expect(page.getByText('缺失').first()).toBeVisible();
});

test('the difference is settled by another person, and what was used is charged', async () => {
  await second.reload();
  await second.getByRole('button', { name: '处理', exact: true }).click();
  await second.getByRole('dialog').getByLabel('原因').fill('医院确认遗失并承担');
  await second.getByRole('dialog').getByRole('button', { name: '处理' }).click();
  await expect(second.locator('.tc-page-header').getByText('已归还')).toBeVisible();
  await accountant.goto(`${base()}/consignment/settlement`);
  await expectAccessible(accountant);
  const { rows } = await api<{ rows: { usage_id: number; item_id: number }[] }>(
    accountant,
    'GET',
    `/api/fulfilment/usage?case_id=${case_id}`,
  );
  expect(rows).toHaveLength(2);
  const { settlement_id } = await api<{ settlement_id: number }>(
    accountant,
    'POST',
    '/api/fulfilment/settlement',
    {
      usage_ids: rows.map((row) => row.usage_id),
      prices: [{ item_id: rows[0]!.item_id, unit_price_fen: 350_000 }],
    },
  );
  await accountant.goto(`${base()}/consignment/settlement/${settlement_id}`);
  await expect(accountant.getByText('ZY26-00871').first()).toBeVisible();
  await expectAccessible(accountant);
});

test('the set has filled itself from what came back and from stock', async () => {
  await expect(async () => {
    const seen = await api<{ qty_wanted: number; qty_in: number; state: string }>(
      page,
      'GET',
      `/api/fulfilment/set/${set_id}`,
    );
    expect(seen).toMatchObject({ state: 'used', qty_wanted: 3, qty_in: 3 });
  }).toPass({ timeout: 30_000 });
  await page.goto(`${base()}/surgery/figures`);
  await expect(page.getByText('E2E 手术包')).toBeVisible();
  await expectAccessible(page);
});

const section = (title: string) =>
  page.locator('.tc-section').filter({ has: page.getByText(title, { exact: true }) });

async function choose(label: string, option: string): Promise<void> {
  await page
    .getByLabel(label, { exact: true })
    .or(page.getByLabel(`${label} *`))
    .first()
    .click();
  await page.keyboard.type(option);
  await page.locator(`.ant-select-item-option:has-text("${option}")`).first().click();
}

/** Enters the lot of the list into the field of the scanner, once for each piece. */
async function scanOff(one: Page, pieces: number): Promise<void> {
  const list = one.locator('.tc-tray').first();
  await expect(list).toBeVisible();
  const lot = /批号\s+(\S+)/.exec(await list.locator('li').first().innerText())![1]!;
  const field = list.locator('[data-scan-field]');
  for (let piece = 1; piece <= pieces; piece += 1) {
    await field.fill(lot);
    await field.press('Enter');
    await expect(list.getByLabel(/^已扫 /).first()).toHaveValue(String(piece));
  }
}

/** A template of one item of which a warehouse has plenty in one lot, and an empty set of it. */
async function arrange(): Promise<{ set: number; warehouse: Place }> {
  const { rows: warehouses } = await api<{ rows: Place[] }>(page, 'GET', '/api/masterdata/warehouse');
  const { rows: items } = await api<{
    rows: { item_id: number; tracking: string; storage_condition: string }[];
  }>(page, 'GET', '/api/masterdata/item?limit=200');
  const fit = new Set(
    items.filter((i) => i.tracking === 'lot' && i.storage_condition === 'ambient').map((i) => i.item_id),
  );
  for (const warehouse of warehouses) {
    const { rows } = await api<{
      rows: { item_id: number; available: number; expiry_date: string | null }[];
    }>(
      page,
      'GET',
      `/api/stock/balance?warehouse_id=${warehouse.warehouse_id}&disposition=released&limit=500`,
    );
    const first = (item_id: number) =>
      rows
        .filter((row) => row.item_id === item_id && row.available > 0)
        .toSorted((a, b) => (a.expiry_date ?? '9').localeCompare(b.expiry_date ?? '9'))[0];
    const found = rows.find((row) => fit.has(row.item_id) && (first(row.item_id)?.available ?? 0) > 20);
    if (found === undefined) continue;
    const { template_id } = await api<{ template_id: number }>(page, 'POST', '/api/fulfilment/set-template', {
      template_code: 'E2E-TPL',
      name: 'E2E 手术包',
      procedure_name: '全髋关节置换术',
      lines: [{ item_id: found.item_id, qty: 3 }],
    });
    const set = { set_no: 'E2E-SET', template_id, warehouse_id: warehouse.warehouse_id };
    const { set_id: made } = await api<{ set_id: number }>(page, 'POST', '/api/fulfilment/set', set);
    return { set: made, warehouse };
  }
  throw new Error('the example company has no lot that a set could be made of');
}

import { expect, type Page, test } from '@playwright/test';
import { personWith } from './support/people.ts';
import { api, base, expectAccessible, signIn } from './support/person.ts';

/**
 * A case of quality in the browser: a complaint about harm becomes an adverse event with its dates, the lot is held by a
 * deviation and decided with a signature, and others close what one has opened.
 */
test.describe.configure({ mode: 'serial' });

type Balance = {
  item_id: number;
  item_code: string;
  lot_id: number;
  lot_no: string;
  account_kind: string;
  disposition: string;
  qty: number;
  allocated: number;
};

const PASSWORD = 'autumn-Lake-2026';
let chief: Page;
let quality: Page;
let target: Balance;
let deviation = '';

test.beforeAll(async ({ browser }) => {
  chief = await browser.newPage();
  await signIn(chief);
  quality = await personWith(browser, chief, { role: 'quality', display_name: '孙质量' });
});
test.afterAll(() => Promise.all([chief.close(), quality.close()]));

test('a complaint about harm proposes an adverse event', async () => {
  target = await lotAlone();
  await chief.goto(`${base()}/quality/complaint/new?wh=SH`);
  await chief.getByLabel('扫描产品条码，或输入批号、序列号').fill(target.lot_no);
  await chief.keyboard.press('Enter');
  await expect(chief.getByLabel('批号', { exact: true })).toHaveValue(target.lot_no);
  await chief.getByRole('combobox', { name: '科室' }).click();
  await chief.keyboard.type('ICU');
  await chief.locator('.ant-select-item-option').first().click();
  await chief.getByLabel('发生了什么').fill('使用中破裂');
  await choose(chief, '患者是否受到伤害', '严重伤害');
  await chief.getByLabel('联系人及电话').fill('李护士 8001');
  await expectAccessible(chief);
  await chief.getByRole('button', { name: '登记投诉' }).click();
  await expect(chief).toHaveURL(/\/quality\/complaint\/\d+/);
  await expect(chief.locator('.tc-page-header').getByText('可能是不良事件')).toBeVisible();
  await expectAccessible(chief);
});

test('the adverse event is opened from it, and says what is due until when', async () => {
  await chief.getByRole('button', { name: '登记不良事件' }).click();
  await expect(chief.getByLabel('事件描述')).toHaveValue('使用中破裂');
  await chief.getByLabel('伤害表现及后果').fill('局部出血');
  await chief.getByLabel('患者代号').fill('P-017');
  await chief.getByRole('button', { name: '登记不良事件' }).click();
  await expect(chief).toHaveURL(/\/quality\/adverse-event\/\d+/);
  await expect(chief.getByText('告知注册人/备案人')).toBeVisible();
  await expect(chief.getByText('提交报告', { exact: true })).toBeVisible();
  await expectAccessible(chief);
  await chief.getByRole('button', { name: '登记已提交' }).click();
  await chief.getByLabel('报告编号').fill('BL-2026-001');
  await chief.getByRole('dialog').getByRole('button', { name: '保存' }).click();
  await expect(chief.locator('.tc-page-header').getByText('已报告')).toBeVisible();
  await expect(chief.getByRole('button', { name: '关闭并签名' })).toBeVisible();
});

test('a deviation is reported by scan and holds the lot', async () => {
  await chief.goto(`${base()}/quality/deviation/new?wh=SH`);
  await chief.getByLabel('标题').fill('投诉批号在库');
  await chief.getByLabel('情况描述').fill('医院投诉使用中破裂');
  await chief.getByLabel('扫描受影响产品的条码').fill(target.lot_no);
  await chief.keyboard.press('Enter');
  await expect(chief.getByLabel(`数量 ${target.lot_no}`)).toBeVisible();
  await chief.getByText('立即冻结本仓这些批号').click();
  await expectAccessible(chief);
  await chief.getByRole('button', { name: '提交' }).click();
  await expect(chief).toHaveURL(/\/quality\/deviation\/\d+/);
  await expect(chief.getByText('冻结中')).toBeVisible();
  deviation = new URL(chief.url()).pathname;
  await expectAccessible(chief);
});

test('it is investigated with five whys', async () => {
  await chief.getByRole('button', { name: '调查' }).click();
  await choose(chief, '原因类别', '供应商');
  await chief.getByLabel('为什么（第 1 问）').fill('壁厚不足');
  await chief.getByLabel('影响评估').fill('整批');
  await chief.getByRole('dialog').getByRole('button', { name: '保存' }).click();
  await expect(chief.locator('.tc-page-header').getByText('待关闭')).toBeVisible();
});

test('quality decides on the goods with the password, and closes what the other has opened', async () => {
  await quality.goto(`${base()}${deviation}`);
  await quality
    .getByRole('checkbox', { name: new RegExp(`选择 ${target.lot_no}`) })
    .first()
    .check();
  await quality.getByRole('button', { name: '处置并签名' }).click();
  await choose(quality, '处置', '放行');
  await quality.getByLabel('原因').fill('复检合格');
  await expectAccessible(quality);
  await quality.getByRole('dialog').getByRole('button', { name: '处置并签名' }).click();
  await signIfAsked(quality);
  await expect(quality.getByText('已处置完毕')).toBeVisible();
  await expect(quality.getByText('批准放行')).toBeVisible();
  await quality.getByRole('button', { name: '关闭并签名' }).click();
  await quality.getByLabel('结论').fill('复检合格，可以使用');
  await quality.getByRole('dialog').getByRole('button', { name: '关闭并签名' }).click();
  await signIfAsked(quality);
  await expect(quality.locator('.tc-page-header').getByText('已关闭')).toBeVisible();
  await expect(quality.getByText('审核并关闭')).toBeVisible();
  await expectAccessible(quality);
});

test('the workbench shows what still waits, and leads there', async () => {
  await quality.goto(`${base()}/quality/workbench`);
  await quality.locator('.tc-stat-button', { hasText: '不良事件' }).click();
  await expect(quality.getByText('告知注册人').first()).toBeVisible();
  await expectAccessible(quality);
  await quality.getByText('告知注册人').first().dblclick();
  await expect(quality).toHaveURL(/\/quality\/adverse-event\/\d+/);
});

/** A lot of which some stands free in a bin in Shanghai, known by no other lot's number. */
async function lotAlone(): Promise<Balance> {
  const { rows: warehouses } = await api<{ rows: { warehouse_id: number; warehouse_code: string }[] }>(
    chief,
    'GET',
    '/api/masterdata/warehouse',
  );
  const { warehouse_id } = warehouses.find((one) => one.warehouse_code === 'SH')!;
  const { rows } = await api<{ rows: Balance[] }>(
    chief,
    'GET',
    `/api/stock/balance?warehouse_id=${warehouse_id}&limit=1000`,
  );
  const of = (lot_id: number) => rows.filter((row) => row.lot_id === lot_id);
  return rows.find(
    (row) =>
      row.account_kind === 'bin' &&
      row.disposition === 'released' &&
      row.allocated === 0 &&
      of(row.lot_id).length === 1 &&
      rows.filter((other) => other.lot_no === row.lot_no).length === 1,
  )!;
}

/** Chooses from a list by its label. */
async function choose(page: Page, label: string, option: string): Promise<void> {
  await page.getByRole('combobox', { name: label, exact: false }).last().click();
  await page.locator('.ant-select-dropdown:visible').getByTitle(option, { exact: true }).click();
}

/** The password, where it was not given in the last minutes. */
async function signIfAsked(page: Page): Promise<void> {
  const dialog = page.getByRole('dialog', { name: '电子签名' });
  await page.waitForTimeout(300);
  if (!(await dialog.isVisible())) return;
  await dialog.getByLabel('密码').fill(PASSWORD);
  await dialog.getByRole('button', { name: '签名' }).click();
}

import { expect, type Page, test } from '@playwright/test';
import { enter } from './support/outbound.ts';
import { api, base, expectAccessible, signIn } from './support/person.ts';

/**
 * An inspector asks: from a code to the whole path of a lot and a file to take along; what may be deleted and what never;
 * that nobody has touched the audit trail; and what partners are told.
 */
test.describe.configure({ mode: 'serial' });

type Lot = { item_id: number; lot_id: number; lot_no: string };

let page: Page;
let lot: Lot;

test.beforeAll(async ({ browser }) => {
  page = await browser.newPage();
  await signIn(page);
  const { rows } = await api<{ rows: Lot[] }>(page, 'GET', '/api/stock/lot?limit=1');
  lot = rows[0]!;
});
test.afterAll(() => page.close());

test('a lot number leads to its whole path, which fits the page and a phone', async () => {
  await page.goto(`${base()}/trace`);
  await enter(page, '编码', lot.lot_no);
  await expect(page).toHaveURL(/stock\/trace\/\d+\/\d+/);
  await expect(page.getByText('左右相等')).toBeVisible();
  await expect(page.getByRole('heading', { name: '来源 · 收货' })).toBeVisible();
  await expect(page.getByRole('heading', { name: '去向 · 收货单位' })).toBeVisible();
  await expectAccessible(page);
  for (const width of [1440, 900, 390]) {
    await page.setViewportSize({ width, height: 844 });
    const too_wide = () => page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    await expect.poll(too_wide).toBeLessThanOrEqual(0);
  }
  await expect(page.getByRole('group', { name: /路径/ })).toBeHidden();
  await page.setViewportSize({ width: 1440, height: 900 });
});

test('the inspector takes it along as Excel and PDF', async () => {
  for (const [button, name] of [
    ['导出 Excel', /\.xlsx$/],
    ['导出 PDF', /\.pdf$/],
  ] as const) {
    const [file] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: button }).click(),
    ]);
    expect(file.suggestedFilename()).toMatch(name);
  }
});

test('what may be deleted is shown with what stays; a legal hold is placed', async () => {
  await page.goto(`${base()}/quality/retention?tab=purge`);
  await expect(page.getByRole('cell', { name: '登录会话' })).toBeVisible();
  await expectAccessible(page);
  await page.getByText('保全', { exact: true }).click();
  await page.getByRole('button', { name: '发起保全' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('textbox').last().fill('法院调取证据');
  await dialog.getByRole('button', { name: /确/ }).click();
  await expect(page.getByText('法院调取证据')).toBeVisible();
});

test('the trail is verified on demand', async () => {
  await page.goto(`${base()}/settings/seals`);
  await page.getByRole('button', { name: '立即验证' }).click();
  await expect(page.getByText('完好').first()).toBeVisible();
  await expectAccessible(page);
});

test('partners are told the same as EPCIS events', async () => {
  await page.goto(`${base()}/settings/epcis`);
  await expect(page.getByRole('gridcell', { name: '启用' }).first()).toBeVisible();
  await expectAccessible(page);
});

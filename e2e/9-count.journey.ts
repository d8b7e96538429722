import { expect, type Page, test } from '@playwright/test';
import { personWith } from './support/people.ts';
import { api, base, expectAccessible, signIn } from './support/person.ts';

/**
 * A count while work goes on: planned by one, counted blind by scan, counted again by another because it differs,
 * approved by a third, and on the books.
 */
test.describe.configure({ mode: 'serial' });

type Balance = {
  item_id: number;
  lot_id: number;
  lot_no: string;
  item_code: string;
  account_kind: string;
  disposition: string;
  qty: number;
  allocated: number;
};

let chief: Page;
let keeper: Page;
let other: Page;
let target: Balance;
let count_id = 0;

test.beforeAll(async ({ browser }) => {
  chief = await browser.newPage();
  await signIn(chief);
  keeper = await personWith(browser, chief, { role: 'warehouse_keeper', display_name: '李盘点' });
  other = await personWith(browser, chief, { role: 'warehouse_keeper', display_name: '赵复盘' });
});
test.afterAll(() => Promise.all([chief.close(), keeper.close(), other.close()]));

test('a count of one lot is planned, blind', async () => {
  target = await lotAlone();
  await chief.goto(`${base()}/warehouse/count/new?wh=SH`);
  await chief.getByText('按产品').click();
  await chief.getByLabel('产品 1').click();
  await chief.keyboard.type(target.item_code);
  await chief.locator(`.ant-select-item-option[title^="${target.item_code}"]`).first().click();
  await chief.getByLabel('原因').fill('月度抽盘');
  await expectAccessible(chief);
  await chief.getByRole('button', { name: '生成盘点单' }).click();
  await expect(chief).toHaveURL(/\/warehouse\/count\/\d+/);
  count_id = Number(/\/count\/(\d+)/.exec(chief.url())![1]);
  await expect(chief.locator('.tc-page-header').getByText('盘点中')).toBeVisible();
});

test('the keeper scans the lot, sees no book quantity, and counts one piece less', async () => {
  await countBlind(keeper, target.qty - 1);
  await expect(keeper.getByText('已记录，需要另一人复盘')).toBeVisible();
  await expect(keeper.getByText('没有需要您盘点的行。')).toBeVisible();
  await expect(keeper.getByText('另有 1 行要由其他人复盘')).toBeVisible();
});

test('another keeper counts again and finds the same', async () => {
  await countBlind(other, target.qty - 1);
  await expect(other.getByText('已记录，差异待批准')).toBeVisible();
});

test('the difference is approved by a third person and stands on the books', async () => {
  await chief.goto(`${base()}/warehouse/count/${count_id}`);
  await expect(chief.locator('.tc-page-header').getByText('待批准')).toBeVisible();
  await expect(chief.getByText('差异待批').first()).toBeVisible();
  await expectAccessible(chief);
  await chief.getByRole('button', { name: '批准差异' }).click();
  await chief.getByRole('dialog').getByRole('button', { name: '确定' }).click();
  await expect(chief.locator('.tc-page-header').getByText('已完成')).toBeVisible();
  expect((await balances(target.item_id)).find((row) => row.lot_id === target.lot_id)?.qty).toBe(
    target.qty - 1,
  );
});

async function countBlind(page: Page, counted: number): Promise<void> {
  await page.setViewportSize({ width: 390, height: 844 });
  await page.goto(`${base()}/warehouse/count-task?wh=SH&count=${count_id}`);
  await expect(page.getByText(target.lot_no).first()).toBeVisible();
  const shown = (await page.locator('main').innerText()).replaceAll(',', '');
  expect(shown).not.toContain(String(target.qty));
  await page.locator('[data-scan-field]').fill(target.lot_no);
  await page.keyboard.press('Enter');
  await expect(page.getByText(`${target.lot_no}：请填数量`)).toBeVisible();
  await page.getByLabel(/^实盘 /).fill(String(counted));
  await expectAccessible(page);
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  expect(wide).toBeLessThanOrEqual(0);
  await page.getByRole('button', { name: '确认数量' }).click();
}

async function balances(item_id?: number): Promise<Balance[]> {
  const { rows: sites } = await api<{ rows: { warehouse_id: number; warehouse_code: string }[] }>(
    chief,
    'GET',
    '/api/masterdata/warehouse',
  );
  const { warehouse_id } = sites.find((site) => site.warehouse_code === 'SH')!;
  const item = item_id === undefined ? '' : `&item_id=${item_id}`;
  const { rows } = await api<{ rows: Balance[] }>(
    chief,
    'GET',
    `/api/stock/balance?warehouse_id=${warehouse_id}&limit=1000${item}`,
  );
  return rows.filter((row) => row.account_kind === 'bin');
}

/** A lot that is the only one of its item at the warehouse, with a number of pieces that its page shows nowhere else. */
async function lotAlone(): Promise<Balance> {
  const rows = await balances();
  const by_item = Map.groupBy(rows, (row) => row.item_id);
  for (const [item_id, found] of by_item) {
    const [only] = found;
    if (found.length > 1 || only!.disposition !== 'released' || only!.allocated > 0 || only!.qty < 300)
      continue;
    if ((await balances(item_id)).length === 1) return only!;
  }
  throw new Error('no item of the example stands at Shanghai with one lot alone');
}

import { expect, type Page, test } from '@playwright/test';
import { checkDigit } from '@tongcang/udi';
import { api, base, expectAccessible, signIn } from './support/person.ts';

/** A carton gets its identifier by being scanned, counts its content from then on, and a doubtful label is asked about. */
let page: Page;
let item: { item_id: number; item_code: string; udi_di: string };
let lot_no = '';
let case_di = '';

test.beforeAll(async ({ browser }) => {
  page = await browser.newPage();
  await signIn(page);
  const lots = await api<{ rows: { item_id: number; lot_no: string; on_hand: number }[] }>(
    page,
    'GET',
    '/api/stock/lot?limit=100',
  );
  const lot = lots.rows.find((row) => row.on_hand > 0)!;
  lot_no = lot.lot_no;
  const items = await api<{ rows: (typeof item)[] }>(
    page,
    'GET',
    `/api/masterdata/item?item_id=${lot.item_id}&limit=1`,
  );
  item = items.rows[0]!;
  const body = `5${item.udi_di.slice(1, -1)}`;
  case_di = body + checkDigit(body);
});
test.afterAll(() => page.close());

test('a pack is scanned onto its item', async () => {
  await page.goto(`${base()}/masterdata/item?id=${item.item_id}`);
  await page.getByRole('button', { name: '登记标识' }).click();
  const dialog = page.getByRole('dialog', { name: '登记标识' });
  await enter(dialog.locator('[data-scan-field]'), `(01)${case_di}(10)ANY`);
  await expect(dialog.getByLabel('产品标识(DI)')).toHaveValue(case_di);
  await dialog.getByLabel('每包数量').fill('24');
  await expectAccessible(page);
  await dialog.getByRole('button', { name: '保存' }).click();
  await expect(page.locator('.tc-identifier-list').getByText(case_di)).toBeVisible();
});

test('its scan names the lot and the pieces in it', async () => {
  await page.goto(`${base()}/stock/scan`);
  await enter(page.locator('[data-scan-field]'), `(01)${case_di}(10)${lot_no}`);
  await expect(page.getByText('外箱,每包 24')).toBeVisible();
  await expect(page.getByText(lot_no, { exact: true }).first()).toBeVisible();
});

test('a label whose separators were lost is asked about', async () => {
  await enter(page.locator('[data-scan-field]'), `01${item.udi_di}10NEW21SN7`);
  const question = page.getByRole('dialog');
  await expectAccessible(page);
  await question.getByRole('button', { name: '批号 NEW · 序列号 SN7' }).click();
  await expect(page.getByText('NEW', { exact: true }).first()).toBeVisible();
});

/** Types a code into a scan field by hand, too slowly for a scanner. */
async function enter(field: ReturnType<Page['locator']>, code: string): Promise<void> {
  await field.fill(code);
  await field.press('Enter');
}

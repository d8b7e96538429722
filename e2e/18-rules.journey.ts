import { expect, type Page, test } from '@playwright/test';
import { scan } from '../web/test/scanner.ts';
import { personWith } from './support/people.ts';
import { api, base, expectAccessible, signIn } from './support/person.ts';

/**
 * Goods whose certificate has ended since they were made come to the door: the rules allow it, once a person has read the
 * warning and said why. An inspector sees who that was, and quality switches the rule.
 */
test.describe.configure({ mode: 'serial' });

type Item = { item_id: number; item_code: string; udi_di: string; registration_no: string };
let keeper: Page;
let quality: Page;
let item: Item;
/** YYMMDD, within the validity of the certificate that is over. */
let made: string;
let receipt_id = '';

test.beforeAll(async ({ browser }) => {
  test.setTimeout(120_000);
  const admin = await browser.newPage();
  await signIn(admin);
  ({ item, made } = await oldItem(admin));
  keeper = await personWith(browser, admin, { role: 'warehouse_keeper', display_name: '陈仓管' });
  quality = await personWith(browser, admin, { role: 'quality', display_name: '许质量' });
  await admin.close();
});
test.afterAll(async () => {
  for (const page of [keeper, quality]) await page?.close();
});

test('the warning is read and answered before the goods come in', async () => {
  await count('RULE-1');
  await keeper.getByRole('button', { name: '确认收货' }).click();
  const dialog = keeper.getByRole('dialog', { name: '请确认合规提示' });
  await expect(dialog.getByText(/已到期/)).toBeVisible();
  await dialog.getByLabel('原因').fill('已核对原注册证与批生产记录');
  await dialog.getByRole('button', { name: '确认并继续' }).click();
  await expect(keeper).toHaveURL(/\/receiving\/\d+/);
  receipt_id = new URL(keeper.url()).pathname.split('/').at(-1)!;
});

test('an inspector sees by which rule, on which facts, and who went on why', async () => {
  const { movement_id } = await api<{ movement_id: number }>(
    quality,
    'GET',
    `/api/supply/receipt/${receipt_id}`,
  );
  await quality.goto(`${base()}/compliance/rule`);
  await expect(quality.getByRole('heading', { name: '合规规则' })).toBeVisible();
  await expectAccessible(quality);
  await quality.getByLabel('库存移动编号').fill(String(movement_id));
  await quality.getByRole('button', { name: '查看判定记录' }).click();
  await expect(quality.getByRole('heading', { name: `合规判定 · 移动 ${movement_id}` })).toBeVisible();
  await expect(quality.getByText(/陈仓管 于 .* 确认：已核对原注册证与批生产记录/)).toBeVisible();
  await expect(quality.getByText(`注册证/备案 ${item.registration_no}`).first()).toBeVisible();
  await expectAccessible(quality);
});

test('quality switches the rule from today on, and the next delivery is not asked', async () => {
  await quality
    .getByRole('link', { name: /^版本 / })
    .first()
    .click();
  await expect(quality.locator('.tc-page-header').getByText('提示')).toBeVisible();
  await quality.getByRole('button', { name: '新增版本' }).click();
  const dialog = quality.getByRole('dialog');
  await dialog.getByText('停用', { exact: true }).click();
  await dialog.getByLabel('修改原因').fill('公司决定不再逐单确认');
  await expectAccessible(quality);
  await dialog.getByRole('button', { name: '保存新版本' }).click();
  await expect(quality.locator('.tc-page-header').getByText('停用')).toBeVisible();
  await expect(quality.getByRole('cell', { name: '公司决定不再逐单确认' })).toBeVisible();
  await count('RULE-2');
  await keeper.getByRole('button', { name: '确认收货' }).click();
  await expect(keeper).toHaveURL(/\/receiving\/\d+/);
});

/** Counts one piece of the item by scan, without an order. */
async function count(note: string): Promise<void> {
  await keeper.goto(`${base()}/receiving/count/blind?wh=SH`);
  await expect(keeper.getByRole('heading', { name: '无单收货' })).toBeVisible();
  await keeper.getByLabel('随货同行单号').fill(note);
  await keeper.getByLabel('供应商').click();
  await keeper.locator('.ant-select-item-option').first().click();
  await scan(
    keeper,
    `(01)${item.udi_di}(17)301231(11)${made}(10)OLD${Date.now().toString(36).toUpperCase()}`,
  );
  await expect(keeper.getByText(item.item_code).first()).toBeVisible();
}

/** An item whose certificate has ended, and a day a month before that. */
async function oldItem(page: Page): Promise<{ item: Item; made: string }> {
  const [registrations, items] = [
    await api<{ rows: { registration_no: string; valid_to: string }[] }>(
      page,
      'GET',
      '/api/compliance/registration?state=expired',
    ),
    await api<{ rows: (Item & { tracking: string; storage_condition: string })[] }>(
      page,
      'GET',
      '/api/masterdata/item?limit=400',
    ),
  ];
  const ends = new Map(registrations.rows.map((row) => [row.registration_no, row.valid_to]));
  const found = items.rows.find(
    (row) => ends.has(row.registration_no) && row.tracking === 'lot' && row.storage_condition === 'ambient',
  )!;
  const before = new Date(Date.parse(ends.get(found.registration_no)!) - 30 * 86_400_000);
  return { item: found, made: before.toISOString().slice(2, 10).replaceAll('-', '') };
}

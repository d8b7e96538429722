import { expect, type Page, test } from '@playwright/test';
import { scan } from '../web/test/scanner.ts';
import { PEOPLE_PASSWORD, personWith } from './support/people.ts';
import { api, base, expectAccessible, signIn } from './support/person.ts';

/**
 * A plan is written and approved; goods come and wait for their inspection; one person of quality looks at the sample with a
 * phone, another one signs, and only then the receipt is accepted.
 */
test.describe.configure({ mode: 'serial' });

let keeper: Page;
let inspector: Page;
let releaser: Page;
let inspection_path = '';
let receipt_id = 0;
type Item = {
  item_id: number;
  item_code: string;
  name: string;
  udi_di: string;
  device_class: string;
  tracking: string;
  storage_condition: string;
};
let item: Item;
const lot_no = `QC${Date.now().toString(36).toUpperCase()}`;

test.beforeAll(async ({ browser }) => {
  test.setTimeout(180_000);
  const admin = await browser.newPage();
  await signIn(admin);
  const { rows } = await api<{ rows: Item[] }>(admin, 'GET', '/api/masterdata/item?limit=400');
  // The last one, because other journeys take the first.
  item = rows.findLast(
    (row) => row.device_class === 'I' && row.tracking === 'lot' && row.storage_condition === 'ambient',
  )!;
  keeper = await personWith(browser, admin, { role: 'warehouse_keeper', display_name: '李仓管' });
  inspector = await personWith(browser, admin, { role: 'quality', display_name: '赵质量' });
  releaser = await personWith(browser, admin, { role: 'quality', display_name: '何质量' });
  await admin.close();
});
test.afterAll(async () => {
  for (const page of [keeper, inspector, releaser]) await page?.close();
});

test('a plan is written, and approved by another person', async () => {
  await inspector.goto(`${base()}/quality/inspection-plan/new`);
  await inspector.getByLabel('名称').first().fill('进货检验');
  await inspector.getByLabel('产品', { exact: true }).fill(item.item_code);
  await inspector.locator('.ant-select-item-option').filter({ hasText: item.item_code }).click();
  await inspector.locator('fieldset').getByLabel('名称').fill('外观');
  await expectAccessible(inspector);
  await inspector.getByRole('button', { name: '保存待批准' }).click();
  await expect(inspector).toHaveURL(/inspection-plan\/\d+$/);
  await expect(inspector.getByText('待批准').first()).toBeVisible();
  await expect(inspector.getByRole('button', { name: '批准' })).toBeDisabled();
  // What the standard asks of a lot is calculated on the same page.
  await inspector.getByLabel('批量').fill('2000');
  await expect(inspector.getByRole('row', { name: /正常 K 125 3 \/ 4/ })).toBeVisible();
  await expectAccessible(inspector);
  await releaser.goto(inspector.url());
  await releaser.getByRole('button', { name: '批准' }).click();
  await expect(releaser.getByText('执行中').first()).toBeVisible();
});

test('a delivery waits for its inspection, and cannot be accepted before', async () => {
  const { rows: suppliers } = await api<{ rows: { partner_id: number }[] }>(
    keeper,
    'GET',
    '/api/masterdata/partner?kind=supplier&limit=1',
  );
  const { rows: warehouses } = await api<{ rows: { warehouse_id: number; warehouse_code: string }[] }>(
    keeper,
    'GET',
    '/api/masterdata/warehouse',
  );
  const { warehouse_id } = warehouses.find((row) => row.warehouse_code === 'SH')!;
  const received = await api<{ receipt_id: number }>(keeper, 'POST', '/api/supply/receipt', {
    warehouse_id,
    supplier_id: suppliers[0]!.partner_id,
    delivery_note_no: `DN-${lot_no}`,
    lines: [
      {
        item_id: item.item_id,
        lot_no,
        production_date: '2026-01-10',
        expiry_date: '2030-12-31',
        received: 200,
      },
    ],
  });
  receipt_id = received.receipt_id;
  await inspector.goto(`${base()}/quality/inspection?wh=SH`);
  await expect(inspector.getByText(lot_no)).toBeVisible();
  await expectAccessible(inspector);
});

test('the inspector looks at the sample with a phone: a scan opens it', async () => {
  await inspector.setViewportSize({ width: 390, height: 844 });
  await scan(inspector, `(01)${item.udi_di}(17)301231(10)${lot_no}`);
  await expect(inspector).toHaveURL(/quality\/inspection\/\d+/);
  inspection_path = new URL(inspector.url()).pathname;
  await expect(inspector.getByText('0 / 50')).toBeVisible();
  await expect(inspector.getByRole('button', { name: '作出结论' })).toBeDisabled();
  await inspector.getByRole('button', { name: '录入' }).click();
  await inspector.getByLabel('本次检验件数').fill('20');
  await inspector.getByRole('button', { name: '其中不合格 +1' }).click();
  await inspector.getByLabel('说明').fill('1 件划痕');
  await expectAccessible(inspector);
  await inspector.getByRole('dialog').getByRole('button', { name: '录入' }).click();
  await expect(inspector.getByText('20 / 50')).toBeVisible();
  await inspector.getByRole('button', { name: '其余全部合格' }).click();
  await expect(inspector.getByText('50 / 50')).toBeVisible();
  const wide = await inspector.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  expect(wide).toBeLessThanOrEqual(0);
  await inspector.getByRole('button', { name: '作出结论' }).click();
  await expect(inspector.getByText(/按接收数判定：接收/)).toBeVisible();
  await inspector.getByRole('dialog').getByRole('button', { name: '作出结论' }).click();
  await expect(inspector.locator('.tc-page-header').getByText('待签名')).toBeVisible();
  await expect(inspector.getByRole('button', { name: '签名放行' })).toBeDisabled();
  await expectAccessible(inspector);
});

test('another person signs with the password; the record shows name, time and meaning', async () => {
  await releaser.goto(`${base()}${inspection_path}`);
  await releaser.getByRole('button', { name: '签名放行' }).click();
  const dialog = releaser.getByRole('dialog').first();
  // The piece that is known to be bad is proposed for rejection.
  await expect(dialog.getByLabel('放行数量')).toHaveValue('199');
  await expect(dialog.getByLabel('拒收数量')).toHaveValue('1');
  await dialog.getByLabel('原因').fill('符合方案要求');
  await expectAccessible(releaser);
  await dialog.getByRole('button', { name: '签名放行' }).click();
  const password = releaser.getByLabel('密码');
  const signed = releaser.locator('.tc-page-header').getByText('已签名');
  await expect(password.or(signed)).toBeVisible();
  if (await password.isVisible()) {
    await password.fill(PEOPLE_PASSWORD);
    await password.press('Enter');
  }
  await expect(signed).toBeVisible();
  await expect(releaser.getByText('部分放行、部分拒收')).toBeVisible();
  await expect(releaser.getByText('何质量').first()).toBeVisible();
  await expect(releaser.getByText(/已签名、待验收记账 200/)).toBeVisible();
  const download = releaser.waitForEvent('download');
  await releaser.getByRole('button', { name: '打印记录' }).click();
  expect((await download).suggestedFilename()).toMatch(/^IN.*\.pdf$/);
  await expectAccessible(releaser);
});

test('the acceptance of the receipt posts what was signed', async () => {
  await inspector.setViewportSize({ width: 1440, height: 900 });
  await inspector.goto(`${base()}/receiving/${receipt_id}`);
  await inspector.getByLabel(`抽样 ${lot_no}`).fill('50');
  await inspector.getByLabel(`合格 ${lot_no}`, { exact: true }).fill('199');
  await inspector.getByLabel(`不合格 ${lot_no}`).fill('1');
  await inspector.getByLabel('不合格原因').fill('划痕');
  for (const check of ['包装完好', '标签与 UDI 相符', '合格证明齐全']) {
    await inspector.getByLabel(check).check();
  }
  await inspector.getByText('补充记录项目').click();
  await inspector.getByLabel('购货日期').fill('2026-02-01');
  for (const [label, value] of [
    ['供货者联系方式', '张经理 021-5555'],
    ['生产许可证号/备案编号', '沪药监械生产许20260001号'],
  ] as const) {
    const field = inspector.getByLabel(label);
    if (await field.isVisible()) await field.fill(value);
  }
  await inspector.getByRole('button', { name: '签字验收' }).click();
  await expect(inspector.locator('.tc-page-header').getByText('待上架')).toBeVisible();
  const { rows } = await api<{ rows: { disposition: string; qty: number }[] }>(
    inspector,
    'GET',
    `/api/stock/balance?search=${lot_no}`,
  );
  expect(rows.toSorted((a, b) => a.qty - b.qty)).toMatchObject([
    { disposition: 'rejected', qty: 1 },
    { disposition: 'released', qty: 199 },
  ]);
});

import { expect, type Page, test } from '@playwright/test';
import { allocatedOrder, enter } from './support/outbound.ts';
import { personWith } from './support/people.ts';
import { api, base, expectAccessible, signIn } from './support/person.ts';

/**
 * A hospital's order leaves the warehouse: one keeper picks it in a wave and finds a piece missing, another one reviews it by
 * scan, packs and ships it, and the hospital signs and refuses one piece at the door.
 */
test.describe.configure({ mode: 'serial' });

let admin: Page;
let picker: Page;
let reviewer: Page;
let demand_id = 0;
let shipment_path = '';

test.beforeAll(async ({ browser }) => {
  admin = await browser.newPage();
  await signIn(admin);
  picker = await personWith(browser, admin, { role: 'warehouse_keeper', display_name: '李拣货' });
  reviewer = await personWith(browser, admin, { role: 'warehouse_keeper', display_name: '周复核' });
  ({ demand_id } = await allocatedOrder(admin, 6));
});
test.afterAll(async () => {
  for (const page of [admin, picker, reviewer]) await page?.close();
});

test('the keeper walks a wave: the lot is scanned, a missing piece is reported and looked for elsewhere', async () => {
  const { warehouse_id } = await api<{ warehouse_id: number }>(
    admin,
    'GET',
    `/api/fulfilment/demand/${demand_id}`,
  );
  const { wave_id } = await api<{ wave_id: number }>(picker, 'POST', '/api/fulfilment/wave', {
    warehouse_id,
    demand_ids: [demand_id],
  });
  await picker.goto(`${base()}/outbound/wave/${wave_id}`);
  await expect(picker.getByText('待拣', { exact: true }).first()).toBeVisible();
  await expectAccessible(picker);
  await picker.getByRole('button', { name: '缺货' }).first().click();
  await picker.getByLabel('实际拣到').fill('0');
  const { line_rows } = await wave(wave_id);
  await picker.getByLabel('实际拣到').fill(String(line_rows[0]!.qty - 1));
  await expectAccessible(picker);
  await picker.getByRole('dialog').getByRole('button', { name: '缺货' }).click();
  await expect(picker.getByText(/短拣单 PS/)).toBeVisible();
  for (const { lot_no, status } of (await wave(wave_id)).line_rows) {
    if (status === 'open') await enter(picker, '扫描批号或 UDI，或输入批号后回车', lot_no);
  }
  await expect(picker.locator('.tc-page-header').getByText('已完成')).toBeVisible();
});

test('who picked does not review', async () => {
  await picker.goto(`${base()}/outbound/${demand_id}`);
  await expect(picker.getByText('您拣的货，须由他人复核').first()).toBeVisible();
  await expect(picker.getByRole('button', { name: /发货$/ })).toHaveAttribute('aria-disabled', 'true');
});

test('a second person scans every lot, packs, and ships', async () => {
  await reviewer.goto(`${base()}/outbound`);
  await expect(reviewer.getByText('待复核').first()).toBeVisible();
  await expectAccessible(reviewer);
  await reviewer.goto(`${base()}/outbound/${demand_id}`);
  const { goods } = await api<{ goods: { lot_no: string }[] }>(
    reviewer,
    'GET',
    `/api/fulfilment/outbound/${demand_id}`,
  );
  for (const [index, { lot_no }] of goods.entries()) {
    await enter(reviewer, '扫描批号、序列号或 UDI', lot_no);
    await expect(reviewer.getByText(/^✓ /)).toHaveCount(index + 1);
  }
  await expectAccessible(reviewer);
  await reviewer.getByRole('button', { name: '确认复核' }).click();
  await expect(reviewer.getByText('已复核').first()).toBeVisible();
  // A carton that carries its label already; without one the company's own numbers need its GS1 prefix.
  await reviewer.getByLabel('箱码 SSCC').fill('069012340000000016');
  await reviewer.getByRole('button', { name: '全部装成一箱' }).click();
  await expect(reviewer.getByRole('button', { name: '拆箱' })).toBeVisible();
  await expectAccessible(reviewer);
  await reviewer.getByRole('button', { name: '发货', exact: true }).click();
  await expect(reviewer).toHaveURL(/\/delivery\/\d+/);
  shipment_path = new URL(reviewer.url()).pathname;
});

test('the note is printed once, and again only with a reason', async () => {
  const download = reviewer.waitForEvent('download');
  await reviewer.getByRole('button', { name: '打印随货同行单' }).click();
  expect((await download).suggestedFilename()).toMatch(/^DN.*\.pdf$/);
  await reviewer.getByRole('button', { name: '补打' }).click();
  await reviewer.getByLabel('原因').fill('第一份受潮');
  await reviewer.getByRole('dialog').getByRole('button', { name: '补打' }).click();
  await expect(reviewer.getByRole('dialog')).toBeHidden();
  await expect(reviewer.getByText('第一份受潮')).toBeVisible();
  await expectAccessible(reviewer);
});

test('the hospital signs and refuses a piece, which comes back into quarantine', async () => {
  await reviewer.getByLabel('签收人').fill('王护士');
  await reviewer
    .getByLabel(/^拒收数量 /)
    .first()
    .fill('1');
  await reviewer
    .getByLabel(/^拒收原因 /)
    .first()
    .click();
  await reviewer.locator('.ant-select-item-option').getByText('破损').click();
  await reviewer.getByRole('button', { name: '确认签收' }).click();
  await expect(reviewer.locator('.tc-page-header').getByText('部分拒收')).toBeVisible();
  await expectAccessible(reviewer);
  await reviewer.setViewportSize({ width: 390, height: 844 });
  await reviewer.goto(`${base()}${shipment_path}`);
  await expect(reviewer.getByText('王护士')).toBeVisible();
  const wide = await reviewer.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  expect(wide).toBeLessThanOrEqual(0);
});

function wave(wave_id: number) {
  return api<{ line_rows: { lot_no: string; qty: number; status: string }[] }>(
    picker,
    'GET',
    `/api/fulfilment/wave/${wave_id}`,
  );
}

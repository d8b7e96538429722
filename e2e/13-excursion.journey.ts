import { expect, type Page, test } from '@playwright/test';
import { PEOPLE_PASSWORD, personWith } from './support/people.ts';
import { api, base, expectAccessible, signIn } from './support/person.ts';

/**
 * Too warm in the browser: a bin is watched, its sensor says so, the goods in it are held and seen with their curve, the
 * alarm is acknowledged, and quality decides with a signature.
 */
test.describe.configure({ mode: 'serial' });

type Balance = {
  item_id: number;
  lot_id: number;
  lot_no: string;
  warehouse_id: number;
  location_code: string;
  zone_kind: string;
  qty: number;
  available: number;
};

let chief: Page;
let quality: Page;
let target: Balance;
let area_id = 0;
const ago = (minutes: number) => new Date(Date.now() - minutes * 60_000).toISOString();

test.beforeAll(async ({ browser }) => {
  chief = await browser.newPage();
  await signIn(chief);
  quality = await personWith(browser, chief, { role: 'quality', display_name: '许质量' });
});
test.afterAll(() => Promise.all([chief.close(), quality.close()]));

test('a bin in the cold room gets a sensor', async () => {
  target = await coldGoods();
  const { warehouse_id, location_code } = target;
  const made = await api<{ area_id: number }>(chief, 'POST', '/api/coldchain/area', {
    area_code: `E2E-${location_code}`,
    name: '冷库货架',
    kind: 'bin',
    warehouse_id,
    location_code,
    temp_min_c: 2,
    temp_max_c: 8,
  });
  area_id = made.area_id;
  const { device_id } = await api<{ device_id: number }>(chief, 'POST', '/api/coldchain/device', {
    device_no: `E2E-T-${area_id}`,
    kind: 'sensor',
    warehouse_id,
  });
  await api(chief, 'POST', '/api/coldchain/qualification', {
    device_id,
    performed_on: '2026-01-05',
    due_on: '2099-01-04',
    certificate_no: 'JZ-1',
    performed_by: '计量院',
  });
  const place = { area_id, position: '层板', from_at: ago(60) };
  await api(chief, 'POST', `/api/coldchain/device/${device_id}/place`, place);
  await tell([
    [20, 5],
    [10, 5.2],
    [0, 11],
  ]);
  await chief.goto(`${base()}/coldchain/area/${area_id}`);
  await expect(chief.locator('.tc-page-header').getByText('超出范围')).toBeVisible();
  await expect(chief.getByRole('img', { name: /温度曲线/ }).locator('svg')).toBeVisible();
  await expectAccessible(chief);
});

test('the goods in it are held, and the alarm says so', async () => {
  await expect(async () => {
    await chief.goto(`${base()}/coldchain/alarm`);
    const own = chief.getByRole('row').filter({ hasText: `E2E-${target.location_code}` });
    await expect(own.filter({ hasText: '货物超温' }).first()).toBeVisible({ timeout: 5_000 });
  }).toPass({ timeout: 60_000 });
  await expectAccessible(chief);
});

test('quality sees the curve and the lot, and decides with a signature once it is cold again', async () => {
  await quality.goto(`${base()}/coldchain/excursion`);
  const row = quality.getByRole('row').filter({ hasText: `E2E-${target.location_code}` });
  await expect(row.first()).toBeVisible();
  const { rows } = await api<{ rows: { excursion_id: number }[] }>(
    quality,
    'GET',
    '/api/coldchain/excursion',
  );
  await quality.goto(`${base()}/coldchain/excursion/${rows[0]!.excursion_id}`);
  await expect(quality.locator('.tc-page-header').getByText('进行中')).toBeVisible();
  await expect(quality.getByText(target.lot_no).first()).toBeVisible();
  await expectAccessible(quality);
  // Clocks of devices may run ahead a little: the next reading need not be waited for.
  await tell([[-3, 5]]);
  await expect(async () => {
    await quality.reload();
    await expect(quality.locator('.tc-page-header').getByText('待处置')).toBeVisible({ timeout: 5_000 });
  }).toPass({ timeout: 60_000 });
  for (const box of await quality.getByRole('checkbox').all()) await box.check();
  await quality.getByRole('button', { name: '处置所选批号' }).click();
  const dialog = quality.getByRole('dialog');
  await dialog.getByText('放行', { exact: true }).first().click();
  await dialog.getByRole('textbox').fill('短时超温，未超过厂家允许的脱冷时间');
  await dialog.getByRole('button', { name: '放行' }).click();
  await signIfAsked(quality);
  await expect(quality.locator('.tc-page-header').getByText('已处置')).toBeVisible();
  await expect(quality.getByText('许质量').first()).toBeVisible();
  await expectAccessible(quality);
});

/** Free goods of a cold bin of one warehouse. */
async function coldGoods(): Promise<Balance> {
  const { rows: items } = await api<{ rows: { item_id: number; storage_condition: string }[] }>(
    chief,
    'GET',
    '/api/masterdata/item?limit=1000',
  );
  for (const { item_id } of items.filter((item) => item.storage_condition === 'cold')) {
    const { rows } = await api<{ rows: Balance[] }>(
      chief,
      'GET',
      `/api/stock/balance?item_id=${item_id}&disposition=released&limit=1000`,
    );
    const found = rows.find((row) => row.zone_kind === 'storage' && row.qty > 0 && row.available === row.qty);
    if (found !== undefined) return found;
  }
  throw new Error('the example company has no free cold goods');
}

function tell(rows: readonly (readonly [minutes: number, temp_c: number])[]): Promise<unknown> {
  const readings = rows.map(([minutes, temp_c]) => ({
    device_no: `E2E-T-${area_id}`,
    at: ago(minutes),
    temp_c,
  }));
  return api(chief, 'POST', '/api/coldchain/reading', { readings });
}

/** The password, where it was not given in the last minutes. */
async function signIfAsked(page: Page): Promise<void> {
  const dialog = page.getByRole('dialog', { name: '电子签名' });
  await page.waitForTimeout(300);
  if (!(await dialog.isVisible())) return;
  await dialog.getByLabel('密码').fill(PEOPLE_PASSWORD);
  await dialog.getByRole('button', { name: '签名' }).click();
}

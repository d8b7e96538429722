import { expect, type Page, test } from '@playwright/test';
import { scan } from '../web/test/scanner.ts';
import { personWith } from './support/people.ts';
import { api, base, expectAccessible, signIn } from './support/person.ts';

/**
 * Goods come to the door: the keeper counts them by scan, a quality person accepts them with the legal record, the keeper
 * puts them away by scanning bin and goods. The two are two persons, and the system holds them to it.
 */
test.describe.configure({ mode: 'serial' });

let keeper: Page;
let inspector: Page;
let buyer: Page;
let boss: Page;
let receipt_path = '';
type Item = { item_id: number; item_code: string; name: string; udi_di: string };
let item: Item;
const lot_no = `RCV${Date.now().toString(36).toUpperCase()}`;

test.beforeAll(async ({ browser }) => {
  // Four people sign in for the first time.
  test.setTimeout(180_000);
  const admin = await browser.newPage();
  await signIn(admin);
  item = await plainItem(admin);
  keeper = await personWith(browser, admin, { role: 'warehouse_keeper', display_name: '李仓管' });
  inspector = await personWith(browser, admin, { role: 'quality', display_name: '赵质量' });
  buyer = await personWith(browser, admin, { role: 'purchaser', display_name: '周采购' });
  boss = await personWith(browser, admin, { role: 'manager', display_name: '吴经理' });
  await admin.close();
});
test.afterAll(async () => {
  for (const page of [keeper, inspector, buyer, boss]) await page?.close();
});

test('the keeper counts a delivery by scanning it', async () => {
  await keeper.goto(`${base()}/receiving/count/blind?wh=SH`);
  await expect(keeper.getByRole('heading', { name: '无单收货' })).toBeVisible();
  await keeper.getByLabel('随货同行单号').fill('SHTX-0001');
  await keeper.getByLabel('供应商').click();
  await keeper.locator('.ant-select-item-option').first().click();
  const code = `(01)${item.udi_di}(17)301231(11)260110(10)${lot_no}`;
  for (const count of [1, 2, 3]) {
    await scan(keeper, code);
    await expect.poll(counted).toBe(count);
  }
  await expectAccessible(keeper);
  await keeper.getByRole('button', { name: '确认收货' }).click();
  await expect(keeper).toHaveURL(/\/receiving\/\d+/);
  await expect(keeper.locator('.tc-page-header').getByText('待验收')).toBeVisible();
  receipt_path = new URL(keeper.url()).pathname;
  await expect(keeper.getByText('无采购订单')).toBeVisible();
  await expectAccessible(keeper);
});

test('what nobody has accepted is not available to anybody', async () => {
  await expect(keeper.getByRole('heading', { name: '验收', exact: true })).toHaveCount(0);
  const { rows } = await api<{ rows: { disposition: string; available: number }[] }>(
    keeper,
    'GET',
    `/api/stock/balance?search=${lot_no}`,
  );
  expect(rows).toMatchObject([{ disposition: 'quarantine', available: 0 }]);
});

test('another person accepts, and only with every legal field', async () => {
  await inspector.goto(`${base()}${receipt_path}`);
  await inspector.getByLabel(`抽样 ${lot_no}`).fill('1');
  await inspector.getByLabel(`合格 ${lot_no}`, { exact: true }).fill('2');
  await inspector.getByLabel(`不合格 ${lot_no}`).fill('1');
  await inspector.getByLabel('不合格原因').fill('外包装破损');
  for (const check of ['包装完好', '标签与 UDI 相符', '合格证明齐全']) {
    await inspector.getByLabel(check).check();
  }
  await inspector.getByRole('button', { name: '签字验收' }).click();
  await expect(inspector.getByText(/验收记录缺少：.*购货日期/).first()).toBeVisible();
  await inspector.getByText('补充记录项目').click();
  await inspector.getByLabel('购货日期').fill('2026-02-01');
  await inspector.getByLabel('供货者联系方式').fill('张经理 021-5555');
  await inspector.getByLabel('生产许可证号/备案编号').fill('沪药监械生产许20260001号');
  await expectAccessible(inspector);
  await inspector.getByRole('button', { name: '签字验收' }).click();
  await expect(inspector.locator('.tc-page-header').getByText('待上架')).toBeVisible();
  await inspector.locator('.tc-record summary').first().click();
  await expect(inspector.getByText('赵质量').first()).toBeVisible();
  await expectAccessible(inspector);
});

test('the keeper puts away what was accepted by scanning the bin and the goods', async () => {
  await keeper.goto(`${base()}${receipt_path}`);
  const { rows } = await api<{ rows: { bins: { location_code: string }[] }[] }>(
    keeper,
    'GET',
    `/api/supply/receipt/${receipt_path.split('/').at(-1)}/putaway`,
  );
  const bin = rows[0]!.bins[0]!.location_code;
  await expect(keeper.getByRole('heading', { name: '上架', exact: true })).toBeVisible();
  await scan(keeper, bin);
  await expect(keeper.locator('.tc-pick-head .tc-pick-place')).toHaveText(bin);
  await scan(keeper, `(01)${item.udi_di}(10)${lot_no}`);
  await expect(keeper.locator('.tc-page-header').getByText('已完成')).toBeVisible();
  await expect(keeper.getByText('上架记录')).toBeVisible();
  await expectAccessible(keeper);
  const { rows: stock } = await api<{
    rows: { disposition: string; zone_kind: string; location_code: string; qty: number }[];
  }>(keeper, 'GET', `/api/stock/balance?search=${lot_no}`);
  expect(stock.toSorted((a, b) => a.qty - b.qty)).toMatchObject([
    { disposition: 'rejected', zone_kind: 'rejected', qty: 1 },
    { disposition: 'released', zone_kind: 'storage', location_code: bin, qty: 2 },
  ]);
});

test('an announced box comes in by its own code, and what is missing is settled by the buyer', async () => {
  const { asn_id, sscc, loose } = await announced();
  await keeper.goto(`${base()}/receiving/expected?wh=SH`);
  await expect(keeper.getByRole('heading', { name: '待到货' })).toBeVisible();
  await expectAccessible(keeper);
  await keeper.goto(`${base()}/receiving/count/asn-${asn_id}?wh=SH`);
  await keeper.getByLabel('随货同行单号').fill('SHTX-0002');
  const box = keeper.getByLabel(new RegExp(`^实收 .* ${lot_no}$`));
  await scan(keeper, `(00)${sscc}`);
  await expect(box).toHaveValue('30');
  await keeper.getByLabel(new RegExp(`^实收 .* ${loose}$`)).fill('9');
  await expectAccessible(keeper);
  await keeper.getByRole('button', { name: '确认收货' }).click();
  await expect(keeper.locator('.tc-page-header').getByText('待验收')).toBeVisible();
  await expect(keeper.getByText('短少')).toBeVisible();
  await buyer.goto(`${base()}${new URL(keeper.url()).pathname}`);
  await buyer.getByRole('button', { name: '处理', exact: true }).click();
  await buyer.getByLabel('原因').fill('供应商下次补发');
  await expectAccessible(buyer);
  await buyer.getByRole('dialog').getByRole('button', { name: '处理' }).click();
  await expect(buyer.getByText('供应商扣款')).toBeVisible();
});

test('the keeper works the same way with a phone', async () => {
  await keeper.setViewportSize({ width: 390, height: 844 });
  await keeper.goto(`${base()}/receiving/count/blind?wh=SH`);
  await expect(keeper.getByRole('heading', { name: '无单收货' })).toBeVisible();
  const wide = await keeper.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  expect(wide).toBeLessThanOrEqual(0);
  await expectAccessible(keeper);
});

/** Pieces in the first counted line; none while there is no line. */
async function counted(): Promise<number> {
  const field = keeper.getByLabel(/^实收 /).first();
  return (await field.count()) === 0 ? 0 : Number(await field.inputValue());
}

/** An item of class I that stands on an ambient shelf and is counted by lot: every supplier may sell it. */
async function plainItem(page: Page): Promise<Item> {
  const { rows } = await api<{
    rows: (Item & { tracking: string; storage_condition: string; device_class: string })[];
  }>(page, 'GET', '/api/masterdata/item?limit=400');
  return rows.find(
    (row) => row.tracking === 'lot' && row.storage_condition === 'ambient' && row.device_class === 'I',
  )!;
}

/** An approved order for forty pieces, announced as a box of thirty and ten loose ones of another lot. */
async function announced(): Promise<{ asn_id: number; sscc: string; loose: string }> {
  const { rows: warehouses } = await api<{ rows: { warehouse_id: number; warehouse_code: string }[] }>(
    buyer,
    'GET',
    '/api/masterdata/warehouse',
  );
  const { rows: partners } = await api<{ rows: { partner_id: number }[] }>(
    buyer,
    'GET',
    '/api/masterdata/partner?kind=supplier&limit=5',
  );
  // Not the first supplier: terms of its own are agreed in the journey of purchasing.
  const { warehouse_id } = warehouses.find((one) => one.warehouse_code === 'SH')!;
  const { purchase_order_id } = await api<{ purchase_order_id: number }>(buyer, 'POST', '/api/supply/order', {
    partner_id: partners[1]!.partner_id,
    warehouse_id,
    reason: '常规补货',
    lines: [{ item_id: item.item_id, qty: 40, unit_price_fen: 100, needed_on: '2030-06-01' }],
  });
  const path = `/api/supply/order/${purchase_order_id}`;
  await api(buyer, 'POST', `${path}/submit`, {});
  await api(boss, 'POST', `${path}/approve`, {});
  const { line_rows } = await api<{ line_rows: { purchase_order_line_id: number }[] }>(buyer, 'GET', path);
  const { purchase_order_line_id } = line_rows[0]!;
  const sscc = ssccFor(Date.now());
  const loose = `${lot_no}B`;
  const { asn_id } = await api<{ asn_id: number }>(buyer, 'POST', '/api/supply/asn', {
    delivery_note_no: `DN-${lot_no}`,
    expected_at: '2030-06-01T02:00:00Z',
    lines: [
      {
        purchase_order_line_id,
        lot_no,
        expiry_date: '2030-12-31',
        production_date: '2026-01-10',
        qty: 30,
        sscc,
      },
      { purchase_order_line_id, lot_no: loose, expiry_date: '2031-12-31', qty: 10 },
    ],
  });
  return { asn_id, sscc, loose };
}

/** A number of our own with its check digit (GS1 General Specifications, 7.9). */
function ssccFor(number: number): string {
  const body = `0694563${String(number % 10 ** 10).padStart(10, '0')}`;
  const sum = [...body].reduce((total, digit, index) => total + Number(digit) * (index % 2 === 0 ? 3 : 1), 0);
  return `${body}${(10 - (sum % 10)) % 10}`;
}

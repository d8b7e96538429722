import { type Browser, expect, type Page, test } from '@playwright/test';
import { personWith } from './support/people.ts';
import { api, base, expectAccessible, signIn } from './support/person.ts';

/**
 * A new supplier: the order is refused, purchasing asks for the review with its papers, quality assesses them, the head
 * signs, and the same order goes through. What runs out and the national UDI database stand beside it.
 */
test.describe.configure({ mode: 'serial' });

type Item = {
  item_id: number;
  item_code: string;
  device_class: string;
  tracking: string;
  manufacturer_code: string;
};
let buyer: Page;
let inspector: Page;
let boss: Page;
let partner_id = 0;
let order_path = '';
const code = `XS${Date.now().toString(36).toUpperCase()}`;
const name = `新供货商 ${code}`;
/** Numbers of the seven papers, in the order of the form. */
const NUMBERS = [
  '91310000MA1K00000X',
  '沪浦药监械经营许2026号',
  'SQ-2026-1',
  '310101',
  'YZ-1',
  'ZLXY-1',
  '6222-0000',
];

test.beforeAll(async ({ browser }: { browser: Browser }) => {
  const admin = await browser.newPage();
  await signIn(admin);
  const save = (dataset: string, row: object) =>
    api(admin, 'POST', '/api/masterdata/record', { dataset, row });
  await save('partner', {
    partner_code: code,
    name,
    kind: 'supplier',
    province: '上海',
    address: '示范路 88 号',
    contact: '何销售',
    phone: '021-55550188',
  });
  await save('licence', {
    partner_code: code,
    kind: 'distribution_licence',
    licence_no: NUMBERS[1],
    classes: ['II', 'III'],
    categories: ['*'],
    valid_from: '2026-01-01',
    valid_to: '2030-12-31',
  });
  const found = await api<{ rows: { partner_id: number }[] }>(
    admin,
    'GET',
    `/api/masterdata/partner?search=${code}`,
  );
  partner_id = found.rows[0]!.partner_id;
  buyer = await personWith(browser, admin, { role: 'purchaser', display_name: '周采购' });
  inspector = await personWith(browser, admin, { role: 'quality', display_name: '赵质量' });
  boss = await personWith(browser, admin, { role: 'manager', display_name: '吴经理' });
  await admin.close();
});
test.afterAll(async () => {
  for (const page of [buyer, inspector, boss]) await page?.close();
});

test('an order from a new supplier is refused and stays a draft', async () => {
  const { rows: warehouses } = await api<{ rows: { warehouse_id: number }[] }>(
    buyer,
    'GET',
    '/api/masterdata/warehouse',
  );
  const { rows: items } = await api<{ rows: Item[] }>(buyer, 'GET', '/api/masterdata/item?limit=500');
  const item = items.find((one) => one.device_class === 'I' && one.tracking === 'lot')!;
  const { rows: makers } = await api<{ rows: { partner_id: number }[] }>(
    buyer,
    'GET',
    `/api/masterdata/partner?search=${item.manufacturer_code}`,
  );
  await api(inspector, 'POST', '/api/compliance/authorisation', {
    authorisation_no: `SQ-${code}`,
    grantor_id: makers[0]!.partner_id,
    grantee_id: partner_id,
    registrant_id: makers[0]!.partner_id,
    item_ids: [item.item_id],
    regions: ['*'],
    valid_from: '2026-01-01',
    valid_to: '2030-12-31',
  });
  const { purchase_order_id } = await api<{ purchase_order_id: number }>(buyer, 'POST', '/api/supply/order', {
    partner_id,
    warehouse_id: warehouses[0]!.warehouse_id,
    reason: '试用新供货商',
    lines: [{ item_id: item.item_id, qty: 10, unit_price_fen: 1000, needed_on: '2030-06-01' }],
  });
  order_path = `/supply/order/${purchase_order_id}`;
  await buyer.goto(`${base()}${order_path}`);
  await buyer.getByRole('button', { name: '提交审批' }).click();
  await expect(buyer.getByText(/未通过首营企业审核/).first()).toBeVisible();
  await expect(buyer.locator('.tc-page-header').getByText('草稿')).toBeVisible();
});

test('the buyer asks for the review with every paper it needs', async () => {
  await buyer.goto(`${base()}/compliance/review`);
  await buyer.getByRole('button', { name: '首营企业申请' }).click();
  await buyer.getByLabel('往来单位').click();
  await buyer.keyboard.type(code);
  await buyer.locator(`.ant-select-item-option[title^="${code}"]`).first().click();
  await buyer.getByLabel('申请原因').fill('原供货商产能不足，引入第二家');
  for (const [index, number] of NUMBERS.entries()) await buyer.getByLabel(`编号 ${index + 1}`).fill(number);
  await buyer.getByLabel('有效期止 1').fill('2031-06-30');
  await expectAccessible(buyer);
  await buyer.getByRole('button', { name: '建立申请' }).click();
  await expect(buyer).toHaveURL(/\/compliance\/review\/\d+/);
  await expect(buyer.getByText('必备资料齐全')).toBeVisible();
});

test('it is handed to quality, and the buyer does not assess it', async () => {
  await expectAccessible(buyer);
  await buyer.getByRole('button', { name: '提交质量审核' }).click();
  await buyer.getByLabel('原因').fill('资质齐全，同意采购');
  await buyer.getByRole('dialog').getByRole('button', { name: '提交质量审核' }).click();
  await expect(buyer.locator('.tc-page-header').getByText('待质量审核')).toBeVisible();
  await expect(buyer.getByRole('button', { name: '审核通过' })).toHaveAttribute('aria-disabled', 'true');
});

test('quality assesses it, the head signs, and the form of approval is printed', async () => {
  const path = new URL(buyer.url()).pathname;
  await inspector.goto(`${base()}${path}`);
  await inspector.getByRole('button', { name: '审核通过' }).click();
  await inspector.getByLabel('原因').fill('资料核对无误');
  await inspector.getByRole('dialog').getByRole('button', { name: '审核通过' }).click();
  await expect(inspector.locator('.tc-page-header').getByText('待批准')).toBeVisible();
  await boss.goto(`${base()}${path}`);
  await boss.getByRole('button', { name: '批准并签名' }).click();
  await expect(boss.getByText(/2031-06-30/).last()).toBeVisible();
  await boss.getByLabel('原因').fill('同意首营');
  await boss.getByRole('dialog').getByRole('button', { name: '批准并签名' }).click();
  await expect(boss.locator('.tc-page-header').getByText('已批准')).toBeVisible();
  await expect(boss.getByRole('heading', { name: '电子签名' })).toBeVisible();
  await expectAccessible(boss);
  const printed = boss.waitForEvent('download');
  await boss.getByRole('button', { name: '打印审批表' }).click();
  expect((await printed).suggestedFilename()).toMatch(/^SY\d{6}-\d{5}\.pdf$/);
});

test('now the same order goes through', async () => {
  await buyer.goto(`${base()}${order_path}`);
  await buyer.getByRole('button', { name: '提交审批' }).click();
  await expect(buyer.locator('.tc-page-header').getByText('草稿')).toHaveCount(0);
});

test('a registration gets a new version that stands above the old one', async () => {
  await inspector.goto(`${base()}/compliance/expiring`);
  await expect(inspector.getByText('应办延续').first()).toBeVisible();
  await expectAccessible(inspector);
  const { rows } = await api<{ rows: { registration_id: number; valid_to: string | null }[] }>(
    inspector,
    'GET',
    '/api/compliance/registration?limit=200',
  );
  const ending = rows.find((row) => row.valid_to !== null)!;
  await inspector.goto(`${base()}/compliance/registration/${ending.registration_id}`);
  await inspector.getByRole('button', { name: '登记新版本' }).click();
  const drawer = inspector.getByRole('dialog');
  await drawer.getByLabel('有效期起').fill('2035-01-01');
  await drawer.getByLabel('有效期止').fill('2039-12-31');
  await drawer.getByLabel('变更/延续内容').fill('延续注册');
  await expectAccessible(inspector);
  await drawer.getByRole('button', { name: '保存' }).click();
  await expect(inspector.getByText('2035-01-01 – 2039-12-31')).toBeVisible();
});

test('a file of the national UDI database completes an item', async () => {
  const { rows } = await api<{ rows: { udi_di: string; item_code: string }[] }>(
    inspector,
    'GET',
    '/api/masterdata/item?limit=50',
  );
  const { udi_di, item_code } = rows[0]!;
  const device = { zxxsdycpbs: udi_di, cpmctymc: '国家库中的名称', ybbm: 'C010203', storageList: [] };
  await inspector.goto(`${base()}/compliance/udid`);
  await inspector.locator('input[type=file]').setInputFiles({
    name: 'udid.json',
    mimeType: 'application/json',
    buffer: Buffer.from(JSON.stringify({ dataSet: { deviceInfo: [device] } })),
  });
  await expect(inspector.getByText(new RegExp(`对应产品 ${item_code}`))).toBeVisible();
  await expectAccessible(inspector);
  await inspector.getByRole('checkbox', { name: '产品名称' }).uncheck();
  await inspector.getByRole('button', { name: '更新选中的 1 项' }).click();
  await expect(inspector.getByText(/已更新 1 个产品/)).toBeVisible();
});

import { expect, type Page, test } from '@playwright/test';
import { scan } from '../web/test/scanner.ts';
import { reviewAll } from './support/outbound.ts';
import { personWith } from './support/people.ts';
import { ADMIN, api, base, expectAccessible } from './support/person.ts';

/**
 * The main job of the system, in the browser, on the example company: a department's urgent demand empties a
 * warehouse, the risk is seen, a transfer proposed and approved, picked, shipped, received one piece short, the
 * difference settled, the demand served, and the lot's whole path read.
 */
test.describe.configure({ mode: 'serial' });

let page: Page;
type Case = {
  item_id: number;
  item_code: string;
  warehouse_id: number;
  warehouse_code: string;
  department_id: number;
};
let found: Case;
let demand_id = 0;
let transfer_id = 0;

test.beforeAll(async ({ browser }) => {
  page = await browser.newPage();
});
test.afterAll(() => page.close());

test('the first person becomes administrator, without a default password', async () => {
  await page.goto(base());
  await expect(page).toHaveURL(/first-run/);
  await expectAccessible(page);
  await page.getByLabel('姓名').fill(ADMIN.display_name);
  await page.getByLabel('账号').fill(ADMIN.account);
  await page.getByLabel('密码', { exact: true }).fill(ADMIN.password);
  await page.getByLabel('再次输入密码').fill(ADMIN.password);
  await page.getByRole('button', { name: '创建并进入' }).click();
  await expect(page.getByRole('navigation', { name: '主导航' })).toBeVisible();
});

test('an urgent demand of an ICU takes a warehouse below its safety stock', async () => {
  found = await findCase();
  const usable = await usableOf(found);
  await page.goto(`${base()}/demand/new`);
  await page.getByRole('combobox', { name: '科室' }).click();
  await page.keyboard.type('ICU');
  await page.locator('.ant-select-item-option').first().click();
  await page.getByLabel('产品 1').click();
  await page.keyboard.type(found.item_code);
  await page.locator(`.ant-select-item-option[title^="${found.item_code}"]`).first().click();
  await page.getByLabel('需求数量 1').fill(String(usable + 10));
  await page.getByLabel('服务仓库').click();
  await page.keyboard.type(found.warehouse_code);
  await page.locator(`.ant-select-item-option[title^="${found.warehouse_code}"]`).first().click();
  await page.getByRole('button', { name: '提交需求' }).click();
  await expect(page).toHaveURL(/\/demand\/\d+/);
  demand_id = Number(/\/demand\/(\d+)/.exec(page.url())![1]);
  await expectAccessible(page);
});

test('the risk is on the list, with its grounds', async () => {
  await expect(async () => {
    await page.goto(`${base()}/risk/${found.item_id}/${found.warehouse_id}`);
    await expect(page.getByText('已断货').or(page.getByText('一周内断货')).first()).toBeVisible({
      timeout: 2_000,
    });
  }).toPass({ timeout: 30_000 });
  await expect(page.getByRole('img', { name: '未来每天的可用库存' }).locator('svg')).toBeVisible();
  await expectAccessible(page);
});

test('a transfer is proposed with its reasons, and approved', async () => {
  await page.getByRole('button', { name: '生成调拨建议' }).click();
  await page.locator('a[href*="/proposal/"]').first().click();
  await expect(page.getByText('为什么这样建议')).toBeVisible();
  await expect(page.getByText('独立校验通过')).toBeVisible();
  await expectAccessible(page);
  await page.getByRole('button', { name: '批准', exact: true }).click();
  await page.getByRole('link', { name: '查看调拨单' }).click();
  await expect(page.getByText('待发货').first()).toBeVisible();
  transfer_id = Number(/\/transfer\/(\d+)/.exec(page.url())![1]);
});

test('the sender picks by scanning the lot, and ships', async () => {
  await pickAll();
  await expectAccessible(page);
  await page.getByRole('button', { name: '发货', exact: true }).click();
  await expect(page.locator('.tc-page-header').getByText('在途')).toBeVisible();
});

test('the receiver gets one piece less: a discrepancy document, and the piece stays on the road', async () => {
  await page.getByRole('button', { name: '全部按应收填写' }).click();
  const first = page.getByLabel(/^实收 /).first();
  const expected = Number(await first.inputValue());
  await first.fill(String(expected - 1));
  await expectAccessible(page);
  await page.getByRole('button', { name: '确认收货' }).click();
  await expect(page.getByText('有差异待处理')).toBeVisible();
  await expect(page.getByText('短少')).toBeVisible();
  const { sent_lots } = await api<{ sent_lots: { on_the_road: number }[] }>(
    page,
    'GET',
    `/api/transfer/${transfer_id}`,
  );
  expect(sent_lots.reduce((sum, lot) => sum + lot.on_the_road, 0)).toBe(1);
});

test('the receiver may not settle the own difference', async () => {
  await page.getByRole('button', { name: '处理', exact: true }).click();
  await page.getByLabel('原因').fill('途中遗失，承运商已确认');
  await page.getByRole('dialog').getByRole('button', { name: '处理' }).click();
  await expect(page.getByText('收货人不能处理自己收货的差异')).toBeVisible();
  await page.getByRole('dialog').getByRole('button', { name: '取消' }).click();
});

test('the demand is allocated and picked, reviewed by a second person, shipped with a delivery note, and signed for', async ({
  browser,
}) => {
  await page.goto(`${base()}/demand/${demand_id}`);
  await page.getByRole('button', { name: '分配', exact: true }).click();
  await expect(page.getByText('分配结果')).toBeVisible();
  await pickAll();
  await page.getByRole('button', { name: '复核与发货' }).click();
  await expect(page.getByText('您拣的货，须由他人复核').first()).toBeVisible();
  const second = await personWith(browser, page, { role: 'warehouse_keeper', display_name: '周复核' });
  await reviewAll(second, demand_id);
  await second.close();
  await page.reload();
  await page.getByRole('button', { name: '发货', exact: true }).click();
  await expect(page.getByText(/已发货，随货同行单/)).toBeVisible();
  await expect(page).toHaveURL(/\/delivery\/\d+/);
  await page.getByLabel('签收人').fill('李护士');
  await page.getByRole('button', { name: '确认签收' }).click();
  await expect(page.locator('.tc-page-header').getByText('已签收')).toBeVisible();
  await page.locator('a[href*="/demand/note/"]').first().click();
  await expect(page.getByRole('heading', { name: /随货同行单/ })).toBeVisible();
  await expectAccessible(page);
});

test('the lot tells its whole path, forward and backward', async () => {
  const { sent_lots } = await api<{ sent_lots: { item_id: number; lot_id: number; lot_no: string }[] }>(
    page,
    'GET',
    `/api/transfer/${transfer_id}`,
  );
  const { item_id, lot_id, lot_no } = sent_lots[0]!;
  await page.goto(`${base()}/stock/trace/${item_id}/${lot_id}`);
  await expect(page.getByText(lot_no).first()).toBeVisible();
  await expectAccessible(page);
  const trace = await api<{ edges: { purpose: string }[]; totals: Record<string, number> }>(
    page,
    'GET',
    `/api/stock/trace?item_id=${item_id}&lot_id=${lot_id}`,
  );
  expect(new Set(trace.edges.map((edge) => edge.purpose))).toEqual(
    new Set(['opening', 'pick', 'transfer_ship', 'transfer_receive', 'ship', 'deliver']),
  );
});

/** An item that one warehouse holds little of and another plenty, so that a transfer can help. */
async function findCase(): Promise<Case> {
  const { rows: warehouses } = await api<{ rows: { warehouse_id: number; warehouse_code: string }[] }>(
    page,
    'GET',
    '/api/masterdata/warehouse',
  );
  const { rows: departments } = await api<{
    rows: { department_id: number; name: string; priority_class: number }[];
  }>(page, 'GET', '/api/masterdata/department?search=ICU&limit=5');
  const { rows: items } = await api<{
    rows: {
      item_id: number;
      item_code: string;
      tracking: string;
      storage_condition: string;
      carton_qty: number;
    }[];
  }>(page, 'GET', '/api/masterdata/item?limit=60');
  for (const item of items.filter((i) => i.tracking === 'lot' && i.storage_condition === 'ambient')) {
    const { rows } = await api<{ rows: { warehouse_id: number; available: number }[] }>(
      page,
      'GET',
      `/api/stock/availability?item_id=${item.item_id}`,
    );
    const sorted = rows.filter((row) => row.available > 0).sort((a, b) => a.available - b.available);
    const [least, most] = [sorted[0], sorted.at(-1)];
    if (least && most && most.available > least.available + 400) {
      const warehouse = warehouses.find((w) => w.warehouse_id === least.warehouse_id)!;
      return { ...item, ...warehouse, department_id: departments[0]!.department_id };
    }
  }
  throw new Error('the example company has no item that a transfer could help');
}

async function usableOf({ item_id, warehouse_id }: Case): Promise<number> {
  const { rows } = await api<{ rows: { warehouse_id: number; available: number }[] }>(
    page,
    'GET',
    `/api/stock/availability?item_id=${item_id}`,
  );
  return rows.find((row) => row.warehouse_id === warehouse_id)?.available ?? 0;
}

/** Types the lot of each open line as a scanner would, until nothing is left to pick. */
async function pickAll(): Promise<void> {
  const confirm = page.getByRole('button', { name: '确认应拣数量' });
  await expect(confirm.first()).toBeEnabled();
  while ((await confirm.count()) > 0) {
    const before = await confirm.count();
    const lot = /批号\s+(\S+)/.exec(
      await page.locator('.tc-pick-list li').filter({ has: confirm }).first().innerText(),
    )![1]!;
    await scan(page, lot);
    await expect(confirm).toHaveCount(before - 1);
  }
}

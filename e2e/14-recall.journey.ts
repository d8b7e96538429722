import { expect, type Page, test } from '@playwright/test';
import { personWith } from './support/people.ts';
import { api, base, expectAccessible, signIn } from './support/person.ts';

/**
 * A recall in the browser: the scope is looked at and locked, notices go out, the hospital confirms on its own page, a
 * warehouse answers by phone, what cannot be accounted for is explained, and the case stays open while goods are in stock.
 */
test.describe.configure({ mode: 'serial', timeout: 180_000 });

type Case = {
  case_id: number;
  lot_rows: { item_id: number; lot_no: string; item_code: string }[];
  notice_rows: { notice_id: number; partner_id: number | null; status: string }[];
};

let page: Page;
let nurse: Page;
let lot: Case['lot_rows'][number];
let case_id: string;

test.beforeAll(async ({ browser }) => {
  test.setTimeout(180_000);
  page = await (await browser.newContext({ locale: 'zh-CN', timezoneId: 'Asia/Shanghai' })).newPage();
  await signIn(page);
  // The lot of last year's drill has been delivered to a hospital.
  const { rows } = await api<{ rows: { case_id: number }[] }>(page, 'GET', '/api/quality/recall?kind=mock');
  const drill = await api<Case>(page, 'GET', `/api/quality/recall/${rows[0]!.case_id}`);
  lot = drill.lot_rows[0]!;
  const { partner_id } = drill.notice_rows.find((notice) => notice.partner_id !== null)!;
  const who = { role: 'hospital_department', display_name: '陈护士', partner_id: partner_id! };
  nurse = await personWith(browser, page, who);
});
test.afterAll(() => Promise.all([page, nurse].map((one) => one.context().close())));

test('the scope is looked at first, then everything in it is locked', async () => {
  const address = `${base()}/quality/recall/new?kind=recall&lots=${lot.item_id}:${lot.lot_no}`;
  await page.goto(address);
  await page.getByRole('button', { name: '预览范围' }).click();
  await expect(page.getByRole('heading', { name: '涉及批号 1' })).toBeVisible();
  await expect(page.getByRole('heading', { name: /要通知的接收方/ })).toBeVisible();
  await expectAccessible(page);
  await page.getByLabel('级别').click();
  await page.getByTitle('一级').click();
  await page.getByLabel('主题').fill('外科手套针孔');
  await page.getByLabel('原因').fill('注册人通知：同批抽检发现针孔');
  await page.getByRole('button', { name: '立即锁定并列出通知' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('button', { name: '立即锁定并列出通知' }).click();
  await expect(page).toHaveURL(/quality\/recall\/\d+$/);
  case_id = /\d+$/.exec(page.url())![0];
  await expect(page.getByRole('heading', { name: /外科手套针孔/ })).toBeVisible();
  await expectAccessible(page);
});

test('notices go out, and the hospital confirms on its own page', async () => {
  await page.getByRole('button', { name: '发出全部通知' }).click();
  await page.getByRole('dialog').getByRole('button', { name: '发出全部通知' }).click();
  await expect(page.getByText(/已记录发出 \d+ 份/)).toBeVisible();
  await nurse.setViewportSize({ width: 390, height: 844 });
  await nurse.goto(`${base()}/quality/recall-notice`);
  const card = nurse.getByRole('region', { name: /外科手套针孔/ });
  await expect(card.getByText(lot.lot_no)).toBeVisible();
  await expectAccessible(nurse);
  await card.getByRole('button', { name: '确认并提交数量' }).click();
  await card.getByLabel('已用').fill('20');
  await card.getByLabel('尚存').fill('95');
  await card.getByRole('button', { name: '确认并提交数量' }).click();
  await expect(nurse.getByText('已提交')).toBeVisible();
});

test('a warehouse answers by phone, and what is missing is explained', async () => {
  await page.reload();
  const hospital = page.getByRole('row').filter({ hasText: '陈护士' });
  await expect(hospital.getByText('已确认')).toBeVisible();
  // Of 120 pieces 20 were used and 95 are there: five are missing.
  await expect(hospital.getByRole('cell', { name: '5', exact: true })).toBeVisible();
  await hospital.getByRole('button', { name: '说明差异' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('textbox').fill('五双在报告前已随医疗废物处置，科室书面说明');
  await dialog.getByRole('button', { name: '说明差异' }).click();
  await expect(dialog).toBeHidden();
  await expect(hospital.getByText('已说明')).toBeVisible();
  const waiting = page.getByRole('row').filter({ has: page.getByRole('button', { name: '登记回复' }) });
  for (let open = await waiting.count(); open > 0; open -= 1) {
    await waiting.first().getByRole('button', { name: '登记回复' }).click();
    await dialog.getByLabel('回复人').fill('值班员');
    await dialog.getByRole('button', { name: '登记回复' }).click();
    await expect(dialog).toBeHidden();
    await expect(waiting).toHaveCount(open - 1);
  }
});

test('the case stays open while goods of it are in stock', async () => {
  await page.getByRole('button', { name: '结案' }).click();
  const dialog = page.getByRole('dialog').filter({ hasText: '结案' });
  await dialog.getByRole('textbox').fill('通知全部核对');
  await dialog.getByRole('button', { name: '结案' }).click();
  await expect(dialog.getByText(/件在库或在途的召回货物/)).toBeVisible();
  const recall = await api<Case & { status: string }>(page, 'GET', `/api/quality/recall/${case_id}`);
  expect(recall.status).toBe('active');
  expect(new Set(recall.notice_rows.map((notice) => notice.status))).toEqual(
    new Set(['reconciled', 'explained']),
  );
});

import { expect, type Page, test } from '@playwright/test';
import { api, base, expectAccessible, signIn } from './support/person.ts';

/** Real input as it comes from a Chinese office: a CSV in GB18030, first with errors, then right. */
test.describe.configure({ mode: 'serial' });

// Two hospitals; in the faulty file the second row repeats the code, lacks name and province and has an unknown kind.
const GOOD =
  'taXOu7Hgwussw/uzxizA4NDNLM2z0rvJ57vh0MXTw7T6wussyqG33Sy12Na3LMGqz7XIyyy157uwCkg5MDAszvfEz8q+t7bSvdS6LL/Nu6csLMvEtKgsyr63tsK3OTAwusUswO7Az8qmLDAyOC0wMDAwMDAwMApIOTAxLM73sbHKvre20r3Uuiy/zbunLCzJws73LMq+t7bCtzkwMbrFLCwK';
const FAULTY =
  'taXOu7Hgwussw/uzxizA4NDNLM2z0rvJ57vh0MXTw7T6wussyqG33Sy12Na3LMGqz7XIyyy157uwCkg5MDAszvfEz8q+t7bSvdS6LL/Nu6csLMvEtKgsyr63tsK3OTAwusUswO7Az8qmLDAyOC0wMDAwMDAwMApIOTAwLCzSvdS6wvAsMTIzLCzKvre2wrc5MDG6xSwsCg==';

let page: Page;
test.beforeAll(async ({ browser }) => {
  page = await browser.newPage();
  await signIn(page);
});
test.afterAll(() => page.close());

const partners = () =>
  api<{ rows: { name: string }[] }>(page, 'GET', '/api/masterdata/partner?search=H90&limit=10');

async function choose(file: string): Promise<void> {
  await page.goto(`${base()}/settings/import`);
  await page
    .locator('input[type=file]')
    .setInputFiles({ name: '医院.csv', mimeType: 'text/csv', buffer: Buffer.from(file, 'base64') });
}

test('a faulty file is told every error at once, and nothing is written', async () => {
  await choose(FAULTY);
  await expect(page.getByText('gb18030', { exact: false }).first()).toBeVisible();
  for (const what of ['必填', '应为下列之一', '重复'])
    await expect(page.getByText(what).first()).toBeVisible();
  await expectAccessible(page);
  expect((await partners()).rows).toEqual([]);
});

test('the right file is previewed, imported whole, and stands in the list', async () => {
  await choose(GOOD);
  await page.getByRole('button', { name: '导入 2 行' }).click();
  await page.getByRole('dialog').getByRole('button', { name: '导入' }).click();
  await expect(page.getByText('写入 2 行')).toBeVisible();
  expect((await partners()).rows.map((row) => row.name)).toEqual(['西南示范医院', '西北示范医院']);
});

test('templates come as Excel and as CSV', async () => {
  for (const format of ['xlsx', 'csv']) {
    const answer = await page.request.get(`${base()}/api/integration/template?dataset=item&format=${format}`);
    expect(answer.ok()).toBe(true);
    expect(answer.headers()['content-disposition']).toContain(`tongcang-item.${format}`);
  }
});

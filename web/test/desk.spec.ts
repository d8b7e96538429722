import { expect, type Page, test } from '@playwright/test';
import { expectAccessible, serve, USER } from './fixtures.ts';
import { scan } from './scanner.ts';

const signedIn = { first_run: false, user: USER };
const MODES = ['light', 'dark'] as const;

/** Pages and the state they are looked at in. */
const PAGES = [
  ['/sign-in', { first_run: false, user: null }],
  ['/first-run', { first_run: true, user: null }],
  ['/settings/scan-test', signedIn],
  ['/settings/password', signedIn],
  ['/settings/kit?rows=2000', signedIn],
  ['/no-such-page', signedIn],
] as const;

for (const mode of MODES) {
  for (const [width, height] of [
    [1440, 900],
    [390, 844],
  ] as const) {
    test(`every page is accessible and fits, ${mode}, ${width} px`, async ({ browser }) => {
      test.setTimeout(90_000);
      for (const [path, session] of PAGES) {
        const context = await browser.newContext({
          colorScheme: mode,
          viewport: { width, height },
          locale: 'zh-CN',
        });
        const page = await context.newPage();
        await serve(page, session);
        await page.goto(path);
        await expect(page.locator('h1, .tc-state-title').first()).toBeVisible();
        await expect(page.locator('html')).toHaveAttribute('data-theme', mode);
        await expectAccessible(page, `${path} ${mode} ${width}`);
        const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
        expect(overflow, `${path} is wider than the window`).toBeLessThanOrEqual(0);
        await context.close();
      }
    });
  }
}

test('the guard leads to sign-in and back to the page that was asked for', async ({ page }) => {
  const session = { first_run: false, user: null as typeof USER | null };
  let sent: unknown;
  await serve(page, session, {
    'POST /api/identity/sign-in': (body) => {
      sent = body;
      session.user = USER;
      return { body: session };
    },
  });
  await page.goto('/settings/scan-test?wh=WH');
  await expect(page).toHaveURL(/\/sign-in\?next=/);
  await page.getByRole('button', { name: '登录' }).click();
  await expect(page.getByText('必填').first()).toBeVisible();
  await page.getByLabel('账号').fill('wang.jihua');
  await page.getByLabel('密码').fill('correct horse battery');
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL('/settings/scan-test?wh=WH');
  expect(sent).toEqual({ account: 'wang.jihua', password: 'correct horse battery' });
});

test('a wrong password says so; the second step comes only when the server asks', async ({ page }) => {
  const session = { first_run: false, user: null as typeof USER | null };
  await serve(page, session, {
    'POST /api/identity/sign-in': (body) => {
      const { password, totp } = body as { password: string; totp?: string };
      if (password !== 'right') return { status: 401, body: { code: 'identity.wrong_credentials' } };
      if (!totp) return { status: 401, body: { code: 'identity.totp_required' } };
      session.user = USER;
      return { body: session };
    },
  });
  await page.goto('/sign-in');
  await page.getByLabel('账号').fill('wang');
  await page.getByLabel('密码').fill('wrong');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('alert').first()).toContainText('账号或密码不正确');
  await page.getByLabel('密码').fill('right');
  await page.keyboard.press('Enter');
  await page.getByLabel('动态验证码').fill('123456');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('main')).toBeVisible();
  await expect(page).not.toHaveURL(/sign-in/);
});

test('the first run makes the administrator, and a fault of the server stands at its field', async ({
  page,
}) => {
  const session = { first_run: true, user: null as typeof USER | null };
  let tries = 0;
  await serve(page, session, {
    'POST /api/identity/first-run': () => {
      tries += 1;
      if (tries === 1) {
        const errors = [{ path: 'account', code: 'identity.account_reserved', params: {} }];
        return { status: 422, body: { code: 'platform.invalid_input', errors } };
      }
      session.first_run = false;
      session.user = USER;
      return { body: session };
    },
  });
  await page.goto('/');
  await expect(page).toHaveURL('/first-run');
  await page.getByLabel('姓名').fill('王计划');
  await page.getByLabel('账号').fill('root');
  await page.getByLabel('密码', { exact: true }).fill('short');
  await page.getByLabel('再次输入密码').fill('other');
  const submit = page.getByRole('button', { name: '创建并进入' });
  await submit.click();
  await expect(page.getByText('至少 12 个字符').last()).toBeVisible();
  await page.getByLabel('密码', { exact: true }).fill('correct horse battery');
  await submit.click();
  await expect(page.getByText('两次输入的密码不一致')).toBeVisible();
  await page.getByLabel('再次输入密码').fill('correct horse battery');
  await submit.click();
  await expect(page.getByText('该账号名不可使用')).toBeVisible();
  await page.getByLabel('账号').fill('wang');
  await submit.click();
  await expect(page.getByRole('navigation')).toBeVisible();
  await expect(page).not.toHaveURL(/first-run/);
});

test('the warehouse scope is part of the address and goes along with every link', async ({ page }) => {
  await serve(page, signedIn);
  await page.goto('/settings/kit?rows=10');
  await page.getByLabel('仓库范围').click();
  await page.getByTitle('武汉仓').click();
  await expect(page).toHaveURL(/wh=WH/);
  await page.getByRole('navigation').getByRole('link', { name: '扫码自检' }).click();
  await expect(page).toHaveURL('/settings/scan-test?wh=WH');
  await expect(page).toHaveTitle('扫码自检 · 通仓');
});

test('the palette finds pages by pinyin initials and by English, and switches the warehouse', async ({
  page,
}) => {
  await serve(page, signedIn);
  await page.goto('/settings/scan-test');
  await expect(page.locator('h1')).toBeVisible();
  await page.keyboard.press('Control+k');
  await page.getByRole('combobox', { name: '搜索页面、动作与记录' }).fill('zjyz');
  await expect(page.getByRole('option').first()).toContainText('组件样张');
  await page.getByRole('combobox', { name: '搜索页面、动作与记录' }).fill('wuhan 武汉');
  await expect(page.getByText('没有匹配的页面或动作')).toBeVisible();
  await page.getByRole('combobox', { name: '搜索页面、动作与记录' }).fill('武汉');
  await expectAccessible(page, 'palette');
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/wh=WH/);
  await page.keyboard.press('/');
  await expect(page.getByRole('dialog')).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toBeHidden();
});

test('language and colours are switched and kept', async ({ page }) => {
  await serve(page, signedIn);
  await page.goto('/settings/scan-test');
  await page.getByRole('button', { name: '王计划' }).click();
  await page.getByText('English').click();
  await expect(page.locator('h1')).toHaveText('Scan self-test');
  await page.getByText('Dark', { exact: true }).click();
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
  await expectAccessible(page, 'user panel');
  await page.reload();
  await expect(page.locator('h1')).toHaveText('Scan self-test');
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
  await expect(page.locator('html')).toHaveAttribute('lang', 'en-GB');
});

test('a page without permission stays and says what is missing', async ({ page }) => {
  await serve(page, { first_run: false, user: { ...USER, must_change_password: true, permissions: [] } });
  await page.goto('/settings/scan-test');
  await expect(page).toHaveURL('/settings/password');
  await expect(page.getByText('请先把初始密码改成您自己的密码。')).toBeVisible();
});

test('silence of the server shows a banner that goes by itself', async ({ page }) => {
  await serve(page, signedIn);
  await page.goto('/settings/scan-test');
  await expect(page.locator('h1')).toBeVisible();
  await page.context().setOffline(true);
  await expect(page.getByText('网络已断开')).toBeVisible();
  await expectAccessible(page, 'banner');
  await page.context().setOffline(false);
  await expect(page.getByText('网络已断开')).toBeHidden();
});

test.describe('a scan', () => {
  // Scans are told from typing by time, and a busy machine sends keys slowly now and then; nothing else is tried again.
  test.describe.configure({ retries: 2 });

  test('scans arrive without any field having the focus, with their separators', async ({ page }) => {
    await serve(page, signedIn);
    await page.goto('/settings/scan-test');
    await expect(page.locator('h1')).toBeVisible();
    await scan(page, '010694563010001710L2489␝21S1');
    await expect(page.locator('.tc-scan-raw')).toHaveText('010694563010001710L2489␝21S1');
    await expect(page.getByText('含分隔符，GS1 数据可以正确拆分')).toBeVisible();
    await expectAccessible(page, 'after a scan');
  });

  test('a scan leaves nothing behind in the field that has the focus, and does not submit it', async ({
    page,
  }) => {
    await serve(page, signedIn);
    await page.goto('/settings/kit?rows=10');
    const lot = page.getByRole('textbox', { name: '批号' });
    await lot.fill('typed');
    await scan(page, 'X24891253');
    await expect(lot).toHaveValue('typed');
    await expect(page.locator('.tc-scan-fail')).toContainText('批号不符：应取 L2489125');
    await scan(page, 'L24891253');
    await expect(page.locator('.tc-scan-ok')).toContainText('扫码成功');
  });
});

test('slow typing is not taken for a scan', async ({ page }) => {
  await serve(page, signedIn);
  await page.goto('/settings/scan-test');
  await expect(page.locator('h1')).toBeVisible();
  await page.keyboard.type('ABCDEF', { delay: 120 });
  await page.keyboard.press('Enter');
  await expect(page.locator('.tc-scan-raw')).toHaveCount(0);
});

test.describe('grid', () => {
  const rowTexts = (page: Page) => page.locator('.tc-grid-data .tc-grid-pin.tc-grid-code').allInnerTexts();

  test('draws few rows of many, sorts, filters, and keeps the view in the address', async ({ page }) => {
    await serve(page, signedIn);
    await page.goto('/settings/kit?rows=50000');
    const grid = page.getByRole('grid', { name: '库存' });
    await expect(grid).toHaveAttribute('aria-rowcount', '50001');
    expect(await page.locator('.tc-grid-data').count()).toBeLessThan(60);
    await page.getByRole('columnheader', { name: '批号' }).getByRole('button').first().click();
    await expect(page).toHaveURL(/sort=lot/);
    await expect(async () => {
      const texts = await rowTexts(page);
      expect(texts.slice(0, 8)).toEqual([...texts.slice(0, 8)].sort());
    }).toPass();
    await page.getByRole('columnheader', { name: '质量状态' }).hover();
    await page.getByRole('button', { name: '筛选 质量状态' }).click();
    await page.getByRole('checkbox', { name: '召回' }).check();
    await page.getByRole('button', { name: '应用' }).click();
    await expect(page).toHaveURL(/f\.disposition=%3Drecalled/);
    await expect(page.locator('.tc-grid-count')).toContainText('/ 50,000');
    await expectAccessible(page, 'filtered grid');
    await page.reload();
    await expect(page.locator('.tc-filter-chip')).toContainText('召回');
    await expect(page.locator('.tc-grid-data .tc-chip').first()).toContainText('召回');
  });

  test('is worked by keyboard: moves, selects a range, copies', async ({ page, context }) => {
    await context.grantPermissions(['clipboard-read', 'clipboard-write']);
    await serve(page, signedIn);
    await page.goto('/settings/kit?rows=50000');
    const grid = page.getByRole('grid', { name: '库存' });
    await grid.focus();
    await page.keyboard.press('Control+End');
    await expect(grid).toHaveAttribute('aria-activedescendant', /-49999-6$/);
    await expect(page.locator('[aria-rowindex="50001"]')).toBeVisible();
    await page.keyboard.press('Control+Home');
    await page.keyboard.press('ArrowDown');
    const first = (await rowTexts(page))[1]!;
    await page.keyboard.press('Control+c');
    expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(first);
    await page.keyboard.press('Space');
    await page
      .locator('.tc-grid-data input')
      .nth(4)
      .click({ modifiers: ['Shift'] });
    await expect(page.getByText('已选 4 条')).toBeVisible();
    await expectAccessible(page, 'selection');
  });
});

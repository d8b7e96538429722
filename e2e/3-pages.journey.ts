import { expect, test } from '@playwright/test';
import { base, expectAccessible, signIn } from './support/person.ts';

/** Every page of the navigation opens with the example company, in both languages and modes, at desk and phone size. */
const PAGES = [
  '/control-tower',
  '/risk',
  '/policy',
  '/proposal',
  '/demand',
  '/demand/new',
  '/outbound',
  '/outbound/wave',
  '/outbound/shortage',
  '/delivery',
  '/customer-return',
  '/sales/term',
  '/sales/price',
  '/sales/invoice',
  '/transfer',
  '/transfer/new',
  '/transfer/discrepancy',
  '/receiving/expected',
  '/receiving',
  '/receiving/count/blind?wh=SH',
  '/receiving/discrepancy',
  '/receiving/acceptance',
  '/receiving/return',
  '/receiving/return/new?wh=SH',
  '/stock',
  '/stock/availability',
  '/stock/lot',
  '/stock/as-of',
  '/stock/map?wh=SH',
  '/stock/move?wh=SH',
  '/stock/pick?wh=SH',
  '/stock/count?wh=SH',
  '/stock/hold',
  '/stock/scan',
  '/compliance/registration',
  '/compliance/licence',
  '/masterdata/item',
  '/masterdata/partner',
  '/masterdata/department',
  '/masterdata/warehouse',
  '/masterdata/lane',
  '/quality/quarantine',
  '/quality/destruction',
  '/quality/destruction/new?wh=SH',
  '/quality/repair',
  '/finance/stock-value',
  '/finance/lot-cost',
  '/finance/month',
  '/finance/account',
  '/kpi',
  '/settings/import',
  '/settings/users',
  '/settings/keys',
  '/settings/audit',
  '/settings/profile',
  '/settings/scan-test',
];

const LOOKS = [
  { name: 'desk, zh, light', size: { width: 1440, height: 900 }, language: '中文', scheme: 'light' },
  { name: 'phone, en, dark', size: { width: 390, height: 844 }, language: 'English', scheme: 'dark' },
] as const;

for (const look of LOOKS) {
  test(`every page opens and can be used by everybody: ${look.name}`, async ({ page }) => {
    test.setTimeout(420_000);
    const failures: string[] = [];
    page.on('pageerror', (error) => failures.push(`${page.url()} ${error.message}`));
    page.on('response', (answer) => {
      if (answer.status() >= 400) failures.push(`${page.url()} asked ${answer.url()}: ${answer.status()}`);
    });
    await page.emulateMedia({ colorScheme: look.scheme });
    await signIn(page);
    await page.evaluate(
      (language) => localStorage.setItem('tongcang.language', language),
      JSON.stringify(look.language === 'English' ? 'en' : 'zh'),
    );
    await page.setViewportSize(look.size);
    for (const path of PAGES) {
      await page.goto(`${base()}${path}`);
      await expect(page.locator('h1').first()).toBeVisible();
      await page.waitForLoadState('networkidle', { timeout: 5_000 }).catch(() => undefined);
      await test.step(path, () => expectAccessible(page));
      const wide = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
      expect(wide, `${path} is wider than the window`).toBeLessThanOrEqual(0);
    }
    expect(failures).toEqual([]);
  });
}

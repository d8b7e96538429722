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
  '/surgery',
  '/surgery/new',
  '/surgery/set',
  '/surgery/calendar',
  '/surgery/template',
  '/surgery/template/new',
  '/surgery/figures',
  '/consignment',
  '/consignment/new',
  '/consignment/refill',
  '/consignment/use',
  '/consignment/use/new',
  '/consignment/difference',
  '/consignment/pack',
  '/consignment/settlement',
  '/transfer',
  '/transfer/new',
  '/transfer/discrepancy',
  '/transfer/claim',
  '/transfer/budget',
  '/transport/mine',
  '/transport/plan?wh=SH',
  '/transport/shipment',
  '/transport/bill',
  '/transport/bill/new',
  '/transport/fleet',
  '/transport/driver',
  '/transport/contract',
  '/transport/place',
  '/supply/requisition',
  '/supply/requisition/new',
  '/supply/plan',
  '/supply/plan/new',
  '/supply/rfq',
  '/supply/rfq/new',
  '/supply/order',
  '/supply/order/new',
  '/supply/asn',
  '/supply/agreement',
  '/supply/agreement/new',
  '/supply/terms',
  '/supply/price',
  '/supply/listed-price',
  '/supply/landed-cost',
  '/supply/approval',
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
  '/warehouse/map/edit?wh=SH',
  '/warehouse/count-task?wh=SH',
  '/warehouse/count',
  '/warehouse/count/new',
  '/warehouse/adjustment',
  '/warehouse/adjustment/new',
  '/warehouse/replenishment',
  '/warehouse/pick-face?wh=SH',
  '/warehouse/work-order',
  '/warehouse/work-order/new',
  '/warehouse/bom',
  '/warehouse/upkeep',
  '/warehouse/upkeep/record',
  '/warehouse/near-expiry',
  '/warehouse/sample',
  '/warehouse/handling-unit',
  '/warehouse/custody',
  '/warehouse/settings',
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

import { expect, type Page, test } from '@playwright/test';
import { PAGES } from './support/pages.ts';
import { base, signIn, violations } from './support/person.ts';

/** Every page opens with the example company, in both languages and modes, at desk and phone size. */
const LOOKS = [
  { name: 'desk, zh, light', size: { width: 1440, height: 900 }, language: 'zh', scheme: 'light' },
  { name: 'phone, en, dark', size: { width: 390, height: 844 }, language: 'en', scheme: 'dark' },
] as const;

/** Pages that are open at a time: while one waits for its answers, the other is looked at. */
const TABS = 2;

for (const look of LOOKS) {
  test(`every page opens and can be used by everybody: ${look.name}`, async ({ browser }) => {
    test.setTimeout(900_000);
    const context = await browser.newContext({ colorScheme: look.scheme });
    const first = await context.newPage();
    await signIn(first);
    await first.evaluate(
      (language) => localStorage.setItem('tongcang.language', language),
      JSON.stringify(look.language),
    );
    // All faults of all pages at once: one run tells everything that is to be mended.
    const left = PAGES.values();
    const tabs = Array.from({ length: TABS }, async () => {
      const tab = await context.newPage();
      await tab.setViewportSize(look.size);
      const faults = faultsHeard(tab);
      for (const path of left) await test.step(path, async () => faults.push(...(await faultsOf(tab, path))));
      return faults;
    });
    expect((await Promise.all(tabs)).flat()).toEqual([]);
    await context.close();
  });
}

/** Fills up with what goes wrong in the pages from here on: errors of scripts and refused requests. */
function faultsHeard(page: Page): string[] {
  const faults: string[] = [];
  page.on('pageerror', (error) => faults.push(`${page.url()} ${error.message}`));
  page.on('response', (answer) => {
    if (answer.status() >= 400) faults.push(`${page.url()} asked ${answer.url()}: ${answer.status()}`);
  });
  return faults;
}

async function faultsOf(page: Page, path: string): Promise<string[]> {
  await page.goto(`${base()}${path}`);
  const heading = page.locator('h1').first();
  const stands = await heading.waitFor({ timeout: 15_000 }).then(
    () => true,
    () => false,
  );
  if (!stands) return [`${path} has no heading: ${await page.getByRole('main').innerText()}`];
  await page.waitForLoadState('networkidle', { timeout: 5_000 }).catch(() => undefined);
  const faults = (await violations(page)).map((violation) => `${path} ${violation}`);
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  return wide > 0 ? [...faults, `${path} is ${wide} px wider than the window`] : faults;
}

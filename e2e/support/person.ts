import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { expect, type Page } from '@playwright/test';
import { atRest } from '../../web/test/fixtures.ts';

export const base = (): string => process.env.BASE_URL!;
export const ADMIN = { account: 'admin', display_name: '王管理', password: 'spring-River-2026' };

/** Signs in as the first administrator; the first journey has made the account. */
export async function signIn(page: Page): Promise<void> {
  await page.goto(`${base()}/sign-in`);
  await page.getByLabel('账号').fill(ADMIN.account);
  await page.getByLabel('密码').fill(ADMIN.password);
  await page.getByRole('button', { name: '登录' }).click();
  await expect(page.getByRole('navigation', { name: '主导航' })).toBeVisible();
}

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** Fails with what a person with a screen reader or weak eyes would stumble over. */
export async function expectAccessible(page: Page): Promise<void> {
  expect(await violations(page)).toEqual([]);
}

/** What hinders a person with a screen reader or weak eyes on the page at rest (WCAG 2.1 A and AA). */
export async function violations(page: Page): Promise<string[]> {
  // A list that is folding up is still in the way for a moment.
  await expect(page.locator('.ant-select-dropdown:visible')).toHaveCount(0);
  await atRest(page);
  await page.evaluate(axe);
  return page.evaluate(async () => {
    const run = (window as unknown as { axe: { run(options: object): Promise<{ violations: Violation[] }> } })
      .axe.run;
    const found = await run({ runOnly: ['wcag2a', 'wcag2aa', 'wcag21aa'] });
    return found.violations.map((v) => `${v.id}: ${v.nodes.map((n) => n.target.join(' ')).join(' | ')}`);
  });
}
type Violation = { id: string; nodes: { target: string[] }[] };

/** Calls the API with the page's session, as a script of the company would with a key. */
export async function api<T>(page: Page, method: 'GET' | 'POST', path: string, body?: object): Promise<T> {
  const response = await page.request.fetch(`${base()}${path}`, {
    method,
    headers: { origin: base(), 'idempotency-key': crypto.randomUUID() },
    ...(body === undefined ? {} : { data: body }),
  });
  const answer = await response.json();
  expect(response.ok(), `${path}: ${JSON.stringify(answer)}`).toBe(true);
  return answer as T;
}

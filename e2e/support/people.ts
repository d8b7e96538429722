import { type Browser, expect, type Page } from '@playwright/test';
import { api, base } from './person.ts';

/** What everybody hired here chooses; a signature asks for it again. */
export const PEOPLE_PASSWORD = 'autumn-Lake-2026';

/** Somebody with one role, everywhere or for one partner, signed in at a browser of their own. */
export async function personWith(
  browser: Browser,
  admin: Page,
  who: { readonly role: string; readonly display_name: string; readonly partner_id?: number },
): Promise<Page> {
  const account = `${who.role}_${Date.now().toString(36)}`;
  const initial_password = `first-${PEOPLE_PASSWORD}`;
  const { user_id } = await api<{ user_id: number }>(admin, 'POST', '/api/identity/users', {
    account,
    display_name: who.display_name,
    initial_password,
  });
  const { role, partner_id } = who;
  await api(admin, 'POST', `/api/identity/users/${user_id}/grant-role`, {
    role,
    ...(partner_id === undefined ? {} : { partner_id }),
  });
  const page = await (await browser.newContext()).newPage();
  await page.goto(`${base()}/sign-in`);
  await page.getByLabel('账号').fill(account);
  await page.getByLabel('密码').fill(initial_password);
  await page.getByRole('button', { name: '登录' }).click();
  await expect(page).toHaveURL(/settings\/password/);
  await api(page, 'POST', '/api/identity/change-password', {
    password: initial_password,
    new_password: PEOPLE_PASSWORD,
  });
  await page.goto(base());
  await expect(page.getByRole('navigation', { name: '主导航' })).toBeVisible();
  return page;
}

import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { expect, type Page } from '@playwright/test';

/** Answers of an imagined server, so that the web can be tried by itself. */
export const USER = {
  user_id: 1,
  account: 'wang.jihua',
  display_name: '王计划',
  language: 'zh',
  must_change_password: false,
  has_totp: false,
  permissions: ['stock.read', 'transfer.read', 'transfer.approve'],
  roles: ['planner'],
  all_warehouses: true,
  warehouses: [
    { warehouse_id: 1, code: 'SH', name: '上海仓', timezone: 'Asia/Shanghai' },
    { warehouse_id: 2, code: 'WH', name: '武汉仓', timezone: 'Asia/Shanghai' },
    { warehouse_id: 3, code: 'WLMQ', name: '乌鲁木齐仓', timezone: 'Asia/Urumqi' },
  ],
  partner_id: null,
};

export type Session = { first_run: boolean; user: typeof USER | null };

type Answer = { status?: number; body: unknown };

/** Answers `/api` from a table `METHOD /path`; the session can be changed by the test as it goes. */
export async function serve(
  page: Page,
  session: Session,
  answers: Record<string, (body: unknown) => Answer> = {},
): Promise<void> {
  await page.route('**/healthz', (route) => route.fulfill({ json: { status: 'ok' } }));
  await page.route('**/api/**', async (route) => {
    const request = route.request();
    const path = new URL(request.url()).pathname;
    if (path === '/api/identity/session') return route.fulfill({ json: session });
    const answer = answers[`${request.method()} ${path}`];
    if (!answer) return route.fulfill({ status: 404, json: { code: 'platform.not_found' } });
    const { status = 200, body } = answer(request.postDataJSON());
    return route.fulfill({ status, json: body });
  });
}

const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
type Violation = { id: string; nodes: { html: string; failureSummary?: string }[] };

/** Colours and places are judged when they have come to rest, not on their way; what turns for ever is not waited for. */
export async function atRest(page: Page): Promise<void> {
  await page.evaluate((longest_ms) => {
    const passing = document
      .getAnimations()
      .filter((one) => one.playState === 'running')
      .filter((one) => one.effect?.getComputedTiming().endTime !== Number.POSITIVE_INFINITY);
    const over = Promise.allSettled(passing.map((one) => one.finished));
    return Promise.race([over, new Promise((resolve) => setTimeout(resolve, longest_ms))]).then(
      () => undefined,
    );
  }, 2_000);
}

/** No violation of WCAG 2.1 A and AA on the page at rest. */
export async function expectAccessible(page: Page, what: string): Promise<void> {
  await atRest(page);
  await page.evaluate(axeSource);
  const violations = (await page.evaluate(
    `axe.run({ runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa'] }).then((result) => result.violations)`,
  )) as Violation[];
  const told = violations.map(
    ({ id, nodes }) => `${id}: ${nodes.map((n) => `${n.html} ${n.failureSummary ?? ''}`).join('\n  ')}`,
  );
  expect(told, what).toEqual([]);
}

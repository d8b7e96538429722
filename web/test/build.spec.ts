import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { extname, join } from 'node:path';
import { expect, test } from '@playwright/test';
import { serve, USER } from './fixtures.ts';

/**
 * The built desk under a strict content policy. A build leaves out what seems unused, so it can break where the
 * development server does not; the samples are built in for this, since they use the whole kit.
 */
const root = new URL('../..', import.meta.url).pathname;
const folder = mkdtempSync(join(tmpdir(), 'tongcang-built-'));
const NONCE = 'a-nonce-of-this-test';
const POLICY = [
  `default-src 'self'`,
  `script-src 'self' 'nonce-${NONCE}'`,
  `style-src 'self' 'nonce-${NONCE}'`,
  `img-src 'self' data:`,
].join('; ');
const TYPES: Record<string, string> = {
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.html': 'text/html',
  '.svg': 'image/svg+xml',
};
let server: Server;
let base = '';

test.beforeAll(async () => {
  test.setTimeout(120_000);
  execFileSync('vite', ['build', 'web', '--outDir', folder, '--emptyOutDir'], {
    cwd: root,
    env: { ...process.env, NODE_ENV: 'production', VITE_KIT: '1' },
  });
  server = createServer((request, response) => {
    const asked = join(folder, new URL(request.url ?? '/', 'http://x').pathname);
    const file = existsSync(asked) && statSync(asked).isFile() ? asked : join(folder, 'index.html');
    const body = readFileSync(file);
    response.setHeader('content-type', TYPES[extname(file)] ?? 'application/octet-stream');
    response.setHeader('content-security-policy', POLICY);
    response.end(file.endsWith('.html') ? body.toString().replaceAll('__CSP_NONCE__', NONCE) : body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
test.afterAll(() => {
  server?.close();
  rmSync(folder, { recursive: true, force: true });
});

test('works under a strict content policy, charts included', async ({ page }) => {
  const failures: string[] = [];
  page.on('pageerror', (error) => failures.push(String(error)));
  await page.addInitScript(() => {
    Object.assign(window, { violations: [] });
    addEventListener('securitypolicyviolation', (event) => {
      (window as unknown as { violations: string[] }).violations.push(
        `${event.violatedDirective} ${event.sample}`,
      );
    });
  });
  await serve(page, { first_run: false, user: USER });
  await page.goto(`${base}/settings/kit?rows=50000`);
  await expect(page.getByRole('grid', { name: '库存' })).toBeVisible();
  await expect(page.getByRole('img', { name: '十二周的需求与预测' }).locator('svg')).toBeVisible();
  const violations = await page.evaluate(() => (window as unknown as { violations: string[] }).violations);
  expect(violations).toEqual([]);
  await page.getByRole('button', { name: '冻结…' }).click();
  await page.getByRole('dialog').getByRole('button', { name: '冻结' }).click();
  await expect(page.getByText('至少 4 个字')).toBeVisible();
  expect(failures).toEqual([]);
});

test('scrolls 50,000 rows with little script per frame', async ({ page }) => {
  await serve(page, { first_run: false, user: USER });
  await page.goto(`${base}/settings/kit?rows=50000`);
  await expect(page.locator('.tc-grid-data').first()).toBeVisible();
  const client = await page.context().newCDPSession(page);
  await client.send('Performance.enable');
  const metric = async (name: string) => {
    const { metrics } = await client.send('Performance.getMetrics');
    return metrics.find((entry) => entry.name === name)!.value;
  };
  const frames = 150;
  const before = await metric('ScriptDuration');
  await page.evaluate(async (count) => {
    const viewport = [...document.querySelectorAll('.tc-grid-viewport')].at(-1)!;
    for (let frame = 0; frame < count; frame += 1) {
      viewport.scrollTop += 120;
      await new Promise((resolve) => requestAnimationFrame(resolve));
    }
  }, frames);
  const script_ms = (((await metric('ScriptDuration')) - before) / frames) * 1000;
  const heap_mb = (await metric('JSHeapUsedSize')) / 1e6;
  console.log(`50,000 rows: ${script_ms.toFixed(1)} ms script per frame, ${heap_mb.toFixed(0)} MB heap`);
  // Measured 4 to 10 ms depending on what else the machine does; Ant Design's table took 30 to 56.
  expect(script_ms).toBeLessThan(20);
  expect(await page.locator('.tc-grid-data').count()).toBeLessThan(60);
});

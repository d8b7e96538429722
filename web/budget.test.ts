import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

/** What a page may cost over the wire, in kilobytes (1000 bytes) after gzip. */
const FIRST_LOAD_KB = 390;
const LAZY_ROUTE_KB = 60;
const CHARTS_KB = 260;

type Chunk = {
  file: string;
  isEntry?: boolean;
  isDynamicEntry?: boolean;
  imports?: string[];
  css?: string[];
};
type Manifest = Record<string, Chunk>;

const folder = mkdtempSync(join(tmpdir(), 'tongcang-web-'));
let manifest: Manifest;

beforeAll(() => {
  // A process of its own: within the test runner Vite takes its environment for one of development.
  const vite = join(dirname(createRequire(import.meta.url).resolve('vite/package.json')), 'bin/vite.js');
  execFileSync(process.execPath, [vite, 'build', import.meta.dirname, '--outDir', folder, '--emptyOutDir'], {
    env: { PATH: process.env.PATH, NODE_ENV: 'production' },
    stdio: 'pipe',
  });
  manifest = JSON.parse(readFileSync(join(folder, '.vite/manifest.json'), 'utf8'));
}, 120_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** The files that loading `key` brings, its static imports and style sheets included. */
function filesOf(key: string, found = new Set<string>(), seen = new Set<string>()): Set<string> {
  if (seen.has(key)) return found;
  seen.add(key);
  const chunk = manifest[key]!;
  found.add(chunk.file);
  for (const css of chunk.css ?? []) found.add(css);
  for (const other of chunk.imports ?? []) filesOf(other, found, seen);
  return found;
}

const kilobytes = (files: Iterable<string>): number => {
  let bytes = 0;
  for (const file of files) bytes += gzipSync(readFileSync(join(folder, file))).length;
  return Math.round(bytes / 100) / 10;
};

describe('what a page costs', () => {
  it(`loads the desk first with at most ${FIRST_LOAD_KB} kB`, () => {
    const size = kilobytes(filesOf('index.html'));
    console.log(`first load ${size} kB`);
    expect(size).toBeGreaterThan(50);
    expect(size).toBeLessThanOrEqual(FIRST_LOAD_KB);
  });

  it(`adds at most ${LAZY_ROUTE_KB} kB for a page and ${CHARTS_KB} kB for charts`, () => {
    const first = filesOf('index.html');
    const sizes = Object.entries(manifest)
      .filter(([, chunk]) => chunk.isDynamicEntry)
      .map(([key]) => [key, kilobytes([...filesOf(key)].filter((file) => !first.has(file)))] as const);
    console.table(Object.fromEntries(sizes));
    expect(sizes.length).toBeGreaterThan(3);
    const limit = (key: string) => (key.endsWith('ui/chart-core.ts') ? CHARTS_KB : LAZY_ROUTE_KB);
    expect(sizes.filter(([key, size]) => size > limit(key))).toEqual([]);
  });

  it('leaves the samples for developers out of the build', () => {
    expect(Object.keys(manifest).filter((key) => key.includes('/dev/'))).toEqual([]);
  });

  it('marks every script and style for the nonce of the content policy', () => {
    const html = readFileSync(join(folder, 'index.html'), 'utf8');
    const tags = html.match(/<(script|link rel="(stylesheet|modulepreload)")[^>]*>/g) ?? [];
    expect(tags.length).toBeGreaterThan(1);
    expect(tags.filter((tag) => !tag.includes('nonce="__CSP_NONCE__"'))).toEqual([]);
  });
});

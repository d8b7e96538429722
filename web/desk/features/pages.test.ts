import { expect, it, vi } from 'vitest';
import { PAGES } from '../../../e2e/support/pages.ts';

// As it is built: the samples for developers are left out.
vi.stubEnv('DEV', false);
vi.stubGlobal('addEventListener', () => undefined);
vi.stubGlobal('matchMedia', () => ({ matches: false, addEventListener: () => undefined }));
const { features } = await import('./index.ts');
const paths = features.flatMap((feature) => feature.pages).map((page) => page.path);
const opened = PAGES.map((address) => address.split('?')[0]!);

it('has every page that needs no record in the journey through the pages', () => {
  expect(paths.filter((path) => !path.includes('$') && !opened.includes(path))).toEqual([]);
});

it('has no page in the journey that is not there', () => {
  expect(opened.filter((address) => !paths.some((path) => leadsTo(path, address)))).toEqual([]);
});

/** Whether an address is a path as it stands or with its parameters filled in. */
function leadsTo(path: string, address: string): boolean {
  const [parts, asked] = [path.split('/'), address.split('/')];
  return parts.length === asked.length && parts.every((part, i) => part.startsWith('$') || part === asked[i]);
}

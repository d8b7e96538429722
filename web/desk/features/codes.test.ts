import * as contract from '@tongcang/contract';
import { expect, it, vi } from 'vitest';

vi.stubGlobal('navigator', { onLine: true, languages: ['zh-CN'] });
vi.stubGlobal('addEventListener', () => undefined);
vi.stubGlobal('matchMedia', () => ({ matches: false, addEventListener: () => undefined }));
const { allCodes } = await import('../app/codes.ts');
const { features } = await import('./index.ts');

it('has the sentence of every error in both languages', async () => {
  const { zh, en } = await allCodes(features);
  const known = Object.entries(contract).filter(([name]) => name.endsWith('_errors'));
  const codes = known.flatMap(([, catalogue]) => Object.keys(catalogue));
  expect(codes.length).toBeGreaterThan(100);
  expect(codes.filter((code) => !(code in zh) || !(code in en))).toEqual([]);
});

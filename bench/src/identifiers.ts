/** `packages/udi`: any scan to its meaning, 200,000 a second on one core. */
import { parseScan, type ScanResult } from '@tongcang/udi';
import { atLeast, mulberry32, quick, report } from './support/report.ts';

const OPTIONS = { today: '2026-11-22' } as const;
const GOAL = 200_000;
const random = mulberry32(20_261_128);
const number = (digits: number): string =>
  Array.from({ length: digits }, () => Math.floor(random() * 10)).join('');
const GS = '\u001d';

/** One text of each form that scanners in a warehouse send, with the share of each among a hundred. */
const FORMS: readonly (readonly [string, number, () => string])[] = [
  [
    'GS1 DataMatrix, full',
    30,
    () => `]d20106945630100017112501011728010110L${number(6)}${GS}21S${number(6)}`,
  ],
  ['GS1-128, lot without separator', 10, () => `]C101069456301000171728060010LOT-A${number(3)}`],
  ['GS1 without prefix', 10, () => `0106945630100017172801${number(1).replace(/./, '01')}10A${number(4)}B`],
  ['bracketed, typed', 5, () => `(01)06945630100017(10)LOT${number(4)}(21)S${number(5)}`],
  ['EAN-13', 10, () => '6945630100017'],
  ['SSCC', 5, () => '(00)069012340000000016'],
  [
    'Digital Link',
    5,
    () => `https://id.gs1.org/01/06945630100017/10/L${number(4)}/21/S${number(4)}?17=280101`,
  ],
  ['HIBC, both parts', 8, () => '+A123BJC5D6E71/$$3251231LOT9J'],
  ['MA', 7, () => `MA.156.M0.100761.21234561.SX${number(6)}.M220117.L${number(8)}.E270130`],
  ['SGTIN-96', 7, () => '303211E8D680004000003039'],
  ['refused: wrong check digit', 3, () => '0106945630100013'],
];

/** The mix, long enough that no text is parsed twice in a row. */
function mixture(count: number): { name: string; texts: string[] }[] {
  return FORMS.map(([name, share, make]) => ({
    name,
    texts: Array.from({ length: Math.ceil((count * share) / 100) }, make),
  }));
}

function shuffled(texts: readonly string[]): string[] {
  const list = [...texts];
  for (let index = list.length - 1; index > 0; index--) {
    const other = Math.floor(random() * (index + 1));
    [list[index], list[other]] = [list[other] as string, list[index] as string];
  }
  return list;
}

/** Parses a second and the seconds; `read` keeps the engine from leaving the work out. */
function rate(texts: readonly string[], rounds: number): { perSecond: number; read: number } {
  let read = 0;
  const start = process.cpuUsage();
  for (let round = 0; round < rounds; round++) {
    for (const text of texts) read += accepted(parseScan(text, OPTIONS));
  }
  const { user, system } = process.cpuUsage(start);
  return { perSecond: (texts.length * rounds) / ((user + system) / 1e6), read };
}

const accepted = (result: ScanResult): number => (result.ok ? 1 : 0);

const parts = mixture(quick ? 5_000 : 20_000);
const mixed = shuffled(parts.flatMap(({ texts }) => texts));
rate(mixed, 3);
const all = rate(mixed, quick ? 5 : 30);
const forms = parts.map(({ name, texts }) => [name, rate(texts, quick ? 5 : 20).perSecond] as const);
report(
  'identifiers',
  {
    'texts in the mix': mixed.length,
    'of which read': all.read / (quick ? 5 : 30),
    ...Object.fromEntries(forms.map(([name, perSecond]) => [`${name}, a second`, Math.round(perSecond)])),
  },
  [atLeast('parses a second of CPU, mixed', Math.round(all.perSecond), GOAL)],
);

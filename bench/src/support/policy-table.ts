import type { Interval, PolicyFigures } from '@tongcang/planning/simulator';

type Cell = string | number;
const text = (cell: Cell): string => (typeof cell === 'number' ? cell.toLocaleString('en-US') : cell);

/** Prints rows in columns, the first one to the left and the others to the right. */
export function printTable(title: string, head: readonly string[], rows: readonly (readonly Cell[])[]): void {
  const all = [head, ...rows.map((row) => row.map(text))];
  const widths = head.map((_, k) => Math.max(...all.map((row) => row[k]!.length)));
  console.log(`\n${title}`);
  for (const row of all)
    console.log(
      `  ${row.map((cell, k) => (k === 0 ? cell.padEnd(widths[k]!) : cell.padStart(widths[k]!))).join('  ')}`,
    );
}

const withHalf = ({ mean, high }: Interval, digits: number): string =>
  `${mean.toFixed(digits)} ±${(high - mean).toFixed(digits)}`;

/** The simulator's comparison: means with the half width of their intervals, and differences to the first policy. */
export function printComparison(title: string, policies: readonly PolicyFigures[]): void {
  const head = [
    'policy',
    'total cost',
    'less none',
    'penalty',
    'freight',
    'tier-1 fill',
    'tier-4 fill',
    'tier-1 same day',
    'short units',
    'outdated',
    'moved',
    'turns',
  ];
  const rows = policies.map((p) => [
    p.policy,
    withHalf(p.total_cost, 0),
    withHalf(p.difference.total_cost, 0),
    p.penalty_cost.mean.toFixed(0),
    p.freight_cost.mean.toFixed(0),
    withHalf(p.fill_rate[0]!, 4),
    withHalf(p.fill_rate[3]!, 4),
    withHalf(p.same_day_rate[0]!, 4),
    withHalf(p.lost_qty, 0),
    withHalf(p.outdated_qty, 0),
    p.moved_qty.mean.toFixed(0),
    p.turns_per_year.mean.toFixed(1),
  ]);
  printTable(title, head, rows);
  printTable(
    'fill in the tier’s window / same-day rate, by tier',
    ['policy', ...policies[0]!.fill_rate.map((_, k) => `tier ${k + 1}`)],
    policies.map((p) => [
      p.policy,
      ...p.fill_rate.map((fill, k) => `${fill.mean.toFixed(4)} / ${p.same_day_rate[k]!.mean.toFixed(4)}`),
    ]),
  );
}

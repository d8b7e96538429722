import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** One public series: what was known, and what came. */
export type BenchSeries = {
  readonly id: string;
  readonly period: number;
  readonly horizon: number;
  /** Everything before the test part; errors are scaled by it. */
  readonly history: readonly number[];
  /** The last part of the history, which forecasts are made from. */
  readonly train: readonly number[];
  readonly test: readonly number[];
};

const folder = join(import.meta.dirname, '../../../../shared/planning/data');
export const dataIsThere = () => existsSync(folder);

const numbers = (text: string) => text.split(' ').map(Number);

/** Series of a file (`id,category,freq,h,train,test`), its first `count`, cut to the last `buckets` of history. */
export function readSet(name: string, { count = Infinity, buckets = Infinity } = {}): BenchSeries[] {
  const lines = readFileSync(join(folder, `${name}.csv`), 'utf8')
    .trim()
    .split('\n')
    .slice(1);
  return lines.slice(0, count).map((line) => {
    const [test, train, horizon, period] = line.split(',').reverse();
    const history = numbers(train!);
    return {
      id: line.slice(0, line.indexOf(',')),
      period: Number(period),
      horizon: Number(horizon),
      history,
      train: history.slice(-buckets),
      test: numbers(test!),
    };
  });
}

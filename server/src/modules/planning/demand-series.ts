import type { DemandBucket, DemandSeries } from '@tongcang/planning';

const DAY_MS = 86_400_000;

/** What the database holds of one item at one warehouse in one bucket: periods in order, with their sums. */
export type StoredSeries = {
  readonly item_id: number;
  readonly warehouse_id: number;
  readonly bucket: DemandBucket;
  readonly periods: readonly string[];
  readonly qtys: readonly number[];
};

/** Number of a period: equal steps of one, so that a missing period is a gap in the numbers. */
export function periodNumber(bucket: DemandBucket, period_start: string): number {
  if (bucket === 'month') return Number(period_start.slice(0, 4)) * 12 + Number(period_start.slice(5, 7)) - 1;
  const day = Date.parse(`${period_start}T00:00:00Z`) / DAY_MS;
  // Weeks are counted from a Monday, so that any day of a week falls into the same one.
  return bucket === 'week' ? Math.floor((day + 3) / 7) : day;
}

/** The first day of a period. */
export function periodStart(bucket: DemandBucket, number: number): string {
  if (bucket === 'month') {
    const month = String((number % 12) + 1).padStart(2, '0');
    return `${String(Math.floor(number / 12)).padStart(4, '0')}-${month}-01`;
  }
  const day = bucket === 'week' ? number * 7 - 3 : number;
  return new Date(day * DAY_MS).toISOString().slice(0, 10);
}

/**
 * The series that the forecast reads: a period without a row had no demand, and so had those after the last row up to
 * `last`, the newest period that anybody reported at the warehouse. Rows of one period are summed.
 */
export function seriesOf(stored: StoredSeries, last: number): DemandSeries {
  const numbers = stored.periods.map((period) => periodNumber(stored.bucket, period));
  const first = numbers[0] ?? last;
  const values = new Array<number>(Math.max(last, numbers.at(-1) ?? last) - first + 1).fill(0);
  numbers.forEach((number, index) => {
    values[number - first]! += stored.qtys[index]!;
  });
  return { bucket: stored.bucket, values };
}

const FINENESS: Readonly<Record<DemandBucket, number>> = { month: 0, week: 1, day: 2 };

/** Of several buckets of one item the one whose history reaches furthest; the finer on a tie. */
export function newest(stored: readonly StoredSeries[]): StoredSeries | null {
  return stored.reduce<StoredSeries | null>((best, one) => {
    if (best === null) return one;
    const [left, right] = [one.periods.at(-1)!, best.periods.at(-1)!];
    if (left !== right) return left > right ? one : best;
    return FINENESS[one.bucket] > FINENESS[best.bucket] ? one : best;
  }, null);
}

import { type CivilDate, dayNumber } from '../calendar.ts';
import { PlanningInputError, requireListed, requireNumber } from '../errors.ts';
import { bucketStart, dateOf, daySet, nextBucket } from './civil-days.ts';
import type { BuiltSeries, DemandRecord, SeriesOptions } from './series.model.ts';

const BUCKETS_MAX = 100_000;

type Grid = { readonly starts: readonly number[]; readonly from: number; readonly to: number };

function gridOf({ bucket, from, to }: SeriesOptions): Grid {
  requireListed('options.bucket', bucket, ['day', 'week', 'month']);
  const first = dayNumber('options.from', from);
  const last = dayNumber('options.to', to);
  if (last < first) throw new PlanningInputError('out_of_range', 'options.to', to);
  const starts: number[] = [];
  let start = bucketStart(first, bucket);
  // A bucket that began before the first day would look like low demand.
  if (start < first) start = nextBucket(start, bucket);
  for (; start <= last; start = nextBucket(start, bucket)) {
    starts.push(start);
    if (starts.length > BUCKETS_MAX) throw new PlanningInputError('out_of_range', 'options.to', to);
  }
  return { starts, from: first, to: last };
}

/** Position of the bucket a day lies in, or -1. */
function positionIn({ starts, to }: Grid, day: number): number {
  if (starts.length === 0 || day < starts[0]! || day > to) return -1;
  let low = 0;
  let high = starts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (starts[middle]! <= day) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** Share of each bucket's days (those up to `to`) on which demand could be seen. */
function sharesInStock(grid: Grid, options: SeriesOptions): number[] {
  const out = daySet('options.stockout_days', options.stockout_days ?? []);
  const partial = new Map(
    (options.partial_days ?? []).map(({ date, share_in_stock }, nth) => {
      requireNumber(`options.partial_days[${nth}].share_in_stock`, share_in_stock, { max: 1 });
      return [dayNumber(`options.partial_days[${nth}].date`, date), share_in_stock];
    }),
  );
  return grid.starts.map((start) => {
    const end = Math.min(nextBucket(start, options.bucket), grid.to + 1);
    let seen = 0;
    for (let day = start; day < end; day++) seen += out.has(day) ? 0 : (partial.get(day) ?? 1);
    return seen / (end - start);
  });
}

/**
 * Takes returns from the demand of their own bucket, then from the buckets before, newest first, because what comes back
 * was asked for earlier; a bucket never falls below zero. Answers what found no demand.
 */
function netReturns(demand: number[], returned: readonly number[]): number {
  let left_over = 0;
  for (let at = 0; at < demand.length; at++) {
    let open = returned[at]!;
    for (let from = at; from >= 0 && open > 0; from--) {
      const taken = Math.min(open, demand[from]!);
      demand[from]! -= taken;
      open -= taken;
    }
    left_over += open;
  }
  return left_over;
}

/** Below this share of its days a bucket says too little to be scaled up, and is not observed. */
const SHARE_LEAST = 0.25;

/** Recorded demand over the share of days with stock: the rate of the days that could be seen. */
const corrected = (recorded: number, share: number) => (share < SHARE_LEAST ? null : recorded / share);

/**
 * Demand per day, week (Monday first) or month from records with civil dates of the warehouse (see `civilDateIn`).
 *
 * Demand on a day without stock cannot be seen; it is missing, not zero. A bucket that was in stock for the share s of its
 * days is scaled to recorded / s, which is right in the mean when demand does not depend on stock; below a quarter it
 * is not observed (null). A bucket whose demand was cut off within a day needs `correctCensored`. Returns are netted with
 * the demand of their bucket, then of earlier ones; campaigns are kept apart. The last bucket may be open: it is scaled
 * by stock alone, so leave out an unfinished month by ending before it.
 * Throws PlanningInputError naming the record; records outside `from` to `to` are left out.
 */
export function buildSeries(records: Iterable<DemandRecord>, options: SeriesOptions): BuiltSeries {
  const grid = gridOf(options);
  const share_in_stock = sharesInStock(grid, options);
  const demand = grid.starts.map(() => 0);
  const returned = grid.starts.map(() => 0);
  const campaigns = new Map<string, number[]>();
  const rowFor = ({ kind, campaign }: DemandRecord) => {
    if (kind === 'return') return returned;
    if (campaign === undefined) return demand;
    if (!campaigns.has(campaign))
      campaigns.set(
        campaign,
        demand.map(() => 0),
      );
    return campaigns.get(campaign)!;
  };
  let nth = 0;
  for (const record of records) {
    requireNumber(`records[${nth}].qty`, record.qty);
    requireListed(`records[${nth}].kind`, record.kind ?? 'demand', ['demand', 'return']);
    const at = positionIn(grid, dayNumber(`records[${nth}].date`, record.date));
    if (at >= 0) rowFor(record)[at]! += record.qty;
    nth += 1;
  }
  const returns_not_netted = netReturns(demand, returned);
  return {
    bucket: options.bucket,
    starts: grid.starts.map((start): CivilDate => dateOf(start)),
    values: demand.map((qty, at) => corrected(qty, share_in_stock[at]!)),
    recorded: demand,
    share_in_stock,
    campaigns: Object.fromEntries(campaigns),
    returns_not_netted,
  };
}

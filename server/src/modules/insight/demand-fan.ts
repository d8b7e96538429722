import { demandFan as contract, type demand_fan } from '@tongcang/contract';
import { DAYS_IN_BUCKET, type DemandBucket, normalQuantile } from '@tongcang/planning';
import type { z } from 'zod';
import type { Tx } from '../../platform/db.ts';
import { notFound } from '../../platform/errors.ts';
import { defineVerb } from '../../platform/use-case.ts';
import { periodNumber, periodStart } from '../planning/index.ts';

export type Fan = z.infer<typeof demand_fan>;

const PERIODS_AHEAD = 6;
/** Quantile of the upper edge; the band between the edges holds four cases in five. */
const UPPER = 0.9;

export const demandFan = defineVerb(
  contract,
  { permission: 'insight.read', audit: null },
  async ({ tx }, { item_id, warehouse_id }) => {
    const fan = await readFan(tx, item_id, warehouse_id ?? null);
    return fan ?? notFound('item', item_id);
  },
);

/** History and outlook of an item by the very numbers that its policies rest on; null for an unknown item. */
export async function readFan(tx: Tx, item_id: number, warehouse_id: number | null): Promise<Fan | null> {
  const values = [item_id, warehouse_id];
  const [items, policies, history] = await Promise.all([
    tx.rows<Pick<Fan, 'item_id' | 'item_code' | 'item_name' | 'unit'>>(
      'select item_id, item_code, name as item_name, unit from masterdata.v_item where item_id = $1',
      [item_id],
    ),
    tx.rows<{ bucket: DemandBucket; daily_mean: number; daily_sd: number; method: string }>(
      `select coalesce(bucket, 'month') as bucket, daily_mean, daily_sd, method from planning.v_policy
       where item_id = $1 and ($2::bigint is null or warehouse_id = $2)`,
      values,
    ),
    tx.rows<{ bucket: DemandBucket; period_start: string; qty: number }>(
      `select bucket, period_start, sum(qty)::bigint as qty from planning.v_demand_history
       where item_id = $1 and ($2::bigint is null or warehouse_id = $2)
       group by bucket, period_start order by period_start`,
      values,
    ),
  ]);
  const [item] = items;
  if (item === undefined) return null;
  const bucket = policies[0]?.bucket ?? 'month';
  const own = history
    .filter((row) => row.bucket === bucket)
    .map(({ period_start, qty }) => ({ period_start, qty }));
  const methods = new Set(policies.map((policy) => policy.method));
  return {
    ...item,
    bucket,
    method: methods.size === 1 ? [...methods][0]! : methods.size === 0 ? 'none' : 'mixed',
    history: own,
    forecast: own.length === 0 ? [] : outlook(bucket, own.at(-1)!.period_start, policies),
  };
}

/** Warehouses are taken as independent: their means add up, and so do their variances. */
function outlook(
  bucket: DemandBucket,
  last: string,
  policies: readonly { daily_mean: number; daily_sd: number }[],
): Fan['forecast'] {
  const days = DAYS_IN_BUCKET[bucket];
  const mean = policies.reduce((sum, policy) => sum + policy.daily_mean, 0) * days;
  const sd = Math.sqrt(policies.reduce((sum, policy) => sum + policy.daily_sd ** 2, 0) * days);
  const reach = normalQuantile(UPPER) * sd;
  const first = periodNumber(bucket, last) + 1;
  return Array.from({ length: PERIODS_AHEAD }, (_, k) => ({
    period_start: periodStart(bucket, first + k),
    mean,
    p10: Math.max(0, mean - reach),
    p90: mean + reach,
  }));
}

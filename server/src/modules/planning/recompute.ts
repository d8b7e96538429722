import { recompute as contract } from '@tongcang/contract';
import { requireAt, requireWhereSeen } from '../../platform/actor.ts';
import { clock } from '../../platform/clock.ts';
import type { Tx } from '../../platform/db.ts';
import { fail } from '../../platform/errors.ts';
import { defineVerb } from '../../platform/use-case.ts';
import { requireWarehouse } from '../masterdata/index.ts';
import { announceRaised } from './announce.ts';
import { reassess } from './assess.ts';
import { newest, seriesOf } from './demand-series.ts';
import { makePolicy } from './make-policy.ts';
import { forecastPairs } from './pair-forecasts.ts';
import { NO_PINS, type PlanningScope } from './planning.model.ts';
import {
  readLastPeriods,
  readLives,
  readPins,
  readQcDays,
  readSeries,
  readSettings,
} from './planning.read.ts';
import { type PolicyRow, writePolicies, writeRun } from './planning.write.ts';

export const recompute = defineVerb(
  contract,
  { permission: 'planning.propose', audit: 'planning.recompute', statement_timeout_ms: 60_000 },
  async ({ tx, actor, audit }, input) => {
    const scope = { item_ids: input.item_ids ?? null, warehouse_id: input.warehouse_id ?? null };
    if (scope.warehouse_id === null) requireWhereSeen(actor, 'planning.propose');
    else {
      requireAt(actor, 'planning.propose', scope.warehouse_id);
      await requireWarehouse(tx, scope.warehouse_id);
    }
    if (!(await aloneAtPlanning(tx))) fail('planning.run_busy');
    const done = await computePlanning(tx, scope, actor.user_id);
    audit({
      entity: 'planning_run',
      entity_id: done.planning_run_id,
      warehouse_id: scope.warehouse_id,
      detail: { policies: done.policies, risks: done.risks, raised: done.raised },
    });
    return done;
  },
);

/** Runs of planning follow each other, because each rests on what the last one stored. Held until the commit. */
export async function aloneAtPlanning(tx: Tx): Promise<boolean> {
  const { alone } = await tx.one<{ alone: boolean }>('select pg_try_advisory_xact_lock(7012) as alone');
  return alone;
}

/** Items computed together: enough for sets, few enough for memory. */
const ITEMS_AT_ONCE = 2_000;

/**
 * Forecasts and policies from the demand history, then risks. A fixed number of statements for every two thousand
 * items, however many warehouses and rows of history they have.
 */
export async function computePlanning(tx: Tx, scope: PlanningScope, actor_id: number | null) {
  const begun = clock.monotonic_ms();
  const last = await readLastPeriods(tx);
  const totals = { policies: 0, risks: 0, raised: 0 };
  for (const item_ids of await itemPortions(tx, scope.item_ids)) {
    const portion = { item_ids, warehouse_id: scope.warehouse_id };
    totals.policies += await computePolicies(tx, portion, last);
    const { risks, raised } = await reassess(tx, portion);
    await announceRaised(tx, raised);
    totals.risks += risks.length;
    totals.raised += raised.length;
  }
  const duration_ms = Math.round(clock.monotonic_ms() - begun);
  const planning_run_id = await writeRun(tx, {
    kind: 'recompute',
    warehouse_id: scope.warehouse_id,
    actor_id,
    duration_ms,
    parameters: scope,
    totals,
  });
  return { planning_run_id, ...totals, duration_ms };
}

async function itemPortions(tx: Tx, item_ids: readonly number[] | null): Promise<number[][]> {
  const rows = await tx.rows<{ item_ids: number[] }>(
    `select array_agg(item_id) as item_ids from (
       select item_id, row_number() over (order by item_id) as n from masterdata.v_item
       where $1::bigint[] is null or item_id = any($1)) i
     group by (n - 1) / ${ITEMS_AT_ONCE} order by min(item_id)`,
    [item_ids],
  );
  return rows.map((row) => row.item_ids);
}

/** Computes and stores the policy of every pair that has a demand history; gives their number. */
export async function computePolicies(
  tx: Tx,
  scope: PlanningScope,
  last: ReadonlyMap<string, number>,
): Promise<number> {
  const [settings, stored, pins, lives, qc_days] = await Promise.all([
    readSettings(tx),
    readSeries(tx, scope),
    readPins(tx, scope),
    readLives(tx, scope.item_ids),
    readQcDays(tx, scope),
  ]);
  const pairs = [...Map.groupBy(stored, (series) => `${series.item_id}|${series.warehouse_id}`)].map(
    ([key, buckets]) => {
      const newest_series = newest(buckets)!;
      const { warehouse_id, bucket } = newest_series;
      const own = pins.get(key) ?? NO_PINS;
      const lead_time_days = own.lead_time_days ?? settings.lead_time_days;
      return {
        stored: newest_series,
        pins: own,
        series: seriesOf(newest_series, last.get(`${warehouse_id}|${bucket}`)!),
        protection_days: lead_time_days + (own.qc_days ?? qc_days.get(key) ?? settings.qc_days),
      };
    },
  );
  const forecasts = await forecastPairs(pairs, settings.service_level);
  const rows = pairs.map(({ stored: { item_id, warehouse_id, bucket }, pins: own }, nth): PolicyRow => {
    const policy = makePolicy({
      forecast: forecasts[nth]!,
      shelf_life_days: lives.shelf_life_days.get(item_id) ?? null,
      min_remaining_days: lives.min_remaining_days,
      settings,
      pins: own,
      measured_qc_days: qc_days.get(`${item_id}|${warehouse_id}`),
    });
    return { ...policy, item_id, warehouse_id, bucket };
  });
  return rows.length === 0 ? 0 : writePolicies(tx, rows);
}

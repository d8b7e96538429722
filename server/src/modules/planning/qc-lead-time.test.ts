import { afterAll, beforeAll, expect, test } from 'vitest';
import { inspectAndSign, planInForce } from '../../../test/support/inspection.ts';
import { createWorld, type World } from '../../../test/support/world.ts';
import { SYSTEM_ACTOR } from '../../platform/actor.ts';
import { openInspections } from '../quality/index.ts';
import { postOrFail } from '../stock/index.ts';
import { verbs } from './index.ts';

let world: World;
beforeAll(async () => {
  world = await createWorld();
  await planInForce(world, world.items.gloves);
});
afterAll(() => world.close());

/** A lot that came so many days ago and is signed for now. */
async function inspected(lot_no: string, days_ago: number): Promise<void> {
  const lot = await world.lot(world.items.gloves, lot_no);
  const line = {
    ...lot,
    qty: 10,
    from_account_id: world.accounts.supplier,
    to_account_id: world.north.bins.receiving,
    from_owner_id: world.entity_id,
    to_owner_id: world.entity_id,
    from_disposition: 'quarantine' as const,
    to_disposition: 'quarantine' as const,
  };
  const occurred_at = new Date(Date.now() - days_ago * 86_400_000).toISOString();
  const [opened] = await world.tx(async (tx) => {
    const movement_id = await postOrFail(tx, {
      purpose: 'receive',
      actor: SYSTEM_ACTOR,
      lines: [line],
      occurred_at,
    });
    return openInspections(tx, [{ movement_id, settled_by: 'inspection' }], SYSTEM_ACTOR);
  });
  await inspectAndSign(world, opened!.inspection_id, { released: 10 });
}

test('a policy counts with the days that inspections took there, once three of them were measured', async () => {
  await world.sql(
    `insert into planning.demand_history (item_id, warehouse_id, bucket, period_start, qty)
     select $1, w, 'month', date_trunc('month', now())::date - make_interval(months => m), 60
     from unnest($2::bigint[]) w, generate_series(1, 12) m`,
    [world.items.gloves, [world.north.warehouse_id, world.south.warehouse_id]],
  );
  const recompute = verbs.find((verb) => verb.contract.name === 'planning.recompute')!;
  const qcDays = async () => {
    await world.call(recompute, {});
    const rows = await world.sql<{ warehouse_id: string; qc_days: number }>(
      'select warehouse_id, qc_days from planning.policy where item_id = $1 order by warehouse_id',
      [world.items.gloves],
    );
    return new Map(rows.map((row) => [Number(row.warehouse_id), row.qc_days]));
  };
  await inspected('QD-1', 4);
  await inspected('QD-2', 5);
  const before = await qcDays();
  expect(before.get(world.north.warehouse_id)).toBe(2);
  await inspected('QD-3', 6);
  const after = await qcDays();
  expect(after.get(world.north.warehouse_id)).toBeCloseTo(5, 1);
  expect(after.get(world.south.warehouse_id)).toBe(2);
});

import type { World } from '../../../test/support/world.ts';
import { factsOf, judge, knowItems } from './index.ts';

/** The codes by which the gate refuses to buy an item from a partner today. */
export function judgeBuying(world: World, partner_id: number, item_id: number): Promise<string[]> {
  return world.tx(async (tx) => {
    const { epoch, on_date } = await tx.one<{ epoch: number; on_date: string }>(
      `select epoch, (now() at time zone 'Asia/Shanghai')::date as on_date from platform.rules_epoch`,
    );
    const facts = await factsOf(tx, epoch);
    await knowItems(tx, facts, [item_id]);
    const nowhere = { warehouse_id: null, zone_kind: null, storage_condition: null, partner_id: null };
    const { reasons } = judge(facts, {
      purpose: 'purchase',
      item_id,
      lot: { lot_id: 0, lot_no: '', production_date: null, expiry_date: null, recalled: false },
      from: { ...nowhere, kind: 'supplier', partner_id },
      to: { ...nowhere, kind: 'bin', warehouse_id: world.north.warehouse_id, zone_kind: 'receiving' },
      from_disposition: 'quarantine',
      to_disposition: 'quarantine',
      on_date,
      arrival_date: on_date,
      min_remaining_days: 0,
      lane_id: null,
    });
    return reasons.map((reason) => reason.code);
  });
}

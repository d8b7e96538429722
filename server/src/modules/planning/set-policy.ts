import { setPolicy as contract } from '@tongcang/contract';
import { requireAt } from '../../platform/actor.ts';
import { fail, notFound } from '../../platform/errors.ts';
import { defineVerb } from '../../platform/use-case.ts';
import { announceRaised } from './announce.ts';
import { reassess } from './assess.ts';
import { readPolicy } from './list-policies.ts';
import { risesInOrder } from './make-policy.ts';
import { PIN_FIELDS, type Pins } from './planning.model.ts';
import { readLastPeriods } from './planning.read.ts';
import { writePins } from './planning.write.ts';
import { computePolicies } from './recompute.ts';

export const setPolicy = defineVerb(
  contract,
  { permission: 'planning.set_policy', audit: 'planning.set_policy' },
  async ({ tx, actor, audit }, { item_id, warehouse_id, reason, ...changes }) => {
    requireAt(actor, 'planning.set_policy', warehouse_id);
    const before = await readPolicy(tx, { item_id, warehouse_id });
    if (before === null) notFound('policy', `${item_id}/${warehouse_id}`);
    const pins = Object.fromEntries(
      PIN_FIELDS.map((field) => [
        field,
        changes[field] === undefined ? before.pinned[field] : changes[field],
      ]),
    ) as Pins;
    refuseFallingLevels(pins);
    await writePins(tx, { item_id, warehouse_id }, pins, {
      user_id: actor.user_id,
      name: actor.display_name,
      reason,
    });
    const scope = { item_ids: [item_id], warehouse_id };
    await computePolicies(tx, scope, await readLastPeriods(tx));
    const { raised } = await reassess(tx, scope);
    await announceRaised(tx, raised);
    audit({
      entity: 'policy',
      entity_id: `${item_id}/${warehouse_id}`,
      warehouse_id,
      reason,
      detail: { before: before.pinned, after: pins },
    });
    return (await readPolicy(tx, { item_id, warehouse_id }))!;
  },
);

/** Only fixed values can contradict each other; a computed one gives way. */
function refuseFallingLevels(pins: Pins): void {
  const { safety_stock, reorder_point, order_up_to } = pins;
  const levels = {
    safety_stock: safety_stock ?? 0,
    reorder_point: reorder_point ?? Math.min(safety_stock ?? 0, order_up_to ?? Infinity),
    order_up_to: order_up_to ?? Infinity,
  };
  const rises = risesInOrder(levels) && (safety_stock ?? 0) <= (order_up_to ?? Infinity);
  if (!rises) fail('planning.policy_order', { safety_stock, reorder_point, order_up_to });
}

import { dismissRisk as contract } from '@tongcang/contract';
import { requireAt } from '../../platform/actor.ts';
import { fail, notFound } from '../../platform/errors.ts';
import { defineVerb } from '../../platform/use-case.ts';
import { writeDismissal } from './planning.write.ts';

const DAYS_MAX = 90;

export const dismissRisk = defineVerb(
  contract,
  { permission: 'planning.propose', audit: 'planning.dismiss_risk' },
  async ({ tx, actor, audit, emit }, { item_id, warehouse_id, until, reason }) => {
    requireAt(actor, 'planning.propose', warehouse_id);
    const { fits, dismissed_until } = await tx.one<{ fits: boolean; dismissed_until: string }>(
      `select $1::timestamptz > now() and $1::timestamptz <= now() + make_interval(days => $2) as fits,
         $1::timestamptz as dismissed_until`,
      [until, DAYS_MAX],
    );
    if (!fits) fail('planning.dismiss_until_past', {}, [{ path: 'until', code: 'invalid', params: {} }]);
    const found = await writeDismissal(tx, { item_id, warehouse_id, until, reason, user_id: actor.user_id });
    if (!found) notFound('risk', `${item_id}/${warehouse_id}`);
    const key = `${item_id}/${warehouse_id}`;
    audit({ entity: 'risk', entity_id: key, warehouse_id, reason, detail: { until } });
    emit('planning.risk_dismissed', key, { item_id, warehouse_id, until });
    return { item_id, warehouse_id, dismissed_until };
  },
);

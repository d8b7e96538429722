import * as contract from '@tongcang/contract';
import { fail } from '../../platform/errors.ts';
import { defineVerb } from '../../platform/use-case.ts';
import { followExcursion } from './coldchain.model.ts';
import { excursionRows, lockExcursion } from './excursions.read.ts';
import { closeLost } from './excursions.write.ts';

/** An excursion whose sensors are lost would never end: quality ends it, with its reason, at the last reading there is. */
export const closeExcursion = defineVerb(
  contract.closeExcursion,
  { permission: 'coldchain.decide', audit: 'coldchain.close_excursion' },
  async ({ tx, actor, audit }, { excursion_id, reason }) => {
    const excursion = await lockExcursion(tx, actor, excursion_id);
    const status = followExcursion(excursion, 'ended');
    const [shown] = await excursionRows(tx, { excursion_id, limit: 1 });
    if (shown?.sensor_lost !== true) fail('coldchain.sensor_not_lost');
    await closeLost(tx, excursion_id, reason, actor.user_id);
    audit({
      entity: 'temperature_excursion',
      entity_id: excursion_id,
      warehouse_id: excursion.from_warehouse_id,
      reason,
      detail: { document_no: excursion.document_no, before: { status: excursion.status }, after: { status } },
    });
    return { excursion_id, status };
  },
);

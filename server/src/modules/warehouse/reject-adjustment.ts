import * as contract from '@tongcang/contract';
import { requireAt } from '../../platform/actor.ts';
import { fail } from '../../platform/errors.ts';
import { defineVerb } from '../../platform/use-case.ts';
import { declineAdjustment } from './withdraw-adjustment.ts';

export const rejectAdjustment = defineVerb(
  contract.rejectAdjustment,
  { permission: 'warehouse.approve', audit: 'warehouse.reject_adjustment' },
  (context, { adjustment_id, note }) =>
    declineAdjustment(context, adjustment_id, 'rejected', note, ({ warehouse_id, requested_by }) => {
      requireAt(context.actor, 'warehouse.approve', warehouse_id);
      if (requested_by !== null && requested_by === context.actor.user_id) fail('warehouse.own_request');
    }),
);

import * as contract from '@tongcang/contract';
import { fail, notFound } from '../../platform/errors.ts';
import { defineVerb } from '../../platform/use-case.ts';
import { requireForCompany } from './terms.read.ts';
import { endReservation } from './terms.write.ts';

export const releaseReservedLot = defineVerb(
  contract.releaseReservedLot,
  { permission: 'fulfilment.allocate', audit: 'fulfilment.release_reserved_lot' },
  async ({ tx, actor, audit }, { reserved_lot_id, reason }) => {
    requireForCompany(actor, 'fulfilment.allocate');
    const [reserved] = await tx.rows<{ over: boolean }>(
      'select released_at is not null as over from fulfilment.reserved_lot where reserved_lot_id = $1 for update',
      [reserved_lot_id],
    );
    if (reserved === undefined) notFound('reserved_lot', reserved_lot_id);
    if (reserved.over) fail('fulfilment.reservation_over');
    await endReservation(tx, reserved_lot_id, actor.user_id);
    audit({ entity: 'reserved_lot', entity_id: reserved_lot_id, reason });
    return { reserved_lot_id };
  },
);

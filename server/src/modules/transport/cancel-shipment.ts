import * as contract from '@tongcang/contract';
import { defineVerb } from '../../platform/use-case.ts';
import { follow } from './transport.model.ts';
import { lockShipment, requireAtSender } from './transport.read.ts';
import { saveCancelled } from './transport.write.ts';

export const cancelShipment = defineVerb(
  contract.cancelTransportShipment,
  { permission: 'transport.plan', audit: 'transport.cancel' },
  async ({ tx, actor, audit, emit }, { shipment_id, reason }) => {
    const shipment = await lockShipment(tx, actor, shipment_id);
    requireAtSender(actor, 'transport.plan', shipment);
    const status = follow(shipment, 'cancelled');
    const released = await saveCancelled(tx, shipment_id, reason);
    const { document_no, from_warehouse_id } = shipment;
    audit({
      entity: 'transport_shipment',
      entity_id: shipment_id,
      warehouse_id: from_warehouse_id,
      reason,
      detail: { document_no, released, before: { status: shipment.status }, after: { status } },
    });
    emit('transport.cancelled', String(shipment_id), { shipment_id, document_no, from_warehouse_id });
    return { shipment_id, released };
  },
);

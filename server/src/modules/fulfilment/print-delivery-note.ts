import * as contract from '@tongcang/contract';
import { requireAt } from '../../platform/actor.ts';
import { fail } from '../../platform/errors.ts';
import { defineVerb } from '../../platform/use-case.ts';
import { lockShipment } from './deliveries.read.ts';
import { insertPrint } from './deliveries.write.ts';
import { noteOf } from './get-delivery-note.ts';

export const printDeliveryNote = defineVerb(
  contract.printDeliveryNote,
  { permission: 'fulfilment.ship', audit: 'fulfilment.print_note' },
  async ({ tx, actor, audit }, { shipment_id, reason }) => {
    const { warehouse_id, partner_id } = await lockShipment(tx, shipment_id);
    requireAt(actor, 'fulfilment.ship', warehouse_id);
    const { copies, template_version, delivery_note_no } = await noteOf(tx, shipment_id);
    if (copies > 0 && reason === undefined) {
      const error = { path: 'reason', code: 'required', params: {} };
      fail('fulfilment.reprint_reason', { copies }, [error]);
    }
    const copy_no = copies + 1;
    await insertPrint(tx, {
      shipment_id,
      warehouse_id,
      partner_id,
      copy_no,
      template_version,
      reason: reason ?? null,
      printed_by: actor.user_id,
      printed_by_name: actor.display_name,
    });
    const detail = { document_no: delivery_note_no, copy_no, template_version };
    audit({ entity: 'shipment', entity_id: shipment_id, warehouse_id, reason: reason ?? null, detail });
    return { shipment_id, copy_no, template_version };
  },
);

import * as contract from '@tongcang/contract';
import { fail, notFound } from '../../platform/errors.ts';
import { defineVerb } from '../../platform/use-case.ts';
import { lockShipment, requireOnBoard } from './transport.read.ts';
import { insertAttachment } from './transport.write.ts';

/** The first bytes of each type; text has none, so it must not look like anything else. */
const BEGINNINGS: Readonly<Record<(typeof contract.ATTACHMENT_TYPES)[number], readonly number[]>> = {
  'image/jpeg': [0xff, 0xd8, 0xff],
  'image/png': [0x89, 0x50, 0x4e, 0x47],
  'application/pdf': [0x25, 0x50, 0x44, 0x46],
  'text/csv': [],
};

export const addAttachment = defineVerb(
  contract.addTransportAttachment,
  { permission: 'transport.execute', audit: 'transport.attach' },
  async ({ tx, actor, audit }, input) => {
    const { media_type, bytes, kind, file_name, stop_id = null, occurred_at = null } = input;
    if (!isOfType(bytes, media_type)) fail('transport.file_unknown_type', { media_type });
    const shipment = await lockShipment(tx, actor, input.shipment_id);
    requireOnBoard(actor, shipment);
    const { shipment_id, document_no, from_warehouse_id } = shipment;
    if (stop_id !== null) {
      const stops = await tx.rows('select 1 from transport.stop where stop_id = $1 and shipment_id = $2', [
        stop_id,
        shipment_id,
      ]);
      if (stops.length === 0) notFound('stop', stop_id);
    }
    const file = { shipment_id, stop_id, kind, file_name, media_type, bytes, occurred_at };
    const made = await insertAttachment(tx, { ...file, recorded_by: actor.user_id });
    audit({
      entity: 'transport_shipment',
      entity_id: shipment_id,
      warehouse_id: from_warehouse_id,
      detail: { document_no, kind, file_name, size: bytes.length, ...made },
    });
    return made;
  },
);

/** Whether a file is what it says: its first bytes, and for text that there are no others than text has. */
export function isOfType(bytes: Uint8Array, type: (typeof contract.ATTACHMENT_TYPES)[number]): boolean {
  if (bytes.length === 0) return false;
  if (type === 'text/csv') return !bytes.includes(0);
  return BEGINNINGS[type].every((byte, index) => bytes[index] === byte);
}

export const getAttachment = defineVerb(
  contract.getTransportAttachment,
  { permission: 'transport.read', audit: null },
  async ({ tx }, { attachment_id }) => {
    const [file] = await tx.rows<{ name: string; type: string; bytes: Buffer }>(
      `select a.file_name as name, a.media_type as type, a.bytes
       from transport.attachment a join transport.shipment s using (shipment_id) where a.attachment_id = $1`,
      [attachment_id],
    );
    if (file === undefined) notFound('attachment', attachment_id);
    return file;
  },
);

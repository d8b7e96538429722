import * as contract from '@tongcang/contract';
import { requireAt } from '../../platform/actor.ts';
import { fail } from '../../platform/errors.ts';
import { defineVerb } from '../../platform/use-case.ts';
import { lockShipment } from './deliveries.read.ts';
import { insertProof } from './deliveries.write.ts';

export const addProof = defineVerb(
  contract.addProof,
  { permission: 'fulfilment.deliver', audit: 'fulfilment.add_proof' },
  async ({ tx, actor, audit }, { shipment_id, file_name, bytes }) => {
    const { warehouse_id, partner_id, delivery_note_no } = await lockShipment(tx, shipment_id);
    requireAt(actor, 'fulfilment.deliver', warehouse_id);
    const media_type = typeOf(bytes);
    if (media_type === null) fail('fulfilment.proof_type');
    const added_by = actor.user_id;
    const proof = { shipment_id, warehouse_id, partner_id, file_name, media_type, bytes, added_by };
    const delivery_proof_id = await insertProof(tx, proof);
    const detail = { document_no: delivery_note_no, file_name, bytes: bytes.length };
    audit({ entity: 'shipment', entity_id: shipment_id, warehouse_id, detail });
    return { delivery_proof_id };
  },
);

const STARTS: readonly (readonly [type: string, start: readonly number[]])[] = [
  ['image/jpeg', [0xff, 0xd8, 0xff]],
  ['image/png', [0x89, 0x50, 0x4e, 0x47]],
  ['application/pdf', [0x25, 0x50, 0x44, 0x46]],
];

/** What a file is, by its first bytes; its name proves nothing. */
export function typeOf(bytes: Uint8Array): string | null {
  const found = STARTS.find(([, start]) => start.every((byte, at) => bytes[at] === byte));
  if (found !== undefined) return found[0];
  const text = (from: number, to: number) => Buffer.from(bytes.subarray(from, to)).toString('latin1');
  return text(0, 4) === 'RIFF' && text(8, 12) === 'WEBP' ? 'image/webp' : null;
}

import * as contract from '@tongcang/contract';
import { requireAt } from '../../platform/actor.ts';
import { fail, notFound } from '../../platform/errors.ts';
import { defineVerb } from '../../platform/use-case.ts';
import { rebook } from './transport.write.ts';

export const rebookDocument = defineVerb(
  contract.rebookDocument,
  { permission: 'transport.plan', audit: 'transport.rebook_document' },
  async ({ tx, actor, audit, emit }, { transport_document_id, reason }) => {
    const [refused] = await tx.rows<{
      document_no: string;
      document_key: string;
      status: string;
      from_warehouse_id: number;
    }>(
      `select document_no, document_key, status, from_warehouse_id from transport.document
       where transport_document_id = $1 for update`,
      [transport_document_id],
    );
    if (refused === undefined) notFound('transport_document', transport_document_id);
    const { document_no, document_key, status, from_warehouse_id } = refused;
    requireAt(actor, 'transport.plan', from_warehouse_id);
    if (status !== 'refused') fail('transport.document_not_refused', { document_no, status });
    // What a hospital has refused is back in its bin already; only what is still on the road travels on.
    if (document_key.startsWith('delivery:')) fail('transport.comes_back', { document_no });
    const made = await rebook(tx, transport_document_id, reason);
    const detail = { document_no, document_key, refused: transport_document_id };
    audit({ entity: 'transport_document', entity_id: made, warehouse_id: from_warehouse_id, reason, detail });
    emit('transport.booked', document_key, {
      transport_document_id: made,
      document_key,
      document_no,
      from_warehouse_id,
    });
    return { transport_document_id: made, document_no };
  },
);

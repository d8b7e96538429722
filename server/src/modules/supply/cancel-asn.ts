import * as contract from '@tongcang/contract';
import { notFound } from '../../platform/errors.ts';
import { defineVerb } from '../../platform/use-case.ts';
import { cancelAsnRow, saveAsnStatuses } from './asn.write.ts';
import { ASN_TRANSITIONS, type AsnStatus, advance } from './purchase.model.ts';
import { requireFor } from './purchase.read.ts';

export const cancelAsn = defineVerb(
  contract.cancelAsn,
  { permission: 'supply.confirm', audit: 'supply.cancel_asn' },
  async ({ tx, actor, audit, emit }, { asn_id, reason }) => {
    const [asn] = await tx.rows<{
      document_no: string;
      status: AsnStatus;
      warehouse_id: number;
      item_ids: number[];
    }>(
      `select n.document_no, n.status, n.warehouse_id,
         array(select distinct x.item_id from supply.asn_line x where x.asn_id = n.asn_id) as item_ids
       from supply.asn n where n.asn_id = $1 for update of n`,
      [asn_id],
    );
    if (asn === undefined) notFound('asn', asn_id);
    const { document_no, warehouse_id, item_ids } = asn;
    requireFor(actor, 'supply.confirm', warehouse_id);
    // What has come stays on the notice; what is missing of it is then no longer said to be on its way.
    const status = advance(ASN_TRANSITIONS, asn, asn.status === 'partly_received' ? 'received' : 'cancelled');
    if (status === 'cancelled') await cancelAsnRow(tx, asn_id, reason);
    else await saveAsnStatuses(tx, [{ asn_id, status }]);
    audit({
      entity: 'asn',
      entity_id: asn_id,
      warehouse_id,
      reason,
      detail: { document_no, before: { status: asn.status }, after: { status } },
    });
    emit('supply.asn_cancelled', String(asn_id), { asn_id, document_no, warehouse_id, item_ids });
    return { asn_id, status };
  },
);

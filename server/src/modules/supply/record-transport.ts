import * as contract from '@tongcang/contract';
import { fail } from '../../platform/errors.ts';
import { defineVerb } from '../../platform/use-case.ts';
import { withLogger } from './logger.ts';
import { lockReceipt, refuseUntimely } from './receiving.read.ts';
import { insertTransport } from './receiving.write.ts';

export const recordTransport = defineVerb(
  contract.recordTransport,
  { permission: 'supply.receive', audit: 'supply.record_transport' },
  async ({ tx, actor, audit }, { receipt_id, ...asked }) => {
    const receipt = await lockReceipt(tx, actor, 'supply.receive', receipt_id);
    const { document_no, status, warehouse_id } = receipt;
    if (status !== 'received' && status !== 'accepting')
      fail('supply.receipt_wrong_status', { document_no, status, action: 'received' });
    const given = await withLogger(tx, asked);
    refuseUntimely(given);
    const transport_record_id = await insertTransport(tx, actor, receipt, given);
    audit({ entity: 'receipt', entity_id: receipt_id, warehouse_id, detail: { document_no, ...given } });
    return { receipt_id, transport_record_id };
  },
);

import * as contract from '@tongcang/contract';
import { requireAt } from '../../platform/actor.ts';
import { fail, notFound } from '../../platform/errors.ts';
import { defineVerb } from '../../platform/use-case.ts';
import { reverseSettlementRow } from './usage.write.ts';

type Row = { document_no: string; warehouse_id: number; partner_id: number; status: string };

export const reverseSettlement = defineVerb(
  contract.reverseSettlement,
  { permission: 'fulfilment.settle', audit: 'fulfilment.reverse_settlement' },
  async ({ tx, actor, audit, emit }, { settlement_id, reason }) => {
    const [settlement] = await tx.rows<Row>(
      `select document_no, warehouse_id, partner_id, status from fulfilment.settlement where settlement_id = $1 for update`,
      [settlement_id],
    );
    if (settlement === undefined) notFound('settlement', settlement_id);
    const { document_no, warehouse_id, status } = settlement;
    requireAt(actor, 'fulfilment.settle', warehouse_id);
    if (status !== 'issued') fail('fulfilment.settlement_reversed', { document_no });
    const reopened = await reverseSettlementRow(tx, {
      settlement_id,
      reason,
      reversed_by_name: actor.display_name,
    });
    const detail = { document_no, reopened, before: { status }, after: { status: 'reversed' } };
    audit({ entity: 'settlement', entity_id: settlement_id, warehouse_id, reason, detail });
    emit('fulfilment.settlement_reversed', String(settlement_id), {
      settlement_id,
      document_no,
      warehouse_id,
    });
    return { settlement_id, reopened };
  },
);

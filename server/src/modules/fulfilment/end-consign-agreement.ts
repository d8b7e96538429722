import * as contract from '@tongcang/contract';
import { requireAt } from '../../platform/actor.ts';
import { fail } from '../../platform/errors.ts';
import { defineVerb } from '../../platform/use-case.ts';
import { lockAgreement, openInCabinet, stillActive } from './cabinet.read.ts';
import { closeAgreement } from './cabinet.write.ts';

/** What stands there or is on its way must be taken back first: without an agreement nobody would count it. */
export const endConsignAgreement = defineVerb(
  contract.endConsignAgreement,
  { permission: 'fulfilment.consign', audit: 'fulfilment.end_agreement' },
  async ({ tx, actor, audit }, { agreement_id, reason }) => {
    const agreement = await lockAgreement(tx, agreement_id);
    const { document_no, warehouse_id } = agreement;
    requireAt(actor, 'fulfilment.consign', warehouse_id);
    stillActive(agreement);
    const { standing } = await openInCabinet(tx, agreement);
    const { coming } = await tx.one<{ coming: number }>(
      `select coalesce(sum(l.qty), 0)::bigint as coming from fulfilment.refill r
       join fulfilment.refill_line l on l.refill_id = r.refill_id where r.agreement_id = $1 and r.status = 'open'`,
      [agreement_id],
    );
    const qty = standing.reduce((sum, one) => sum + one.qty, coming);
    if (qty > 0) fail('fulfilment.cabinet_not_empty', { document_no, qty });
    await closeAgreement(tx, agreement_id, reason);
    const detail = { document_no, before: { status: 'active' }, after: { status: 'ended' } };
    audit({ entity: 'consign_agreement', entity_id: agreement_id, warehouse_id, reason, detail });
    return { agreement_id };
  },
);

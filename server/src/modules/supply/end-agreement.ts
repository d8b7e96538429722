import * as contract from '@tongcang/contract';
import { notFound } from '../../platform/errors.ts';
import { defineVerb } from '../../platform/use-case.ts';
import { requireEverywhere } from './everywhere.ts';
import { AGREEMENT_TRANSITIONS, type AgreementStatus, advance } from './purchase.model.ts';
import { endAgreementRow } from './terms.write.ts';

export const endAgreement = defineVerb(
  contract.endAgreement,
  { permission: 'supply.order', audit: 'supply.end_agreement' },
  async ({ tx, actor, audit }, { agreement_id, reason }) => {
    requireEverywhere(actor, 'supply.order');
    const [agreement] = await tx.rows<{ document_no: string; status: AgreementStatus }>(
      'select document_no, status from supply.agreement where agreement_id = $1 for update',
      [agreement_id],
    );
    if (agreement === undefined) notFound('agreement', agreement_id);
    const status = advance(AGREEMENT_TRANSITIONS, agreement, 'ended');
    await endAgreementRow(tx, { agreement_id, by: actor.user_id, reason });
    audit({
      entity: 'agreement',
      entity_id: agreement_id,
      reason,
      detail: {
        document_no: agreement.document_no,
        before: { status: agreement.status },
        after: { status },
      },
    });
    return { agreement_id, status };
  },
);

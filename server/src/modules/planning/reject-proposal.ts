import { rejectProposal as contract } from '@tongcang/contract';
import { defineVerb } from '../../platform/use-case.ts';
import { lockProposal, mayDecide } from './accept-proposal.ts';
import { decideProposal } from './planning.write.ts';

export const rejectProposal = defineVerb(
  contract,
  { permission: 'planning.accept', audit: 'planning.reject_proposal' },
  async ({ tx, actor, audit, emit }, { proposal_id, reason }) => {
    const proposal = await lockProposal(tx, proposal_id);
    mayDecide(actor, proposal);
    await decideProposal(tx, proposal_id, { status: 'rejected', by: actor, reason });
    const { item_id, to_warehouse_id, from_warehouse_id, qty } = proposal;
    audit({
      entity: 'proposal',
      entity_id: proposal_id,
      warehouse_id: to_warehouse_id,
      reason,
      detail: { item_id, qty, before: { status: 'proposed' }, after: { status: 'rejected' } },
    });
    emit('planning.proposal_rejected', String(proposal_id), {
      proposal_id,
      from_warehouse_id,
      to_warehouse_id,
    });
    return { proposal_id, status: 'rejected' as const };
  },
);

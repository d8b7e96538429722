import * as contract from '@tongcang/contract';
import { fail } from '../../platform/errors.ts';
import { defineVerb } from '../../platform/use-case.ts';
import { requireEverywhere } from './everywhere.ts';
import { tiersOf } from './get-approval-tiers.ts';
import { replaceTiers } from './terms.write.ts';

export const setApprovalTiers = defineVerb(
  contract.setApprovalTiers,
  { permission: 'supply.approve', audit: 'supply.set_approval_tiers' },
  async ({ tx, actor, audit }, { tiers, reason }) => {
    requireEverywhere(actor, 'supply.approve');
    const limits = new Set(tiers.map((tier) => tier.above_fen));
    if (limits.size < tiers.length || !limits.has(0)) fail('supply.tiers_start_at_zero');
    const before = await tiersOf(tx);
    await replaceTiers(tx, tiers);
    const after = tiers.toSorted((a, b) => a.above_fen - b.above_fen);
    audit({ entity: 'approval_tier', entity_id: 'all', reason, detail: { before, after } });
    return { tiers: after };
  },
);

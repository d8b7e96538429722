import * as contract from '@tongcang/contract';
import type { Tx } from '../../platform/db.ts';
import { defineVerb } from '../../platform/use-case.ts';
import { isOutsider } from './purchase.read.ts';

type Tier = contract.OutputOf<typeof contract.getApprovalTiers>['tiers'][number];

/** A supplier need not know where our limits are. */
export const getApprovalTiers = defineVerb(
  contract.getApprovalTiers,
  { permission: 'supply.read', audit: null },
  async ({ tx, actor }) => ({ tiers: isOutsider(actor) ? [] : await tiersOf(tx) }),
);

export function tiersOf(tx: Tx): Promise<Tier[]> {
  return tx.rows<Tier>(
    `select above_fen, approvals::integer as approvals from supply.approval_tier where retired_at is null
     order by above_fen`,
  );
}

import type { OutputOf } from '@tongcang/contract';
import * as contract from '@tongcang/contract';
import { canEverywhere, requireAt } from '../../platform/actor.ts';
import { fail } from '../../platform/errors.ts';
import { defineVerb } from '../../platform/use-case.ts';
import { requireWarehouse } from '../masterdata/index.ts';
import { upsertBudget, upsertLimit } from './settings.write.ts';

type Budget = OutputOf<typeof contract.listBudgets>['rows'][number];
type Limit = OutputOf<typeof contract.listApprovalLimits>['rows'][number];

export const listBudgets = defineVerb(
  contract.listBudgets,
  { permission: 'transfer.read', audit: null },
  async ({ tx }, input) => ({
    rows: await tx.rows<Budget>(
      `select b.warehouse_id, w.warehouse_code, to_char(b.month, 'YYYY-MM') as month, b.amount_fen, b.committed_fen,
         b.actual_fen, b.amount_fen - b.committed_fen - b.actual_fen as left_fen, b.transfers
       from transfer.v_budget b join masterdata.v_warehouse w using (warehouse_id)
       where ($1::bigint is null or b.warehouse_id = $1) and ($2::text is null or to_char(b.month, 'YYYY-MM') = $2)
       order by b.month desc, w.warehouse_code limit 1000`,
      [input.warehouse_id ?? null, input.month ?? null],
    ),
  }),
);

export const setBudget = defineVerb(
  contract.setBudget,
  { permission: 'transfer.budget', audit: 'transfer.set_budget' },
  async ({ tx, actor, audit }, { warehouse_id, month, amount_fen, reason }) => {
    requireAt(actor, 'transfer.budget', warehouse_id);
    await requireWarehouse(tx, warehouse_id);
    const first = `${month}-01`;
    const [before] = await tx.rows<{ amount_fen: number }>(
      'select amount_fen from transfer.budget where warehouse_id = $1 and month = $2::date for update',
      [warehouse_id, first],
    );
    await upsertBudget(tx, { warehouse_id, month: first, amount_fen, reason, set_by: actor.user_id });
    audit({
      entity: 'transfer_budget',
      entity_id: `${warehouse_id} ${month}`,
      warehouse_id,
      reason,
      detail: { before: before ?? null, after: { amount_fen } },
    });
    return { warehouse_id, month, amount_fen };
  },
);

export const listLimits = defineVerb(
  contract.listApprovalLimits,
  { permission: 'transfer.read', audit: null },
  async ({ tx }) => ({
    rows: await tx.rows<Limit>(
      'select role, max_value_fen, max_cost_fen, reason, set_at from transfer.approval_limit order by role',
    ),
  }),
);

/** Limits hold for the whole company. */
export const setLimit = defineVerb(
  contract.setApprovalLimit,
  { permission: 'transfer.budget', audit: 'transfer.set_approval_limit' },
  async ({ tx, actor, audit }, { role, max_value_fen, max_cost_fen, reason }) => {
    const permission = 'transfer.budget';
    if (!canEverywhere(actor, permission)) fail('platform.forbidden', { permission });
    const [before] = await tx.rows<{ max_value_fen: number | null; max_cost_fen: number | null }>(
      'select max_value_fen, max_cost_fen from transfer.approval_limit where role = $1 for update',
      [role],
    );
    await upsertLimit(tx, { role, max_value_fen, max_cost_fen, reason, set_by: actor.user_id });
    const after = { max_value_fen, max_cost_fen };
    audit({ entity: 'approval_limit', entity_id: role, reason, detail: { before: before ?? null, after } });
    return { role };
  },
);

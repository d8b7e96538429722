import { type Actor, can } from '../../platform/actor.ts';
import type { Tx } from '../../platform/db.ts';
import { fail } from '../../platform/errors.ts';
import { rolesGranting } from '../identity/index.ts';
import { type Limit, limitRefusal, yuan } from './limits.model.ts';
import type { Order } from './transfer.read.ts';

/**
 * Refuses an order that is worth more, or costs more, than the roles of the actor approve. The widest of the roles
 * counts; who holds none by name, such as a machine, is bound by the narrowest limit there is.
 */
export async function refuseAboveLimit(tx: Tx, actor: Actor, order: Order): Promise<void> {
  const limits = await tx.rows<Limit>(
    'select role, max_value_fen, max_cost_fen from transfer.approval_limit',
  );
  if (limits.length === 0 || actor.user_id === null) return;
  const roles = await rolesGranting(tx, actor.user_id, 'transfer.approve', order.from_warehouse_id);
  const refusal = limitRefusal(limits, roles, order);
  if (refusal === null) return;
  const { amount_fen, limit_fen } = refusal;
  fail('transfer.above_limit', { ...refusal, amount_yuan: yuan(amount_fen), limit_yuan: yuan(limit_fen) });
}

type Budget = { readonly month: string; readonly exceeded: boolean };
type Standing = {
  readonly month: string;
  readonly budget_fen: number | null;
  readonly committed_fen: number;
};

/**
 * Takes the freight of an order from the budget of the warehouse that sends it, this month. Approvals of one warehouse
 * and month follow each other by the lock on its budget. Beyond it only who answers for budgets may go, and says why.
 */
export async function takeBudget(
  tx: Tx,
  actor: Actor,
  { from_warehouse_id, cost_fen }: Order,
  exceed: boolean,
): Promise<Budget> {
  await tx.rows(
    `select 1 from transfer.budget b join masterdata.v_warehouse w using (warehouse_id)
     where b.warehouse_id = $1 and b.month = date_trunc('month', now() at time zone w.timezone)::date for update of b`,
    [from_warehouse_id],
  );
  const standing = await tx.one<Standing>(
    `select m.month::date as month, b.amount_fen as budget_fen, coalesce((
         select sum(coalesce(o.actual_cost_fen, o.cost_fen)) from transfer.transfer_order o
         where o.from_warehouse_id = $1 and o.budget_month = m.month
           and o.status in ('approved', 'in_transit', 'received', 'closed')), 0)::bigint as committed_fen
     from (select date_trunc('month', now() at time zone timezone)::date as month from masterdata.v_warehouse
       where warehouse_id = $1) m
     left join transfer.budget b on b.warehouse_id = $1 and b.month = m.month`,
    [from_warehouse_id],
  );
  const { month, budget_fen, committed_fen } = standing;
  const exceeded = budget_fen !== null && committed_fen + cost_fen > budget_fen;
  if (exceeded && !(exceed && can(actor, 'transfer.budget', from_warehouse_id))) {
    fail('transfer.over_budget', {
      month: month.slice(0, 7),
      budget_fen,
      committed_fen,
      cost_fen,
      budget_yuan: yuan(budget_fen),
      committed_yuan: yuan(committed_fen),
      cost_yuan: yuan(cost_fen),
    });
  }
  return { month, exceeded };
}

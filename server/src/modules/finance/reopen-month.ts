import { reopenMonth as contract } from '@tongcang/contract';
import { fail, notFound } from '../../platform/errors.ts';
import { defineVerb } from '../../platform/use-case.ts';
import { reopen } from './finance.write.ts';
import { ownerOf, requireCompany } from './rights.ts';

export const reopenMonth = defineVerb(
  contract,
  { permission: 'finance.close', audit: 'finance.reopen_month' },
  async ({ tx, actor, audit }, { month, owner_id, reason }) => {
    requireCompany(actor, 'finance.close');
    await ownerOf(tx, owner_id);
    const [last] = await tx.rows<{ month_id: number; month: string }>(
      `select month_id, month from finance.month where owner_id = $1 and status = 'closed' and month >= $2
       order by month desc limit 1 for update`,
      [owner_id, month],
    );
    if (last === undefined) notFound('month', month);
    if (last.month !== month) fail('finance.later_month_closed', { month });
    await reopen(tx, { month_id: last.month_id, reason, reopened_by: actor.user_id });
    audit({ entity: 'month', entity_id: last.month_id, reason, detail: { owner_id, month } });
    return { month_id: last.month_id };
  },
);

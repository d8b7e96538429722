import { closeMonth as contract } from '@tongcang/contract';
import type { Tx } from '../../platform/db.ts';
import { fail } from '../../platform/errors.ts';
import { defineVerb } from '../../platform/use-case.ts';
import { nextMonth } from './finance.model.ts';
import { insertMonth } from './finance.write.ts';
import { keptOf } from './get-month.ts';
import { computeMonth, spanOf } from './month.ts';
import { ownerOf, requireCompany } from './rights.ts';

export const closeMonth = defineVerb(
  contract,
  { permission: 'finance.close', audit: 'finance.close_month', statement_timeout_ms: 120_000 },
  async ({ tx, actor, audit }, { month, owner_id, method, accept_estimates }) => {
    requireCompany(actor, 'finance.close');
    await ownerOf(tx, owner_id);
    const span = await spanOf(tx, month);
    if (!span.over) fail('finance.month_not_over', { month });
    if ((await keptOf(tx, owner_id, month)) !== undefined) fail('finance.month_closed');
    await refuseGap(tx, owner_id, month);
    const closing = await computeMonth(tx, { owner_id, month, method }, span);
    if (closing.unpriced_lots > 0 && !accept_estimates)
      fail('finance.unpriced', { lots: closing.unpriced_lots });
    const month_id = await insertMonth(tx, closing, actor);
    const { opening_fen, closing_fen, unpriced_lots } = closing;
    const detail = { owner_id, month, method, opening_fen, closing_fen, unpriced_lots };
    audit({ entity: 'month', entity_id: month_id, detail });
    return { month_id, closing_fen, vouchers: new Set(closing.vouchers.map((line) => line.voucher_no)).size };
  },
);

/** Months follow each other: each begins with what the one before ended with. The first may be any. */
async function refuseGap(tx: Tx, owner_id: number, month: string): Promise<void> {
  const { last } = await tx.one<{ last: string | null }>(
    `select max(month) as last from finance.month where owner_id = $1 and status = 'closed'`,
    [owner_id],
  );
  if (last !== null && nextMonth(last) !== month)
    fail('finance.earlier_month_open', { month: nextMonth(last) });
}

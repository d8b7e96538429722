import { getStockValue as contract } from '@tongcang/contract';
import { defineVerb } from '../../platform/use-case.ts';
import { requireCompany } from './rights.ts';
import { momentsOf, valueBefore } from './valuation.ts';

export const getStockValue = defineVerb(
  contract,
  { permission: 'finance.read', audit: null, statement_timeout_ms: 30_000 },
  async ({ tx, actor }, { on, group, owner_id, item_id }) => {
    requireCompany(actor, 'finance.read');
    const { to_at } = await momentsOf(tx, on, '1 day');
    const rows = await valueBefore(tx, to_at, group, { owner_id, item_id });
    return { on, rows, total_fen: rows.reduce((sum, row) => sum + row.value_fen, 0) };
  },
);

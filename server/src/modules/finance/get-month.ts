import { type CostMethod, getMonth as contract, FLOWS, type Flow, type OutputOf } from '@tongcang/contract';
import type { Tx } from '../../platform/db.ts';
import { fail } from '../../platform/errors.ts';
import { defineVerb } from '../../platform/use-case.ts';
import type { VoucherLine } from './finance.model.ts';
import { computeMonth, spanOf } from './month.ts';
import { ownerOf, requireCompany } from './rights.ts';

type Output = OutputOf<typeof contract>;
type Kept = {
  month_id: number;
  method: CostMethod;
  opening_fen: number;
  closing_fen: number;
  unpriced_lots: number;
  closed_by_name: string;
  closed_at: string;
};

export const getMonth = defineVerb(
  contract,
  { permission: 'finance.read', audit: null, statement_timeout_ms: 60_000 },
  async ({ tx, actor }, { month, owner_id, method }): Promise<Output> => {
    requireCompany(actor, 'finance.read');
    const owner = await ownerOf(tx, owner_id);
    const kept = await keptOf(tx, owner_id, month);
    return kept === undefined ? open(tx, owner, month, method ?? 'specific') : closed(tx, owner, month, kept);
  },
);

export async function keptOf(tx: Tx, owner_id: number, month: string): Promise<Kept | undefined> {
  const [kept] = await tx.rows<Kept>(
    `select month_id, method, opening_fen, closing_fen, unpriced_lots, closed_by_name, closed_at
     from finance.month where owner_id = $1 and month = $2 and status = 'closed'`,
    [owner_id, month],
  );
  return kept;
}

type Owner = { owner_id: number; owner_name: string };

async function open(tx: Tx, owner: Owner, month: string, method: CostMethod): Promise<Output> {
  const span = await spanOf(tx, month);
  if (!span.over) fail('finance.month_not_over', { month });
  const computed = await computeMonth(tx, { owner_id: owner.owner_id, month, method }, span);
  const { opening_fen, closing_fen, unpriced_lots, in_transit } = computed;
  return {
    month_id: null,
    ...owner,
    month,
    status: 'open',
    method,
    opening_fen,
    closing_fen,
    closed_by_name: null,
    closed_at: null,
    flows: [...computed.flows].map(([flow, amount]) => ({ flow, ...amount })).sort(inOrder),
    in_transit: [...in_transit],
    unpriced_lots,
    vouchers: vouchers(computed.vouchers),
  };
}

async function closed(tx: Tx, owner: Owner, month: string, kept: Kept): Promise<Output> {
  const [flows, in_transit, lines] = await Promise.all([
    tx.rows<Output['flows'][number]>(
      'select flow, qty, amount_fen from finance.month_flow where month_id = $1',
      [kept.month_id],
    ),
    tx.rows<Output['in_transit'][number]>(
      'select document_key, qty, value_fen from finance.month_transit where month_id = $1 order by 1',
      [kept.month_id],
    ),
    linesOf(tx, kept.month_id),
  ]);
  return {
    ...kept,
    ...owner,
    month,
    status: 'closed',
    flows: flows.sort(inOrder),
    in_transit,
    vouchers: vouchers(lines),
  };
}

export function linesOf(tx: Tx, month_id: number): Promise<VoucherLine[]> {
  return tx.rows<VoucherLine>(
    `select voucher_no, line_no, flow, account_code, account_name, debit_fen, credit_fen
     from finance.voucher_line where month_id = $1 order by voucher_no, line_no`,
    [month_id],
  );
}

const inOrder = (a: { flow: Flow }, b: { flow: Flow }) => FLOWS.indexOf(a.flow) - FLOWS.indexOf(b.flow);

function vouchers(lines: readonly VoucherLine[]): Output['vouchers'] {
  return [...Map.groupBy(lines, (line) => line.voucher_no)].map(([voucher_no, of]) => ({
    voucher_no,
    summary: of[0]!.flow,
    lines: of.map(({ account_code, account_name, debit_fen, credit_fen }) => ({
      account_code,
      account_name,
      debit_fen,
      credit_fen,
    })),
  }));
}

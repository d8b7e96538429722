import type { CostMethod, Flow } from '@tongcang/contract';
import type { Tx } from '../../platform/db.ts';
import type { AccountRule, Amount, VoucherLine } from './finance.model.ts';
import type { Transit } from './valuation.ts';

export type CostEntry = {
  readonly item_id: number;
  readonly lot_id: number;
  readonly owner_id: number;
  readonly kind: 'receipt' | 'landed' | 'freight' | 'entity_in' | 'conversion' | 'correction';
  readonly qty: number;
  readonly amount_fen: number;
  readonly document_key: string | null;
  readonly document_no: string | null;
  readonly source_key: string;
  readonly reason?: string | null;
  /** ISO instant; now where absent. */
  readonly occurred_at?: string | null;
};

/** Writes what was paid; what its source has said before is passed over. Gives how many rows are new. */
export function insertCosts(
  tx: Tx,
  entries: readonly CostEntry[],
  recorded_by: number | null,
): Promise<number> {
  return tx.run(
    `insert into finance.cost_entry (item_id, lot_id, owner_id, kind, qty, amount_fen, document_key, document_no,
       source_key, reason, occurred_at, recorded_by)
     select item_id, lot_id, owner_id, kind, qty, amount_fen, document_key, document_no, source_key, reason,
       coalesce(occurred_at, clock_timestamp()), $12
     from unnest($1::bigint[], $2::bigint[], $3::bigint[], $4::text[], $5::bigint[], $6::bigint[], $7::text[], $8::text[],
       $9::text[], $10::text[], $11::timestamptz[]) as t(item_id, lot_id, owner_id, kind, qty, amount_fen, document_key,
       document_no, source_key, reason, occurred_at)
     on conflict (source_key) do nothing`,
    [
      entries.map((e) => e.item_id),
      entries.map((e) => e.lot_id),
      entries.map((e) => e.owner_id),
      entries.map((e) => e.kind),
      entries.map((e) => e.qty),
      entries.map((e) => e.amount_fen),
      entries.map((e) => e.document_key),
      entries.map((e) => e.document_no),
      entries.map((e) => e.source_key),
      entries.map((e) => e.reason ?? null),
      entries.map((e) => e.occurred_at ?? null),
      recorded_by,
    ],
  );
}

export async function nextCorrectionNo(tx: Tx): Promise<string> {
  const { document_no } = await tx.one<{ document_no: string }>(
    `select 'CC' || to_char(now() at time zone 'Asia/Shanghai', 'YYMMDD') || '-'
       || to_char(nextval('finance.correction_no'), 'FM99999900000') as document_no`,
  );
  return document_no;
}

export type Closing = {
  readonly owner_id: number;
  readonly month: string;
  readonly method: CostMethod;
  readonly opening_fen: number;
  readonly closing_fen: number;
  readonly unpriced_lots: number;
  readonly flows: ReadonlyMap<Flow, Amount>;
  readonly items: readonly { readonly item_id: number; readonly qty: number; readonly value_fen: number }[];
  readonly in_transit: readonly Transit[];
  readonly vouchers: readonly VoucherLine[];
};

/** Keeps a closing with everything that it rests on, in five statements. */
export async function insertMonth(
  tx: Tx,
  closing: Closing,
  by: { user_id: number | null; display_name: string },
): Promise<number> {
  const { month_id } = await tx.one<{ month_id: number }>(
    `insert into finance.month (owner_id, month, method, opening_fen, closing_fen, unpriced_lots, closed_by, closed_by_name)
     values ($1, $2, $3, $4, $5, $6, $7, $8) returning month_id`,
    [
      closing.owner_id,
      closing.month,
      closing.method,
      closing.opening_fen,
      closing.closing_fen,
      closing.unpriced_lots,
      by.user_id,
      by.display_name,
    ],
  );
  const flows = [...closing.flows];
  tx.defer(
    `insert into finance.month_flow (month_id, flow, qty, amount_fen)
     select $1, flow, qty, amount_fen from unnest($2::text[], $3::bigint[], $4::bigint[]) as t(flow, qty, amount_fen)`,
    [month_id, flows.map(([flow]) => flow), flows.map(([, f]) => f.qty), flows.map(([, f]) => f.amount_fen)],
  );
  const { items, in_transit, vouchers } = closing;
  tx.defer(
    `insert into finance.month_item (month_id, item_id, qty, value_fen)
     select $1, item_id, qty, value_fen from unnest($2::bigint[], $3::bigint[], $4::bigint[]) as t(item_id, qty, value_fen)`,
    [month_id, items.map((i) => i.item_id), items.map((i) => i.qty), items.map((i) => i.value_fen)],
  );
  tx.defer(
    `insert into finance.month_transit (month_id, document_key, qty, value_fen)
     select $1, document_key, qty, value_fen from unnest($2::text[], $3::bigint[], $4::bigint[]) as t(document_key, qty, value_fen)`,
    [
      month_id,
      in_transit.map((t) => t.document_key),
      in_transit.map((t) => t.qty),
      in_transit.map((t) => t.value_fen),
    ],
  );
  tx.defer(
    `insert into finance.voucher_line (month_id, voucher_no, line_no, flow, account_code, account_name, debit_fen, credit_fen)
     select $1, t.* from unnest($2::integer[], $3::integer[], $4::text[], $5::text[], $6::text[], $7::bigint[], $8::bigint[]) as t`,
    [
      month_id,
      vouchers.map((v) => v.voucher_no),
      vouchers.map((v) => v.line_no),
      vouchers.map((v) => v.flow),
      vouchers.map((v) => v.account_code),
      vouchers.map((v) => v.account_name),
      vouchers.map((v) => v.debit_fen),
      vouchers.map((v) => v.credit_fen),
    ],
  );
  return month_id;
}

export async function reopen(
  tx: Tx,
  { month_id, reason, reopened_by }: { month_id: number; reason: string; reopened_by: number | null },
): Promise<void> {
  await tx.run(
    `update finance.month set status = 'reopened', reopened_by = $2, reopened_at = clock_timestamp(), reopen_reason = $3
     where month_id = $1 and status = 'closed'`,
    [month_id, reopened_by, reason],
  );
}

export async function updateAccounts(tx: Tx, rules: readonly AccountRule[]): Promise<number> {
  return tx.run(
    `update finance.account_rule r set debit_code = t.debit_code, debit_name = t.debit_name, credit_code = t.credit_code,
       credit_name = t.credit_name, changed_at = clock_timestamp()
     from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[])
       as t(flow, debit_code, debit_name, credit_code, credit_name)
     where r.flow = t.flow`,
    [
      rules.map((r) => r.flow),
      rules.map((r) => r.debit_code),
      rules.map((r) => r.debit_name),
      rules.map((r) => r.credit_code),
      rules.map((r) => r.credit_name),
    ],
  );
}

export async function updateSetting(tx: Tx, freight_in_cost: boolean): Promise<void> {
  await tx.run('update finance.setting set freight_in_cost = $1', [freight_in_cost]);
}

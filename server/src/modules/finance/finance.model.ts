/** The rules of the books, free of I/O: averages that move, what balances a month, and vouchers. */
import type { Flow } from '@tongcang/contract';

/** Flows that bring value into an owner's books, that take it out, and that only move it between stock and goods issued. */
export const INFLOWS: ReadonlySet<Flow> = new Set([
  'opening',
  'receipt',
  'landed',
  'correction',
  'sale_return',
  'gain',
  'convert_in',
  'entity_in',
]);
export const OUTFLOWS: ReadonlySet<Flow> = new Set([
  'supplier_return',
  'sale',
  'sale_issued',
  'loss',
  'scrap',
  'convert_out',
  'entity_out',
]);

/** Base units and fen. */
export type Amount = { readonly qty: number; readonly amount_fen: number };
/** One flow of an item on one day. Inflows know what they cost; outflows learn it from the average. */
export type Move = { readonly flow: Flow; readonly qty: number; readonly amount_fen: number | null };

/**
 * Perpetual weighted average of one item: each inflow moves it, each outflow leaves at it, `value * qty / on hand`
 * rounded to the fen, so that the last piece takes what is left and no fen is lost or made. Moves come in their order.
 * An outflow that finds nothing (a late paper) leaves at the last average.
 * @see CAS 1 (企业会计准则第1号——存货) article 14, moving weighted average
 */
export function movingAverage(
  start: { readonly qty: number; readonly value_fen: number },
  moves: readonly Move[],
): { readonly qty: number; readonly value_fen: number; readonly flows: ReadonlyMap<Flow, Amount> } {
  let { qty, value_fen } = start;
  let last = qty > 0 ? value_fen / qty : 0;
  const flows = new Map<Flow, Amount>();
  for (const move of moves) {
    const average = qty > 0 ? value_fen / qty : last;
    const amount_fen = move.amount_fen ?? (move.qty === qty ? value_fen : Math.round(average * move.qty));
    const sign = INFLOWS.has(move.flow) ? 1 : OUTFLOWS.has(move.flow) ? -1 : 0;
    qty += sign * move.qty;
    value_fen += sign * amount_fen;
    last = average;
    add(flows, move.flow, { qty: move.qty, amount_fen });
  }
  return { qty, value_fen, flows };
}

export function add(flows: Map<Flow, Amount>, flow: Flow, { qty, amount_fen }: Amount): void {
  const before = flows.get(flow) ?? { qty: 0, amount_fen: 0 };
  flows.set(flow, { qty: before.qty + qty, amount_fen: before.amount_fen + amount_fen });
}

/**
 * What is left between opening, flows and closing: roundings, and costs that became known after a part of the lot was
 * sold. Positive where value has left that no flow names.
 */
export function varianceOf(
  opening_fen: number,
  flows: ReadonlyMap<Flow, Amount>,
  closing_fen: number,
): number {
  let expected = opening_fen;
  for (const [flow, { amount_fen }] of flows) {
    if (INFLOWS.has(flow)) expected += amount_fen;
    else if (OUTFLOWS.has(flow)) expected -= amount_fen;
  }
  return expected - closing_fen;
}

export type AccountRule = {
  readonly flow: Flow;
  readonly debit_code: string;
  readonly debit_name: string;
  readonly credit_code: string;
  readonly credit_name: string;
};
export type VoucherLine = {
  readonly voucher_no: number;
  readonly line_no: number;
  readonly flow: Flow;
  readonly account_code: string;
  readonly account_name: string;
  readonly debit_fen: number;
  readonly credit_fen: number;
};

/** One voucher of two lines for each flow that has an amount; a negative one stands on the other sides. */
export function vouchersOf(flows: ReadonlyMap<Flow, Amount>, rules: readonly AccountRule[]): VoucherLine[] {
  const named = rules.filter((rule) => (flows.get(rule.flow)?.amount_fen ?? 0) !== 0);
  return named.flatMap((rule, index) => {
    const { amount_fen } = flows.get(rule.flow)!;
    const voucher = { voucher_no: index + 1, flow: rule.flow };
    const debit = { account_code: rule.debit_code, account_name: rule.debit_name };
    const credit = { account_code: rule.credit_code, account_name: rule.credit_name };
    const [first, second] = amount_fen > 0 ? [debit, credit] : [credit, debit];
    const fen = Math.abs(amount_fen);
    return [
      { ...voucher, line_no: 1, ...first, debit_fen: fen, credit_fen: 0 },
      { ...voucher, line_no: 2, ...second, debit_fen: 0, credit_fen: fen },
    ];
  });
}

/** The month after `2026-12` is `2027-01`. */
export function nextMonth(month: string): string {
  const [year, at] = [Number(month.slice(0, 4)), Number(month.slice(5))];
  return at === 12 ? `${year + 1}-01` : `${year}-${String(at + 1).padStart(2, '0')}`;
}

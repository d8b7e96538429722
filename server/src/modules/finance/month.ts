import type { CostMethod, Flow } from '@tongcang/contract';
import type { Tx } from '../../platform/db.ts';
import {
  type AccountRule,
  type Amount,
  add,
  INFLOWS,
  movingAverage,
  varianceOf,
  vouchersOf,
} from './finance.model.ts';
import type { Closing } from './finance.write.ts';
import { type DayFlow, flowsBetween, momentsOf, type Span, transitBefore, valueBefore } from './valuation.ts';

export type Standing = { readonly qty: number; readonly value_fen: number };
type Asked = { readonly owner_id: number; readonly month: string; readonly method: CostMethod };

/** From where to where a month of the books lasts. */
export const spanOf = (tx: Tx, month: string): Promise<Span> => momentsOf(tx, `${month}-01`, '1 month');

/** A month as it would be closed now: what stood, what moved, what stands, what balances it, and its vouchers. */
export async function computeMonth(tx: Tx, asked: Asked, span: Span): Promise<Closing> {
  const { owner_id, month, method } = asked;
  const opening = await openingOf(tx, asked, span);
  const day_flows = await flowsBetween(tx, span, owner_id);
  const closing = await standingBefore(tx, span.to_at, owner_id);
  const averaged = method === 'moving_average' ? average(opening, day_flows) : null;
  const flows = averaged?.flows ?? totals(day_flows);
  const items = averaged?.items ?? closing.items;
  const closing_fen = worthOf(items.values());
  const opening_fen = worthOf(opening.values());
  const variance = varianceOf(opening_fen, flows, closing_fen);
  if (variance !== 0) add(flows, 'variance', { qty: 0, amount_fen: variance });
  return {
    owner_id,
    month,
    method,
    opening_fen,
    closing_fen,
    unpriced_lots: closing.unpriced_lots,
    flows,
    items: [...items].map(([item_id, standing]) => ({ item_id, ...standing })),
    in_transit: await transitBefore(tx, span.to_at, owner_id),
    vouchers: vouchersOf(flows, await rulesOf(tx)),
  };
}

const worthOf = (items: Iterable<Standing>): number => {
  let sum = 0;
  for (const { value_fen } of items) sum += value_fen;
  return sum;
};

/** What the month before ended with; where none was closed, what stood at its first instant. */
async function openingOf(tx: Tx, { owner_id }: Asked, span: Span): Promise<Map<number, Standing>> {
  const kept = await tx.rows<Standing & { item_id: number }>(
    `select i.item_id, i.qty, i.value_fen from finance.month m join finance.month_item i using (month_id)
     where m.owner_id = $1 and m.status = 'closed'
       and m.month = to_char(($2::timestamptz at time zone 'Asia/Shanghai') - interval '1 month', 'YYYY-MM')`,
    [owner_id, span.from_at],
  );
  if (kept.length > 0) return new Map(kept.map(({ item_id, ...standing }) => [item_id, standing]));
  return (await standingBefore(tx, span.from_at, owner_id)).items;
}

async function standingBefore(tx: Tx, at: string, owner_id: number) {
  const rows = await valueBefore(tx, at, 'lot', { owner_id });
  const items = new Map<number, Standing>();
  const unpriced = new Set<number>();
  for (const { item_id, lot_id, qty, value_fen, estimated_fen } of rows) {
    const before = items.get(item_id!) ?? { qty: 0, value_fen: 0 };
    items.set(item_id!, { qty: before.qty + qty, value_fen: before.value_fen + value_fen });
    if (estimated_fen !== 0) unpriced.add(lot_id!);
  }
  return { items, unpriced_lots: unpriced.size };
}

function totals(day_flows: readonly DayFlow[]): Map<Flow, Amount> {
  const flows = new Map<Flow, Amount>();
  for (const row of day_flows) add(flows, row.flow, row);
  return flows;
}

/** Every item by its own average. Outflows ask the average for their amount; freight that is no cost moves nothing. */
function average(opening: ReadonlyMap<number, Standing>, day_flows: readonly DayFlow[]) {
  const flows = new Map<Flow, Amount>();
  const items = new Map<number, Standing>(opening);
  for (const [item_id, moves] of Map.groupBy(day_flows, (row) => row.item_id)) {
    const known = (flow: Flow) => INFLOWS.has(flow) && flow !== 'sale_return' && flow !== 'gain';
    const result = movingAverage(
      items.get(item_id) ?? { qty: 0, value_fen: 0 },
      moves.map(({ flow, qty, amount_fen }) => ({
        flow,
        qty,
        amount_fen: known(flow) || flow === 'freight' ? amount_fen : null,
      })),
    );
    items.set(item_id, { qty: result.qty, value_fen: result.value_fen });
    for (const [flow, amount] of result.flows) add(flows, flow, amount);
  }
  return { flows, items };
}

export function rulesOf(tx: Tx): Promise<AccountRule[]> {
  return tx.rows<AccountRule>(
    'select flow, debit_code, debit_name, credit_code, credit_name from finance.account_rule order by flow',
  );
}

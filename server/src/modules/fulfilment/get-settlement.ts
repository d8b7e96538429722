import * as contract from '@tongcang/contract';
import type { Tx } from '../../platform/db.ts';
import { notFound } from '../../platform/errors.ts';
import { defineVerb } from '../../platform/use-case.ts';
import { SETTLEMENT_COLUMNS, SETTLEMENT_TABLES, USAGE_COLUMNS, USAGE_TABLES } from './usage-rows.ts';

type Output = contract.OutputOf<typeof contract.getSettlement>;

export const getSettlement = defineVerb(
  contract.getSettlement,
  { permission: 'fulfilment.read', audit: null },
  ({ tx }, { settlement_id }) => settlementOf(tx, settlement_id),
);

/** A settlement with its lines; 404 where it is not in sight. */
export async function settlementOf(tx: Tx, settlement_id: number): Promise<Output> {
  const [[head], line_rows] = await Promise.all([
    tx.rows<Omit<Output, 'line_rows'>>(
      `select ${SETTLEMENT_COLUMNS} from ${SETTLEMENT_TABLES} where s.settlement_id = $1`,
      [settlement_id],
    ),
    tx.rows<Output['line_rows'][number]>(
      `select ${USAGE_COLUMNS.replace('u.qty', 'l.qty').replace('u.unit_price_fen', 'l.unit_price_fen')}, l.line_no, l.amount_fen
       from ${USAGE_TABLES} join fulfilment.settlement_line l on l.usage_id = u.usage_id
       where l.settlement_id = $1 order by l.line_no`,
      [settlement_id],
    ),
  ]);
  if (head === undefined) notFound('settlement', settlement_id);
  return { ...head, line_rows };
}

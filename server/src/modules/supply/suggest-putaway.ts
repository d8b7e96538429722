import * as contract from '@tongcang/contract';
import type { Tx } from '../../platform/db.ts';
import { notFound } from '../../platform/errors.ts';
import { defineVerb } from '../../platform/use-case.ts';
import { suggestBins } from '../warehouse/index.ts';

type Row = {
  warehouse_id: number;
  receipt_line_id: number;
  item_id: number;
  lot_id: number;
  from_account_id: number;
  waiting: number;
};

export const suggestPutaway = defineVerb(
  contract.suggestPutaway,
  { permission: 'supply.read', audit: null },
  async ({ tx }, { receipt_id }) => {
    const [receipt] = await tx.rows<{ warehouse_id: number }>(
      'select warehouse_id from supply.receipt where receipt_id = $1',
      [receipt_id],
    );
    if (receipt === undefined) notFound('receipt', receipt_id);
    const waiting = await waitingLines(tx, receipt_id);
    const found = await suggestBins(
      tx,
      receipt.warehouse_id,
      waiting.map(({ item_id, lot_id, waiting: qty }) => ({ item_id, lot_id, qty, disposition: 'released' })),
    );
    return {
      rows: waiting.map(({ warehouse_id: _warehouse, ...row }, index) => ({
        ...row,
        bins: found[index]!.shares.map((share) => ({ ...share })),
        unplaced: found[index]!.unplaced,
      })),
    };
  },
);

/** Accepted goods that still stand where they were received; what was picked from there needs no bin any more. */
function waitingLines(tx: Tx, receipt_id: number): Promise<Row[]> {
  return tx.rows<Row>(
    `select l.warehouse_id, l.receipt_line_id, l.item_id, l.lot_id, l.account_id as from_account_id,
       least(l.qty_qualified - l.qty_put_away, b.qty - b.allocated) as waiting
     from supply.receipt_line l
     join supply.receipt r on r.receipt_id = l.receipt_id
     join stock.v_balance b on b.item_id = l.item_id and b.lot_id = l.lot_id and b.account_id = l.account_id
       and b.owner_id = r.owner_id and b.disposition = 'released'
     where l.receipt_id = $1 and l.qty_qualified > l.qty_put_away and b.qty > b.allocated order by l.line_no`,
    [receipt_id],
  );
}

import * as contract from '@tongcang/contract';
import type { Tx } from '../../platform/db.ts';
import { defineVerb } from '../../platform/use-case.ts';

type Row = contract.OutputOf<typeof contract.listPackLabels>['rows'][number];

export const listPackLabels = defineVerb(
  contract.listPackLabels,
  { permission: 'fulfilment.read', audit: null },
  async ({ tx }, { agreement_id, status, limit }) => ({
    rows: await labelsOf(tx, agreement_id, status ?? null, limit),
  }),
);

/** Labels of a cabinet, newest first. */
export function labelsOf(
  tx: Tx,
  agreement_id: number,
  status: Row['status'] | null,
  limit: number,
): Promise<Row[]> {
  return tx.rows<Row>(
    `select p.label_no, k.pack_code, k.name as pack_name, p.item_id, i.item_code, i.name as item_name, i.unit, p.lot_id,
       l.lot_no, l.expiry_date, p.qty, p.status, p.made_at
     from fulfilment.pack_label p
     join fulfilment.fixed_pack k on k.pack_id = p.pack_id
     join masterdata.v_item i on i.item_id = p.item_id
     join stock.v_lot l on l.item_id = p.item_id and l.lot_id = p.lot_id
     where p.agreement_id = $1 and ($2::text is null or p.status = $2) order by p.label_no desc limit $3`,
    [agreement_id, status, limit],
  );
}

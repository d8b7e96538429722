import * as contract from '@tongcang/contract';
import { defineVerb } from '../../platform/use-case.ts';
import { nextOf } from '../masterdata/index.ts';

type Row = contract.OutputOf<typeof contract.listReservedLots>['rows'][number];

export const listReservedLots = defineVerb(
  contract.listReservedLots,
  { permission: 'fulfilment.allocate', audit: null },
  async ({ tx }, input) => {
    const rows = await tx.rows<Row>(
      `select r.reserved_lot_id, r.item_id, i.item_code, i.name as item_name, r.lot_id, t.lot_no, r.partner_id,
         p.name as partner_name, r.until, r.reason, r.reserved_at
       from fulfilment.reserved_lot r
       join masterdata.v_item i on i.item_id = r.item_id
       join stock.v_lot t on t.item_id = r.item_id and t.lot_id = r.lot_id
       join masterdata.v_partner p on p.partner_id = r.partner_id
       where r.released_at is null and ($1::bigint is null or r.partner_id = $1)
         and ($2::bigint is null or r.reserved_lot_id < $2)
       order by r.reserved_lot_id desc limit $3`,
      [input.partner_id ?? null, input.after ?? null, input.limit],
    );
    return { rows, next: nextOf(rows, 'reserved_lot_id', input.limit) };
  },
);

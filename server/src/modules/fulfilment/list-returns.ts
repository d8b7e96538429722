import * as contract from '@tongcang/contract';
import { defineVerb } from '../../platform/use-case.ts';
import { nextOf } from '../masterdata/index.ts';

type Row = contract.OutputOf<typeof contract.listReturns>['rows'][number];

export const RETURN_COLUMNS = `r.return_id, r.document_no, r.status, r.reason, r.shipment_id, s.delivery_note_no, r.partner_id,
    p.name as partner_name, r.warehouse_id, w.warehouse_code, r.requested_at, r.requested_by_name, q.qty, q.qty_received,
    q.qty_accepted, q.qty_rejected`;
export const RETURN_TABLES = `fulfilment.customer_return r
  join fulfilment.shipment s on s.shipment_id = r.shipment_id
  join masterdata.v_partner p on p.partner_id = r.partner_id
  join masterdata.v_warehouse w on w.warehouse_id = r.warehouse_id
  cross join lateral (
    select sum(k.qty)::bigint as qty, sum(k.qty_received)::bigint as qty_received,
      sum(k.qty_accepted)::bigint as qty_accepted, sum(k.qty_rejected)::bigint as qty_rejected,
      sum(k.qty_received * n.unit_price_fen)::bigint as credit_fen
    from fulfilment.customer_return_line k join fulfilment.demand_line n on n.demand_line_id = k.demand_line_id
    where k.return_id = r.return_id) q`;

export const listReturns = defineVerb(
  contract.listReturns,
  { permission: 'fulfilment.read', audit: null },
  async ({ tx }, input) => {
    const rows = await tx.rows<Row>(
      `select ${RETURN_COLUMNS} from ${RETURN_TABLES}
       where ($1::bigint is null or r.warehouse_id = $1) and ($2::bigint is null or r.partner_id = $2)
         and ($3::text is null or r.status = $3) and ($4::bigint is null or r.return_id < $4)
       order by r.return_id desc limit $5`,
      [
        input.warehouse_id ?? null,
        input.partner_id ?? null,
        input.status ?? null,
        input.after ?? null,
        input.limit,
      ],
    );
    return { rows, next: nextOf(rows, 'return_id', input.limit) };
  },
);

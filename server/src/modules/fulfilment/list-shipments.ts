import * as contract from '@tongcang/contract';
import { defineVerb } from '../../platform/use-case.ts';
import { likeText, nextOf } from '../masterdata/index.ts';

type Row = contract.OutputOf<typeof contract.listShipments>['rows'][number];

export const SHIPMENT_COLUMNS = `s.shipment_id, s.delivery_note_no, s.demand_id, d.document_no, s.partner_id,
    p.name as partner_name, e.name as department_name, s.warehouse_id, w.warehouse_code, s.status, s.shipped_at,
    s.arrival_date, v.delivered_at, v.signed_by, q.qty, q.qty_delivered, q.qty_refused`;
export const SHIPMENT_TABLES = `fulfilment.shipment s
  join fulfilment.demand d on d.demand_id = s.demand_id
  join masterdata.v_partner p on p.partner_id = s.partner_id
  join masterdata.v_department e on e.department_id = d.department_id
  join masterdata.v_warehouse w on w.warehouse_id = s.warehouse_id
  left join fulfilment.delivery v on v.shipment_id = s.shipment_id
  cross join lateral (
    select sum(l.qty)::bigint as qty, sum(l.qty_delivered)::bigint as qty_delivered, sum(l.qty_refused)::bigint as qty_refused
    from fulfilment.shipment_line l where l.shipment_id = s.shipment_id) q`;

export const listShipments = defineVerb(
  contract.listShipments,
  { permission: 'fulfilment.read', audit: null },
  async ({ tx }, input) => {
    const rows = await tx.rows<Row>(
      `select ${SHIPMENT_COLUMNS} from ${SHIPMENT_TABLES}
       where ($1::bigint is null or s.warehouse_id = $1) and ($2::bigint is null or s.partner_id = $2)
         and ($3::text is null or s.status = $3)
         and ($4::text is null or s.delivery_note_no ilike '%' || $4 || '%' or d.document_no ilike '%' || $4 || '%'
           or p.name ilike '%' || $4 || '%')
         and ($5::bigint is null or s.shipment_id < $5)
       order by s.shipment_id desc limit $6`,
      [
        input.warehouse_id ?? null,
        input.partner_id ?? null,
        input.status ?? null,
        likeText(input.search),
        input.after ?? null,
        input.limit,
      ],
    );
    return { rows, next: nextOf(rows, 'shipment_id', input.limit) };
  },
);

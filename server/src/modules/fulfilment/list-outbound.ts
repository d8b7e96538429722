import * as contract from '@tongcang/contract';
import { defineVerb } from '../../platform/use-case.ts';
import { nextOf } from '../masterdata/index.ts';

type Row = contract.OutputOf<typeof contract.listOutbound>['rows'][number];

/** Live allocations of a demand by how far they have come; what was reviewed and changed since is to be reviewed again. */
export const OUTBOUND_SUMS = `cross join lateral (
    select coalesce(sum(a.qty) filter (where a.status = 'open'), 0)::bigint as qty_open,
      coalesce(sum(a.qty) filter (where a.status = 'picked'), 0)::bigint as qty_picked,
      coalesce(sum(a.qty) filter (where a.status = 'picked' and v.qty_passed = a.qty), 0)::bigint as qty_reviewed
    from fulfilment.demand_line l
    join stock.v_allocation a on a.demand_kind = 'demand_line' and a.demand_id = l.demand_line_id
      and a.status in ('open', 'picked')
    left join lateral (
      select r.qty_passed from fulfilment.review_line r where r.allocation_id = a.allocation_id
      order by r.review_id desc limit 1) v on true
    where l.demand_id = d.demand_id) s`;

export const listOutbound = defineVerb(
  contract.listOutbound,
  { permission: 'fulfilment.review', audit: null },
  async ({ tx }, input) => {
    const rows = await tx.rows<Row>(
      `select x.* from (
         select d.demand_id, d.document_no, d.kind, d.customer_order_no, d.partner_id, p.name as partner_name,
           e.name as department_name, d.warehouse_id, w.warehouse_code, d.needed_at,
           d.priority_class::integer as priority_class, s.qty_open, s.qty_picked, s.qty_reviewed,
           case when s.qty_picked > s.qty_reviewed then 'to_review' when s.qty_reviewed > 0 then 'to_ship' else 'to_pick' end
             as stage,
           (select count(*)::integer from fulfilment.package k
            where k.demand_id = d.demand_id and k.shipment_id is null and k.unpacked_at is null) as packages
         from fulfilment.demand d
         join masterdata.v_partner p on p.partner_id = d.partner_id
         join masterdata.v_department e on e.department_id = d.department_id
         join masterdata.v_warehouse w on w.warehouse_id = d.warehouse_id
         ${OUTBOUND_SUMS}
         where d.status not in ('shipped', 'cancelled', 'open') and s.qty_open + s.qty_picked > 0
           and ($1::bigint is null or d.warehouse_id = $1) and ($2::bigint is null or d.demand_id < $2)) x
       where ($3::text is null or x.stage = $3)
       order by x.demand_id desc limit $4`,
      [input.warehouse_id ?? null, input.after ?? null, input.stage ?? null, input.limit],
    );
    return { rows, next: nextOf(rows, 'demand_id', input.limit) };
  },
);

import * as contract from '@tongcang/contract';
import { defineVerb } from '../../platform/use-case.ts';
import { likeText, nextOf } from '../masterdata/index.ts';
import { type DemandStatus, statusOf } from './fulfilment.model.ts';
import { isOutsider } from './fulfilment.read.ts';

type Row = contract.OutputOf<typeof contract.listDemands>['rows'][number];

/** Columns of a demand with the sums of its lines; $1 says whether the asking person acts for a customer. */
export const DEMAND_COLUMNS = `d.demand_id, d.document_no, d.kind, d.customer_order_no, d.partner_id, p.name as partner_name, d.department_id,
    e.name as department_name, d.warehouse_id, w.warehouse_code, d.needed_at, d.priority_class::integer as priority_class,
    d.status, d.created_at, s.lines, s.qty, s.qty_shipped, s.qty_allocated`;
export const DEMAND_TABLES = `fulfilment.demand d
  join masterdata.v_partner p on p.partner_id = d.partner_id
  join masterdata.v_department e on e.department_id = d.department_id
  join masterdata.v_warehouse w on w.warehouse_id = d.warehouse_id
  cross join lateral (
    select count(*)::integer as lines, sum(l.qty)::bigint as qty, sum(l.qty_shipped)::bigint as qty_shipped,
      sum(case when $1::boolean then l.qty_allocated else coalesce(a.qty, 0) end)::bigint as qty_allocated
    from fulfilment.demand_line l
    left join lateral (
      select sum(a.qty) as qty from stock.v_allocation a
      where a.demand_kind = 'demand_line' and a.demand_id = l.demand_line_id and a.status in ('open', 'picked')) a on true
    where l.demand_id = d.demand_id) s`;

export const listDemands = defineVerb(
  contract.listDemands,
  { permission: 'fulfilment.read', audit: null },
  async ({ tx, actor }, input) => {
    const rows = await tx.rows<Row>(
      `select ${DEMAND_COLUMNS} from ${DEMAND_TABLES}
       where ($2::bigint is null or d.warehouse_id = $2) and ($3::bigint is null or d.department_id = $3)
         and ($4::bigint is null or exists (
           select from fulfilment.demand_line l where l.demand_id = d.demand_id and l.item_id = $4))
         and ($5::text is null or d.status = $5)
         and (not $6::boolean or d.status not in ('shipped', 'cancelled'))
         and ($7::text is null or d.document_no ilike '%' || $7 || '%' or e.name ilike '%' || $7 || '%'
           or p.name ilike '%' || $7 || '%' or d.customer_order_no ilike '%' || $7 || '%')
         and ($8::bigint is null or d.demand_id < $8) and ($10::text is null or d.kind = $10)
       order by d.demand_id desc limit $9`,
      [
        isOutsider(actor),
        input.warehouse_id ?? null,
        input.department_id ?? null,
        input.item_id ?? null,
        input.status ?? null,
        input.open_only === 'true',
        likeText(input.search),
        input.after ?? null,
        input.limit,
        input.kind ?? null,
      ],
    );
    return { rows: rows.map(withLiveStatus), next: nextOf(rows, 'demand_id', input.limit) };
  },
);

/** The status as the numbers say it now; a recall may have taken away what the document was noted to have. */
export function withLiveStatus<
  R extends { status: DemandStatus; qty: number; qty_allocated: number; qty_shipped: number },
>(row: R): R {
  if (row.status === 'cancelled') return row;
  return {
    ...row,
    status: statusOf({ qty: row.qty, allocated: row.qty_allocated, shipped: row.qty_shipped }),
  };
}

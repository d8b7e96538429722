import type * as contract from '@tongcang/contract';
import type { Tx } from '../../platform/db.ts';

type Row = contract.OutputOf<typeof contract.listExpected>['rows'][number];
type LineRow = contract.OutputOf<typeof contract.getExpected>['line_rows'][number];

/** Arrival notices and orders of which something is still to come; in the list an order stands for what no notice announces. */
const EXPECTED = `select 'asn:' || n.asn_id as key, 'asn' as kind, n.document_no, null::bigint as purchase_order_id, n.asn_id,
    n.warehouse_id, w.warehouse_code, n.partner_id as supplier_id, s.name as supplier_name,
    (n.expected_at at time zone w.timezone)::date as expected_on, count(*)::integer as lines, sum(l.qty_open)::bigint as open_qty
  from supply.asn n
  join supply.v_asn_line l on l.asn_id = n.asn_id and l.qty_open > 0
  join masterdata.v_warehouse w on w.warehouse_id = n.warehouse_id
  join masterdata.v_partner s on s.partner_id = n.partner_id
  where n.status in ('announced', 'partly_received')
    and ($1::bigint is null or n.warehouse_id = $1) and ($2::bigint is null or n.asn_id = $2) and $3::bigint is null
  group by n.asn_id, w.warehouse_code, w.timezone, s.name
  union all
  select 'order:' || o.purchase_order_id, 'order', o.document_no, o.purchase_order_id, null,
    o.warehouse_id, w.warehouse_code, o.partner_id, s.name,
    min(coalesce(l.confirmed_on, l.needed_on)), count(*)::integer, sum(l.qty_open - l.told)::bigint
  from supply.purchase_order o
  join lateral (
    select x.*, case when $3::bigint is null then x.qty_announced else 0 end as told
    from supply.v_purchase_order_line x where x.purchase_order_id = o.purchase_order_id) l on l.qty_open > l.told
  join masterdata.v_warehouse w on w.warehouse_id = o.warehouse_id
  join masterdata.v_partner s on s.partner_id = o.partner_id
  where o.status in ('approved', 'confirmed', 'partly_received')
    and ($1::bigint is null or o.warehouse_id = $1) and $2::bigint is null
    and ($3::bigint is null or o.purchase_order_id = $3)
  group by o.purchase_order_id, w.warehouse_code, s.name`;

/** Documents that are still to come at a warehouse, or the one named, soonest first. */
export function expectedDocuments(
  tx: Tx,
  asked: {
    readonly warehouse_id: number | null;
    readonly asn_id: number | null;
    readonly purchase_order_id: number | null;
    readonly search: string | null;
  },
): Promise<Row[]> {
  return tx.rows<Row>(
    `select * from (${EXPECTED}) e
     where $4::text is null or document_no ilike '%' || $4 || '%' or supplier_name ilike '%' || $4 || '%'
     order by expected_on nulls last, document_no limit 1000`,
    [asked.warehouse_id, asked.asn_id, asked.purchase_order_id, asked.search],
  );
}

/** Lines of a notice that are still to come; those of one handling unit where an SSCC is named. */
export function expectedLinesOfAsn(tx: Tx, asn_id: number, sscc: string | null = null): Promise<LineRow[]> {
  return tx.rows<LineRow>(
    `select l.purchase_order_line_id, l.asn_line_id, l.item_id, i.item_code, i.name as item_name, i.unit,
       i.storage_condition, i.tracking, l.sscc, l.lot_no, l.production_date, l.expiry_date, l.qty_open as open_qty,
       l.serial_nos
     from supply.v_asn_line l join masterdata.v_item i on i.item_id = l.item_id
     where l.asn_id = $1 and l.qty_open > 0 and ($2::text is null or l.sscc = $2) order by l.line_no`,
    [asn_id, sscc],
  );
}

export function expectedLinesOfOrder(tx: Tx, purchase_order_id: number): Promise<LineRow[]> {
  return tx.rows<LineRow>(
    `select l.purchase_order_line_id, null::bigint as asn_line_id, l.item_id, i.item_code, i.name as item_name, i.unit,
       i.storage_condition, i.tracking, null as sscc, null as lot_no, null::date as production_date,
       null::date as expiry_date, l.qty_open as open_qty, '{}'::text[] as serial_nos
     from supply.v_purchase_order_line l join masterdata.v_item i on i.item_id = l.item_id
     where l.purchase_order_id = $1 and l.qty_open > 0 order by l.line_no`,
    [purchase_order_id],
  );
}

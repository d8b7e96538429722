import * as contract from '@tongcang/contract';
import type { Tx } from '../../platform/db.ts';
import { notFound } from '../../platform/errors.ts';
import { defineVerb } from '../../platform/use-case.ts';
import { OUTBOUND_SUMS } from './list-outbound.ts';
import { packageRows } from './packages.read.ts';

type Output = contract.OutputOf<typeof contract.getOutbound>;
type Head = Omit<Output, 'goods' | 'packages' | 'reviews'>;

export const getOutbound = defineVerb(
  contract.getOutbound,
  { permission: 'fulfilment.review', audit: null },
  async ({ tx }, { demand_id }) => {
    const [[head], goods, packages, reviews] = await Promise.all([
      headOf(tx, demand_id),
      goodsOf(tx, demand_id),
      packageRows(tx, { demand_id }),
      reviewsOfDemand(tx, demand_id),
    ]);
    if (head === undefined) notFound('demand', demand_id);
    return { ...head, goods, packages, reviews };
  },
);

function headOf(tx: Tx, demand_id: number): Promise<Head[]> {
  return tx.rows<Head>(
    `select d.demand_id, d.document_no, d.status, d.warehouse_id, w.warehouse_code, p.name as partner_name,
       e.name as department_name, d.needed_at, s.qty_open
     from fulfilment.demand d
     join masterdata.v_partner p on p.partner_id = d.partner_id
     join masterdata.v_department e on e.department_id = d.department_id
     join masterdata.v_warehouse w on w.warehouse_id = d.warehouse_id
     ${OUTBOUND_SUMS}
     where d.demand_id = $1`,
    [demand_id],
  );
}

function goodsOf(tx: Tx, demand_id: number): Promise<Output['goods']> {
  return tx.rows(
    `select a.allocation_id, l.demand_line_id, a.item_id, i.item_code, i.name as item_name, i.unit, i.tracking, a.lot_id,
       t.lot_no, t.expiry_date, p.location_code, a.qty, a.picked_by, u.display_name as picked_by_name,
       coalesce(v.qty_passed = a.qty, false) as reviewed, coalesce(k.qty, 0)::bigint as qty_packed
     from fulfilment.demand_line l
     join stock.v_allocation a on a.demand_kind = 'demand_line' and a.demand_id = l.demand_line_id and a.status = 'picked'
     join masterdata.v_item i on i.item_id = a.item_id
     join stock.v_lot t on t.item_id = a.item_id and t.lot_id = a.lot_id
     join stock.v_account c on c.account_id = a.account_id
     left join masterdata.v_location p on p.location_id = c.location_id
     left join identity.v_user u on u.user_id = a.picked_by
     left join lateral (
       select r.qty_passed from fulfilment.review_line r where r.allocation_id = a.allocation_id
       order by r.review_id desc limit 1) v on true
     left join lateral (
       select sum(q.qty) as qty from fulfilment.package_line q
       join fulfilment.package b on b.package_id = q.package_id and b.unpacked_at is null and b.shipment_id is null
       where q.allocation_id = a.allocation_id) k on true
     where l.demand_id = $1 order by l.line_no, a.allocation_id`,
    [demand_id],
  );
}

function reviewsOfDemand(tx: Tx, demand_id: number): Promise<Output['reviews']> {
  return tx.rows(
    `select r.review_id, r.document_no, r.reviewed_by_name, r.reviewed_at, sum(l.qty_passed)::bigint as passed,
       sum(l.qty_blocked)::bigint as blocked
     from fulfilment.review r join fulfilment.review_line l on l.review_id = r.review_id
     where r.demand_id = $1 group by r.review_id order by r.review_id desc`,
    [demand_id],
  );
}

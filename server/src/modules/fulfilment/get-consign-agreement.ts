import * as contract from '@tongcang/contract';
import type { Tx } from '../../platform/db.ts';
import { notFound } from '../../platform/errors.ts';
import { defineVerb } from '../../platform/use-case.ts';
import { AGREEMENT_COLUMNS, AGREEMENT_TABLES } from './agreement-rows.ts';

type Output = contract.OutputOf<typeof contract.getConsignAgreement>;

export const getConsignAgreement = defineVerb(
  contract.getConsignAgreement,
  { permission: 'fulfilment.read', audit: null },
  async ({ tx }, { agreement_id }) => {
    const [[head], line_rows, lots, counts] = await Promise.all([
      tx.rows<Omit<Output, 'line_rows' | 'lots' | 'counts'>>(
        `select ${AGREEMENT_COLUMNS} from ${AGREEMENT_TABLES} where a.agreement_id = $1`,
        [agreement_id],
      ),
      linesOf(tx, agreement_id),
      lotsOf(tx, agreement_id),
      tx.rows<Output['counts'][number]>(
        `select count_id, document_no, counted_at, counted_by_name, expected, counted from fulfilment.cabinet_count
         where agreement_id = $1 order by count_id desc limit 50`,
        [agreement_id],
      ),
    ]);
    if (head === undefined) notFound('agreement', agreement_id);
    return { ...head, line_rows, lots, counts };
  },
);

/** On the way is what open refills want; what they swap out stands in the cabinet and is counted as coming back. */
function linesOf(tx: Tx, agreement_id: number): Promise<Output['line_rows']> {
  return tx.rows(
    `select l.item_id, i.item_code, i.name as item_name, i.unit, i.tracking, i.udi_di, l.par_qty,
       coalesce(b.qty, 0)::bigint as qty_on_hand, coalesce(r.qty, 0)::bigint as qty_on_way,
       greatest(0, l.par_qty - coalesce(b.qty, 0) - coalesce(r.qty, 0))::bigint as qty_refill,
       coalesce(v.qty, 0)::bigint as qty_available, l.min_remaining_days, l.unit_price_fen
     from fulfilment.consign_line l
     join fulfilment.consign_agreement a on a.agreement_id = l.agreement_id
     join masterdata.v_item i on i.item_id = l.item_id
     left join stock.v_account t on t.kind = 'consigned' and t.department_id = a.department_id and t.document_key is null
     left join lateral (
       select sum(b.qty) as qty from stock.v_balance b
       where b.item_id = l.item_id and b.account_id = t.account_id and b.disposition = 'released') b on true
     left join lateral (
       select sum(x.qty) filter (where x.swap_lot_id is null) as qty from fulfilment.refill f
       join fulfilment.refill_line x on x.refill_id = f.refill_id
       where f.agreement_id = l.agreement_id and f.status = 'open' and x.item_id = l.item_id) r on true
     left join lateral (
       select sum(b.qty - b.allocated) as qty from stock.v_balance b
       where b.item_id = l.item_id and b.warehouse_id = a.warehouse_id and b.disposition = 'released' and not b.unbounded) v on true
     where l.agreement_id = $1 order by i.item_code`,
    [agreement_id],
  );
}

function lotsOf(tx: Tx, agreement_id: number): Promise<Output['lots']> {
  return tx.rows(
    `select b.item_id, b.lot_id, l.lot_no, l.expiry_date, b.owner_id, b.disposition::text as disposition, b.qty,
       array(select s.serial_no from stock.v_serial s
         where (s.item_id, s.lot_id, s.account_id, s.owner_id, s.disposition)
           = (b.item_id, b.lot_id, b.account_id, b.owner_id, b.disposition) order by s.serial_no) as serial_nos,
       l.expiry_date - (now() at time zone w.timezone)::date as days_left,
       coalesce(l.expiry_date < (now() at time zone w.timezone)::date + a.swap_days, false) as swap
     from fulfilment.consign_agreement a
     join masterdata.v_warehouse w on w.warehouse_id = a.warehouse_id
     join stock.v_account t on t.kind = 'consigned' and t.department_id = a.department_id and t.document_key is null
     join stock.v_balance b on b.account_id = t.account_id and b.qty > 0
     join stock.v_lot l on l.item_id = b.item_id and l.lot_id = b.lot_id
     where a.agreement_id = $1 order by l.expiry_date nulls last, b.item_id, b.lot_id`,
    [agreement_id],
  );
}

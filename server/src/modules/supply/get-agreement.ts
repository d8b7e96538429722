import * as contract from '@tongcang/contract';
import type { Tx } from '../../platform/db.ts';
import { notFound } from '../../platform/errors.ts';
import { defineVerb } from '../../platform/use-case.ts';
import { AGREEMENT_COLUMNS, AGREEMENT_TABLES } from './agreement-rows.ts';
import { burnDown } from './burn-down.ts';
import { today } from './purchase.read.ts';
import { CALLED } from './terms.read.ts';

type Output = contract.OutputOf<typeof contract.getAgreement>;
type Head = Omit<Output, 'line_rows' | 'orders'>;
type Line = Omit<Output['line_rows'][number], 'called' | 'quotas'> & {
  qty_committed: number | null;
  qty_called: number;
};
type Quota = {
  agreement_line_id: number;
  customer_id: number;
  customer_name: string;
  qty: number;
  delivered: number;
};

export const getAgreement = defineVerb(
  contract.getAgreement,
  { permission: 'supply.read', audit: null },
  async ({ tx }, { agreement_id }) => {
    const [[head], lines, quotas, orders, day] = await Promise.all([
      tx.rows<Head>(
        `select ${AGREEMENT_COLUMNS}, a.end_reason from ${AGREEMENT_TABLES} where a.agreement_id = $1`,
        [agreement_id],
      ),
      linesOf(tx, agreement_id),
      quotasOf(tx, agreement_id),
      ordersOf(tx, agreement_id),
      today(tx),
    ]);
    if (head === undefined) notFound('agreement', agreement_id);
    const { valid_from, valid_to } = head;
    const burn = (committed: number | null, used: number) =>
      burnDown({ committed, used, valid_from, valid_to, today: day });
    const byLine = Map.groupBy(quotas, (quota) => quota.agreement_line_id);
    const line_rows = lines.map(({ qty_committed, qty_called, ...line }) => ({
      ...line,
      called: burn(qty_committed, qty_called),
      quotas: (byLine.get(line.agreement_line_id) ?? []).map(
        ({ customer_id, customer_name, qty, delivered }) => ({
          customer_id,
          customer_name,
          delivered: burn(qty, delivered),
        }),
      ),
    }));
    return { ...head, line_rows, orders };
  },
);

function linesOf(tx: Tx, agreement_id: number): Promise<Line[]> {
  return tx.rows(
    `select l.agreement_line_id, l.line_no, l.item_id, i.item_code, i.name as item_name, i.unit, l.unit_price_fen,
       l.qty_committed, ${CALLED} as qty_called,
       coalesce((select sum(x.qty_received) from supply.purchase_order_line x
         where x.agreement_line_id = l.agreement_line_id), 0)::bigint as qty_received
     from supply.agreement_line l join masterdata.v_item i on i.item_id = l.item_id
     where l.agreement_id = $1 order by l.line_no`,
    [agreement_id],
  );
}

/** What each hospital took in the period, by the ledger: what reached its departments less what came back. */
function quotasOf(tx: Tx, agreement_id: number): Promise<Quota[]> {
  return tx.rows(
    `select q.agreement_line_id, q.customer_id, p.name as customer_name, q.qty,
       coalesce((
         select sum(case when d.kind = 'customer' then m.qty else 0 end - case when f.kind = 'customer' then m.qty else 0 end)
         from stock.v_posting m
         join stock.v_account f on f.account_id = m.from_account_id
         join stock.v_account d on d.account_id = m.to_account_id
         join masterdata.v_department h on h.department_id = coalesce(
           case when d.kind = 'customer' then d.department_id end, case when f.kind = 'customer' then f.department_id end)
         where m.item_id = l.item_id and h.partner_id = q.customer_id
           and (m.occurred_at at time zone 'Asia/Shanghai')::date between a.valid_from and a.valid_to), 0)::bigint
         as delivered
     from supply.agreement_quota q
     join supply.agreement_line l on l.agreement_line_id = q.agreement_line_id
     join supply.agreement a on a.agreement_id = l.agreement_id
     join masterdata.v_partner p on p.partner_id = q.customer_id
     where l.agreement_id = $1 order by l.line_no, p.name`,
    [agreement_id],
  );
}

function ordersOf(tx: Tx, agreement_id: number): Promise<Output['orders']> {
  return tx.rows(
    `select o.purchase_order_id, o.document_no, w.warehouse_code, o.status, sum(x.qty - x.qty_cancelled)::bigint as qty,
       o.created_at
     from supply.agreement_line l
     join supply.purchase_order_line x on x.agreement_line_id = l.agreement_line_id
     join supply.purchase_order o on o.purchase_order_id = x.purchase_order_id
     join masterdata.v_warehouse w on w.warehouse_id = o.warehouse_id
     where l.agreement_id = $1 and ((select platform.scope_partner()) is null or o.approved_at is not null)
     group by o.purchase_order_id, w.warehouse_code order by o.purchase_order_id desc`,
    [agreement_id],
  );
}

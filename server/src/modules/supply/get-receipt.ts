import * as contract from '@tongcang/contract';
import type { Actor } from '../../platform/actor.ts';
import type { Tx } from '../../platform/db.ts';
import { notFound } from '../../platform/errors.ts';
import { defineVerb } from '../../platform/use-case.ts';
import { ACCEPTANCE_ROWS, DISCREPANCY_ROWS, RECEIPT_COLUMNS, RECEIPT_TABLES } from './receipt-rows.ts';

type Output = contract.OutputOf<typeof contract.getReceipt>;
type Head = Omit<
  Output,
  'line_rows' | 'transport' | 'acceptances' | 'putaways' | 'discrepancies' | 'reversal'
>;

export const getReceipt = defineVerb(
  contract.getReceipt,
  { permission: 'supply.read', audit: null },
  async ({ tx, actor }, { receipt_id }) => receiptOf(tx, actor, receipt_id),
);

/** The whole receipt; out of sight is not there. */
export async function receiptOf(tx: Tx, actor: Actor, receipt_id: number): Promise<Output> {
  const head = await headOf(tx, actor, receipt_id);
  const [line_rows, transport, acceptances, putaways, discrepancies, reversal] = await Promise.all([
    linesOf(tx, receipt_id),
    transportOf(tx, receipt_id),
    tx.rows<Output['acceptances'][number]>(
      `${ACCEPTANCE_ROWS} where l.receipt_id = $1 order by l.acceptance_line_id`,
      [receipt_id],
    ),
    putawaysOf(tx, receipt_id),
    tx.rows<Output['discrepancies'][number]>(
      `${DISCREPANCY_ROWS} where d.receipt_id = $1 order by d.receipt_discrepancy_id`,
      [receipt_id],
    ),
    reversalOf(tx, receipt_id),
  ]);
  return { ...head, line_rows, transport, acceptances, putaways, discrepancies, reversal };
}

async function headOf(tx: Tx, actor: Actor, receipt_id: number): Promise<Head> {
  const [head] = await tx.rows<Head>(
    `select ${RECEIPT_COLUMNS}, w.name as warehouse_name, e.name as owner_name, r.movement_id, r.note, r.recorded_at,
       coalesce(r.received_by = $2, false) as received_by_me,
       exists (select from supply.receipt_line x where x.receipt_id = r.receipt_id and x.bought_by = $2) as bought_by_me,
       (coalesce(p.submitted_at, p.created_at) at time zone w.timezone)::date as purchase_date
     from ${RECEIPT_TABLES} join masterdata.v_partner e on e.partner_id = r.owner_id
     where r.receipt_id = $1`,
    [receipt_id, actor.user_id],
  );
  return head ?? notFound('receipt', receipt_id);
}

function linesOf(tx: Tx, receipt_id: number): Promise<Output['line_rows']> {
  return tx.rows<Output['line_rows'][number]>(
    `select l.receipt_line_id, l.line_no, l.item_id, i.item_code, i.name as item_name, i.model, i.unit, i.storage_condition,
       i.temp_min_c, i.temp_max_c, i.tracking, i.registration_no, i.needs_chinese_label, l.lot_id, l.lot_no,
       coalesce(coalesce(t.production_date, l.production_date) >= i.udi_required_from, false) as needs_udi,
       coalesce(t.production_date, l.production_date) as production_date, coalesce(t.expiry_date, l.expiry_date) as expiry_date,
       l.sscc, l.purchase_order_line_id, l.asn_line_id, l.qty_expected as expected, l.qty_noted as noted,
       l.qty_received as received, l.qty_damaged as damaged, l.qty_refused as refused, l.refusal_reason,
       l.qty_qualified as qualified, l.qty_unqualified as unqualified, l.qty_put_away as put_away,
       l.qty_received + l.qty_damaged - l.qty_qualified - l.qty_unqualified as waiting,
       least(l.qty_received + l.qty_damaged - l.qty_qualified - l.qty_unqualified,
         l.qty_received - l.qty_over - l.qty_qualified) as qualifiable,
       l.account_id, c.location_code, cardinality(l.serial_nos) as serial_count, l.serial_nos[1:200] as serial_nos, l.note
     from supply.receipt_line l
     join masterdata.v_item i on i.item_id = l.item_id
     left join stock.v_lot t on t.item_id = l.item_id and t.lot_id = l.lot_id
     left join stock.v_account a on a.account_id = l.account_id
     left join masterdata.v_location c on c.location_id = a.location_id
     where l.receipt_id = $1 order by l.line_no`,
    [receipt_id],
  );
}

function transportOf(tx: Tx, receipt_id: number): Promise<Output['transport']> {
  return tx.rows<Output['transport'][number]>(
    `select transport_record_id, transport_mode, carrier_name, vehicle_no, departed_at, arrived_at,
       (extract(epoch from arrived_at - departed_at) / 60)::bigint as transit_minutes, departure_temp_c, arrival_temp_c,
       min_temp_c, max_temp_c, record_no, recorded_at, recorded_by_name
     from supply.transport_record where receipt_id = $1 order by transport_record_id desc`,
    [receipt_id],
  );
}

function putawaysOf(tx: Tx, receipt_id: number): Promise<Output['putaways']> {
  return tx.rows<Output['putaways'][number]>(
    `select h.putaway_id, h.document_no, l.receipt_line_id, c.location_code, l.qty, h.put_at, h.put_by_name,
       (select v.document_no from supply.putaway_reversal v where v.putaway_id = h.putaway_id) as reversal_no
     from supply.putaway h
     join supply.putaway_line l on l.putaway_id = h.putaway_id
     join stock.v_account a on a.account_id = l.account_id
     join masterdata.v_location c on c.location_id = a.location_id
     where h.receipt_id = $1 order by h.putaway_id, l.line_no`,
    [receipt_id],
  );
}

async function reversalOf(tx: Tx, receipt_id: number): Promise<Output['reversal']> {
  const [reversal] = await tx.rows<NonNullable<Output['reversal']>>(
    `select document_no, reason, reversed_at, reversed_by_name from supply.receipt_reversal where receipt_id = $1`,
    [receipt_id],
  );
  return reversal ?? null;
}

import * as contract from '@tongcang/contract';
import { type Actor, sees } from '../../platform/actor.ts';
import type { Tx } from '../../platform/db.ts';
import { notFound } from '../../platform/errors.ts';
import { defineVerb } from '../../platform/use-case.ts';
import { entitiesOf, warningsOf } from './entities.ts';
import { documentKey } from './transfer.model.ts';
import { CLAIM_ROWS, DISCREPANCY_ROWS, ORDER_COLUMNS, ORDER_TABLES } from './transfer-rows.ts';

type Output = contract.OutputOf<typeof contract.getTransfer>;
type Parts =
  | 'line_rows'
  | 'allocations'
  | 'sent_lots'
  | 'discrepancies'
  | 'claims'
  | 'movements'
  | 'warnings';

export const getTransfer = defineVerb(
  contract.getTransfer,
  { permission: 'transfer.read', audit: null },
  async ({ tx, actor }, { transfer_id }) => {
    const [[head], line_rows, allocations, sent_lots, discrepancies, claims, movements, warnings] =
      await Promise.all([
        headOf(tx, transfer_id),
        linesWithProgress(tx, transfer_id),
        allocationsOf(tx, transfer_id),
        sentOf(tx, transfer_id),
        tx.rows<Output['discrepancies'][number]>(
          `${DISCREPANCY_ROWS} where d.transfer_id = $1 order by d.discrepancy_id`,
          [transfer_id],
        ),
        tx.rows<Output['claims'][number]>(`${CLAIM_ROWS} where c.transfer_id = $1 order by c.claim_id`, [
          transfer_id,
        ]),
        tx.rows<Output['movements'][number]>(
          `select movement_id, purpose, occurred_at, recorded_at from stock.v_movement
         where document_key = $1 order by movement_id`,
          [documentKey(transfer_id)],
        ),
        warningsFor(tx, transfer_id),
      ]);
    if (head === undefined) notFound('transfer', transfer_id);
    const explanation = inSightOf(actor, head.explanation);
    return {
      ...head,
      explanation,
      line_rows,
      allocations,
      sent_lots,
      discrepancies,
      claims,
      movements,
      warnings,
    };
  },
);

/**
 * The reasons of a proposal name the other ways that were weighed; what stands at their warehouses is told to those who
 * see them.
 */
function inSightOf(actor: Actor, explanation: unknown): unknown {
  if (typeof explanation !== 'object' || explanation === null) return explanation;
  const shown = (way: { from_warehouse_id?: number }) =>
    way.from_warehouse_id === undefined || sees(actor, way.from_warehouse_id);
  return Object.fromEntries(
    Object.entries(explanation).map(([name, part]) => [
      name,
      Array.isArray(part) ? part.filter(shown) : part,
    ]),
  );
}

function headOf(tx: Tx, transfer_id: number): Promise<Omit<Output, Parts>[]> {
  return tx.rows(
    `select ${ORDER_COLUMNS}, f.name as from_warehouse_name, t.name as to_warehouse_name, o.reason, o.requested_by_name,
       o.approved_by_name, o.approved_at, o.decision_note, o.shipped_at, o.received_at, o.received_by, o.explanation,
       x.name as from_entity_name, y.name as to_entity_name, o.signed_by, o.delay_reason, h.shipment_id,
       h.document_no as shipment_no, h.status as shipment_status
     from ${ORDER_TABLES}
     join masterdata.v_partner x on x.partner_id = coalesce(o.from_entity_id, f.legal_entity_id)
     join masterdata.v_partner y on y.partner_id = coalesce(o.to_entity_id, t.legal_entity_id)
     left join transport.v_document v on v.document_key = $2 and v.status <> 'withdrawn'
     left join transport.v_shipment h on h.shipment_id = v.shipment_id
     where o.transfer_id = $1`,
    [transfer_id, documentKey(transfer_id)],
  );
}

/** The hints that the request was answered with: whoever approves it is another person. */
async function warningsFor(tx: Tx, transfer_id: number): Promise<Output['warnings']> {
  const items = await tx.rows<{ device_class: string; from_warehouse_id: number; to_warehouse_id: number }>(
    `select i.device_class, l.from_warehouse_id, l.to_warehouse_id
     from transfer.transfer_line l join masterdata.v_item i on i.item_id = l.item_id where l.transfer_id = $1`,
    [transfer_id],
  );
  return items[0] === undefined ? [] : warningsOf(await entitiesOf(tx, items[0]), items);
}

/** The receiver sees no allocations of the sender: what is allocated and picked is then shown as nothing. */
function linesWithProgress(tx: Tx, transfer_id: number): Promise<Output['line_rows']> {
  return tx.rows(
    `select l.transfer_line_id, l.line_no, l.item_id, i.item_code, i.name as item_name, i.unit, i.storage_condition,
       i.tracking, l.lot_id, t.lot_no, l.qty, l.unit_price_fen, coalesce(a.qty, 0) as qty_allocated, coalesce(a.picked, 0) as qty_picked,
       l.qty_shipped, l.qty_received, l.qty_damaged, l.qty_lost, l.qty_returned
     from transfer.v_transfer_line l
     join masterdata.v_item i on i.item_id = l.item_id
     left join stock.v_lot t on t.item_id = l.item_id and t.lot_id = l.lot_id
     left join lateral (
       select sum(a.qty)::bigint as qty, (sum(a.qty) filter (where a.status = 'picked'))::bigint as picked
       from stock.v_allocation a
       where a.demand_kind = 'transfer_line' and a.demand_id = l.transfer_line_id and a.status in ('open', 'picked')) a on true
     where l.transfer_id = $1 order by l.line_no`,
    [transfer_id],
  );
}

function allocationsOf(tx: Tx, transfer_id: number): Promise<Output['allocations']> {
  return tx.rows(
    `select l.transfer_line_id, a.allocation_id, a.item_id, a.lot_id, t.lot_no, t.expiry_date, a.account_id,
       p.location_code, i.tracking, a.qty, a.status
     from transfer.transfer_line l
     join stock.v_allocation a on a.demand_kind = 'transfer_line' and a.demand_id = l.transfer_line_id
     join masterdata.v_item i on i.item_id = a.item_id
     join stock.v_lot t on t.item_id = a.item_id and t.lot_id = a.lot_id
     join stock.v_account c on c.account_id = a.account_id
     left join masterdata.v_location p on p.location_id = c.location_id
     where l.transfer_id = $1 order by l.line_no, a.allocation_id`,
    [transfer_id],
  );
}

function sentOf(tx: Tx, transfer_id: number): Promise<Output['sent_lots']> {
  return tx.rows(
    `select s.transfer_line_id, s.item_id, s.lot_id, t.lot_no, t.production_date, t.expiry_date,
       sum(s.qty_shipped)::bigint as qty_shipped, sum(s.qty_received)::bigint as qty_received,
       sum(s.qty_damaged)::bigint as qty_damaged, sum(s.qty_lost)::bigint as qty_lost,
       sum(s.qty_returned)::bigint as qty_returned,
       sum(s.qty_shipped - s.qty_received - s.qty_damaged - s.qty_lost - s.qty_returned)::bigint as on_the_road,
       array(select n from transfer.sent_lot x, unnest(x.serial_nos) as n
         where x.transfer_line_id = s.transfer_line_id and x.lot_id = s.lot_id order by n) as serial_nos
     from transfer.sent_lot s
     join stock.v_lot t on t.item_id = s.item_id and t.lot_id = s.lot_id
     where s.transfer_id = $1
     group by 1, 2, 3, 4, 5, 6 order by s.transfer_line_id, t.expiry_date nulls last, s.lot_id`,
    [transfer_id],
  );
}

/** Where a lot came from and where it went, read across the modules; every question is one statement. */
import type { OutputOf, trace } from '@tongcang/contract';
import type { Tx } from '../../platform/db.ts';

type Output = OutputOf<typeof trace>;
export type Lot = { readonly item_id: number; readonly lot_id: number };
export type Piece = Lot & { readonly serial_no: string | null };
/** So many steps from a part to the kit that holds the kit that holds it; a chain is never longer in practice. */
const DEPTH_MAX = 8;
const columns = (lots: readonly Lot[]) => [lots.map((l) => l.item_id), lots.map((l) => l.lot_id)] as const;

const RECEIPTS = `select 'receipt:' || r.receipt_id as document_key, r.document_no, h.supplier_id, p.name as supplier_name,
    w.name as warehouse_name, h.delivery_note_no, h.arrived_at, sum(r.qty_taken_in)::bigint as qty,
    sum(r.qty_refused)::bigint as qty_refused, h.received_by_name,
    (select jsonb_build_object('transport_mode', t.transport_mode, 'min_temp_c', t.min_temp_c, 'max_temp_c', t.max_temp_c,
       'arrival_temp_c', t.arrival_temp_c, 'record_no', t.record_no) from supply.v_transport_record t
     where t.receipt_id = r.receipt_id order by t.transport_record_id desc limit 1) as transport,
    (select count(*) from platform.attachment a where a.entity = 'receipt' and a.entity_id = r.receipt_id) as attachments
  from supply.v_receipt_line r
  join supply.v_receipt h on h.receipt_id = r.receipt_id
  join masterdata.v_partner p on p.partner_id = h.supplier_id
  join masterdata.v_warehouse w on w.warehouse_id = r.warehouse_id
  where r.item_id = $1 and r.lot_id = $2 and h.status <> 'reversed'
  group by r.receipt_id, r.document_no, h.supplier_id, p.name, w.name, h.delivery_note_no, h.arrived_at, h.received_by_name
  order by h.arrived_at desc limit 200`;

export const receiptsOf = (tx: Tx, lot: Lot): Promise<Output['receipts']> =>
  tx.rows(RECEIPTS, [lot.item_id, lot.lot_id]);

export function acceptancesOf(tx: Tx, lot: Lot): Promise<Output['acceptances']> {
  return tx.rows(
    `select document_no, 'receipt:' || receipt_id as receipt_key, accepted_at, accepted_by_name, result, qualified_qty,
       unqualified_qty, registration_no, retain_until
     from supply.v_acceptance_line where item_id = $1 and lot_id = $2 order by accepted_at desc limit 200`,
    [lot.item_id, lot.lot_id],
  );
}

export function excursionsOf(tx: Tx, lot: Lot): Promise<Output['excursions']> {
  return tx.rows(
    `select e.excursion_id, x.document_no, e.from_at, e.to_at, e.minutes_out, e.lowest_c, e.highest_c, x.status
     from coldchain.v_excursion_lot e join coldchain.v_excursion x on x.excursion_id = e.excursion_id
     where e.item_id = $1 and e.lot_id = $2 order by e.from_at desc limit 200`,
    [lot.item_id, lot.lot_id],
  );
}

/** Lots that went into the lot and lots that it went into, each with the step by which it is reached. */
export function lineageOf(tx: Tx, lot: Lot): Promise<Output['lineage']> {
  return tx.rows(
    `with recursive walk as (
       select 'made_of' as direction, 1 as depth, g.work_order_id, g.document_no, g.kind, g.finished_at, g.from_item_id as item_id,
         g.from_lot_id as lot_id, g.from_qty as qty
       from warehouse.v_genealogy g where g.to_item_id = $1 and g.to_lot_id = $2
       union
       select 'made_into', 1, g.work_order_id, g.document_no, g.kind, g.finished_at, g.to_item_id, g.to_lot_id, g.to_qty
       from warehouse.v_genealogy g where g.from_item_id = $1 and g.from_lot_id = $2
       union
       select w.direction, w.depth + 1, g.work_order_id, g.document_no, g.kind, g.finished_at,
         case w.direction when 'made_of' then g.from_item_id else g.to_item_id end,
         case w.direction when 'made_of' then g.from_lot_id else g.to_lot_id end,
         case w.direction when 'made_of' then g.from_qty else g.to_qty end
       from walk w
       join warehouse.v_genealogy g on case w.direction
         when 'made_of' then g.to_item_id = w.item_id and g.to_lot_id = w.lot_id
         else g.from_item_id = w.item_id and g.from_lot_id = w.lot_id end
       where w.depth < ${DEPTH_MAX})
     select w.direction, min(w.depth)::integer as depth, 'work_order:' || w.work_order_id as document_key, w.document_no, w.kind,
       max(w.finished_at) as at, w.item_id, i.item_code, i.name as item_name, w.lot_id, l.lot_no, sum(w.qty)::bigint as qty
     from walk w
     join masterdata.v_item i on i.item_id = w.item_id
     join stock.v_lot l on l.item_id = w.item_id and l.lot_id = w.lot_id
     where (w.item_id, w.lot_id) <> ($1, $2)
     group by w.direction, w.work_order_id, w.document_no, w.kind, w.item_id, i.item_code, i.name, w.lot_id, l.lot_no
     order by 2, 1, 6 limit 1000`,
    [lot.item_id, lot.lot_id],
  );
}

// What stands at a department, and what it has used, is a balance there: no posting needs to be read.
const CONSIGNEES = `select p.partner_id, p.name as partner_name, d.name as department_name, i.item_code, l.lot_id, l.lot_no,
    coalesce(sum(b.qty) filter (where a.kind = 'customer'), 0)::bigint as delivered,
    coalesce(sum(b.qty) filter (where a.kind = 'consigned'), 0)::bigint as consigned,
    coalesce((select sum(c.qty_received) from fulfilment.v_customer_return_line c
      where c.item_id = l.item_id and c.lot_id = l.lot_id and c.partner_id = p.partner_id), 0)::bigint as returned
  from unnest($1::bigint[], $2::bigint[]) as k(item_id, lot_id)
  join stock.v_lot l on l.item_id = k.item_id and l.lot_id = k.lot_id
  join masterdata.v_item i on i.item_id = k.item_id
  join stock.v_balance b on b.item_id = k.item_id and b.lot_id = k.lot_id
  join stock.v_account a on a.account_id = b.account_id and a.kind in ('customer', 'consigned')
  join masterdata.v_department d on d.department_id = a.department_id
  join masterdata.v_partner p on p.partner_id = d.partner_id
  group by p.partner_id, p.name, d.department_id, d.name, i.item_code, l.item_id, l.lot_id, l.lot_no
  order by p.name, d.name, l.lot_no limit 20000`;
// One piece stands where its serial says.
const CONSIGNEE_OF_PIECE = `select p.partner_id, p.name as partner_name, d.name as department_name, i.item_code, l.lot_id, l.lot_no,
    (a.kind = 'customer')::integer as delivered, (a.kind = 'consigned')::integer as consigned, 0 as returned
  from stock.v_serial s
  join stock.v_lot l on l.item_id = s.item_id and l.lot_id = s.lot_id
  join masterdata.v_item i on i.item_id = s.item_id
  join stock.v_account a on a.account_id = s.account_id and a.kind in ('customer', 'consigned')
  join masterdata.v_department d on d.department_id = a.department_id
  join masterdata.v_partner p on p.partner_id = d.partner_id
  where s.item_id = $1 and s.lot_id = $2 and s.serial_no = $3`;

export function consigneesOf(
  tx: Tx,
  { item_id, lot_id, serial_no }: Piece,
  kits: readonly Lot[],
): Promise<Output['consignees']> {
  return serial_no === null
    ? tx.rows(CONSIGNEES, columns([{ item_id, lot_id }, ...kits]))
    : tx.rows(CONSIGNEE_OF_PIECE, [item_id, lot_id, serial_no]);
}

/** Recorded use of these lots, with the pseudonym only where `named`. */
export function usesOf(tx: Tx, piece: Piece, kits: readonly Lot[], named: boolean): Promise<Output['uses']> {
  return tx.rows(
    `select u.used_at, p.name as partner_name, d.name as department_name, 'case:' || u.case_id as document_key,
       c.document_no as case_no, case when $3 then coalesce(u.patient_ref, c.patient_ref) end as patient_ref, i.item_code,
       l.lot_id, l.lot_no, u.qty, u.serial_nos, u.reversed_at is not null as reversed
     from unnest($1::bigint[], $2::bigint[]) as k(item_id, lot_id)
     join fulfilment.v_usage u on u.item_id = k.item_id and u.lot_id = k.lot_id and u.direction = 'customer'
     join stock.v_lot l on l.item_id = u.item_id and l.lot_id = u.lot_id
     join masterdata.v_item i on i.item_id = u.item_id
     join masterdata.v_partner p on p.partner_id = u.partner_id
     left join masterdata.v_department d on d.department_id = u.department_id
     left join fulfilment.v_surgical_case c on c.case_id = u.case_id
     where $4::text is null or $4 = any(u.serial_nos)
     order by u.used_at desc limit 2000`,
    [...columns([piece, ...kits]), named, piece.serial_no],
  );
}

/** Boxes that the lot was packed in: ours, those of deliveries, those of the supplier. */
export function unitsOf(tx: Tx, { item_id, lot_id, serial_no }: Piece): Promise<Output['units']> {
  return tx.rows(
    `select * from (
       select 'unit' as kind, u.sscc, u.handling_unit_id, null as document_key, sum(e.qty)::bigint as qty, max(e.at) as at
       from stock.v_unit_event e join stock.v_handling_unit u on u.handling_unit_id = e.handling_unit_id
       where e.item_id = $1 and e.lot_id = $2 and ($3::text is null or $3 = any(e.serial_nos))
       group by u.sscc, u.handling_unit_id
       union all
       select 'package', k.sscc, null, coalesce('delivery:' || k.shipment_id, 'demand:' || k.demand_id), n.qty, k.packed_at
       from fulfilment.v_package_line n join fulfilment.v_package k on k.package_id = n.package_id
       where n.item_id = $1 and n.lot_id = $2 and $3::text is null
       union all
       select 'supplier', r.sscc, null, 'receipt:' || r.receipt_id, r.qty, null
       from supply.v_receipt_unit r where r.item_id = $1 and r.lot_id = $2 and $3::text is null) u
     order by at desc nulls last limit 200`,
    [item_id, lot_id, serial_no],
  );
}

/** Numbers of the documents of the steps that are shown, which are the last 500. */
export function documentsOf(tx: Tx, { item_id, lot_id }: Lot): Promise<Output['documents']> {
  return tx.rows(
    `with keys as (
       select distinct m.document_key from (
         select movement_id from stock.v_posting where item_id = $1 and lot_id = $2 order by posting_id desc limit 500) p
       join stock.v_movement m on m.movement_id = p.movement_id where m.document_key is not null)
     select k.document_key, d.document_no
     from (select document_key, split_part(document_key, ':', 1) as kind,
         case when split_part(document_key, ':', 2) ~ '^[0-9]{1,18}$' then split_part(document_key, ':', 2)::bigint end as id
       from keys) k
     join insight.v_document d on d.kind = k.kind and d.id = k.id`,
    [item_id, lot_id],
  );
}

/** Whether there is such a lot, and such a piece of it. */
export async function isThere(tx: Tx, { item_id, lot_id, serial_no }: Piece): Promise<boolean> {
  const { there } = await tx.one<{ there: boolean }>(
    `select exists (select from stock.v_lot where item_id = $1 and lot_id = $2) and ($3::text is null or exists (
       select from stock.v_serial where item_id = $1 and lot_id = $2 and serial_no = $3)) as there`,
    [item_id, lot_id, serial_no],
  );
  return there;
}
